import { expect, test } from 'vitest';
import { annotation } from '../../functions/rules/annotation.ts';
import { catalogue } from '../../functions/rules/catalogue.ts';
import { evaluateRoles } from '../../functions/rules/evaluation.ts';
import type { RuleException } from '../../functions/rules/exceptions/exception.ts';
import type { Outcome } from '../../functions/rules/rule.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import { ACCOUNT, changed, type Draft, trustStatement } from './plain-account.ts';

const RULE = 'agent-role-trust-limits-source';
const ARN = `arn:aws:iam::${ACCOUNT}:role/service-role/help-agent-role`;

const unlimited = (draft: Draft): void => {
  delete trustStatement(draft).Condition;
};
const tagged =
  (value: string, key = `bedrock-warden:exception:${RULE}`) =>
  (draft: Draft): void => {
    draft.iam.RoleDetailList[0].Tags = [{ Key: key, Value: value }];
  };
const written = (change: Partial<RuleException> = {}): RuleException => ({
  rule: RULE,
  role: 'help-agent-role',
  owner: 'orders-team',
  reason: 'moves to another account in March',
  until: '2027-01-31',
  source: 'exceptions.json, exceptions[0]',
  ...change,
});
const without = (name: 'owner' | 'reason' | 'until'): RuleException => {
  const { [name]: _left, ...rest } = written();
  return rest;
};
const all =
  (...changes: readonly ((draft: Draft) => void)[]) =>
  (draft: Draft): void => {
    for (const change of changes) change(draft);
  };
const at =
  (takenAt: string | undefined) =>
  (draft: Draft): void => {
    draft.takenAt = takenAt;
  };
const GOOD_TAG = 'owner=orders-team until=2027-01-31 reason=moves to another account in March';

function outcomeOf(change: (draft: Draft) => void, exceptions: readonly RuleException[], ruleId = RULE): Outcome {
  const rules = catalogue.filter(({ id }) => id === ruleId);
  const [first] = evaluateRoles(buildAgentRoles(changed(change)).roles, rules, { exceptions });
  if (first === undefined) throw new Error('the snapshot has no agent role');
  return first.outcome;
}

/** `COMPLIANT until 2027-01-31 by orders-team`, or the findings with what else is told. */
function told(outcome: Outcome): readonly string[] {
  switch (outcome.complianceType) {
    case 'COMPLIANT': {
      const { exception } = outcome;
      if (exception === undefined) return ['COMPLIANT'];
      const ids = exception.findings.map(({ id }) => id);
      return [
        `COMPLIANT until ${exception.until} by ${exception.owner}: ${exception.reason}`,
        exception.source,
        ...ids,
      ];
    }
    case 'NON_COMPLIANT':
      return [...outcome.findings.map(({ id }) => id), ...(outcome.missing ?? []), ...(outcome.notExcepted ?? [])];
    case 'INSUFFICIENT_DATA':
      return [outcome.complianceType, ...outcome.missing];
    case 'NOT_APPLICABLE':
      return [outcome.complianceType];
  }
}

const IN_FORCE = 'COMPLIANT until 2027-01-31 by orders-team: moves to another account in March';
const FILE = 'exceptions.json, exceptions[0]';
const TAG = `tag bedrock-warden:exception:${RULE}`;
const FOUND = told(outcomeOf(unlimited, []));

test('the role is not compliant without an exception', () => {
  expect(FOUND).toEqual(['source-not-limited']);
});

const rows: readonly [
  what: string,
  change: (draft: Draft) => void,
  exceptions: readonly RuleException[],
  expected: readonly string[],
][] = [
  ['an exception in the file, by name', unlimited, [written()], [IN_FORCE, FILE, ...FOUND]],
  ['an exception in the file, by ARN', unlimited, [written({ role: ARN })], [IN_FORCE, FILE, ...FOUND]],
  ['an exception in a tag', all(unlimited, tagged(GOOD_TAG)), [], [IN_FORCE, TAG, ...FOUND]],
  [
    'a tag key in another case',
    all(unlimited, tagged(GOOD_TAG, TAG.slice(4).toUpperCase())),
    [],
    [IN_FORCE, `tag ${TAG.slice(4).toUpperCase()}`, ...FOUND],
  ],
  [
    'a tag with its fields the other way round',
    all(unlimited, tagged('until=2027-01-31 owner=orders-team reason=moves to another account in March')),
    [],
    [IN_FORCE, TAG, ...FOUND],
  ],
  ['a pattern is no name', unlimited, [written({ role: 'help-*' })], FOUND],
  ['a name in another case', unlimited, [written({ role: 'Help-Agent-Role' })], FOUND],
  ['another role', unlimited, [written({ role: 'another-role' })], FOUND],
  ['another rule', unlimited, [written({ rule: 'agent-role-least-privilege' })], FOUND],
  ['nothing to excuse', () => {}, [written()], ['COMPLIANT']],
  ['its last day', all(unlimited, at('2027-01-31T23:59:59Z')), [written()], [IN_FORCE, FILE, ...FOUND]],
  [
    'the day after',
    all(unlimited, at('2027-02-01T00:00:00Z')),
    [written()],
    [...FOUND, 'exception by orders-team expired on 2027-01-31'],
  ],
  [
    'the day after, in UTC only',
    all(unlimited, at('2027-01-31T23:00:00-05:00')),
    [written()],
    [...FOUND, 'exception by orders-team expired on 2027-01-31'],
  ],
  [
    'nobody knows the day',
    all(unlimited, at(undefined)),
    [written()],
    [...FOUND, 'the snapshot does not say when it was taken', 'exception by orders-team until 2027-01-31 not applied'],
  ],
  ['no last day', unlimited, [without('until')], [...FOUND, 'exception-without-expiry']],
  ['a day that is none', unlimited, [written({ until: '2027-02-30' })], [...FOUND, 'exception-without-expiry']],
  ['the word never', unlimited, [written({ until: 'never' })], [...FOUND, 'exception-without-expiry']],
  ['no owner', unlimited, [without('owner')], [...FOUND, 'exception-incomplete']],
  ['a blank reason', unlimited, [written({ reason: '  ' })], [...FOUND, 'exception-incomplete']],
  [
    '365 days ahead',
    unlimited,
    [written({ until: '2027-11-22' })],
    [IN_FORCE.replace('2027-01-31', '2027-11-22'), FILE, ...FOUND],
  ],
  ['366 days ahead', unlimited, [written({ until: '2027-11-23' })], [...FOUND, 'exception-too-long']],
  ['no last day, and nothing to excuse', () => {}, [without('until')], ['exception-without-expiry']],
  ['a tag of free text', all(unlimited, tagged('because we said so')), [], [...FOUND, 'exception-without-expiry']],
  [
    'a tag in force, and an entry without a day',
    all(unlimited, tagged(GOOD_TAG)),
    [without('until')],
    [IN_FORCE, `${TAG} (besides: ${FILE}, without expiry)`, ...FOUND],
  ],
  [
    'an expired tag, and an entry in force',
    all(unlimited, tagged(GOOD_TAG.replace('2027', '2026'))),
    [written()],
    [IN_FORCE, `${FILE} (besides: ${TAG}, expired)`, ...FOUND],
  ],
  [
    'two in force: the later day counts',
    all(unlimited, tagged(GOOD_TAG)),
    [written({ until: '2027-03-31' })],
    [IN_FORCE.replace('2027-01-31', '2027-03-31'), `${FILE} (besides: ${TAG}, in force)`, ...FOUND],
  ],
];

test.each(rows)('%s', (_what, change, exceptions, expected) => {
  expect(told(outcomeOf(change, exceptions))).toEqual(expected);
});

test('what could not be decided is never excused', () => {
  const unread = (draft: Draft): void => {
    draft.iam.RoleDetailList[0].AssumeRolePolicyDocument = '{}';
  };
  const gaps = told(outcomeOf(unread, []));
  expect(gaps[0]).toBe('INSUFFICIENT_DATA');
  expect(told(outcomeOf(unread, [written()]))).toEqual(gaps);
});

test('findings are excused, and what is missing besides stays', () => {
  const rule = 'agent-role-least-privilege';
  const change = (draft: Draft): void => {
    draft.iam.RoleDetailList[0].RolePolicyList.push({
      PolicyName: 'Administrator',
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
    });
    draft.iam.RoleDetailList[0].AttachedManagedPolicies = [{ PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/Unread` }];
  };
  const before = outcomeOf(change, [], rule);
  const missing = before.complianceType === 'NON_COMPLIANT' ? (before.missing ?? []) : [];
  expect(missing.length).toBeGreaterThan(0);
  expect(outcomeOf(change, [written({ rule })], rule)).toEqual({
    complianceType: 'INSUFFICIENT_DATA',
    missing: [
      ...missing,
      'what was found (administrator-access) is excepted until 2027-01-31 by orders-team: moves to another account in March',
    ],
  });
});

test.each([
  ['in the file', () => {}, [written({ rule: 'agent-role-least-privileges' })]],
  ['in a tag', tagged(GOOD_TAG, 'bedrock-warden:exception:agent-role-least-privileges'), []],
])('an exception for a rule that does not exist is a finding: %s', (_where, change, exceptions) => {
  const outcome = outcomeOf(change, exceptions, 'agent-role-policies-mean-something');
  expect(told(outcome)).toEqual(['exception-for-unknown-rule']);
  expect(outcome).toMatchObject({
    findings: [{ remediation: 'If `agent-role-least-privilege` is meant, write that; else remove the exception.' }],
  });
});

test('an exception for a rule that does not exist is excused like any other finding of its rule', () => {
  const rule = 'agent-role-policies-mean-something';
  const exceptions = [written({ rule: 'agent-stray' }), written({ rule, source: 'exceptions.json, exceptions[1]' })];
  expect(told(outcomeOf(() => {}, exceptions, rule))).toEqual([
    IN_FORCE,
    'exceptions.json, exceptions[1]',
    'exception-for-unknown-rule',
  ]);
});

test.each<[exceptions: readonly RuleException[], change: (draft: Draft) => void, line: string]>([
  [[written()], unlimited, 'Excepted until 2027-01-31 by orders-team: moves to another account in March (1 finding)'],
  [
    [written({ until: '2026-11-21' })],
    unlimited,
    `${annotation(outcomeOf(unlimited, []))} (exception by orders-team expired on 2026-11-21)`,
  ],
])('AWS Config shows %#', (exceptions, change, line) => {
  expect(annotation(outcomeOf(change, exceptions))).toBe(line);
});

test.each([
  ['reason', 'é\u0000\n'.repeat(300)],
  ['owner', '𝒳'.repeat(300)],
])('a long %s is cut', (field, text) => {
  for (const until of ['2027-01-31', '2026-11-21']) {
    const line = annotation(outcomeOf(unlimited, [written({ [field]: text, until })]));
    expect(line.length).toBeLessThanOrEqual(256);
    expect(line.isWellFormed()).toBe(true);
    expect(line).not.toMatch(/\p{Cc}/u);
  }
});

test.each<[parameters: Record<string, Record<string, string>>, message: string]>([
  [{ 'agent-stray': {} }, 'parameters are set for "agent-stray", which is no rule'],
  [{ [RULE]: { days: '3' } }, `the rule ${RULE} has no parameter "days": it has none`],
])('a parameter that does not exist is refused %#', (parameters, message) => {
  const rules = catalogue.filter(({ id }) => id === RULE);
  expect(() => evaluateRoles([], rules, { parameters })).toThrow(new Error(message));
});
