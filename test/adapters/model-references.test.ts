import { describe, expect, it } from 'vitest';
import {
  guardrailReferences,
  modelReferences,
  type ReferenceKind,
  referenceKind,
  resourceId,
} from '../../functions/adapters/model-references.ts';

const ARN = 'arn:aws:bedrock:us-east-1:111122223333:';
const cases: readonly [reference: string, kind: ReferenceKind, id: string][] = [
  ['amazon.nova-pro-v1:0', 'foundationModel', 'amazon.nova-pro-v1:0'],
  ['moonshotai.kimi-k2.5', 'foundationModel', 'moonshotai.kimi-k2.5'],
  ['us.amazon.nova-pro-v1:0', 'inferenceProfile', 'us.amazon.nova-pro-v1:0'],
  ['eu.anthropic.claude-sonnet-4-5-20250929-v1:0', 'inferenceProfile', 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0'],
  ['apac.amazon.nova-lite-v1:0', 'inferenceProfile', 'apac.amazon.nova-lite-v1:0'],
  [
    'us-gov.anthropic.claude-3-haiku-20240307-v1:0',
    'inferenceProfile',
    'us-gov.anthropic.claude-3-haiku-20240307-v1:0',
  ],
  [
    'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'inferenceProfile',
    'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
  ],
  ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0', 'foundationModel', 'amazon.nova-pro-v1:0'],
  [`${ARN}inference-profile/us.amazon.nova-pro-v1:0`, 'inferenceProfile', 'us.amazon.nova-pro-v1:0'],
  [`${ARN}application-inference-profile/abc123`, 'inferenceProfile', 'abc123'],
  [`${ARN}provisioned-model/abc123`, 'provisionedModel', 'abc123'],
  [`${ARN}imported-model/abc123`, 'nothing', 'abc123'],
  [`${ARN}prompt-router/abc123`, 'nothing', 'abc123'],
  ['arn:', 'nothing', 'arn:'],
];

it.each(cases)('%s is asked about as %s', (reference, kind, id) => {
  expect([referenceKind(reference), resourceId(reference)]).toEqual([kind, id]);
});

const agents = [
  {
    agent: {
      agentId: 'AGENT00001',
      foundationModel: 'a',
      guardrailConfiguration: { guardrailIdentifier: 'g', guardrailVersion: '1' },
      promptOverrideConfiguration: { promptConfigurations: [{ foundationModel: 'b' }, {}] },
    },
    versions: [
      {
        agentVersion: {
          agentId: 'AGENT00001',
          version: '1',
          foundationModel: 'a',
          guardrailConfiguration: { guardrailIdentifier: 'g', guardrailVersion: '2' },
        },
      },
    ],
    aliases: [{ agentAliasId: 'A', routingConfiguration: [{ agentVersion: '1', provisionedThroughput: 'c' }, {}] }],
  },
  { agent: { agentId: 'AGENT00002', guardrailConfiguration: { guardrailIdentifier: 'g', guardrailVersion: '1' } } },
];

it('models are found wherever an agent names them, each once', () => {
  expect(modelReferences({ agents })).toEqual(['a', 'b', 'c']);
});

it('guardrails are found in the draft and in versions, each version once', () => {
  expect(guardrailReferences({ agents })).toEqual([
    { guardrailIdentifier: 'g', guardrailVersion: '1' },
    { guardrailIdentifier: 'g', guardrailVersion: '2' },
  ]);
});

describe('what is no agent names models and guardrails, too', () => {
  const modelsOf: readonly [what: string, parts: Parameters<typeof modelReferences>[0], models: readonly string[]][] = [
    [
      'a knowledge base: embedding, parsing',
      {
        knowledgeBases: [
          {
            knowledgeBase: {
              knowledgeBaseId: 'K',
              knowledgeBaseConfiguration: { vectorKnowledgeBaseConfiguration: { embeddingModelArn: 'e' } },
            },
            dataSources: [
              { parsingConfiguration: { bedrockFoundationModelConfiguration: { modelArn: 'p' } } },
            ] as never,
          },
        ],
      },
      ['e', 'p'],
    ],
    [
      'a flow, in its draft and in a version',
      {
        flows: [
          {
            id: 'F',
            definition: {
              nodes: [{ configuration: { prompt: { sourceConfiguration: { inline: { modelId: 'i' } } } } }],
            },
            versions: [
              { version: '1', definition: { nodes: [{ configuration: { knowledgeBase: { modelId: 'v' } } }] } },
            ],
          },
        ],
      },
      ['i', 'v'],
    ],
    ['a prompt', { prompts: [{ variants: [{ name: 'one', modelId: 'm' }] }] }, ['m']],
    [
      'a harness',
      { agentCore: { harnesses: [{ harness: { model: { bedrockModelConfig: { modelId: 'h' } } } }] } },
      ['h'],
    ],
    [
      'a harness, but not the models of others',
      { agentCore: { harnesses: [{ harness: { model: { openAiModelConfig: { modelId: 'gpt' } } } }] } },
      [],
    ],
    [
      'a runtime, but not what it is told',
      { agentCore: { runtimes: [{ environmentVariables: { modelId: 'x' } }] } },
      [],
    ],
    [
      'text that is empty, or none',
      { agentCore: { evaluators: [{ modelId: '' }, { modelId: 1 }, { other: 'x' }] } },
      [],
    ],
  ];

  it.each(modelsOf)('%s', (_, parts, models) => {
    expect(modelReferences(parts)).toEqual(models);
  });

  it('guardrails of a flow’s nodes', () => {
    const guardrailConfiguration = { guardrailIdentifier: 'g', guardrailVersion: '1' };
    const nodes = [{ configuration: { prompt: { guardrailConfiguration } } }, { guardrailIdentifier: 1 }];
    expect(guardrailReferences({ flows: [{ id: 'F', definition: { nodes } }] })).toEqual([guardrailConfiguration]);
  });
});
