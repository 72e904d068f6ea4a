import { expect, test } from 'vitest';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import {
  ACCOUNT,
  AGENT_ARN,
  changed,
  type Draft,
  KNOWLEDGE_BASE_ARN,
  MODEL,
  modelArn,
} from '../rules/plain-account.ts';

const own = (resource: string, region = 'us-east-1') => `arn:aws:bedrock:${region}:${ACCOUNT}:${resource}`;
const optional = (text: string) => `${text} (optional)`;
const RETRIEVE = [`bedrock:Retrieve ${KNOWLEDGE_BASE_ARN}`, optional('bedrock:AssociateThirdPartyKnowledgeBase *')];

/** `action resource (optional)` of every need, sorted, and the gaps. */
function needs(change: (draft: Draft) => void) {
  const [role] = buildAgentRoles(
    changed((draft) => {
      draft.agents[0].agent.foundationModel = undefined;
      draft.agents[0].agent.agentStatus = 'NOT_PREPARED';
      draft.agents[0].knowledgeBases = [];
      change(draft);
    }),
  ).roles;
  return {
    needs: (role?.knownRequests ?? []).map(({ action, resource, necessity }) =>
      necessity === 'optional' ? optional(`${action} ${resource}`) : `${action} ${resource}`,
    ),
    gaps: role !== undefined && 'missing' in role.requiredAccess ? role.requiredAccess.missing : [],
  };
}

const agent =
  (configuration: Draft) =>
  (draft: Draft): void => {
    Object.assign(draft.agents[0].agent, configuration);
  };
const group =
  (actionGroup: Draft) =>
  (draft: Draft): void => {
    draft.agents[0].actionGroups.push(actionGroup);
  };
const base = (model: string) => [
  `bedrock:InvokeModel ${modelArn('us-east-1', model)}`,
  optional(`bedrock:InvokeModelWithResponseStream ${modelArn('us-east-1', model)}`),
];
const PROFILE_ACTIONS = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream', 'bedrock:GetInferenceProfile'];
const LAMBDA = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:help`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/0a1b2c3d`;

type Row = readonly [what: string, change: (draft: Draft) => void, needs: readonly string[], gaps?: readonly string[]];

const rows: readonly Row[] = [
  ['an agent without anything', () => {}, []],
  [
    'a prepared agent without a model',
    agent({ agentStatus: 'PREPARED' }),
    [],
    ['the model of agent HELPAGENT1 is not in its configuration'],
  ],
  [
    'a prepared agent whose model is empty text',
    agent({ agentStatus: 'PREPARED', foundationModel: '' }),
    [],
    ['the model of agent HELPAGENT1 is not in its configuration'],
  ],
  [
    'a model by an ARN with an account, which models have not',
    agent({ foundationModel: own('foundation-model/amazon.nova-pro-v1:0') }),
    base('amazon.nova-pro-v1:0'),
  ],
  ['a model with a dot in its version', agent({ foundationModel: 'zai.glm-4.6' }), base('zai.glm-4.6')],
  [
    'a model of Provisioned Throughput, by its context length',
    agent({ foundationModel: 'amazon.nova-pro-v1:0:300k' }),
    base('amazon.nova-pro-v1:0:300k'),
  ],
  ...['sa.moonshotai.kimi-k2', 'jp.amazon.nova-pro-v1:0', 'global.anthropic.claude-opus-4-6-v1'].map(
    (id): Row => [
      `a profile that was not read: ${id}`,
      agent({ foundationModel: id }),
      PROFILE_ACTIONS.map((action) => `${action} ${own(`inference-profile/${id}`)}`),
      [`the inference profile ${id} was not read`],
    ],
  ),
  ...[
    `arn:aws:bedrock:us-west-2:${ACCOUNT}:inference-profile/us.${MODEL}`,
    `arn:aws:bedrock:us-east-1:998877665544:inference-profile/us.${MODEL}`,
  ].map(
    (arn): Row => [
      `a profile of another Region or account: ${arn}`,
      agent({ foundationModel: arn }),
      PROFILE_ACTIONS.map((action) => `${action} ${arn}`),
      [`the inference profile us.${MODEL} was not read`],
    ],
  ),
  ...['arn:aws:sagemaker:us-east-1:210987654321:endpoint/deepseek', 'a1b2c3d4e5f6', ' amazon.nova-pro-v1:0'].map(
    (text): Row => [
      `what names no model: ${text}`,
      agent({ foundationModel: text }),
      [],
      [`\`${text}\` is no model id, profile id or ARN that Warden knows`],
    ],
  ),
  ['a model', agent({ foundationModel: 'amazon.nova-pro-v1:0' }), base('amazon.nova-pro-v1:0')],
  [
    'a model by ARN',
    agent({ foundationModel: modelArn('us-east-1', 'amazon.nova-pro-v1:0') }),
    base('amazon.nova-pro-v1:0'),
  ],
  ['a model whose provider is like a prefix', agent({ foundationModel: 'usual.model-v1:0' }), base('usual.model-v1:0')],
  [
    'a profile',
    agent({ foundationModel: `us.${MODEL}` }),
    [
      ...PROFILE_ACTIONS.map((action) => `${action} ${own(`inference-profile/us.${MODEL}`)}`),
      ...['us-east-1', 'us-east-2', 'us-west-2'].flatMap((region) => [
        `bedrock:InvokeModel ${modelArn(region)}`,
        `bedrock:InvokeModelWithResponseStream ${modelArn(region)}`,
      ]),
      `bedrock:GetFoundationModel ${modelArn('us-east-1')}`,
      optional(`bedrock:GetFoundationModel ${modelArn('us-east-2')}`),
      optional(`bedrock:GetFoundationModel ${modelArn('us-west-2')}`),
    ],
  ],
  [
    'a profile that was not read',
    agent({ foundationModel: 'eu.amazon.nova-pro-v1:0' }),
    ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream', 'bedrock:GetInferenceProfile'].map(
      (action) => `${action} ${own('inference-profile/eu.amazon.nova-pro-v1:0')}`,
    ),
    ['the inference profile eu.amazon.nova-pro-v1:0 was not read'],
  ],
  [
    'a provisioned model',
    agent({ foundationModel: own('provisioned-model/abcdefghijkl') }),
    [
      `bedrock:InvokeModel ${own('provisioned-model/abcdefghijkl')}`,
      `bedrock:GetProvisionedModelThroughput ${own('provisioned-model/abcdefghijkl')}`,
      optional(`bedrock:InvokeModelWithResponseStream ${own('provisioned-model/abcdefghijkl')}`),
    ],
  ],
  [
    'Provisioned Throughput of an alias',
    (draft) =>
      draft.agents[0].aliases.push({
        agentAliasId: 'ALIAS00001',
        routingConfiguration: [{ agentVersion: 'DRAFT', provisionedThroughput: own('provisioned-model/abcdefghijkl') }],
      }),
    [
      `bedrock:InvokeModel ${own('provisioned-model/abcdefghijkl')}`,
      `bedrock:GetProvisionedModelThroughput ${own('provisioned-model/abcdefghijkl')}`,
      optional(`bedrock:InvokeModelWithResponseStream ${own('provisioned-model/abcdefghijkl')}`),
    ],
  ],
  [
    'an imported model',
    agent({ foundationModel: own('imported-model/abcdefghijkl') }),
    [
      `bedrock:InvokeModel ${own('imported-model/abcdefghijkl')}`,
      optional(`bedrock:InvokeModelWithResponseStream ${own('imported-model/abcdefghijkl')}`),
    ],
  ],
  [
    'a custom model',
    agent({ foundationModel: own('custom-model/a.b/c') }),
    [],
    [`what an agent needs to invoke \`${own('custom-model/a.b/c')}\` is not documented`],
  ],
  [
    'nonsense for a model',
    agent({ foundationModel: '../../*' }),
    [],
    ['`../../*` is no model id, profile id or ARN that Warden knows'],
  ],
  [
    'a model ARN with a wildcard',
    agent({ foundationModel: modelArn('us-east-1', '*') }),
    [],
    [`\`${modelArn('us-east-1', '*')}\` is no ARN of a resource (foundation model ${modelArn('us-east-1', '*')})`],
  ],
  [
    'a prompt step with a model',
    agent({
      promptOverrideConfiguration: {
        promptConfigurations: [{ promptType: 'ORCHESTRATION', foundationModel: 'amazon.nova-lite-v1:0' }],
      },
    }),
    base('amazon.nova-lite-v1:0'),
  ],
  [
    'a knowledge base',
    (draft) => {
      draft.agents[0].knowledgeBases = [{ knowledgeBaseId: 'HELPBASE01', knowledgeBaseState: 'ENABLED' }];
    },
    RETRIEVE,
  ],
  [
    'a knowledge base whose store is known',
    (draft) => {
      draft.agents[0].knowledgeBases = [{ knowledgeBaseId: 'HELPBASE01', knowledgeBaseState: 'ENABLED' }];
      draft.knowledgeBases.push({
        knowledgeBase: {
          knowledgeBaseId: 'HELPBASE01',
          roleArn: `arn:aws:iam::${ACCOUNT}:role/kb`,
          storageConfiguration: { type: 'S3_VECTORS' },
        },
      });
    },
    RETRIEVE.slice(0, 1),
  ],
  [
    'a guardrail with a key and a profile',
    (draft) => {
      agent({ guardrailConfiguration: { guardrailIdentifier: 'gr0123456789', guardrailVersion: '1' } })(draft);
      draft.bedrock.guardrails.push({
        guardrailId: 'gr0123456789',
        guardrailArn: own('guardrail/gr0123456789'),
        kmsKeyArn: KEY,
        crossRegionDetails: {
          guardrailProfileId: 'us.guardrail.v1:0',
          guardrailProfileArn: own('guardrail-profile/us.guardrail.v1:0'),
        },
      });
    },
    [
      `bedrock:ApplyGuardrail ${own('guardrail/gr0123456789')}`,
      `kms:Decrypt ${KEY}`,
      ...['us-east-1', 'us-east-2', 'us-west-2'].map(
        (region) => `bedrock:ApplyGuardrail ${own('guardrail-profile/us.guardrail.v1:0', region)}`,
      ),
    ],
  ],
  [
    'a guardrail that was not read',
    agent({ guardrailConfiguration: { guardrailIdentifier: 'gr0123456789' } }),
    [`bedrock:ApplyGuardrail ${own('guardrail/gr0123456789')}`],
    ['the guardrail gr0123456789 was not read'],
  ],
  [
    'an enforced guardrail of another account',
    (draft) => {
      draft.bedrock.enforcedGuardrails = [{ guardrailArn: 'arn:aws:bedrock:us-east-1:998877665544:guardrail/central' }];
    },
    ['bedrock:ApplyGuardrail arn:aws:bedrock:us-east-1:998877665544:guardrail/central'],
    ['the guardrail arn:aws:bedrock:us-east-1:998877665544:guardrail/central was not read'],
  ],
  [
    'a schema and a function',
    group({
      apiSchema: { s3: { s3BucketName: 'help-files', s3ObjectKey: 'api/a.yaml' } },
      actionGroupExecutor: { lambda: LAMBDA },
    }),
    ['s3:GetObject arn:aws:s3:::help-files/api/a.yaml', optional(`lambda:InvokeFunction ${LAMBDA}`)],
  ],
  [
    'a code interpreter',
    group({ parentActionSignature: 'AMAZON.CodeInterpreter', actionGroupState: 'ENABLED' }),
    [],
    ['the S3 files that the code interpreter of agent HELPAGENT1 reads are not in its configuration'],
  ],
  ['user input', group({ parentActionSignature: 'AMAZON.UserInput', actionGroupState: 'ENABLED' }), []],
  [
    'a supervisor',
    (draft) => {
      agent({ agentCollaboration: 'SUPERVISOR' })(draft);
      draft.agents[0].collaborators = [
        { collaboratorName: 'o', agentDescriptor: { aliasArn: own('agent-alias/A/B') } },
      ];
    },
    [`bedrock:GetAgentAlias ${own('agent-alias/A/B')}`, `bedrock:InvokeAgent ${own('agent-alias/A/B')}`],
  ],
  [
    'collaborators of an agent that supervises none',
    (draft) => {
      draft.agents[0].collaborators = [
        { collaboratorName: 'o', agentDescriptor: { aliasArn: own('agent-alias/A/B') } },
      ];
    },
    [],
  ],
  [
    'an encryption key',
    agent({ customerEncryptionKeyArn: KEY }),
    [optional(`kms:Decrypt ${KEY}`), optional(`kms:GenerateDataKey ${KEY}`)],
  ],
  [
    'parts that were not read',
    (draft) => {
      delete draft.agents[0].actionGroups;
      delete draft.agents[0].knowledgeBases;
      delete draft.agents[0].collaborators;
    },
    [],
    ['the knowledge bases of agent HELPAGENT1 were not read', 'the action groups of agent HELPAGENT1 were not read'],
  ],
];

test.each(rows.map(([what, change, expected, gaps = []]) => ({ what, change, expected, gaps })))('$what', (row) => {
  const { change, expected, gaps } = row;
  expect(needs(change)).toEqual({ needs: expected, gaps });
});

test('a need names its context, its reason and its workload', () => {
  const [role] = buildAgentRoles(changed(() => {})).roles;
  expect(role?.knownRequests.find(({ resource }) => resource === modelArn('us-west-2'))).toEqual({
    action: 'bedrock:InvokeModel',
    resource: modelArn('us-west-2'),
    context: {
      'aws:RequestedRegion': 'us-west-2',
      'bedrock:InferenceProfileArn': own(`inference-profile/us.${MODEL}`),
    },
    capability: `inference profile us.${MODEL}`,
    kind: 'model',
    necessity: 'required',
    heldBy: 'role',
    source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html',
    workload: `${AGENT_ARN}#DRAFT`,
  });
});
