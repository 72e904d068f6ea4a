import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LEFT_OUT, redactSnapshot } from '../../functions/adapters/redact-snapshot.ts';
import { judgeSnapshots } from '../../functions/cli/judge-snapshot.ts';
import { auditJson } from '../../functions/cli/report-json.ts';
import sampleAccount from '../../functions/local-account/sample-account.json' with { type: 'json' };
import type { Snapshot } from '../../functions/workload/snapshot.ts';

const S = 'PRIVATE-TEXT';
const PROVIDER = 'arn:aws:bedrock-agentcore:us-east-1:389743002678:token-vault/default/apikeycredentialprovider/maps';
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
        agentRuntimeArtifact: { codeConfiguration: { code: { s3: { bucket: 'code-bucket', prefix: 'app.zip' } } } },
      },
    ],
    gateways: [
      { gatewayId: 'g', targets: [{ targetConfiguration: { mcp: { openApiSchema: { inlinePayload: S } } } }] },
    ],
    memories: [{ memory: { id: 'm', strategies: [{ configuration: { extraction: { appendToPrompt: S } } }] } }],
    harnesses: [
      {
        harness: {
          harnessId: 'h',
          systemPrompt: [{ text: S }],
          tools: [
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

const audited = (snapshot: Snapshot): string => JSON.stringify(auditJson(judgeSnapshots([snapshot])));

/** Every JSON file of the fixtures that is a snapshot. */
function snapshots(): readonly (readonly [name: string, snapshot: Snapshot])[] {
  const folder = fileURLToPath(new URL('../fixtures', import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .flatMap((path) => {
      const text = readFileSync(join(folder, path), 'utf8');
      return text.includes('bedrock-warden/snapshot/1') ? [[path, JSON.parse(text) as Snapshot] as const] : [];
    })
    .filter(([, { format }]) => format === 'bedrock-warden/snapshot/1');
}

describe('redactSnapshot', () => {
  it('keeps no private text', () => {
    expect(JSON.stringify(talkative).split(S)).toHaveLength(21);
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

  it('keeps what is there, without a word of it', () => {
    const { runtimes, harnesses } = redactSnapshot(talkative).agentCore ?? {};
    expect([runtimes?.[0]?.environmentVariables, harnesses?.[0]?.harness]).toMatchObject([
      { API_KEY: LEFT_OUT },
      {
        systemPrompt: [{ text: LEFT_OUT }],
        tools: [{ config: { remoteMcp: { headers: { Authorization: `${LEFT_OUT} ${PROVIDER}` } } } }],
      },
    ]);
  });

  it('changes nothing that has none of it', () => {
    expect(redactSnapshot({ ...sample, agents: [], bedrock: {} })).toEqual({ ...sample, agents: [], bedrock: {} });
  });

  it.each([['the sample account', sample], ['with private text', talkative], ...snapshots()] as const)(
    'is judged as the whole: %s',
    (_name, snapshot) => {
      expect(audited(redactSnapshot(snapshot))).toBe(audited(snapshot));
    },
  );
});
