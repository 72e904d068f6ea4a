import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-least-privilege.ts';
import {
  COMPLIANT,
  changed,
  type Draft,
  insufficient,
  KNOWLEDGE_BASE_ARN,
  MODEL,
  modelArn,
  nonCompliant,
  type OutcomeSummary,
  outcomeFor,
  statements,
  summaryOf,
} from './plain-account.ts';

const allow =
  (Action: unknown, Resource: unknown, more: Draft = {}) =>
  (draft: Draft): void => {
    statements(draft).push({ Effect: 'Allow', Action, Resource, ...more });
  };
const attach =
  (PolicyArn: string) =>
  (draft: Draft): void => {
    draft.iam.RoleDetailList[0].AttachedManagedPolicies.push({ PolicyArn });
  };
const needsUnknown = (draft: Draft): void => {
  draft.agents[0].agent.guardrailConfiguration = { guardrailIdentifier: 'gr0123456789' };
};
const UNKNOWN = 'the guardrail gr0123456789 was not read';

const rows: readonly [what: string, change: (draft: Draft) => void, expected: OutcomeSummary][] = [
  ['nothing', () => {}, COMPLIANT],
  ['a Deny is added', (draft) => statements(draft).push({ Effect: 'Deny', Action: '*', Resource: '*' }), COMPLIANT],
  [
    'AdministratorAccess is attached',
    attach('arn:aws:iam::aws:policy/AdministratorAccess'),
    nonCompliant('administrator-access critical'),
  ],
  ['everything is allowed', allow('*', '*'), nonCompliant('administrator-access critical')],
  [
    'everything is allowed, in other words',
    allow(['s3:GetObject', '*:*'], ['*', '*']),
    nonCompliant('administrator-access critical'),
  ],
  ['a whole service is allowed', allow('s3:*', '*'), nonCompliant('all-actions-of-a-service high')],
  ['the whole of IAM is allowed', allow('iam:*', '*'), nonCompliant('all-actions-of-a-service critical')],
  ['all of a kind', allow('bedrock:*', 'arn:aws:bedrock:*:*:agent/*'), nonCompliant('all-actions-of-a-service high')],
  [
    'a service on one bucket',
    allow('s3:*', 'arn:aws:s3:::help-files/*'),
    nonCompliant('all-actions-of-a-service high'),
  ],
  ['a service on one object', allow('s3:*', 'arn:aws:s3:::help-files/a.txt'), nonCompliant('action-not-needed high')],
  [
    'an action more',
    allow('bedrock:InvokeAgent', 'arn:aws:bedrock:us-east-1:210987654321:agent-alias/A/B'),
    nonCompliant('action-not-needed medium'),
  ],
  ['an action with a wildcard', allow('bedrock:Retrieve*', KNOWLEDGE_BASE_ARN), COMPLIANT],
  [
    'a model more',
    allow('bedrock:InvokeModel', modelArn('us-east-1', 'amazon.nova-pro-v1:0')),
    nonCompliant('action-not-needed medium'),
  ],
  [
    'the model in every Region',
    allow('bedrock:InvokeModel', `arn:aws:bedrock:*::foundation-model/${MODEL}`),
    nonCompliant('resource-wider-than-needed medium'),
  ],
  ['every knowledge base', allow('bedrock:Retrieve', '*'), nonCompliant('resource-wider-than-needed high')],
  ['PassRole', allow('iam:PassRole', 'arn:aws:iam::210987654321:role/x'), nonCompliant('action-not-needed high')],
  [
    'NotAction',
    (draft) => statements(draft).push({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
    nonCompliant('allow-with-not-action critical'),
  ],
  [
    'NotResource',
    (draft) => statements(draft).push({ Effect: 'Allow', Action: 'bedrock:Retrieve', NotResource: KNOWLEDGE_BASE_ARN }),
    nonCompliant('resource-wider-than-needed high'),
  ],
  [
    'the knowledge base is disabled',
    (draft) => {
      draft.agents[0].knowledgeBases[0].knowledgeBaseState = 'DISABLED';
    },
    nonCompliant('action-not-needed medium'),
  ],
  [
    "an action group's function may be invoked",
    (draft) => {
      const lambda = 'arn:aws:lambda:us-east-1:210987654321:function:help';
      draft.agents[0].actionGroups.push({ actionGroupName: 'help', actionGroupExecutor: { lambda } });
      allow('lambda:InvokeFunction', lambda)(draft);
    },
    COMPLIANT,
  ],
  [
    'an action group claims every function',
    (draft) => {
      draft.agents[0].actionGroups.push({ actionGroupName: 'help', actionGroupExecutor: { lambda: '*' } });
      allow('lambda:InvokeFunction', '*')(draft);
    },
    insufficient('`*` is no ARN of a resource (Lambda function *)'),
  ],
  ['the needs are unknown, and nothing exceeds those that are known', needsUnknown, COMPLIANT],
  [
    'the needs are unknown, and something exceeds those that are known',
    (draft) => {
      needsUnknown(draft);
      allow('kms:Decrypt', 'arn:aws:kms:us-east-1:210987654321:key/0a1b2c3d-0000-4000-8000-000000000001')(draft);
    },
    insufficient(UNKNOWN),
  ],
  [
    'the needs are unknown, and everything is allowed',
    (draft) => {
      needsUnknown(draft);
      allow('*', '*')(draft);
    },
    { ...nonCompliant('administrator-access critical'), missing: [UNKNOWN] },
  ],
  [
    'a managed policy was not read',
    attach('arn:aws:iam::aws:policy/AmazonBedrockFullAccess'),
    insufficient('the text of the AWS managed policy AmazonBedrockFullAccess was not read'),
  ],
  [
    'a policy of the same name as AdministratorAccess is not it',
    attach('arn:aws:iam::210987654321:policy/AdministratorAccess'),
    insufficient('the text of the managed policy AdministratorAccess was not read'),
  ],
];

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});
