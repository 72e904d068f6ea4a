import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-no-open-denials.ts';
import {
  ACCOUNT,
  COMPLIANT,
  changed,
  type Draft,
  insufficient,
  MODEL,
  modelArn,
  nonCompliant,
  type OutcomeSummary,
  outcomeFor,
  summaryOf,
} from './plain-account.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/service-role/help-agent-role`;
const denial = (change: object = {}) => ({
  roleArn: ROLE,
  action: 'bedrock:InvokeModel',
  resource: modelArn('us-east-2', MODEL),
  cause: 'RESOURCE_ARN_MISMATCH',
  summary: 'The role may call the model in us-east-1 only.',
  firstSeen: '2026-11-20T08:00:00Z',
  lastSeen: '2026-11-21T09:30:00Z',
  count: 12,
  state: 'open',
  ...change,
});
const known =
  (...denials: readonly object[]) =>
  (draft: Draft): void => {
    draft.openDenials = denials;
  };

const rows: readonly [what: string, change: (draft: Draft) => void, expected: OutcomeSummary][] = [
  ['no denial is open', known(), COMPLIANT],
  [
    'nobody listens',
    () => {},
    { complianceType: 'NOT_APPLICABLE', reason: "no listener's record of denials was given" },
  ],
  [
    'the record was not read',
    (draft) => {
      draft.unread = [{ part: 'openDenials', error: 'AccessDeniedException' }];
    },
    insufficient('the open denials were not read (AccessDeniedException)'),
  ],
  ['a denial is open', known(denial()), nonCompliant('denial-open high')],
  ['the denial is of another role', known(denial({ roleArn: `${ROLE}-2` })), COMPLIANT],
  [
    'the denial is of a role of the same name in another account',
    known(denial({ roleArn: ROLE.replace(ACCOUNT, '111122223333') })),
    COMPLIANT,
  ],
  [
    'the cause stops every call',
    known(denial({ cause: 'USE_CASE_FORM_NOT_SUBMITTED' })),
    nonCompliant('denial-open critical'),
  ],
  ['it came last a week ago', known(denial({ lastSeen: '2026-11-15T00:00:00Z' })), nonCompliant('denial-open high')],
  [
    'it came last eight days ago',
    known(denial({ lastSeen: '2026-11-14T23:59:59Z' })),
    nonCompliant('denial-open medium'),
  ],
  [
    'it stopped every call, eight days ago',
    known(denial({ lastSeen: '2026-11-14T23:59:59Z', cause: 'TRUST_POLICY' })),
    nonCompliant('denial-open high'),
  ],
  [
    'nobody knows the day',
    (draft) => {
      known(denial({ lastSeen: '2026-01-01T00:00:00Z' }))(draft);
      delete draft.takenAt;
    },
    nonCompliant('denial-open high'),
  ],
  ['a denial is acknowledged', known(denial({ state: 'acknowledged' })), nonCompliant('denial-acknowledged low')],
  ['a denial is muted', known(denial({ state: 'muted' })), nonCompliant('denial-muted low')],
  ['two denials', known(denial(), denial({ state: 'muted' })), nonCompliant('denial-open high', 'denial-muted low')],
];

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});

test.each<[what: string, change: object, message: string]>([
  [
    'an open denial',
    {},
    `\`bedrock:InvokeModel\` on \`${modelArn('us-east-2', MODEL)}\` was denied 12 times, from 2026-11-20T08:00:00Z to 2026-11-21T09:30:00Z, because of \`RESOURCE_ARN_MISMATCH\`: The role may call the model in us-east-1 only.`,
  ],
  [
    'a muted denial of which little is known',
    { resource: undefined, summary: undefined, count: 1, state: 'muted', by: 'ana', reason: 'a probe of ours' },
    '`bedrock:InvokeModel` was denied once, at 2026-11-21T09:30:00Z, because of `RESOURCE_ARN_MISMATCH`; muted by ana: a probe of ours.',
  ],
])('%s is told', (_what, change, message) => {
  expect(outcomeFor(rule, changed(known(denial(change))))).toMatchObject({ findings: [{ message }] });
});
