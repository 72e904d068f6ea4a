import type { Guardrail, Snapshot } from '../../functions/workload/snapshot.ts';
import { account, agent, otherRole } from './account-under-test.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:orders';
export const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
export const FOREIGN_KEY = 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const COLLECTION = 'a1b2c3d4e5f6g7h8i9j0';
const PROMPT = 'arn:aws:bedrock:us-east-1:111122223333:prompt/PROMPT0001';

const runtime = {
  agentRuntimeId: 'shop-ABCDEFGHIJ',
  agentRuntimeArn: 'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/shop-ABCDEFGHIJ',
  agentRuntimeName: 'shop',
  agentRuntimeVersion: '3',
  roleArn: otherRole.Arn,
  status: 'READY',
  environmentVariables: { modelId: 'not.a-model-of-bedrock' },
  createdAt: '2026-01-02T03:04:05.000Z',
};
const endpoint = (name: string, liveVersion: string) => ({
  name,
  id: name,
  liveVersion,
  agentRuntimeArn: runtime.agentRuntimeArn,
  agentRuntimeEndpointArn: `${runtime.agentRuntimeArn}/runtime-endpoint/${name}`,
  status: 'READY',
  createdAt: '2026-01-02T03:04:05.000Z',
});
const runtimeEntry = {
  ...runtime,
  // The second is being moved from one version to another.
  endpoints: [endpoint('DEFAULT', '3'), { ...endpoint('live', '1'), targetVersion: '2' }, endpoint('next', '3')],
  versions: ['1', '2'].map((agentRuntimeVersion) => ({
    ...runtime,
    agentRuntimeVersion,
    roleArn: `${otherRole.Arn}-${agentRuntimeVersion}`,
  })),
};
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:confluence-AbCdEf';
const PROVIDER_SECRET =
  'arn:aws:secretsmanager:us-east-1:111122223333:secret:bedrock-agentcore-identity!default/oauth2/crm-GhIjKl';
const KEY_SECRET =
  'arn:aws:secretsmanager:us-east-1:111122223333:secret:bedrock-agentcore-identity!default/apikey/maps-MnOpQr';
const providerArn = (kind: string, name: string) =>
  `arn:aws:bedrock-agentcore:us-east-1:111122223333:token-vault/default/${kind}credentialprovider/${name}`;
const provider = (kind: string, name: string) => ({
  name,
  credentialProviderArn: providerArn(kind, name),
  createdTime: '2026-01-02T03:04:05.000Z',
  lastUpdatedTime: '2026-01-02T03:04:05.000Z',
});
const ENFORCED = 'arn:aws:bedrock:us-east-1:444455556666:guardrail/grcentral001';
const gateway = {
  gatewayId: 'tools-abcdefghij',
  gatewayArn: 'arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/tools-abcdefghij',
  name: 'tools',
  roleArn: otherRole.Arn,
  status: 'READY',
  authorizerType: 'AWS_IAM',
  targets: ['TARGET0001', 'TARGET0002'].map((targetId) => ({
    targetId,
    gatewayArn: 'arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/tools-abcdefghij',
    name: targetId.toLowerCase(),
    status: 'READY',
    targetConfiguration: { mcp: { openApiSchema: { s3: { uri: 's3://gateway-schemas/openapi.json' } } } },
    credentialProviderConfigurations: [
      {
        credentialProviderType: 'OAUTH',
        credentialProvider: { oauthCredentialProvider: { providerArn: providerArn('oauth2', 'crm'), scopes: [] } },
      },
    ],
  })),
};

const actionGroup = {
  agentId: 'AGENT00001',
  agentVersion: 'DRAFT',
  actionGroupId: 'GROUP00001',
  actionGroupName: 'orders',
  actionGroupState: 'ENABLED',
  actionGroupExecutor: { lambda: FUNCTION },
  apiSchema: { s3: { s3BucketName: 'schemas', s3ObjectKey: 'openapi.json' } },
};

const dataSource = {
  knowledgeBaseId: 'KNOWLEDGE1',
  dataSourceId: 'SOURCE0001',
  name: 's3',
  status: 'AVAILABLE',
  dataSourceConfiguration: { type: 'S3', s3Configuration: { bucketArn: 'arn:aws:s3:::documents' } },
  serverSideEncryptionConfiguration: { kmsKeyArn: FOREIGN_KEY },
};

const DOCUMENT = JSON.stringify({ Version: '2012-10-17', Statement: [] });

const confluence = {
  knowledgeBaseId: 'KNOWLEDGE1',
  dataSourceId: 'SOURCE0002',
  name: 'wiki',
  status: 'AVAILABLE',
  dataSourceConfiguration: {
    type: 'CONFLUENCE',
    confluenceConfiguration: {
      sourceConfiguration: {
        hostUrl: 'https://example.atlassian.net',
        hostType: 'SAAS',
        authType: 'BASIC',
        credentialsSecretArn: SECRET,
      },
    },
  },
};

/** An account with something of every part that the command line reads. */
export const wideAccount: Snapshot = {
  ...account,
  bedrock: {
    ...account.bedrock,
    guardrails: [
      { guardrailId: 'grcentral001', guardrailArn: ENFORCED, version: '2', kmsKeyArn: FOREIGN_KEY } as Guardrail,
    ],
    enforcedGuardrails: ['cfg1', 'cfg2'].map((configId) => ({
      configId,
      guardrailArn: ENFORCED,
      guardrailId: 'grcentral001',
      guardrailVersion: '2',
      owner: 'ACCOUNT',
    })),
  },
  agents: [
    {
      ...agent,
      agent: {
        ...agent.agent,
        customerEncryptionKeyArn: KEY,
        promptOverrideConfiguration: { overrideLambda: `${FUNCTION}-parser:live` },
      },
      actionGroups: [actionGroup],
    },
  ],
  knowledgeBases: [
    {
      knowledgeBase: {
        knowledgeBaseId: 'KNOWLEDGE1',
        name: 'kb',
        knowledgeBaseArn: 'arn:aws:bedrock:us-east-1:111122223333:knowledge-base/KNOWLEDGE1',
        roleArn: otherRole.Arn,
        status: 'ACTIVE',
        storageConfiguration: {
          type: 'OPENSEARCH_SERVERLESS',
          opensearchServerlessConfiguration: {
            collectionArn: `arn:aws:aoss:us-east-1:111122223333:collection/${COLLECTION}`,
          },
        },
      },
      dataSources: [dataSource, confluence],
    },
  ],
  flows: (account.flows ?? []).map((flow) => ({
    ...flow,
    definition: {
      nodes: [
        {
          name: 'Ask',
          type: 'Prompt',
          configuration: { prompt: { sourceConfiguration: { resource: { promptArn: `${PROMPT}:3` } } } },
        },
      ],
    },
  })),
  prompts: [
    {
      id: 'PROMPT0001',
      arn: `${PROMPT}:3`,
      version: '3',
      defaultVariant: 'one',
      variants: [{ name: 'one', modelId: 'amazon.nova-lite-v1:0' }],
    },
  ],
  agentCore: {
    runtimes: [runtimeEntry],
    gateways: [gateway],
    memories: [
      { memory: { id: 'mem-1', arn: 'arn:aws:bedrock-agentcore:us-east-1:111122223333:memory/mem-1', name: 'm' } },
    ],
    browsers: [
      {
        browserId: 'browser-1',
        browserArn: 'arn:aws:bedrock-agentcore:us-east-1:111122223333:browser-custom/b',
        name: 'b',
      },
    ],
    codeInterpreters: [{ codeInterpreterId: 'code-1', name: 'c' }],
    harnesses: [
      {
        harness: {
          harnessId: 'harness-1',
          harnessName: 'h',
          executionRoleArn: otherRole.Arn,
          tools: [
            {
              type: 'remote_mcp',
              config: {
                remoteMcp: {
                  url: 'https://maps.example.com/mcp',
                  headers: { Authorization: `Bearer \${${providerArn('apikey', 'maps')}}` },
                },
              },
            },
          ],
        },
      },
    ],
    evaluators: [{ evaluatorId: 'mine-1', evaluatorName: 'mine', evaluatorType: 'Custom' }],
    onlineEvaluationConfigs: [
      {
        onlineEvaluationConfigId: 'online-1',
        onlineEvaluationConfigName: 'o',
        evaluationExecutionRoleArn: otherRole.Arn,
      },
    ],
  },
  resourcePolicies: {
    [FUNCTION]: DOCUMENT,
    [`${FUNCTION}-parser:live`]: null,
    [KEY]: DOCUMENT,
    [FOREIGN_KEY]: DOCUMENT,
    'arn:aws:s3:::documents': null,
    'arn:aws:s3:::schemas': DOCUMENT,
    'arn:aws:s3:::gateway-schemas': DOCUMENT,
  },
  bucketEncryption: {
    'arn:aws:s3:::documents': {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY },
          BucketKeyEnabled: true,
        } as object,
      ],
    },
    'arn:aws:s3:::schemas': { Rules: [] },
    'arn:aws:s3:::gateway-schemas': { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
  },
  secrets: {
    [SECRET]: { ARN: SECRET, Name: 'confluence', KmsKeyId: FOREIGN_KEY, CreatedDate: '2026-01-02T03:04:05.000Z' },
    [PROVIDER_SECRET]: { ARN: PROVIDER_SECRET },
    [KEY_SECRET]: { ARN: KEY_SECRET },
  } as Snapshot['secrets'] & object,
  agentCoreIdentity: {
    apiKeyCredentialProviders: [{ ...provider('apikey', 'maps'), apiKeySecretArn: { secretArn: KEY_SECRET } }],
    oauth2CredentialProviders: [
      {
        ...provider('oauth2', 'crm'),
        credentialProviderVendor: 'SalesforceOauth2',
        clientSecretArn: { secretArn: PROVIDER_SECRET },
      },
    ],
  },
  openSearchServerless: {
    collections: [{ id: COLLECTION, name: 'vectors', status: 'ACTIVE' }],
    dataAccessPolicies: ['a', 'b'].map((name) => ({ type: 'data', name, policyVersion: 'MTY', policy: [] })),
    networkPolicies: [{ type: 'network', name: 'n', policyVersion: 'MTY', policy: [{ AllowFromPublic: true }] }],
  },
  organization: {
    serviceControlPolicies: [['root', 'other'], ['unit'], ['account']].map((level) =>
      level.map((Sid) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid }] })),
    ),
    resourceControlPolicies: [[DOCUMENT], [DOCUMENT], [DOCUMENT]],
  },
  vpcEndpointPolicies: { 'vpce-0a1b2c3d4e5f60718': DOCUMENT, 'vpce-0f1e2d3c4b5a69788': DOCUMENT },
};
