import { describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/rules/catalogue.ts';
import { LABELS, RULE_IDS } from '../fixtures/accuracy/roles/labels.ts';
import { confusionTables, disagreementText } from './confusion.ts';
import { disagreements, type Judgement, judgeLabelledRoles } from './judge-labelled-roles.ts';
import { bases, labelledRoles } from './labelled-roles.ts';
import { openDisagreements } from './open-disagreements.ts';

const judgements = judgeLabelledRoles(bases, labelledRoles);

describe('the labelled roles', () => {
  it('are at least 150, each with a name of its own', () => {
    expect(labelledRoles.length).toBeGreaterThanOrEqual(150);
    expect(new Set(labelledRoles.map(({ name }) => name)).size).toBe(labelledRoles.length);
  });

  it('have a label for every rule of the catalogue', () => {
    expect(catalogue.map(({ id }) => id).toSorted()).toEqual([...RULE_IDS].toSorted());
    for (const [name, { labels }] of Object.entries(bases))
      expect([name, Object.keys(labels)]).toEqual([name, [...RULE_IDS]]);
  });

  it('state only what differs from the base, and why', () => {
    const idle = labelledRoles.flatMap(({ name, base, expect: stated }) =>
      Object.entries(stated)
        .filter(([rule, [label, why]]) => label === bases[base]?.labels[rule as keyof typeof stated] || why === '')
        .map(([rule]) => `${name}: ${rule}`),
    );
    expect(idle).toEqual([]);
  });

  it.each(RULE_IDS)('let %s pass and fail', (rule) => {
    const expected = new Set(
      judgements.filter((judgement) => judgement.rule === rule).map((judgement) => judgement.expected),
    );
    expect([expected.has('COMPLIANT'), expected.has('NON_COMPLIANT')]).toEqual([true, true]);
  });
});

describe('the rules', () => {
  const open = openDisagreements.flatMap(({ role, rules }) => rules.map((rule) => `${role}: ${rule}`));

  it('say of every labelled role what its labels say, but for what is held to be their fault', () => {
    const unexplained = disagreements(judgements).filter(({ role, rule }) => !open.includes(`${role}: ${rule}`));
    expect(unexplained.map(disagreementText)).toEqual([]);
  });

  it('still disagree where they are held to be wrong', () => {
    const found = disagreements(judgements).map(({ role, rule }) => `${role}: ${rule}`);
    expect(open.filter((one) => !found.includes(one))).toEqual([]);
  });
});

describe('the comparison itself', () => {
  const [role] = labelledRoles;
  if (role === undefined) throw new Error('there is no labelled role');

  it('notices a wrong label', () => {
    const wrong = { ...role, expect: { 'agent-role-least-privilege': ['NON_COMPLIANT', 'a mistake'] } } as const;
    const [found, ...more] = disagreements(judgeLabelledRoles(bases, [wrong]));
    expect(more).toEqual([]);
    expect(found).toEqual({
      role: role.name,
      rule: 'agent-role-least-privilege',
      expected: 'NON_COMPLIANT',
      why: 'a mistake',
      answered: 'COMPLIANT',
      annotation: 'Compliant.',
    });
  });

  it('does not judge a role on an account that there is not', () => {
    expect(() => judgeLabelledRoles(bases, [{ ...role, base: 'nowhere' }])).toThrow(
      `${role.name}: there is no base nowhere`,
    );
  });
});

describe('the tables', () => {
  const judgement = (expected: Judgement['expected'], answered: Judgement['answered']): Judgement => ({
    role: 'r',
    rule: 'agent-role-not-shared',
    expected,
    answered,
    annotation: 'Compliant.',
  });

  it('count what was expected down and what was answered across', () => {
    const tables = confusionTables([
      judgement('COMPLIANT', 'COMPLIANT'),
      judgement('COMPLIANT', 'COMPLIANT'),
      judgement('NON_COMPLIANT', 'COMPLIANT'),
      judgement('INSUFFICIENT_DATA', undefined),
    ]).split('\n\n');
    expect(tables).toHaveLength(RULE_IDS.length + 1);
    expect(
      tables
        .at(-1)
        ?.split('\n')
        .map((line) => line.trim().split(/\s{2,}/)),
    ).toEqual([
      ['every rule: 2 of 4 right'],
      ['expected \\ answered', 'compliant', 'non-compliant', 'not applicable', 'insufficient', 'no answer'],
      ['compliant', '2', '·', '·', '·', '·'],
      ['non-compliant', '1', '·', '·', '·', '·'],
      ['not applicable', '·', '·', '·', '·', '·'],
      ['insufficient', '·', '·', '·', '·', '1'],
    ]);
    expect(LABELS).toHaveLength(4);
    expect(tables[0]).toBe('agent-role-trusts-its-service: there is no such rule');
  });

  it('say where a disagreement is, and why it is one', () => {
    expect(disagreementText({ ...judgement('NON_COMPLIANT', 'COMPLIANT'), why: 'two act with it' })).toBe(
      'r: agent-role-not-shared\n  expected NON_COMPLIANT: two act with it\n  answered COMPLIANT: Compliant.',
    );
  });
});
