import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-policies-mean-something.ts';
import {
  AGENT_ARN,
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
  trustStatement,
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
const boundary =
  (Statement: Draft) =>
  (draft: Draft): void => {
    const Arn = 'arn:aws:iam::210987654321:policy/Boundary';
    draft.iam.RoleDetailList[0].PermissionsBoundary = { PermissionsBoundaryArn: Arn };
    draft.iam.Policies.push({
      Arn,
      DefaultVersionId: 'v1',
      PolicyVersionList: [{ VersionId: 'v1', Document: { Version: '2012-10-17', Statement } }],
    });
  };
const guardrail = { StringEquals: { 'bedrock:GuardrailIdentifier': 'g' } };
const NO_ACTION = { Effect: 'Allow', Action: 'bedrock:QueryKnowledgeBase', Resource: KNOWLEDGE_BASE_ARN };

const OTHERS_ALIAS = 'arn:aws:bedrock:us-east-1:555566667777:agent-alias/SALEAGENT1/SALEALIAS1';

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
    'a model past its published end, which AWS still calls active',
    (draft) => {
      const id = 'anthropic.claude-v2';
      draft.agents[0].agent.foundationModel = id;
      draft.bedrock.foundationModels = { [id]: { modelId: id, modelLifecycle: { status: 'ACTIVE' } } };
      statements(draft).splice(0, 3, {
        Effect: 'Allow',
        Action: 'bedrock:InvokeModel',
        Resource: modelArn('us-east-1', id),
      });
    },
    COMPLIANT,
  ],
  [
    "another account's agent that the agent works with",
    (draft) => {
      draft.agents[0].agent.agentCollaboration = 'SUPERVISOR';
      draft.agents[0].collaborators = [{ collaboratorName: 'sales', agentDescriptor: { aliasArn: OTHERS_ALIAS } }];
      add({ Action: ['bedrock:GetAgentAlias', 'bedrock:InvokeAgent'], Resource: OTHERS_ALIAS })(draft);
    },
    COMPLIANT,
  ],
  [
    "another account's agent that nothing works with",
    add({ Action: 'bedrock:InvokeAgent', Resource: OTHERS_ALIAS }),
    nonCompliant('other-account medium'),
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
    'a condition on who asks that the role never meets',
    add({
      Action: 'bedrock:ListAgents',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalType': 'User' } },
    }),
    nonCompliant('condition-never-met medium'),
  ],
  [
    'a Deny for somebody else',
    add({
      Effect: 'Deny',
      Action: 'bedrock:DeleteAgent',
      Resource: '*',
      Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::210987654321:role/other' } },
    }),
    nonCompliant('condition-never-met high'),
  ],
  [
    'a Deny for everybody else, in a managed policy that others have too',
    managed('arn:aws:iam::210987654321:policy/Help', [
      {
        Effect: 'Deny',
        Action: 'bedrock:DeleteAgent',
        Resource: '*',
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::210987654321:role/other' } },
      },
    ]),
    nonCompliant('condition-never-met low'),
  ],
  [
    'conditions that the role meets, or may meet',
    add({
      Action: 'bedrock:ListAgents',
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:PrincipalAccount': '210987654321' },
        Bool: { 'aws:SecureTransport': 'true' },
        StringNotEquals: { 'aws:username': 'admin' },
      },
    }),
    COMPLIANT,
  ],
  [
    'a model in a Region of no workload',
    add({ Action: 'bedrock:InvokeModel', Resource: modelArn('eu-west-1') }),
    nonCompliant('wrong-region medium'),
  ],
  [
    'a model in a Region whose agents are trusted as well',
    (draft) => {
      delete trustStatement(draft).Condition.ArnLike;
      add({ Action: 'bedrock:InvokeModel', Resource: modelArn('eu-west-1') })(draft);
    },
    COMPLIANT,
  ],
  [
    'another model in a Region that the profile routes to',
    add({ Action: 'bedrock:InvokeModel', Resource: modelArn('us-west-2', 'amazon.nova-pro-v1:0') }),
    COMPLIANT,
  ],
  [
    'a model in a Region of no workload, while needs are unknown',
    (draft) => {
      draft.agents[0].agent.guardrailConfiguration = { guardrailIdentifier: 'gr0123456789' };
      add({ Action: 'bedrock:InvokeModel', Resource: modelArn('eu-west-1') })(draft);
    },
    COMPLIANT,
  ],
  [
    'a Deny in a Region of no workload',
    add({ Effect: 'Deny', Action: 'bedrock:InvokeModel', Resource: modelArn('eu-west-1') }),
    COMPLIANT,
  ],
  ['a boundary of nothing that exists', boundary([NO_ACTION]), nonCompliant('unknown-action medium')],
  [
    'a boundary that was not read',
    (draft) => {
      boundary([NO_ACTION])(draft);
      draft.iam.Policies = [];
    },
    insufficient('the text of the permissions boundary Boundary was not read'),
  ],
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

test.each<[what: string, statement: Draft, fix: string]>([
  [
    'the type of a resource',
    { Action: 'bedrock:Retrieve', Resource: 'arn:aws:bedrock:us-east-1:210987654321:knowledgebase/ABCDEFGHIJ' },
    'Write `arn:aws:bedrock:us-east-1:210987654321:knowledge-base/ABCDEFGHIJ`, or remove the action.',
  ],
  [
    'a separator',
    { Action: 'lambda:InvokeFunction', Resource: 'arn:aws:lambda:us-east-1:210987654321:function/help' },
    'Write `arn:aws:lambda:us-east-1:210987654321:function:help`, or remove the action.',
  ],
  [
    'a bucket for its objects',
    { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::help-files/*' },
    'Write `arn:aws:s3:::help-files`, or remove the action.',
  ],
  [
    'objects for their bucket',
    { Action: 's3:GetObject', Resource: 'arn:aws:s3:::help-files' },
    'Write `arn:aws:s3:::help-files/*`, or remove the action.',
  ],
  [
    'nothing near',
    { Action: 'bedrock:Retrieve', Resource: AGENT_ARN },
    'Name a resource such as `arn:${Partition}:bedrock:${Region}:${Account}:knowledge-base/${KnowledgeBaseId}`, or remove the action.',
  ],
  [
    'pseudo parameters',
    {
      Action: 'bedrock:Retrieve',
      Resource: 'arn:${AWS::Partition}:bedrock:${AWS::Region}:${AWS::AccountId}:knowledge-base/ABCDEFGHIJ',
    },
    'Write `arn:aws:bedrock:us-east-1:210987654321:knowledge-base/ABCDEFGHIJ`.',
  ],
  [
    'words for the Region and the account',
    { Action: 'bedrock:Retrieve', Resource: 'arn:aws:bedrock:REGION:ACCOUNT_ID:knowledge-base/ABCDEFGHIJ' },
    'Write `arn:aws:bedrock:us-east-1:210987654321:knowledge-base/ABCDEFGHIJ`.',
  ],
  [
    'a word for the id too',
    { Action: 'bedrock:Retrieve', Resource: 'arn:aws:bedrock:REGION:ACCOUNT_ID:knowledge-base/KB_ID' },
    'Put in the value of your own account.',
  ],
  [
    'the knowledge base in another Region',
    { Action: 'bedrock:Retrieve', Resource: KNOWLEDGE_BASE_ARN.replace('us-east-1', 'eu-west-1') },
    `Write \`${KNOWLEDGE_BASE_ARN}\`.`,
  ],
  [
    'another knowledge base in another Region',
    { Action: 'bedrock:Retrieve', Resource: 'arn:aws:bedrock:eu-west-1:210987654321:knowledge-base/ABCDEFGHIJ' },
    'Remove `arn:aws:bedrock:eu-west-1:210987654321:knowledge-base/ABCDEFGHIJ` from the statement.',
  ],
  [
    'an account of the documentation',
    {
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::b/*',
      Condition: { StringEquals: { 'aws:ResourceAccount': '123456789012' } },
    },
    'Write `210987654321`, if your own account is meant.',
  ],
  [
    'another partition',
    { Action: 'bedrock:Retrieve', Resource: 'arn:aws-us-gov:bedrock:us-east-1:210987654321:knowledge-base/ABCDEFGHIJ' },
    'Write `arn:aws:bedrock:us-east-1:210987654321:knowledge-base/ABCDEFGHIJ`.',
  ],
  [
    'another partition, and a Region of it',
    {
      Action: 'bedrock:Retrieve',
      Resource: 'arn:aws-us-gov:bedrock:us-gov-west-1:210987654321:knowledge-base/ABCDEFGHIJ',
    },
    'Write `arn:aws:…`, with a Region of that partition.',
  ],
])('the fix: %s', (_what, statement, fix) => {
  const outcome = outcomeFor(rule, changed(add(statement)));
  const fixes =
    outcome.complianceType === 'NON_COMPLIANT' ? outcome.findings.map(({ remediation }) => remediation) : [];
  expect(fixes).toContain(fix);
});

test('the place is named once, and the wider statement is the one to narrow', () => {
  const outcome = outcomeFor(rule, changed(add({ Action: 'bedrock:*', Resource: KNOWLEDGE_BASE_ARN })));
  expect(outcome).toEqual({
    complianceType: 'NON_COMPLIANT',
    findings: [
      {
        id: 'covered-statement',
        severity: 'low',
        message:
          'statement 3 allows nothing that statement 4 does not allow already (statement 3 of inline policy HelpAgent).',
        location: { policy: 'inline policy HelpAgent', statement: 3 },
        remediation:
          'Remove it where statement 4 is no wider than it should be; where it is wider, narrow that and keep this.',
      },
    ],
  });
});

test('a Region that the statement names already is not to be written again', () => {
  const outcome = outcomeFor(
    rule,
    changed((draft) => {
      const elsewhere = KNOWLEDGE_BASE_ARN.replace('us-east-1', 'eu-west-1');
      statements(draft)[3].Resource = [KNOWLEDGE_BASE_ARN, elsewhere];
    }),
  );
  expect(outcome.complianceType === 'NON_COMPLIANT' && outcome.findings.map(({ remediation }) => remediation)).toEqual([
    `Remove \`${KNOWLEDGE_BASE_ARN.replace('us-east-1', 'eu-west-1')}\` from the statement.`,
  ]);
});
