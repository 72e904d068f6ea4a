import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-trusts-its-service.ts';
import {
  ACCOUNT,
  AGENT_ARN,
  COMPLIANT,
  changed,
  type Draft,
  insufficient,
  nonCompliant,
  type OutcomeSummary,
  outcomeFor,
  summaryOf,
  trustStatement,
} from './plain-account.ts';

const rows: readonly [what: string, change: (draft: Draft) => void, expected: OutcomeSummary][] = [
  ['nothing', () => {}, COMPLIANT],
  ['the conditions go', (draft) => delete trustStatement(draft).Condition, COMPLIANT],
  ['any agent is admitted', (draft) => setArn(draft, `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/*`), COMPLIANT],
  [
    'another agent is admitted',
    (draft) => setArn(draft, `${AGENT_ARN}X`),
    nonCompliant('condition-excludes-workload critical'),
  ],
  [
    'another account is admitted',
    (draft) => {
      trustStatement(draft).Condition.StringEquals['aws:SourceAccount'] = '333344445555';
    },
    nonCompliant('condition-excludes-workload critical'),
  ],
  [
    'another service is trusted',
    (draft) => {
      trustStatement(draft).Principal.Service = 'lambda.amazonaws.com';
    },
    nonCompliant('service-not-trusted critical'),
  ],
  [
    'only sessions may be tagged',
    (draft) => {
      trustStatement(draft).Action = 'sts:TagSession';
    },
    nonCompliant('service-not-trusted critical'),
  ],
  [
    'the service is denied',
    (draft) =>
      draft.iam.RoleDetailList[0].AssumeRolePolicyDocument.Statement.push({
        Effect: 'Deny',
        Principal: { Service: 'bedrock.amazonaws.com' },
        Action: 'sts:*',
      }),
    nonCompliant('denied critical'),
  ],
  [
    'a key decides that nobody can tell',
    (draft) => {
      trustStatement(draft).Condition.StringEquals['aws:SourceOrgID'] = 'o-a1b2c3d4e5';
    },
    insufficient(
      `whether the trust policy lets bedrock.amazonaws.com assume the role for ${AGENT_ARN} depends on \`aws:SourceOrgID\``,
    ),
  ],
  ['IAM has no such role', (draft) => draft.iam.RoleDetailList.pop(), nonCompliant('role-missing critical')],
  [
    'the list of roles was cut short',
    (draft) => {
      draft.iam.RoleDetailList = [];
      draft.unread = [{ part: 'iam.RoleDetailList', error: 'ThrottlingException' }];
    },
    insufficient('the role help-agent-role was not read (ThrottlingException)'),
  ],
  [
    'IAM was not read',
    (draft) => {
      delete draft.iam;
      draft.unread = [{ part: 'iam', error: 'AccessDeniedException' }];
    },
    insufficient('the role help-agent-role was not read (AccessDeniedException)'),
  ],
];

const setArn = (draft: Draft, arn: string): void => {
  trustStatement(draft).Condition.ArnLike['aws:SourceArn'] = arn;
};

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});

test('the finding says what to add', () => {
  const outcome = outcomeFor(
    rule,
    changed((draft) => {
      trustStatement(draft).Principal.Service = 'lambda.amazonaws.com';
    }),
  );
  expect(outcome).toEqual({
    complianceType: 'NON_COMPLIANT',
    findings: [
      {
        id: 'service-not-trusted',
        severity: 'critical',
        workload: AGENT_ARN,
        message: `The trust policy does not let \`bedrock.amazonaws.com\` assume the role, so \`${AGENT_ARN}\` cannot act.`,
        remediation: `Add this statement to the trust policy: {"Effect":"Allow","Principal":{"Service":"bedrock.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"${ACCOUNT}"},"ArnLike":{"aws:SourceArn":"${AGENT_ARN}"}}}`,
      },
    ],
  });
});
