import { describe, expect, it } from 'vitest';
import { snapshotSchema } from '../../functions/adapters/snapshot-schema.ts';
import { causeCodes } from '../../functions/diagnosis/cause-code.ts';
import type { Proof } from '../../functions/remediation/remediation.ts';
import { evaluateRoles } from '../../functions/rules/evaluation.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import { baseSnapshots, type DenialCase, denialCases } from './denial-case.ts';
import { goalsMissed } from './denial-goals.ts';
import { denialTables, denialText, score } from './denial-tables.ts';
import { accountOf, type DenialJudgement, judgeDenials } from './judge-denials.ts';

const judgements = judgeDenials(baseSnapshots, denialCases);
const counted = judgements.filter(({ counts }) => counts);

describe('the denials', () => {
  it('are at least 90 that count', () => {
    expect(counted.length).toBeGreaterThanOrEqual(90);
  });

  it.each(causeCodes)('are caused by %s at least twice', (code) => {
    expect(counted.filter(({ of }) => of.expect === code).length).toBeGreaterThanOrEqual(2);
  });

  it('are of ten kinds at least where the obvious answer is wrong', () => {
    expect(denialCases.filter((one) => one.case.startsWith('counter-')).length).toBeGreaterThanOrEqual(10);
  });

  it('name causes of the list only', () => {
    const named = denialCases.flatMap(({ expect: code, alsoAcceptable, alsoTrue, baseline }) => [
      code,
      ...(alsoAcceptable ?? []),
      ...(alsoTrue ?? []),
      ...(baseline === undefined ? [] : [baseline]),
    ]);
    expect(named.filter((code) => !(causeCodes as readonly string[]).includes(code))).toEqual([]);
  });

  it('are either a record or a message, in an account that can be read', () => {
    for (const one of denialCases) {
      expect([one.case, (one.event === undefined) !== (one.message === undefined)]).toEqual([one.case, true]);
      expect(() => accountOf(baseSnapshots, one)).not.toThrow();
    }
  });

  it.each(Object.keys(baseSnapshots))('change an account where all is in order: %s', (base) => {
    const account = snapshotSchema.parse(baseSnapshots[base]);
    const { roles } = buildAgentRoles(account);
    const failing = evaluateRoles(roles).filter(({ outcome }) => outcome.complianceType === 'NON_COMPLIANT');
    expect(failing.map(({ role, rule }) => `${role.arn}: ${rule.id}`)).toEqual([]);
  });

  it('happen in every base', () => {
    expect([...new Set(denialCases.map(({ state }) => state.base))].toSorted()).toEqual(
      Object.keys(baseSnapshots).toSorted(),
    );
  });
});

describe('the diagnosis', () => {
  it('finds the true cause, and proves none that is not there', () => {
    const wrong = judgements.filter(
      ({ counts, first, wronglyProven }) => (counts && !first) || wronglyProven.length > 0,
    );
    expect(goalsMissed(judgements), wrong.map(denialText).join('\n')).toEqual([]);
  });

  it('offers no policy without its proof', () => {
    const unproven = judgements.flatMap(({ of, causes }) =>
      causes
        .filter(({ remediation: { policy, proof } }) => policy !== undefined && !isProven(proof))
        .map(({ code }) => `${of.case}: ${code}`),
    );
    expect(unproven).toEqual([]);
  });

  it('finds more than the text alone would', () => {
    const told = counted.filter(({ of }) => of.baseline !== undefined);
    const byText = told.filter(({ of }) => [of.expect, ...(of.alsoAcceptable ?? [])].includes(of.baseline ?? ''));
    expect(score(told).first).toBeGreaterThan(byText.length);
  });
});

describe('with less evidence, the diagnosis proves none that is not there', () => {
  const wronglyProven = (change: (one: DenialCase) => DenialCase): readonly string[] =>
    judgeDenials({ ...baseSnapshots, unread }, denialCases.map(change))
      .filter((judgement) => judgement.wronglyProven.length > 0)
      .map(denialText);

  it.each(['iam', 'organization', 'resourcePolicies', 'bedrock', 'agents', 'knowledgeBases'])(
    'when %s was not read',
    (part) => {
      const pointer = `/${part}`;
      const withoutPart = ({ state, ...one }: DenialCase): DenialCase => {
        const kept = (state.without ?? []).filter((other) => other !== pointer && !other.startsWith(`${pointer}/`));
        return {
          ...one,
          state: { ...state, changes: { ...state.changes, [pointer]: {} }, without: [...kept, pointer] },
        };
      };
      expect(wronglyProven(withoutPart)).toEqual([]);
    },
  );

  it('when nothing of the account was read', () => {
    expect(wronglyProven((one) => ({ ...one, state: { base: 'unread' } }))).toEqual([]);
  });

  it('when the record has no message', () => {
    expect(wronglyProven((one) => ({ ...one, event: withoutMessages(one.event) }))).toEqual([]);
  });
});

const unread = { format: 'bedrock-warden/snapshot/1', accountId: '111122223333', region: 'us-east-1' };

/** CloudTrail leaves the message out of some records of Bedrock. */
const withoutMessages = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutMessages);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== 'errorMessage');
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutMessages(part)]));
};

const isProven = (proof: Proof | undefined): boolean =>
  proof?.minimal === true &&
  proof.before !== 'allowed' &&
  (proof.after === 'allowed' || proof.stillBlockedBy.length > 0) &&
  (proof.gained ?? []).length === 0;

describe('the comparison itself', () => {
  const [first] = denialCases.filter(({ message }) => message !== undefined);
  if (first === undefined) throw new Error('there is no case with a message');
  const formMissing: DenialCase = {
    ...first,
    message: 'Model use case details have not been submitted for this account.',
    expect: 'USE_CASE_FORM_NOT_SUBMITTED',
    alsoAcceptable: [],
  };
  const judged = (one: DenialCase): DenialJudgement | undefined => judgeDenials(baseSnapshots, [one])[0];

  it('takes the expected cause, and one as good', () => {
    expect(judged(formMissing)?.first).toBe(true);
    const asGood: DenialCase = { ...formMissing, expect: 'OTHER', alsoAcceptable: ['USE_CASE_FORM_NOT_SUBMITTED'] };
    expect(judged(asGood)?.first).toBe(true);
  });

  it('notices a wrong cause', () => {
    const { first: right, amongThree } = judged({ ...formMissing, expect: 'RCP_DENY' }) ?? {};
    expect([right, amongThree]).toEqual([false, false]);
  });

  it('does not judge a denial in an account that there is not', () => {
    expect(() => judged({ ...formMissing, state: { base: 'nowhere' } })).toThrow('there is no base nowhere');
  });
});

describe('the goals', () => {
  const [one] = counted;
  if (one === undefined) throw new Error('no case counts');
  const right: DenialJudgement = { ...one, first: true, amongThree: true, wronglyProven: [] };
  const times = (number: number, judgement: DenialJudgement): readonly DenialJudgement[] =>
    Array.from({ length: number }, () => judgement);

  it('are met by 95 of 100, all of them among the first three', () => {
    expect(goalsMissed([...times(95, right), ...times(5, { ...right, first: false })])).toEqual([]);
  });

  it('are missed by one less', () => {
    expect(goalsMissed([...times(94, right), ...times(6, { ...right, first: false })])).toEqual([
      'the true cause comes first in 94 of 100',
    ]);
  });

  it('are missed by a cause that is not among the first three', () => {
    expect(goalsMissed([...times(99, right), { ...right, first: false, amongThree: false }])).toEqual([
      'the true cause is among the first three in 99 of 100',
    ]);
  });

  it('are missed by a cause that is wrongly proven, of a guess too', () => {
    expect(goalsMissed([...times(99, right), { ...right, counts: false, wronglyProven: ['SCP_DENY'] }])).toEqual([
      `${one.of.case} calls SCP_DENY proven`,
    ]);
  });

  it('leave out a guess', () => {
    expect(goalsMissed([right, { ...right, counts: false, first: false, amongThree: false }])).toEqual([]);
  });

  it('are told beside what the text alone gives', () => {
    const tables = denialTables([
      { ...right, of: { ...one.of, expect: 'OTHER', alsoAcceptable: [], baseline: 'OTHER' } },
      { ...right, first: false, of: { ...one.of, expect: 'OTHER', alsoAcceptable: [], baseline: 'S3_ACCESS' } },
    ]).split('\n\n');
    const cells = (line: string | undefined): readonly string[] => line?.split(/\s{2,}/) ?? [];
    expect(cells(tables[0]?.split('\n')[1])).toEqual(['OTHER', '2', '1', '2']);
    expect(cells(tables[2]?.split('\n')[1])).toEqual(['that count', '2', '1', '2', '1 of 2']);
  });
});
