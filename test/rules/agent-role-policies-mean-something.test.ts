import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-policies-mean-something.ts';
import {
  COMPLIANT,
  changed,
  type Draft,
  insufficient,
  KNOWLEDGE_BASE_ARN,
  modelArn,
  nonCompliant,
  type OutcomeSummary,
  outcomeFor,
  statements,
  summaryOf,
} from './plain-account.ts';

const add =
  (statement: Draft) =>
  (draft: Draft): void => {
    statements(draft).push({ Effect: 'Allow', ...statement });
  };
const managed =
  (Arn: string, Statement: Draft) =>
  (draft: Draft): void => {
    draft.iam.RoleDetailList[0].AttachedManagedPolicies.push({ PolicyArn: Arn });
    draft.iam.Policies.push({
      Arn,
      DefaultVersionId: 'v1',
      PolicyVersionList: [{ VersionId: 'v1', Document: { Version: '2012-10-17', Statement } }],
    });
  };
const guardrail = { StringEquals: { 'bedrock:GuardrailIdentifier': 'g' } };
const NO_ACTION = { Effect: 'Allow', Action: 'bedrock:QueryKnowledgeBase', Resource: KNOWLEDGE_BASE_ARN };

const rows: readonly [what: string, change: (draft: Draft) => void, expected: OutcomeSummary][] = [
  ['nothing', () => {}, COMPLIANT],
  ['an action that does not exist', add(NO_ACTION), nonCompliant('unknown-action medium')],
  [
    'a Deny of an action that does not exist',
    add({ ...NO_ACTION, Effect: 'Deny' }),
    nonCompliant('unknown-action high'),
  ],
  [
    'a prefix that does not exist',
    add({ Action: 'bedrock-agent-runtime:Retrieve', Resource: KNOWLEDGE_BASE_ARN }),
    nonCompliant('unknown-service-prefix medium'),
  ],
  [
    'an action on a resource it does not apply to',
    add({ Action: 'bedrock:RetrieveAndGenerate', Resource: KNOWLEDGE_BASE_ARN }),
    nonCompliant('action-resource-mismatch medium'),
  ],
  [
    'a retired model',
    add({ Action: 'bedrock:InvokeModel', Resource: modelArn('us-east-1', 'anthropic.claude-v2') }),
    nonCompliant('retired-model medium'),
  ],
  [
    'a retired model is denied',
    add({ Effect: 'Deny', Action: 'bedrock:InvokeModel', Resource: modelArn('us-east-1', 'anthropic.claude-v2') }),
    COMPLIANT,
  ],
  [
    'a model that was not retired when the snapshot was taken',
    (draft) => {
      draft.takenAt = '2025-07-21T23:59:59Z';
      add({ Action: 'bedrock:InvokeModel', Resource: modelArn('us-east-1', 'anthropic.claude-v2') })(draft);
    },
    COMPLIANT,
  ],
  [
    'a resource is named twice',
    add({ Action: 'bedrock:GetKnowledgeBase', Resource: [KNOWLEDGE_BASE_ARN, KNOWLEDGE_BASE_ARN] }),
    nonCompliant('duplicate-value low'),
  ],
  [
    'what another statement allows already',
    add({ Action: 'bedrock:Retrieve', Resource: KNOWLEDGE_BASE_ARN }),
    nonCompliant('covered-statement low'),
  ],
  [
    'what another statement denies already',
    (draft) => {
      add({ Effect: 'Deny', Action: 'bedrock:Delete*', Resource: '*' })(draft);
      add({ Effect: 'Deny', Action: 'bedrock:DeleteAgent', Resource: '*' })(draft);
    },
    nonCompliant('covered-statement low'),
  ],
  [
    'a condition key that the action does not have',
    add({ Action: 'bedrock:GetAgent', Resource: '*', Condition: guardrail }),
    nonCompliant('unsupported-condition-key medium'),
  ],
  [
    'a Deny on a condition key that does not exist',
    add({
      Effect: 'Deny',
      Action: 'bedrock:GetAgent',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAcount': '210987654321' } },
    }),
    nonCompliant('unknown-condition-key high'),
  ],
  [
    'an inference profile in a Region of another geography',
    add({
      Action: 'bedrock:GetInferenceProfile',
      Resource: 'arn:aws:bedrock:us-east-1:210987654321:inference-profile/eu.amazon.nova-pro-v1:0',
    }),
    nonCompliant('wrong-region medium'),
  ],
  [
    "a customer's managed policy",
    managed('arn:aws:iam::210987654321:policy/Help', [NO_ACTION]),
    nonCompliant('unknown-action medium'),
  ],
  ["one of AWS's managed policies", managed('arn:aws:iam::aws:policy/Help', [NO_ACTION]), COMPLIANT],
  [
    'an inline policy that is none',
    (draft) =>
      draft.iam.RoleDetailList[0].RolePolicyList.push({ PolicyName: 'Broken', PolicyDocument: '{"Statement":' }),
    insufficient(
      'the inline policy Broken is not a policy that IAM would store: the document is not JSON: it ends too early or has a stray character',
    ),
  ],
  [
    'an inline policy that is none, beside one that means nothing',
    (draft) => {
      draft.iam.RoleDetailList[0].RolePolicyList.push({ PolicyName: 'Broken', PolicyDocument: {} });
      add(NO_ACTION)(draft);
    },
    {
      ...nonCompliant('unknown-action medium'),
      missing: ['the inline policy Broken is not a policy that IAM would store: there is no `Statement`'],
    },
  ],
];

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});
