import type { Aws } from '../../functions/adapters/aws.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const ALLOW = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*' }] };

/** As IAM and AWS Config write a document. */
export const encoded = (document: unknown) => encodeURIComponent(JSON.stringify(document));

export const documents = { trust: TRUST, allow: ALLOW };

export const role = {
  RoleName: 'agent',
  RoleId: 'AROAAGENT00000000001',
  Arn: 'arn:aws:iam::111122223333:role/service-role/agent',
  Path: '/service-role/',
  CreateDate: '2026-01-02T03:04:05.000Z',
  AssumeRolePolicyDocument: encoded(TRUST),
  RolePolicyList: ['one', 'two', 'three'].map((PolicyName) => ({ PolicyName, PolicyDocument: encoded(ALLOW) })),
  AttachedManagedPolicies: [
    { PolicyName: 'Local', PolicyArn: 'arn:aws:iam::111122223333:policy/Local' },
    { PolicyName: 'Reader', PolicyArn: 'arn:aws:iam::aws:policy/Reader' },
  ],
  PermissionsBoundary: {
    PermissionsBoundaryType: 'Policy',
    PermissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/Boundary',
  },
};

export const policies = ['111122223333:policy/Local', 'aws:policy/Reader', '111122223333:policy/Boundary'].map(
  (end) => ({
    PolicyName: end.split('/')[1] ?? '',
    Arn: `arn:aws:iam::${end}`,
    DefaultVersionId: 'v2',
    PolicyVersionList: [{ VersionId: 'v2', IsDefaultVersion: true, Document: encoded(ALLOW) }],
  }),
);

export const otherRole = {
  RoleName: 'other',
  RoleId: 'AROAOTHER00000000001',
  Arn: 'arn:aws:iam::111122223333:role/other',
  Path: '/',
  CreateDate: '2026-01-02T03:04:05.000Z',
  AssumeRolePolicyDocument: encoded(TRUST),
  RolePolicyList: [],
  AttachedManagedPolicies: [],
};

const configuration = (id: string) => ({
  agentId: id,
  agentName: `name-${id}`,
  agentArn: `arn:aws:bedrock:us-east-1:111122223333:agent/${id}`,
  agentStatus: 'PREPARED',
  agentResourceRoleArn: role.Arn,
  foundationModel: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  agentCollaboration: 'SUPERVISOR',
});

const partsOf = (agentVersion: string) => ({
  actionGroups: ['ENABLED', 'DISABLED'].map((actionGroupState, index) => ({
    agentId: 'AGENT00001',
    agentVersion,
    actionGroupId: `GROUP0000${index}`,
    actionGroupName: `group-${index}`,
    actionGroupState,
  })),
  knowledgeBases: [{ knowledgeBaseId: 'KNOWLEDGE1', knowledgeBaseState: 'ENABLED' }],
  collaborators: [
    {
      collaboratorName: 'c',
      agentDescriptor: { aliasArn: 'arn:aws:bedrock:us-east-1:111122223333:agent-alias/AGENT00002/ALIAS00009' },
    },
  ],
});

export const agent = {
  agent: configuration('AGENT00001'),
  ...partsOf('DRAFT'),
  versions: [
    {
      agentVersion: { ...configuration('AGENT00001'), version: '3', foundationModel: 'amazon.nova-lite-v1:0' },
      ...partsOf('3'),
    },
  ],
  aliases: [
    {
      agentAliasId: 'TSTALIASID',
      agentAliasName: 'AgentTestAlias',
      agentAliasArn: 'arn:aws:bedrock:us-east-1:111122223333:agent-alias/AGENT00001/TSTALIASID',
      routingConfiguration: [{ agentVersion: 'DRAFT' }],
    },
    {
      agentAliasId: 'ALIAS00001',
      agentAliasName: 'live',
      agentAliasArn: 'arn:aws:bedrock:us-east-1:111122223333:agent-alias/AGENT00001/ALIAS00001',
      routingConfiguration: [{ agentVersion: '3' }],
    },
  ],
};

const secondAgent = {
  agent: { ...configuration('AGENT00002'), agentResourceRoleArn: otherRole.Arn, agentCollaboration: 'DISABLED' },
  actionGroups: [],
  knowledgeBases: [],
  collaborators: [],
  versions: [],
  aliases: [],
};

const profile = {
  inferenceProfileId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  inferenceProfileArn:
    'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0',
  models: ['us-east-1', 'us-west-2'].map((region) => ({
    modelArn: `arn:aws:bedrock:${region}::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0`,
  })),
  type: 'SYSTEM_DEFINED',
  status: 'ACTIVE',
};

const modelIds = ['anthropic.claude-haiku-4-5-20251001-v1:0', 'amazon.nova-lite-v1:0'];

const bedrock = {
  foundationModels: Object.fromEntries(
    modelIds.map((modelId) => [
      modelId,
      {
        modelId,
        modelArn: `arn:aws:bedrock:us-east-1::foundation-model/${modelId}`,
        modelLifecycle: { status: 'ACTIVE' },
      },
    ]),
  ),
  modelAvailability: Object.fromEntries(
    modelIds.map((modelId) => [
      modelId,
      { modelId, agreementAvailability: { status: 'AVAILABLE' }, authorizationStatus: 'AUTHORIZED' },
    ]),
  ),
  useCaseForModelAccess: { submitted: true },
  inferenceProfiles: [profile],
  provisionedModels: [],
  guardrails: [],
  enforcedGuardrails: [],
};

const knowledgeBase = {
  knowledgeBase: {
    knowledgeBaseId: 'KNOWLEDGE1',
    name: 'kb',
    knowledgeBaseArn: 'arn:aws:bedrock:us-east-1:111122223333:knowledge-base/KNOWLEDGE1',
    roleArn: otherRole.Arn,
    status: 'ACTIVE',
  },
  dataSources: [{ knowledgeBaseId: 'KNOWLEDGE1', dataSourceId: 'SOURCE0001', name: 's', status: 'AVAILABLE' }],
};

const flow = {
  id: 'FLOW000001',
  name: 'f',
  arn: 'arn:aws:bedrock:us-east-1:111122223333:flow/FLOW000001',
  executionRoleArn: otherRole.Arn,
  status: 'Prepared',
  versions: [
    {
      id: 'FLOW000001',
      name: 'f',
      arn: 'arn:aws:bedrock:us-east-1:111122223333:flow/FLOW000001:1',
      executionRoleArn: otherRole.Arn,
      status: 'Prepared',
      version: '1',
    },
  ],
  aliases: [
    { flowId: 'FLOW000001', id: 'TSTALIASID', name: 'test', routingConfiguration: [{ flowVersion: 'DRAFT' }] },
    { flowId: 'FLOW000001', id: 'FLOWALIAS1', name: 'live', routingConfiguration: [{ flowVersion: '1' }] },
  ],
};

export const account: Snapshot = {
  format: 'bedrock-warden/snapshot/1',
  takenAt: '2026-11-22T10:00:00.000Z',
  partition: 'aws',
  accountId: '111122223333',
  region: 'us-east-1',
  iam: { RoleDetailList: [role, otherRole], Policies: policies },
  bedrock,
  agents: [agent, secondAgent],
  knowledgeBases: [knowledgeBase],
  flows: [flow],
};

export function awsOf(endpoint: string): Aws {
  return { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}
