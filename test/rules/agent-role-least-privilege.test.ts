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
  trustStatement,
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
const anySource = (draft: Draft): void => {
  delete trustStatement(draft).Condition.ArnLike;
};
const withSchema = (draft: Draft): void => {
  const s3 = { s3BucketName: 'help-schemas', s3ObjectKey: 'help.json' };
  draft.agents[0].actionGroups.push({ actionGroupName: 'help', apiSchema: { s3 } });
  allow('s3:GetObject', 'arn:aws:s3:::help-schemas/help.json')(draft);
};
const KEY = 'arn:aws:kms:us-east-1:210987654321:key/0a1b2c3d-0000-4000-8000-000000000001';
const ELSEWHERE = 'the workloads in eu-west-1, which the role trusts as well, were not read';
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
  ['what stands where AWS has no service', allow(['bedrock-agent-runtime:*', 'bedrockk:*'], '*'), COMPLIANT],
  [
    'a model in another Region, whose agents are not trusted',
    allow('bedrock:InvokeModel', modelArn('eu-west-1')),
    nonCompliant('action-not-needed medium'),
  ],
  [
    'a model in another Region, whose agents are trusted as well',
    (draft) => {
      anySource(draft);
      allow('bedrock:InvokeModel', modelArn('eu-west-1'))(draft);
    },
    insufficient(ELSEWHERE),
  ],
  [
    'a model in another Region, whose agents are trusted as well, and more besides',
    (draft) => {
      anySource(draft);
      allow(['bedrock:InvokeModel', 'bedrock:CountTokens'], [modelArn('eu-west-1'), modelArn('us-east-1')])(draft);
    },
    { ...nonCompliant('action-not-needed medium'), missing: [ELSEWHERE] },
  ],
  [
    'every Region, whose agents are trusted as well',
    (draft) => {
      anySource(draft);
      allow('bedrock:InvokeModel', `arn:aws:bedrock:*::foundation-model/${MODEL}`)(draft);
    },
    nonCompliant('resource-wider-than-needed medium'),
  ],
  ['a key, and nothing to read with it', allow('kms:Decrypt', KEY), nonCompliant('action-not-needed medium')],
  [
    'a key, which may encrypt the API schema',
    (draft) => {
      withSchema(draft);
      allow('kms:Decrypt', KEY)(draft);
    },
    insufficient('the keys that encrypt the API schemas in S3 were not read'),
  ],
  [
    'a key for more than reading the API schema',
    (draft) => {
      withSchema(draft);
      allow('kms:Encrypt', KEY)(draft);
    },
    nonCompliant('action-not-needed medium'),
  ],
  [
    'the models of a custom orchestration, which its function chooses',
    (draft) => {
      draft.agents[0].agent.orchestrationType = 'CUSTOM_ORCHESTRATION';
      allow('bedrock:InvokeModel', modelArn('us-east-1', 'amazon.nova-pro-v1:0'))(draft);
    },
    insufficient('the models that the custom orchestration of agent HELPAGENT1 calls are not in its configuration'),
  ],
  [
    'a guardrail, and those that the account enforces were not read',
    (draft) => {
      delete draft.bedrock.enforcedGuardrails;
      allow('bedrock:ApplyGuardrail', 'arn:aws:bedrock:us-east-1:210987654321:guardrail/orgguard0001')(draft);
    },
    insufficient('the guardrails that the account enforces were not read'),
  ],
  [
    'a model of a version that was not read',
    (draft) => {
      const routingConfiguration = [{ agentVersion: '3' }];
      draft.agents[0].aliases.push({ agentAliasId: 'ALIAS00001', agentAliasName: 'live', routingConfiguration });
      allow('bedrock:InvokeModel', modelArn('us-east-1', 'amazon.nova-pro-v1:0'))(draft);
    },
    insufficient('version 3 of agent HELPAGENT1, which alias live routes to, was not read'),
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
