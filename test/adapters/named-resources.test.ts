import { describe, expect, it } from 'vitest';
import { collectionIds } from '../../functions/adapters/collection-ids.ts';
import { credentialProviders } from '../../functions/adapters/credential-providers.ts';
import { namedResources } from '../../functions/adapters/named-resources.ts';
import { secretArns } from '../../functions/adapters/secret-arns.ts';
import type { AgentEntry, Snapshot } from '../../functions/workload/snapshot.ts';
import { account } from './account-under-test.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:f';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/k';
const empty: Snapshot = { ...account, agents: [], knowledgeBases: [], flows: [] };
const none = { functionArns: [], keyArns: [], bucketArns: [] };
const agent = { agentId: 'AGENT00001' };
const agents = (entry: object): Partial<Snapshot> => ({ agents: [{ agent, ...entry } as AgentEntry] });
const dataSource = (configuration: object): Partial<Snapshot> => ({
  knowledgeBases: [{ knowledgeBase: { knowledgeBaseId: 'K' }, dataSources: [configuration] }],
});

describe('the resources whose policies matter', () => {
  const cases: readonly [what: string, parts: Partial<Snapshot>, expected: Partial<typeof none> | object][] = [
    [
      'an action group’s function',
      agents({ actionGroups: [{ actionGroupExecutor: { lambda: FUNCTION } }] }),
      { functionArns: [FUNCTION] },
    ],
    [
      'that of a version, by its alias',
      agents({
        versions: [
          {
            agentVersion: { ...agent, version: '1' },
            actionGroups: [{ actionGroupExecutor: { lambda: `${FUNCTION}:live` } }],
          },
        ],
      }),
      { functionArns: [`${FUNCTION}:live`] },
    ],
    [
      'a function for the orchestration',
      agents({ agent: { ...agent, customOrchestration: { executor: { lambda: FUNCTION } } } }),
      { functionArns: [FUNCTION] },
    ],
    [
      'a parser',
      agents({ agent: { ...agent, promptOverrideConfiguration: { overrideLambda: FUNCTION } } }),
      { functionArns: [FUNCTION] },
    ],
    [
      'a function twice',
      agents({ actionGroups: [1, 2].map(() => ({ actionGroupExecutor: { lambda: FUNCTION } })) }),
      { functionArns: [FUNCTION] },
    ],
    [
      'the function of a flow’s node',
      {
        flows: [{ definition: { nodes: [{ configuration: { lambdaFunction: { lambdaArn: FUNCTION } } }] } }],
      } as object,
      { functionArns: [FUNCTION] },
    ],
    [
      'the function that transforms documents',
      dataSource({ vectorIngestionConfiguration: { transformations: [{ lambdaArn: FUNCTION }] } }),
      { functionArns: [FUNCTION] },
    ],
    ['the key of a prompt', { prompts: [{ customerEncryptionKeyArn: KEY }] } as object, { keyArns: [KEY] }],
    ['no function: text that is no ARN', agents({ actionGroups: [{ actionGroupExecutor: { lambda: 'f' } }] }), {}],
    ['no function: one that is not text', agents({ actionGroups: [{ actionGroupExecutor: { lambda: 1 } }] }), {}],
    ['the key of an agent', agents({ agent: { ...agent, customerEncryptionKeyArn: KEY } }), { keyArns: [KEY] }],
    ['the key of a guardrail', { bedrock: { guardrails: [{ kmsKeyArn: KEY }] } }, { keyArns: [KEY] }],
    ['the key of a memory', { agentCore: { memories: [{ memory: { encryptionKeyArn: KEY } }] } }, { keyArns: [KEY] }],
    [
      'no key: an alias has no policy',
      agents({ agent: { ...agent, customerEncryptionKeyArn: KEY.replace('key/', 'alias/') } }),
      {},
    ],
    [
      'the bucket of a schema',
      agents({ actionGroups: [{ apiSchema: { s3: { s3BucketName: 'schemas' } } }] }),
      { bucketArns: ['arn:aws:s3:::schemas'] },
    ],
    [
      'the bucket of a source',
      dataSource({ s3Configuration: { bucketArn: 'arn:aws:s3:::docs' } }),
      { bucketArns: ['arn:aws:s3:::docs'] },
    ],
    [
      'the bucket of a place',
      dataSource({ location: { uri: 's3://docs/a/b' } }),
      { bucketArns: ['arn:aws:s3:::docs'] },
    ],
    ['no bucket: text that is none', dataSource({ bucketName: 'Not A Bucket', uri: 's3://', other: 'docs' }), {}],
  ];

  it.each(cases)('are %s', (_, parts, expected) => {
    expect(namedResources({ ...empty, ...parts })).toEqual({ ...none, ...expected });
  });
});

it('a knowledge base leads to its collection, other stores to none', () => {
  const base = (store: object) => ({ knowledgeBase: { knowledgeBaseId: 'K', storageConfiguration: store } });
  const aoss = {
    opensearchServerlessConfiguration: { collectionArn: 'arn:aws:aoss:us-east-1:111122223333:collection/abc123' },
  };
  const other = { opensearchManagedClusterConfiguration: { domainArn: 'arn:aws:es:us-east-1:111122223333:domain/d' } };
  expect(collectionIds([base(aoss), base(aoss), base(other), { knowledgeBase: { knowledgeBaseId: 'K' } }])).toEqual([
    'abc123',
  ]);
});

describe('the secrets', () => {
  const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/wiki-AbCdEf';
  const cases: readonly [what: string, parts: Partial<Snapshot>, expected: readonly string[]][] = [
    [
      'of a store and of a source, once',
      { ...dataSource({ a: { credentialsSecretArn: SECRET }, b: [SECRET] }) },
      [SECRET],
    ],
    ['inside the text of a connector', dataSource({ connectorParameters: JSON.stringify({ a: SECRET }) }), [SECRET]],
    [
      'of a credential provider',
      { agentCoreIdentity: { oauth2CredentialProviders: [{ clientSecretArn: { secretArn: SECRET } }] } },
      [SECRET],
    ],
    ['but nothing that is none', dataSource({ credentialsSecretArn: 'wiki', key: KEY }), []],
  ];

  it.each(cases)('%s', (_, parts, expected) => {
    expect(secretArns({ ...empty, ...parts })).toEqual(expected);
  });
});

describe('the credential providers', () => {
  const arn = (kind: string, account_ = '111122223333', region = 'us-east-1') =>
    `arn:aws:bedrock-agentcore:${region}:${account_}:token-vault/default/${kind}credentialprovider/maps`;
  const gateway = (value: unknown): Partial<Snapshot> => ({ agentCore: { gateways: [{ targets: [{ value }] }] } });
  const key = { part: 'apiKeyCredentialProviders', name: 'maps' };
  const cases: readonly [what: string, parts: Partial<Snapshot>, expected: readonly object[]][] = [
    ['that a target names, once', gateway([arn('apikey'), { again: arn('apikey') }]), [key]],
    ['of either kind', gateway([arn('oauth2'), arn('apikey')]), [{ ...key, part: 'oauth2CredentialProviders' }, key]],
    ['in the text of a header', gateway(`Bearer \${${arn('apikey')}}`), [key]],
    ['but none of another account', gateway(arn('apikey', '444455556666')), []],
    ['but none of another Region', gateway(arn('apikey', '111122223333', 'eu-west-1')), []],
    ['but none of another kind', gateway(arn('payment')), []],
  ];

  it.each(cases)('%s', (_, parts, expected) => {
    expect(credentialProviders({ ...empty, ...parts })).toEqual(expected);
  });
});
