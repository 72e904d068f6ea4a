import { expect, test } from 'vitest';
import { agentCoreNeeds } from '../../functions/workload/agent-core/agent-core-needs.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import type { Workload } from '../../functions/workload/workload.ts';
import { followed } from './needs-fixture.ts';

const A = '111122223333';
const B = '444455556666';
const ROLE = `arn:aws:iam::${A}:role/core`;
const arn = (service: string, resource: string, account = A) => `arn:aws:${service}:us-east-1:${account}:${resource}`;
const core = (resource: string, account = A) => arn('bedrock-agentcore', resource, account);
const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';

const snapshot: Snapshot = {
  format: 'bedrock-warden/snapshot/1',
  partition: 'aws',
  accountId: A,
  region: 'us-east-1',
  bedrock: { enforcedGuardrails: [], guardrails: [], inferenceProfiles: [] },
};

type Kind = 'Runtime' | 'Gateway' | 'Memory' | 'Browser' | 'CodeInterpreter' | 'Harness' | 'Evaluation';

const workload = (kind: Kind): Workload => ({
  type: `agentCore${kind}`,
  arn: core(`${kind.toLowerCase()}/one-AbCdEf1234`),
  id: 'one-AbCdEf1234',
  name: 'one',
  region: 'us-east-1',
  roleArn: ROLE,
  servicePrincipal: 'bedrock-agentcore.amazonaws.com',
  sourceArn: core(`${kind.toLowerCase()}/one-AbCdEf1234`),
});

/** Configurations of which nothing is asked but what belongs to every resource of the kind. */
const bare: Readonly<Record<Kind, object>> = {
  Runtime: {
    agentRuntimeArtifact: { containerConfiguration: { containerUri: `${A}.dkr.ecr.us-east-1.amazonaws.com/one:1` } },
  },
  Gateway: {
    targets: [],
    workloadIdentityDetails: {
      workloadIdentityArn: core('workload-identity-directory/default/workload-identity/one-AbCdEf1234'),
    },
  },
  Memory: { strategies: [] },
  Browser: {},
  CodeInterpreter: {},
  Harness: {
    model: { bedrockModelConfig: { modelId: 'amazon.nova-lite-v1:0' } },
    environment: { agentCoreRuntimeEnvironment: { agentRuntimeId: 'harness_one-AbCdEf1234' } },
  },
  Evaluation: {
    dataSourceConfig: { cloudWatchLogs: { logGroupNames: ['/traces'] } },
    evaluators: [{ evaluatorId: 'Builtin.Helpfulness' }],
  },
};

const wordsOf = (kind: Kind, resource: object, more: Partial<Snapshot> = {}) => {
  const { workloads } = followed({ workloads: [workload(kind)], gaps: [] }, (one) =>
    agentCoreNeeds({ ...snapshot, ...more }, { ...resource }, one),
  );
  const needs = workloads[workload(kind).arn];
  return { requests: needs?.requests ?? [], gaps: needs?.gaps ?? [] };
};

/** What a change of the configuration adds to the needs, without what each request is for. */
function added(kind: Kind, change: object, more?: Partial<Snapshot>) {
  const before = wordsOf(kind, bare[kind]);
  const after = wordsOf(kind, { ...bare[kind], ...change }, more);
  return {
    requests: after.requests
      .filter((request) => !before.requests.includes(request))
      .map((request) => request.replace(/(, noted)?, \[.*\]$/s, '')),
    gaps: after.gaps.filter((gap) => !before.gaps.includes(gap)),
  };
}

const one = (kind: string) => `AgentCore ${kind} one-AbCdEf1234`;
const target = (targetConfiguration: object, ...credentialProviderConfigurations: readonly object[]) => ({
  targets: [{ name: 't', targetConfiguration, credentialProviderConfigurations }],
});
const custom = (configuration: object, type = 'CUSTOM') => ({ strategies: [{ name: 's', type, configuration }] });
const evaluator = (evaluatorConfig: object, more: object = {}): Partial<Snapshot> => ({
  agentCore: { evaluators: [{ evaluatorId: 'mine-1', evaluatorConfig, ...more }] },
});
const mine = { evaluators: [{ evaluatorId: 'mine-1' }] };
const lambda = arn('lambda', 'function:judge');

const gaps: readonly [what: string, kind: Kind, change: object, gaps: readonly string[], more?: Partial<Snapshot>][] = [
  [
    'a file system of a new type',
    'Runtime',
    { filesystemConfigurations: [{ tape: { mountPath: '/mnt/t' } }] },
    [`\`tape\`, which ${one('runtime')} names, is not a file system of a type that this version knows`],
  ],
  [
    'a file system of a type that the SDK does not know',
    'Runtime',
    { filesystemConfigurations: [{ $unknown: ['tape', {}] }] },
    [`\`tape\`, which ${one('runtime')} names, is not a file system of a type that this version knows`],
  ],
  [
    'a file system without a type',
    'Browser',
    { filesystemConfigurations: [{}] },
    [`${one('browser')} does not name a file system`],
  ],
  [
    'a file system of two types',
    'Runtime',
    { filesystemConfigurations: [{ sessionStorage: {}, capacityProviderVolume: {} }] },
    [
      `${one('runtime')} names a file system in several ways, of which AWS has one: \`sessionStorage\`, \`capacityProviderVolume\``,
    ],
  ],
  ['the storage of sessions', 'Runtime', { filesystemConfigurations: [{ sessionStorage: {} }] }, []],
  ['a volume of a capacity provider', 'Runtime', { filesystemConfigurations: [{ capacityProviderVolume: {} }] }, []],
  [
    'file systems that are no list',
    'CodeInterpreter',
    { filesystemConfigurations: 'tape' },
    [`\`tape\`, which ${one('code interpreter')} names, is not a list of file systems`],
  ],
  [
    'an artifact of a new type',
    'Runtime',
    { agentRuntimeArtifact: { modelConfiguration: {} } },
    [`\`modelConfiguration\`, which ${one('runtime')} names, is not an artifact of a type that this version knows`],
  ],
  [
    'a workload identity that is none',
    'Runtime',
    { workloadIdentityDetails: { workloadIdentityArn: '*' } },
    [`\`*\`, which ${one('runtime')} names, is not the ARN of a workload identity`],
  ],
  [
    'a new network mode',
    'Browser',
    { networkConfiguration: { networkMode: 'MESH' } },
    [`\`MESH\`, which ${one('browser')} names, is not a network mode that this version knows`],
  ],
  ['a known network mode', 'CodeInterpreter', { networkConfiguration: { networkMode: 'SANDBOX' } }, []],
  [
    'a new authorizer',
    'Gateway',
    { authorizerType: 'PASSKEY', authorizerConfiguration: { passkey: {} } },
    [
      `\`PASSKEY\`, which ${one('gateway')} names, is not an authorizer that this version knows`,
      `\`passkey\`, which ${one('gateway')} names, is not an authorizer of a type that this version knows`,
    ],
  ],
  [
    'a known authorizer',
    'Gateway',
    { authorizerType: 'CUSTOM_JWT', authorizerConfiguration: { customJWTAuthorizer: {} } },
    [],
  ],
  [
    'a target of a new type',
    'Gateway',
    target({ mcp: { postgres: {} } }),
    [`\`postgres\`, which target t of ${one('gateway')} names, is not an MCP target of a type that this version knows`],
  ],
  [
    'a target of two types',
    'Gateway',
    target({ inference: { provider: { endpoint: 'https://models.example.com' } }, http: { connector: {} } }),
    [`target t of ${one('gateway')} names a target in several ways, of which AWS has one: \`inference\`, \`http\``],
  ],
  [
    'a schema of a new type',
    'Gateway',
    target({ mcp: { openApiSchema: { git: {} } } }),
    [`\`git\`, which target t of ${one('gateway')} names, is not a schema of a type that this version knows`],
  ],
  [
    'the owner of a bucket that is no account',
    'Gateway',
    target({ mcp: { openApiSchema: { s3: { uri: 's3://theirs/api.json', bucketOwnerAccountId: 'me' } } } }),
    [`\`me\`, which target t of ${one('gateway')} names, is not the account of the bucket of s3://theirs/api.json`],
  ],
  [
    'a new type of credential provider',
    'Gateway',
    target({ mcp: { mcpServer: { endpoint: 'https://m.example.com' } } }, { credentialProviderType: 'MTLS' }),
    [
      `\`MTLS\`, which target t of ${one('gateway')} names, is not a type of credential provider that this version knows`,
    ],
  ],
  [
    "a caller's credentials, and a token that is passed on",
    'Gateway',
    target(
      { mcp: { mcpServer: { endpoint: 'https://m.example.com' } } },
      { credentialProviderType: 'CALLER_IAM_CREDENTIALS' },
      { credentialProviderType: 'JWT_PASSTHROUGH' },
    ),
    [],
  ],
  [
    'an operation without a method',
    'Gateway',
    target(
      {
        mcp: {
          apiGateway: {
            restApiId: 'a1b2c3d4e5',
            stage: 'prod',
            apiGatewayToolConfiguration: { toolFilters: [{ filterPath: '/', methods: [] }] },
          },
        },
      },
      { credentialProviderType: 'GATEWAY_IAM_ROLE' },
    ),
    [`target t of ${one('gateway')} does not name the methods of an operation`],
  ],
  [
    'a key of another service',
    'Gateway',
    { kmsKeyArn: arn('s3', 'key/1') },
    [`\`${arn('s3', 'key/1')}\`, which ${one('gateway')} names, is not the ARN of a KMS key`],
  ],
  [
    'a key by its alias',
    'Memory',
    { encryptionKeyArn: arn('kms', 'alias/mine') },
    [`\`${arn('kms', 'alias/mine')}\`, which ${one('memory')} names, is not the ARN of a KMS key`],
  ],
  [
    'a key that is no key',
    'Evaluation',
    mine,
    [`\`*\`, which evaluator mine-1 of ${one('online evaluation')} names, is not the ARN of a KMS key`],
    evaluator({ codeBased: { lambdaConfig: { lambdaArn: lambda } } }, { kmsKeyArn: '*' }),
  ],
  [
    'a policy engine of another account',
    'Gateway',
    { policyEngineConfiguration: { arn: core('policy-engine/rules-abcdefghij', B) } },
    [
      `${core('policy-engine/rules-abcdefghij', B)}, which ${one('gateway')} names, is of another account, and how that account can share it is not documented`,
    ],
  ],
  [
    'a resource in a member that AWS added since',
    'Gateway',
    { auditTrail: { bucket: { arn: 'arn:aws:s3:::trail' } } },
    [
      `what ${one('gateway')} needs for \`arn:aws:s3:::trail\` (\`auditTrail.bucket.arn\`) is not known to this version`,
    ],
  ],
  ['resources of which nothing is asked', 'Gateway', { webAclArn: arn('wafv2', 'regional/webacl/a/b') }, []],
  [
    'a strategy of a new type',
    'Memory',
    { strategies: [{ name: 's', type: 'DREAM' }] },
    [`\`DREAM\`, which strategy s of ${one('memory')} names, is not a type of strategy that this version knows`],
  ],
  [
    'a custom strategy without steps',
    'Memory',
    custom({}),
    [`\`CUSTOM\`, which strategy s of ${one('memory')} names, is not a type of strategy that this version knows`],
  ],
  [
    'a new step of a built-in strategy',
    'Memory',
    custom({ ranking: {} }, 'SEMANTIC'),
    [`\`ranking\`, which strategy s of ${one('memory')} names, is not a step of a type that this version knows`],
  ],
  [
    'a configuration of a strategy that is none',
    'Memory',
    { strategies: [{ name: 's', type: 'SEMANTIC', configuration: 7 }] },
    [`\`(7)\`, which strategy s of ${one('memory')} names, is not a configuration`],
  ],
  [
    'a new override',
    'Memory',
    custom({ extraction: { customExtractionConfiguration: { dreamExtractionOverride: {} } } }),
    [
      `\`dreamExtractionOverride\`, which strategy s of ${one('memory')} names, is not an override of a type that this version knows`,
    ],
  ],
  [
    'an override without a model',
    'Memory',
    custom({ extraction: { customExtractionConfiguration: { semanticExtractionOverride: {} } } }),
    [`strategy s of ${one('memory')} does not name a model`],
  ],
  [
    'a stream of a new type',
    'Memory',
    { streamDeliveryResources: { resources: [{ firehose: {} }] } },
    [`\`firehose\`, which ${one('memory')} names, is not a stream of a type that this version knows`],
  ],
  ['a built-in strategy', 'Memory', { strategies: [{ name: 's', type: 'SEMANTIC' }] }, []],
  [
    'a recording of which nobody knows whether it is on',
    'Browser',
    { recording: { enabled: 'true' } },
    [`whether ${one('browser')} records its sessions was not read`],
  ],
  [
    'a certificate in a new place',
    'Browser',
    { certificates: [{ location: { acm: {} } }] },
    [`\`acm\`, which ${one('browser')} names, is not the place of a certificate of a type that this version knows`],
  ],
  [
    'a LiteLLM model without a key',
    'Harness',
    { model: { liteLlmModelConfig: { modelId: 'sagemaker/my-endpoint' } } },
    [`what ${one('harness')} needs to call \`sagemaker/my-endpoint\` without an API key is not documented`],
  ],
  [
    'a LiteLLM model in Amazon Bedrock with a key',
    'Harness',
    { model: { liteLlmModelConfig: { modelId: 'bedrock/amazon.nova-lite-v1:0', apiKeyArn: '*' } } },
    [
      `\`*\`, which ${one('harness')} names, is not the ARN of an API key credential provider`,
      `whether ${one('harness')} calls \`bedrock/amazon.nova-lite-v1:0\` with its API key or with the role is not documented`,
    ],
  ],
  [
    'a credential provider of another account',
    'Harness',
    { model: { openAiModelConfig: { apiKeyArn: core('token-vault/default/apikeycredentialprovider/x', B) } } },
    [
      `${core('token-vault/default/apikeycredentialprovider/x', B)}, which ${one('harness')} names, is of another account, and how that account can share it is not documented`,
    ],
  ],
  [
    'a LiteLLM model by a route of its own',
    'Harness',
    { model: { liteLlmModelConfig: { modelId: 'bedrock/converse/amazon.nova-lite-v1:0' } } },
    ['`converse/amazon.nova-lite-v1:0` is no model id, profile id or ARN that Warden knows'],
  ],
  [
    'a model of a new type',
    'Harness',
    { model: { sageMakerModelConfig: {} } },
    [`\`sageMakerModelConfig\`, which ${one('harness')} names, is not a model of a type that this version knows`],
  ],
  [
    'a skill of a new type',
    'Harness',
    { skills: [{ registry: { arn: core('registry/r') } }] },
    [
      `\`registry\`, which ${one('harness')} names, is not a skill of a type that this version knows`,
      `what ${one('harness')} needs for \`${core('registry/r')}\` (\`skills.registry.arn\`) is not known to this version`,
    ],
  ],
  ['skills of AWS and by path', 'Harness', { skills: [{ awsSkills: {} }, { path: '/skills' }] }, []],
  [
    'a memory of a new type',
    'Harness',
    { memory: { vectorMemory: {} } },
    [`\`vectorMemory\`, which ${one('harness')} names, is not a memory of a type that this version knows`],
  ],
  ['no memory', 'Harness', { memory: { disabled: {} } }, []],
  [
    'a managed memory without a name',
    'Harness',
    { memory: { managedMemoryConfiguration: {} } },
    [`${one('harness')} does not name the ARN of an AgentCore memory`],
  ],
  [
    'a browser of a new type',
    'Harness',
    { tools: [{ type: 'agentcore_browser', config: { desktop: {} } }] },
    [`\`desktop\`, which ${one('harness')} names, is not a browser of a type that this version knows`],
  ],
  [
    'a browser of another account',
    'Harness',
    {
      tools: [
        { type: 'agentcore_browser', config: { agentCoreBrowser: { browserArn: core('browser-custom/b-1', B) } } },
      ],
    },
    [
      `${core('browser-custom/b-1', B)}, which ${one('harness')} names, is of another account, and how that account can share it is not documented`,
    ],
  ],
  [
    'an outbound authorization of a new type',
    'Harness',
    {
      tools: [
        {
          type: 'agentcore_gateway',
          config: { agentCoreGateway: { gatewayArn: core('gateway/g-1'), outboundAuth: { mtls: {} } } },
        },
      ],
    },
    [`\`mtls\`, which ${one('harness')} names, is not an outbound authorization of a type that this version knows`],
  ],
  [
    'a header with another credential',
    'Harness',
    {
      tools: [
        {
          type: 'remote_mcp',
          config: {
            remoteMcp: {
              url: 'https://m.example.com',
              headers: { a: `\${${core('token-vault/default/oauth2credentialprovider/x')}}` },
            },
          },
        },
      ],
    },
    [
      `\`${core('token-vault/default/oauth2credentialprovider/x').slice(0, 80)}\`, which ${one('harness')} names, is not the ARN of an API key credential provider`,
    ],
  ],
  [
    'a hook at a new point',
    'Harness',
    { hooks: [{ onDream: {} }] },
    [`\`onDream\`, which ${one('harness')} names, is not a hook of a type that this version knows`],
  ],
  [
    'an environment of a new type',
    'Harness',
    { environment: { eksEnvironment: {} } },
    [
      `the workload identity of ${one('harness')} was not read`,
      `\`eksEnvironment\`, which ${one('harness')} names, is not an environment of a type that this version knows`,
    ],
  ],
  ['no evaluator', 'Evaluation', { evaluators: [] }, [`${one('online evaluation')} does not name an evaluator`]],
  [
    'insights',
    'Evaluation',
    { insights: [{ insightId: 'Builtin.Insight.UserIntent' }] },
    [`what ${one('online evaluation')} needs for its insights is not documented`],
  ],
  [
    'a new destination of results',
    'Evaluation',
    { outputConfig: { cloudWatchConfig: { resultDestination: 'BUCKET' } } },
    [`\`BUCKET\`, which ${one('online evaluation')} names, is not a destination of results that this version knows`],
  ],
  [
    'an evaluator with code of a new type',
    'Evaluation',
    mine,
    [
      `\`ecsConfig\`, which evaluator mine-1 of ${one('online evaluation')} names, is not its code of a type that this version knows`,
    ],
    evaluator({ codeBased: { ecsConfig: {} } }),
  ],
];

test.each(gaps)('%s', (_what, kind, change, expected, more) => {
  expect(added(kind, change, more).gaps).toEqual(expected);
});

const alike = (actions: readonly string[], rest: string) => actions.map((action) => `${action} ${rest}`);
const both = (actions: readonly string[], resource: string, context = '') => [
  ...alike(actions, `${resource}${context}`),
  ...alike(actions, `${resource}, held by resourcePolicy for ${ROLE}${context}`),
];
const theirKey = arn('kms', `key/${KEY}`, B);
const viaCore = ', kms:ViaService=bedrock-agentcore.us-east-1.amazonaws.com';
const ofGateway = `${viaCore}, kms:EncryptionContext:aws:bedrock-agentcore-gateway:arn=${workload('Gateway').arn}`;
const memoryKey = ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'];
const gatewayKey = ['kms:CreateGrant', 'kms:Decrypt', 'kms:GenerateDataKey'];
const heldByKey = `, held by keyPolicy for ${ROLE}`;

const requests: readonly [what: string, kind: Kind, change: object, requests: readonly string[]][] = [
  [
    "a gateway's key of another account",
    'Gateway',
    { kmsKeyArn: theirKey },
    [
      `kms:DescribeKey ${theirKey}${heldByKey}${viaCore}`,
      ...alike(gatewayKey, `${theirKey}${heldByKey}${ofGateway}`),
      `kms:DescribeKey ${theirKey}${viaCore}`,
      ...alike(gatewayKey, `${theirKey}${ofGateway}`),
    ],
  ],
  [
    "a memory's key of another account",
    'Memory',
    { encryptionKeyArn: theirKey },
    [...alike(memoryKey, `${theirKey}${heldByKey}${viaCore}`), ...alike(memoryKey, `${theirKey}${viaCore}`)],
  ],
  [
    "a memory's key of its own account",
    'Memory',
    { encryptionKeyArn: arn('kms', `key/${KEY}`) },
    alike(memoryKey, `${arn('kms', `key/${KEY}`)}, optional${viaCore}`),
  ],
  [
    'the key of a managed memory',
    'Harness',
    { memory: { managedMemoryConfiguration: { encryptionKeyArn: arn('kms', `key/${KEY}`) } } },
    alike(memoryKey, `${arn('kms', `key/${KEY}`)}, optional${viaCore}`),
  ],
  [
    'a runtime of another account',
    'Gateway',
    target(
      { http: { agentcoreRuntime: { arn: core('runtime/help-1', B) } } },
      { credentialProviderType: 'GATEWAY_IAM_ROLE' },
    ),
    [
      ...[core('runtime/help-1', B), core('runtime/help-1/runtime-endpoint/DEFAULT', B)].map(
        (resource) => `bedrock-agentcore:InvokeAgentRuntime ${resource}`,
      ),
      ...[core('runtime/help-1', B), core('runtime/help-1/runtime-endpoint/DEFAULT', B)].map(
        (resource) => `bedrock-agentcore:InvokeAgentRuntime ${resource}, held by resourcePolicy for ${ROLE}`,
      ),
      `bedrock-agentcore:InvokeGateway ${workload('Gateway').arn}`,
    ],
  ],
  [
    'a gateway of another account',
    'Harness',
    {
      tools: [{ type: 'agentcore_gateway', config: { agentCoreGateway: { gatewayArn: core('gateway/g-1', B) } } }],
    },
    both(['bedrock-agentcore:InvokeGateway'], core('gateway/g-1', B)),
  ],
  [
    'a gateway of another Region',
    'Gateway',
    target(
      { mcp: { mcpServer: { endpoint: 'https://g-1.gateway.bedrock-agentcore.eu-west-1.amazonaws.com/mcp' } } },
      { credentialProviderType: 'GATEWAY_IAM_ROLE' },
    ),
    [
      `bedrock-agentcore:InvokeGateway arn:aws:bedrock-agentcore:eu-west-1:${A}:gateway/g-1`,
      `bedrock-agentcore:InvokeGateway ${workload('Gateway').arn}`,
    ],
  ],
  [
    'a memory of another account',
    'Harness',
    { memory: { agentCoreMemoryConfiguration: { arn: core('memory/m-1', B) } } },
    both(
      ['CreateEvent', 'DeleteEvent', 'GetEvent', 'ListEvents', 'RetrieveMemoryRecords'].map(
        (action) => `bedrock-agentcore:${action}`,
      ),
      core('memory/m-1', B),
    ),
  ],
  [
    'a schema in a bucket of another account',
    'Gateway',
    target({ mcp: { openApiSchema: { s3: { uri: 's3://theirs/api.json', bucketOwnerAccountId: B } } } }),
    both(['s3:GetObject'], 'arn:aws:s3:::theirs/api.json', `, aws:ResourceAccount=${B}`),
  ],
  [
    'a topic and a stream of another account',
    'Memory',
    {
      ...custom({
        selfManagedConfiguration: {
          invocationConfiguration: { payloadDeliveryBucketName: 'payloads', topicArn: arn('sns', 'jobs', B) },
        },
      }),
      streamDeliveryResources: { resources: [{ kinesis: { dataStreamArn: arn('kinesis', 'stream/r', B) } }] },
    },
    [
      `s3:GetBucketLocation arn:aws:s3:::payloads, aws:ResourceAccount=${A}`,
      `s3:PutObject arn:aws:s3:::payloads/*, aws:ResourceAccount=${A}`,
      ...both(['sns:GetTopicAttributes', 'sns:Publish'], arn('sns', 'jobs', B)),
      ...both(['kinesis:PutRecords', 'kinesis:DescribeStream'], arn('kinesis', 'stream/r', B)),
    ],
  ],
  [
    'an event bus of another account',
    'Harness',
    { hooks: [{ afterToolCall: { name: 'h', target: { eventBridge: { arn: arn('events', 'event-bus/b', B) } } } }] },
    both(['events:PutEvents'], arn('events', 'event-bus/b', B)),
  ],
];

test.each(requests)('%s', (_what, kind, change, expected) => {
  expect(added(kind, change).requests).toEqual(expected);
});

const provider = core('token-vault/default/apikeycredentialprovider/mail');
const signedIn = target(
  { mcp: { mcpServer: { endpoint: 'https://m.example.com' } } },
  {
    credentialProviderType: 'API_KEY',
    credentialProvider: { apiKeyCredentialProvider: { providerArn: provider } },
  },
);
const kept = (secret: string, more: Partial<Snapshot> = {}): Partial<Snapshot> => ({
  agentCoreIdentity: {
    apiKeyCredentialProviders: [{ credentialProviderArn: provider, apiKeySecretArn: { secretArn: secret } }],
  },
  ...more,
});
const ownSecret = arn('secretsmanager', 'secret:mail-AbCdEf');
const theirSecret = arn('secretsmanager', 'secret:mail-AbCdEf', B);
const ownKey = arn('kms', `key/${KEY}`);
const decrypt = (key: string) =>
  ['', heldByKey].map((holder) => `kms:Decrypt ${key}${holder}, kms:ViaService=secretsmanager.us-east-1.amazonaws.com`);

const secrets: readonly [
  what: string,
  more: Partial<Snapshot>,
  requests: readonly string[],
  gaps: readonly string[],
][] = [
  [
    'a secret with a key',
    kept(ownSecret, { secrets: { [ownSecret]: { KmsKeyId: ownKey } } }),
    [`secretsmanager:GetSecretValue ${ownSecret}`, ...decrypt(ownKey)],
    [],
  ],
  [
    'a secret with the key of Secrets Manager',
    kept(ownSecret, { secrets: { [ownSecret]: {} } }),
    [`secretsmanager:GetSecretValue ${ownSecret}`],
    [],
  ],
  [
    'a secret whose key was refused',
    kept(ownSecret, { secrets: {}, unread: [{ part: `secrets.${ownSecret}`, error: 'AccessDeniedException' }] }),
    [`secretsmanager:GetSecretValue ${ownSecret}`],
    [`the key of ${ownSecret} was not read (AccessDeniedException)`],
  ],
  [
    'a secret of another account with a key',
    kept(theirSecret, { secrets: { [theirSecret]: { KmsKeyId: theirKey } } }),
    [...both(['secretsmanager:GetSecretValue'], theirSecret), ...decrypt(theirKey)],
    [],
  ],
  [
    'a secret of another account without one',
    kept(theirSecret),
    both(['secretsmanager:GetSecretValue'], theirSecret),
    [`the key of ${theirSecret}, which is a secret of another account, was not read`],
  ],
  [
    'a secret that is none',
    kept('*'),
    [],
    ['`*`, which API key credential provider mail names, is not the ARN of a secret'],
  ],
];

test.each(secrets)('%s', (_what, more, expected, expectedGaps) => {
  const found = added('Gateway', signedIn, more);
  expect({ ...found, requests: found.requests.filter((request) => !request.startsWith('bedrock-agentcore:')) }).toEqual(
    {
      requests: expected,
      gaps: expectedGaps,
    },
  );
});
