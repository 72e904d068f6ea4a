import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { encoded } from './account-under-test.ts';

const ACCOUNT = '111122223333';
const MODEL = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const policy = { Version: '2012-10-17', Statement: [] };

const ofLength = (length: number) => Array.from({ length }, (_, index) => index);
const id = (prefix: string, index: number) => `${prefix}${String(index).padStart(10 - prefix.length, '0')}`;
const roleArn = (index: number) => `arn:aws:iam::${ACCOUNT}:role/role-${index}`;
const bedrockArn = (resource: string) => `arn:aws:bedrock:us-east-1:${ACCOUNT}:${resource}`;
const functionArn = (index: number) => `arn:aws:lambda:us-east-1:${ACCOUNT}:function:orders-${index % 5}`;

const roles = ofLength(300).map((index) => ({
  RoleName: `role-${index}`,
  RoleId: `AROA${String(index).padStart(17, '0')}`,
  Arn: roleArn(index),
  Path: '/',
  CreateDate: '2026-01-02T03:04:05.000Z',
  AssumeRolePolicyDocument: encoded(trust),
  RolePolicyList: [{ PolicyName: 'inline', PolicyDocument: encoded(policy) }],
  AttachedManagedPolicies: [],
}));

const policies = ofLength(20).map((index) => ({
  PolicyName: `Policy${index}`,
  Arn: `arn:aws:iam::${ACCOUNT}:policy/Policy${index}`,
  DefaultVersionId: 'v1',
  PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: encoded(policy) }],
}));

const configuration = (index: number) => ({
  agentId: id('AGENT', index),
  agentName: `agent-${index}`,
  agentArn: bedrockArn(`agent/${id('AGENT', index)}`),
  agentStatus: 'PREPARED',
  agentResourceRoleArn: roleArn(index),
  foundationModel: MODEL,
  agentCollaboration: 'DISABLED',
});

const partsOf = (index: number, agentVersion: string) => ({
  actionGroups: [
    {
      agentId: id('AGENT', index),
      agentVersion,
      actionGroupId: id('GROUP', index),
      actionGroupName: 'orders',
      actionGroupState: 'ENABLED',
      actionGroupExecutor: { lambda: functionArn(index) },
    },
  ],
  knowledgeBases: [{ knowledgeBaseId: id('KBASE', index % 40), knowledgeBaseState: 'ENABLED' }],
  collaborators: [],
});

const aliasOf = (index: number, agentAliasId: string, agentVersion: string) => ({
  agentAliasId,
  agentAliasName: agentAliasId,
  agentAliasArn: bedrockArn(`agent-alias/${id('AGENT', index)}/${agentAliasId}`),
  routingConfiguration: [{ agentVersion }],
});

/** Each agent has a draft, one version that an alias routes to, and a second alias to the same. */
const agents = ofLength(120).map((index) => ({
  agent: configuration(index),
  ...partsOf(index, 'DRAFT'),
  versions: [{ agentVersion: { ...configuration(index), version: '3' }, ...partsOf(index, '3') }],
  aliases: [
    aliasOf(index, 'TSTALIASID', 'DRAFT'),
    aliasOf(index, id('LIVE', index), '3'),
    aliasOf(index, id('BETA', index), '3'),
  ],
}));

const collectionId = (index: number) => `collection${String(index).padStart(10, '0')}`;

const knowledgeBases = ofLength(40).map((index) => ({
  knowledgeBase: {
    knowledgeBaseId: id('KBASE', index),
    name: `kb-${index}`,
    knowledgeBaseArn: bedrockArn(`knowledge-base/${id('KBASE', index)}`),
    roleArn: roleArn(200 + index),
    status: 'ACTIVE',
    storageConfiguration: {
      type: 'OPENSEARCH_SERVERLESS',
      opensearchServerlessConfiguration: {
        collectionArn: `arn:aws:aoss:us-east-1:${ACCOUNT}:collection/${collectionId(index)}`,
      },
    },
  },
  dataSources: ['A', 'B'].map((letter) => ({
    knowledgeBaseId: id('KBASE', index),
    dataSourceId: id(`SOURCE${letter}`, index),
    name: letter,
    status: 'AVAILABLE',
    dataSourceConfiguration: { type: 'S3', s3Configuration: { bucketArn: `arn:aws:s3:::documents-${index % 3}` } },
  })),
}));

/** 300 roles, 120 agents with versions and aliases, 40 knowledge bases with two data sources each, 8 AgentCore runtimes. */
export const largeAccount: Snapshot = {
  format: 'bedrock-warden/snapshot/1',
  takenAt: '2026-11-22T10:00:00.000Z',
  partition: 'aws',
  accountId: ACCOUNT,
  region: 'us-east-1',
  iam: { RoleDetailList: roles, Policies: policies },
  bedrock: {
    foundationModels: { [MODEL]: { modelId: MODEL } },
    modelAvailability: { [MODEL]: { modelId: MODEL, authorizationStatus: 'AUTHORIZED' } },
    useCaseForModelAccess: { submitted: true },
    inferenceProfiles: [],
    provisionedModels: [],
    guardrails: [],
    enforcedGuardrails: [],
  },
  agents,
  knowledgeBases,
  flows: [],
  agentCore: {
    runtimes: ofLength(8).map((index) => ({
      agentRuntimeId: `runtime_${index}-ABCDEFGHIJ`,
      agentRuntimeArn: `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:runtime/runtime_${index}-ABCDEFGHIJ`,
      agentRuntimeName: `runtime_${index}`,
      agentRuntimeVersion: '1',
      roleArn: roleArn(250 + index),
      status: 'READY',
      endpoints: [{ name: 'DEFAULT', liveVersion: '1', status: 'READY' }],
      versions: [],
    })),
    gateways: [],
    memories: [],
    browsers: [],
    codeInterpreters: [],
    harnesses: [],
    evaluators: [],
    onlineEvaluationConfigs: [],
  },
  resourcePolicies: Object.fromEntries([
    ...ofLength(5).map((index) => [functionArn(index), null]),
    ...ofLength(3).map((index) => [`arn:aws:s3:::documents-${index}`, JSON.stringify(policy)]),
  ]),
  bucketEncryption: Object.fromEntries(
    ofLength(3).map((index) => [
      `arn:aws:s3:::documents-${index}`,
      { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    ]),
  ),
  openSearchServerless: {
    collections: ofLength(40).map((index) => ({ id: collectionId(index), name: `c-${index}`, status: 'ACTIVE' })),
    dataAccessPolicies: ofLength(30).map((index) => ({
      type: 'data',
      name: `data-${index}`,
      policyVersion: 'MTY',
      policy: [],
    })),
    networkPolicies: [{ type: 'network', name: 'network-0', policyVersion: 'MTY', policy: [] }],
  },
  organization: {
    // One document at every level: it is described once.
    serviceControlPolicies: [[JSON.stringify(policy)], [JSON.stringify(policy)], [JSON.stringify(policy)]],
    resourceControlPolicies: [],
  },
  vpcEndpointPolicies: { 'vpce-0a1b2c3d4e5f60718': JSON.stringify(policy) },
};
