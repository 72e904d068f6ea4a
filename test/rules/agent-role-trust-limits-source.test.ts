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
const CONSOLE = {
  StringEquals: { 'aws:SourceAccount': ACCOUNT },
  ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/*` },
};
const NOBODY: OutcomeSummary = {
  complianceType: 'NOT_APPLICABLE',
  reason: 'the trust policy trusts no Bedrock service',
};
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
    UNLIMITED,
  ],
  [
    'everyone is trusted, and all but another account are denied',
    (draft) => {
      denying('StringNotEquals', '333344445555')(draft);
      trustStatement(draft).Principal = '*';
    },
    nonCompliant('source-of-another-account high'),
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
    nonCompliant('source-limited-to-organization low'),
  ],
  [
    'only a part of the organization is named',
    condition({ 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*' } }),
    nonCompliant('source-limited-to-organization low'),
  ],
  ['any organization', condition({ StringLike: { 'aws:SourceOrgID': 'o-*' } }), UNLIMITED],
  ["the role's own account, whatever it is", condition({ StringEquals: OWN }), COMPLIANT],
  [
    'a variable that the old version of the language does not have',
    (draft) => {
      condition({ StringEquals: OWN })(draft);
      draft.iam.RoleDetailList[0].AssumeRolePolicyDocument.Version = '2008-10-17';
    },
    NOBODY,
  ],
  [
    'another account is admitted as well',
    condition({ StringEquals: { 'aws:SourceAccount': [ACCOUNT, '333344445555'] } }),
    nonCompliant('source-of-another-account high'),
  ],
  ['every other account is denied', denying('StringNotEquals', ACCOUNT), COMPLIANT],
  ['every other account is denied to the service', denyingService('bedrock.amazonaws.com'), COMPLIANT],
  ['every other account is denied to another service', denyingService('lambda.amazonaws.com'), UNLIMITED],
  [
    'all but another account are denied',
    denying('StringNotEquals', '333344445555'),
    nonCompliant('source-of-another-account high'),
  ],
  ['another account is denied', denying('StringEquals', '333344445555'), UNLIMITED],
  ['requests without a source are denied', denying('Null', 'true'), UNLIMITED],
  ['the account, unless it is absent', denying('StringNotEqualsIfExists', ACCOUNT), COMPLIANT],
  ['every account but one', condition({ StringNotEquals: { 'aws:SourceAccount': '333344445555' } }), UNLIMITED],
  ['any source', condition({ Null: { 'aws:SourceArn': 'false' } }), UNLIMITED],
  ['no source at all', condition({ Null: { 'aws:SourceArn': 'true' } }), UNLIMITED],
  ['every Bedrock ARN', condition({ ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:*:*:*' } }), UNLIMITED],
  [
    'text that spans the fields',
    condition({ StringLike: { 'aws:SourceArn': 'arn:aws:bedrock:*:agent/*' } }),
    UNLIMITED,
  ],
  [
    'IfExists beside the account',
    condition({ ...CONSOLE, StringEqualsIfExists: { 'aws:SourceOrgID': 'o-x' } }),
    COMPLIANT,
  ],
  ["the console's own", condition(CONSOLE), COMPLIANT],
  [
    "the console's own, as one ARN",
    condition({ ArnLike: { 'AWS:SourceArn': `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/*` } }),
    COMPLIANT,
  ],
  [
    'two conditions of which no request meets both',
    condition({ StringEquals: { 'aws:SourceAccount': '333344445555' }, ArnLike: CONSOLE.ArnLike }),
    NOBODY,
  ],
  [
    'agents of any account in other Regions',
    condition({ ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:eu-*:*:agent/*' } }),
    UNLIMITED,
  ],
  ['an agent id of any account', condition({ StringLike: { 'aws:SourceArn': '*:agent/HELPAGENT1' } }), UNLIMITED],
  [
    'the account of the source',
    condition({ ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:*:${aws:SourceAccount}:agent/*' } }),
    UNLIMITED,
  ],
  [
    'the account of the role in the ARN',
    condition({ ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:us-east-1:${aws:ResourceAccount}:agent/*' } }),
    COMPLIANT,
  ],
  ['another piece of the account', condition({ StringLike: { 'aws:SourceAccount': '21?987654321' } }), UNLIMITED],
  [
    'agents of any account that is in no organization',
    condition({
      ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:*:*:agent/*' },
      StringEqualsIfExists: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' },
    }),
    UNLIMITED,
  ],
  [
    'the account, or a name that has it in it',
    condition({ StringLike: { 'aws:SourceArn': `*${ACCOUNT}*` } }),
    UNLIMITED,
  ],
  [
    'agents of other Regions',
    condition({ ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:eu-*:${ACCOUNT}:agent/*` } }),
    COMPLIANT,
  ],
  [
    'an ARN without an account',
    condition({ ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:us-east-1::agent/*' } }),
    NOBODY,
  ],
  [
    "another account's agents",
    condition({ ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:us-east-1:333344445555:agent/*' } }),
    nonCompliant('source-of-another-account high'),
  ],
  [
    'another account of the organization',
    condition({ StringEquals: { 'aws:SourceAccount': '333344445555', 'aws:SourceOrgID': 'o-a1b2c3d4e5' } }),
    nonCompliant('source-of-another-account high'),
  ],
  [
    'the organization, where it is told',
    condition({ StringEqualsIfExists: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } }),
    UNLIMITED,
  ],
  [
    'the organization of the role',
    condition({ StringEquals: { 'aws:SourceOrgID': '${aws:ResourceOrgID}' } }),
    nonCompliant('source-limited-to-organization low'),
  ],
  [
    'two statements, one of them open',
    (draft) => {
      const { Condition, ...open } = trustStatement(draft);
      draft.iam.RoleDetailList[0].AssumeRolePolicyDocument.Statement.push(open);
    },
    UNLIMITED,
  ],
  [
    'both Bedrock services, without a condition',
    (draft) => {
      trustStatement(draft).Principal.Service = ['bedrock.amazonaws.com', 'bedrock-agentcore.amazonaws.com'];
      delete trustStatement(draft).Condition;
    },
    UNLIMITED,
  ],
  [
    'both Bedrock services, for the account',
    (draft) => {
      trustStatement(draft).Principal.Service = ['bedrock.amazonaws.com', 'bedrock-agentcore.amazonaws.com'];
      trustStatement(draft).Condition = { StringEquals: { 'aws:SourceAccount': ACCOUNT } };
    },
    COMPLIANT,
  ],
  [
    'no condition, and a resource control policy for the organization',
    (draft) => {
      delete trustStatement(draft).Condition;
      draft.organization = {
        resourceControlPolicies: [
          [
            {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
                {
                  Effect: 'Deny',
                  Principal: '*',
                  Action: 'sts:*',
                  Resource: '*',
                  Condition: {
                    StringNotEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' },
                    Bool: { 'aws:PrincipalIsAWSService': 'true' },
                  },
                },
              ],
            },
          ],
        ],
      };
    },
    nonCompliant('source-limited-to-organization low'),
  ],
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

test('the finding names each service and the condition to set', () => {
  const outcome = outcomeFor(
    rule,
    changed((draft) => {
      trustStatement(draft).Principal = '*';
      delete trustStatement(draft).Condition;
    }),
  );
  expect(outcome).toEqual({
    complianceType: 'NON_COMPLIANT',
    findings: [
      {
        id: 'source-not-limited',
        severity: 'high',
        location: { policy: 'trust policy', statement: 0 },
        message:
          'The trust policy does not limit for whom `bedrock.amazonaws.com` and `bedrock-agentcore.amazonaws.com` may assume the role (statement 0 of trust policy): a request from another account could be served with its permissions.',
        remediation: `Set the statement's principal: "Principal": {"Service":"bedrock.amazonaws.com"}, and its condition: "Condition": {"StringEquals":{"aws:SourceAccount":"${ACCOUNT}"},"ArnLike":{"aws:SourceArn":"${AGENT_ARN}"}}`,
        fix: {
          kind: 'limitTrust',
          location: { policy: 'trust policy', statement: 0 },
          service: 'bedrock.amazonaws.com',
          condition: {
            StringEquals: { 'aws:SourceAccount': ACCOUNT },
            ArnLike: { 'aws:SourceArn': AGENT_ARN },
          },
        },
      },
    ],
  });
});

test('there is no fix where the statement also trusts somebody who presents no source', () => {
  const outcome = outcomeFor(
    rule,
    changed((draft) => {
      trustStatement(draft).Principal = { Service: ['bedrock.amazonaws.com', 'lambda.amazonaws.com'] };
      delete trustStatement(draft).Condition;
    }),
  );
  const findings = outcome.complianceType === 'NON_COMPLIANT' ? outcome.findings : [];
  expect(findings.map(({ id, fix }) => [id, fix])).toEqual([['source-not-limited', undefined]]);
});
