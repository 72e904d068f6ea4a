import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LEFT_OUT, redactSnapshot } from '../../functions/adapters/redact-snapshot.ts';
import { judgeSnapshots } from '../../functions/cli/judge-snapshot.ts';
import { auditJson } from '../../functions/cli/report-json.ts';
import sampleAccount from '../../functions/local-account/sample-account.json' with { type: 'json' };
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';

const S = 'PRIVATE-TEXT';
const PROVIDER = 'arn:aws:bedrock-agentcore:us-east-1:389743002678:token-vault/default/apikeycredentialprovider/maps';
const SECRET = 'arn:aws:secretsmanager:us-east-1:389743002678:secret:crm-AbCdEf';
const KEY = 'arn:aws:kms:us-east-1:389743002678:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const ENCRYPTION = {
  Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY } }],
};
const sample = sampleAccount as Snapshot;
const [firstAgent] = sample.agents ?? [];
if (firstAgent === undefined) throw new Error('the sample has no agent');

/** The sample with private text wherever AWS's answers have room for it. */
const talkative = {
  ...sample,
  agents: [
    {
      ...firstAgent,
      agent: {
        ...firstAgent.agent,
        instruction: S,
        promptOverrideConfiguration: {
          promptConfigurations: [
            { promptType: 'ORCHESTRATION', foundationModel: 'amazon.nova-pro-v1:0', basePromptTemplate: S },
          ],
        },
      },
      actionGroups: [
        {
          actionGroupName: 'orders',
          actionGroupExecutor: { lambda: 'arn:aws:lambda:us-east-1:389743002678:function:orders' },
          apiSchema: { payload: S },
          functionSchema: { functions: [{ name: 'cancel', description: S }] },
        },
      ],
      collaborators: [{ collaboratorName: 'billing', collaborationInstruction: S }],
    },
    ...(sample.agents ?? []).slice(1),
  ],
  knowledgeBases: [
    {
      knowledgeBase: {
        knowledgeBaseId: 'KB00000001',
        knowledgeBaseConfiguration: {
          type: 'SQL',
          sqlKnowledgeBaseConfiguration: {
            redshiftConfiguration: { queryGenerationConfiguration: { generationContext: { curatedQueries: [S] } } },
          },
        },
      },
      dataSources: [
        {
          vectorIngestionConfiguration: {
            parsingConfiguration: {
              bedrockFoundationModelConfiguration: { parsingPrompt: { parsingPromptText: S } },
            },
          },
        },
      ],
    },
  ],
  flows: [
    {
      id: 'FLOW000001',
      definition: {
        nodes: [
          {
            configuration: {
              prompt: {
                sourceConfiguration: {
                  inline: { modelId: 'amazon.nova-pro-v1:0', templateConfiguration: { text: { text: S } } },
                },
              },
            },
          },
          { configuration: { inlineCode: { code: S, language: 'Python_3' } } },
          {
            configuration: {
              knowledgeBase: { knowledgeBaseId: 'KB00000001', promptTemplate: { textPromptTemplate: S } },
            },
          },
        ],
      },
    },
  ],
  agentCore: {
    runtimes: [
      {
        agentRuntimeId: 'r',
        environmentVariables: { API_KEY: S },
        endpoints: [{ name: 'live', liveVersion: '1' }],
        versions: [{ agentRuntimeId: 'r', agentRuntimeVersion: '1', environmentVariables: { API_KEY: S } }],
        agentRuntimeArtifact: { codeConfiguration: { code: { s3: { bucket: 'code-bucket', prefix: 'app.zip' } } } },
      },
    ],
    gateways: [
      {
        gatewayId: 'g',
        targets: [
          { targetConfiguration: { mcp: { openApiSchema: { inlinePayload: S } } } },
          { targetConfiguration: { http: { passthrough: { staticQueryParameters: { key: S } } } } },
        ],
      },
    ],
    memories: [
      {
        memory: {
          id: 'm',
          strategies: [
            {
              configuration: { extraction: { appendToPrompt: S } },
              memoryRecordSchema: {
                metadataSchema: [
                  { extractionConfig: { llmExtractionConfig: { definition: S, llmExtractionInstruction: S } } },
                ],
              },
            },
          ],
        },
      },
    ],
    harnesses: [
      {
        harness: {
          harnessId: 'h',
          systemPrompt: [{ text: S }],
          model: { liteLlmModelConfig: { modelId: 'anthropic/claude', additionalParams: { api_key: S } } },
          tools: [
            { config: { inlineFunction: { inputSchema: { properties: { reason: { description: S } } } } } },
            { config: { agentCoreGateway: { outboundAuth: { oauth: { customParameters: { audience: S } } } } } },
            {
              config: {
                remoteMcp: { url: 'https://example.com', headers: { Authorization: `Bearer ${S} \${${PROVIDER}}` } },
              },
            },
          ],
        },
      },
    ],
  },
  agentCoreIdentity: {
    apiKeyCredentialProviders: [{ name: 'maps', apiKey: S, apiKeySecretArn: { secretArn: SECRET } }],
    oauth2CredentialProviders: [
      {
        name: 'crm',
        clientSecretArn: { secretArn: SECRET },
        oauth2ProviderConfigOutput: { customOauth2ProviderConfig: { clientId: 'c', clientSecret: S } },
      },
    ],
  },
  secrets: { [SECRET]: { ARN: SECRET, KmsKeyId: KEY, SecretString: S } },
  bucketEncryption: { 'arn:aws:s3:::code-bucket': ENCRYPTION },
  bedrock: {
    ...sample.bedrock,
    guardrails: [
      {
        guardrailId: 'gr',
        blockedInputMessaging: S,
        blockedOutputsMessaging: S,
        topicPolicy: { topics: [{ definition: S }] },
        wordPolicy: { words: [{ text: S }] },
        sensitiveInformationPolicy: { regexes: [{ pattern: S }] },
      },
    ],
  },
} as unknown as Snapshot;

/** The verdicts, and what they rest on: what each role needs, and what is unknown of it. */
const judged = (snapshot: Snapshot): string =>
  JSON.stringify([auditJson(judgeSnapshots([snapshot])), buildAgentRoles(snapshot)]);

const account = {
  format: 'bedrock-warden/snapshot/1',
  partition: 'aws',
  accountId: '111122223333',
  region: 'us-east-1',
};

interface FixtureFile {
  readonly format?: unknown;
  readonly snapshot?: Partial<Snapshot>;
}

/** Every JSON file of the fixtures that is a snapshot, or holds parts of one. */
function snapshots(): readonly (readonly [name: string, snapshot: Snapshot])[] {
  const folder = fileURLToPath(new URL('../fixtures', import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .flatMap((path) => {
      const file: FixtureFile = JSON.parse(readFileSync(join(folder, path), 'utf8'));
      const { format, snapshot } = file;
      if (snapshot !== undefined) return [[path, { ...account, ...snapshot } as Snapshot] as const];
      return format === account.format ? [[path, file as Snapshot] as const] : [];
    });
}

describe('redactSnapshot', () => {
  it('keeps no private text', () => {
    expect(JSON.stringify(talkative).split(S)).toHaveLength(31);
    expect(JSON.stringify(redactSnapshot(talkative))).not.toContain(S);
  });

  it('keeps what beside it names a resource', () => {
    expect(redactSnapshot(talkative)).toMatchObject({
      agents: [
        {
          agent: {
            promptOverrideConfiguration: { promptConfigurations: [{ foundationModel: 'amazon.nova-pro-v1:0' }] },
          },
          actionGroups: [{ actionGroupExecutor: { lambda: 'arn:aws:lambda:us-east-1:389743002678:function:orders' } }],
        },
        ...(sample.agents ?? []).slice(1).map(() => ({})),
      ],
      agentCore: {
        runtimes: [
          {
            agentRuntimeArtifact: { codeConfiguration: { code: { s3: { bucket: 'code-bucket', prefix: 'app.zip' } } } },
          },
        ],
      },
    });
  });

  it('keeps where a secret is and what encrypts it', () => {
    const { agentCoreIdentity, secrets, bucketEncryption, agentCore } = redactSnapshot(talkative);
    expect([agentCoreIdentity, secrets, bucketEncryption, agentCore?.runtimes?.[0]]).toMatchObject([
      {
        apiKeyCredentialProviders: [{ name: 'maps', apiKeySecretArn: { secretArn: SECRET } }],
        oauth2CredentialProviders: [{ name: 'crm', clientSecretArn: { secretArn: SECRET } }],
      },
      { [SECRET]: { ARN: SECRET, KmsKeyId: KEY } },
      { 'arn:aws:s3:::code-bucket': ENCRYPTION },
      { endpoints: [{ liveVersion: '1' }], versions: [{ agentRuntimeVersion: '1' }] },
    ]);
  });

  it('keeps what is there, without a word of it', () => {
    const { runtimes, harnesses } = redactSnapshot(talkative).agentCore ?? {};
    expect([runtimes?.[0]?.environmentVariables, harnesses?.[0]?.harness]).toMatchObject([
      { API_KEY: LEFT_OUT },
      {
        systemPrompt: [{ text: LEFT_OUT }],
        tools: [{}, {}, { config: { remoteMcp: { headers: { Authorization: `${LEFT_OUT} ${PROVIDER}` } } } }],
      },
    ]);
  });

  it('changes nothing that has none of it', () => {
    expect(redactSnapshot({ ...sample, agents: [], bedrock: {} })).toEqual({ ...sample, agents: [], bedrock: {} });
  });

  it.each([['the sample account', sample], ['with private text', talkative], ...snapshots()] as const)(
    'is judged as the whole: %s',
    (_name, snapshot) => {
      expect(judged(redactSnapshot(snapshot))).toBe(judged(snapshot));
    },
  );
});
