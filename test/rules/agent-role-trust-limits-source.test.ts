import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-trust-limits-source.ts';
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

const condition =
  (value: Draft) =>
  (draft: Draft): void => {
    trustStatement(draft).Condition = value;
  };
const denying =
  (operator: string, value: string, more: Draft = {}) =>
  (draft: Draft): void => {
    delete trustStatement(draft).Condition;
    draft.iam.RoleDetailList[0].AssumeRolePolicyDocument.Statement.push({
      Effect: 'Deny',
      Principal: '*',
      Action: 'sts:AssumeRole',
      Condition: { [operator]: { 'aws:SourceAccount': value }, ...more },
    });
  };
const denyingService =
  (service: string) =>
  (draft: Draft): void => {
    denying('StringNotEquals', ACCOUNT)(draft);
    draft.iam.RoleDetailList[0].AssumeRolePolicyDocument.Statement[1].Principal = { Service: service };
  };
const OWN = { 'aws:SourceAccount': '${aws:ResourceAccount}' };
const UNLIMITED = nonCompliant('source-not-limited high');

const rows: readonly [what: string, change: (draft: Draft) => void, expected: OutcomeSummary][] = [
  ['nothing', () => {}, COMPLIANT],
  ['only the account is named', condition({ StringEquals: { 'AWS:SourceAccount': ACCOUNT } }), COMPLIANT],
  ['only the workload is named', condition({ ArnEquals: { 'aws:SourceArn': AGENT_ARN } }), COMPLIANT],
  [
    'the account is in a pattern',
    condition({ ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:*:${ACCOUNT}:*` } }),
    COMPLIANT,
  ],
  ['no condition', (draft) => delete trustStatement(draft).Condition, UNLIMITED],
  ['IfExists', condition({ StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } }), UNLIMITED],
  ['ForAllValues', condition({ 'ForAllValues:StringEquals': { 'aws:SourceAccount': ACCOUNT } }), UNLIMITED],
  ['any account', condition({ StringLike: { 'aws:SourceAccount': '*' } }), UNLIMITED],
  ['a piece of the account', condition({ StringLike: { 'aws:SourceAccount': '21098765432?' } }), UNLIMITED],
  [
    'an ARN of any account',
    condition({ ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:us-east-1:*:agent/*' } }),
    UNLIMITED,
  ],
  ['a key that is no source', condition({ StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }), UNLIMITED],
  [
    'everyone is trusted',
    (draft) => Object.assign(trustStatement(draft), { Principal: { AWS: '*' }, Condition: undefined }),
    nonCompliant('anyone-may-assume critical'),
  ],
  [
    'everyone is trusted, and some are denied',
    (draft) => {
      denying('StringNotEquals', '333344445555')(draft);
      trustStatement(draft).Principal = '*';
    },
    UNLIMITED,
  ],
  [
    'everyone of the organization is trusted, which no service is',
    (draft) =>
      Object.assign(trustStatement(draft), {
        Principal: { AWS: '*' },
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      }),
    { complianceType: 'NOT_APPLICABLE', reason: 'the trust policy trusts no Bedrock service' },
  ],
  [
    'only the organization is named',
    condition({ StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } }),
    nonCompliant('source-limited-to-organization medium'),
  ],
  [
    'only a part of the organization is named',
    condition({ 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*' } }),
    nonCompliant('source-limited-to-organization medium'),
  ],
  ['any organization', condition({ StringLike: { 'aws:SourceOrgID': 'o-*' } }), UNLIMITED],
  ["the role's own account, whatever it is", condition({ StringEquals: OWN }), COMPLIANT],
  [
    'a variable that the old version of the language does not have',
    (draft) => {
      condition({ StringEquals: OWN })(draft);
      draft.iam.RoleDetailList[0].AssumeRolePolicyDocument.Version = '2008-10-17';
    },
    UNLIMITED,
  ],
  [
    'another account is admitted as well',
    condition({ StringEquals: { 'aws:SourceAccount': [ACCOUNT, '333344445555'] } }),
    nonCompliant('source-of-another-account high'),
  ],
  ['every other account is denied', denying('StringNotEquals', ACCOUNT), COMPLIANT],
  ['every other account is denied to the service', denyingService('bedrock.amazonaws.com'), COMPLIANT],
  ['every other account is denied to another service', denyingService('lambda.amazonaws.com'), UNLIMITED],
  ['another account is denied', denying('StringNotEquals', '333344445555'), UNLIMITED],
  [
    'others are denied on Sundays',
    denying('StringNotEquals', ACCOUNT, { Bool: { 'aws:ViaAWSService': 'true' } }),
    UNLIMITED,
  ],
  [
    'no Bedrock service is trusted',
    (draft) => {
      trustStatement(draft).Principal.Service = 'lambda.amazonaws.com';
    },
    { complianceType: 'NOT_APPLICABLE', reason: 'the trust policy trusts no Bedrock service' },
  ],
  [
    'the trust policy is none',
    (draft) => {
      draft.iam.RoleDetailList[0].AssumeRolePolicyDocument = '{"Version":"2012-10-17"}';
    },
    insufficient('the trust policy is not a policy that IAM would store: there is no `Statement`'),
  ],
  [
    'IAM has no such role',
    (draft) => draft.iam.RoleDetailList.pop(),
    { complianceType: 'NOT_APPLICABLE', reason: 'IAM has no role help-agent-role' },
  ],
];

test.each(rows)('%s', (_what, change, expected) => {
  const snapshot = JSON.parse(JSON.stringify(changed(change)));
  expect(summaryOf(outcomeFor(rule, snapshot))).toEqual(expected);
});
