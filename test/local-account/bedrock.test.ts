import {
  BedrockClient,
  GetFoundationModelAvailabilityCommand,
  GetFoundationModelCommand,
  GetGuardrailCommand,
  GetInferenceProfileCommand,
  GetProvisionedModelThroughputCommand,
  GetUseCaseForModelAccessCommand,
  ListEnforcedGuardrailsConfigurationCommand,
  ListFoundationModelsCommand,
  ListGuardrailsCommand,
  ListInferenceProfilesCommand,
  ListProvisionedModelThroughputsCommand,
} from '@aws-sdk/client-bedrock';
import { afterEach, describe, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { answerOf, clientConfig, EMPTY } from './account-under-test.ts';

let account: LocalAccount | undefined;

async function bedrockOf(snapshot: Snapshot, options?: Parameters<typeof startLocalAccount>[1]) {
  account = await startLocalAccount(snapshot, options);
  return new BedrockClient(clientConfig(account.endpoint));
}

afterEach(() => account?.close());

const modelId = 'anthropic.claude-v2:1';
const modelArn = `arn:aws:bedrock:us-east-1::foundation-model/${modelId}`;
const model = { modelArn, modelId, modelLifecycle: { status: 'LEGACY', endOfLifeTime: '2026-12-01T00:00:00.000Z' } };
const availability = {
  agreementAvailability: { status: 'NOT_AVAILABLE' },
  authorizationStatus: 'AUTHORIZED',
  entitlementAvailability: 'AVAILABLE',
  regionAvailability: 'AVAILABLE',
};
const profile = {
  inferenceProfileId: 'us.anthropic.claude-v2:1',
  inferenceProfileArn: 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-v2:1',
  models: [{ modelArn }],
  type: 'SYSTEM_DEFINED',
};
const guardrailArn = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/guard0000001';
const guardrail = { guardrailId: 'guard0000001', guardrailArn, version: '1', name: 'words' };
const provisioned = {
  provisionedModelArn: 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/prov00000001',
  provisionedModelName: 'reserved',
  modelArn,
};
const enforced = { configId: 'c1', guardrailArn };

const SNAPSHOT: Snapshot = {
  ...EMPTY,
  bedrock: {
    foundationModels: { [modelId]: model },
    modelAvailability: { [modelId]: availability },
    useCaseForModelAccess: { submitted: false },
    inferenceProfiles: [profile],
    guardrails: [guardrail],
    provisionedModels: [provisioned],
    enforcedGuardrails: [enforced],
  },
  unread: [
    { part: 'bedrock.modelAvailability.amazon.nova-pro-v1:0', error: 'ThrottlingException' },
    { part: 'bedrock.inferenceProfiles.eu.x', error: 'AccessDeniedException' },
    { part: 'bedrock.guardrails.guard0000009', error: 'InternalServerException' },
  ],
};

const notFound = { error: 'ResourceNotFoundException' };
const denied = { error: 'AccessDeniedException' };

describe('Amazon Bedrock answers', () => {
  it.each([
    ['a model', new GetFoundationModelCommand({ modelIdentifier: modelId }), { modelDetails: model }],
    ['a model by its ARN', new GetFoundationModelCommand({ modelIdentifier: modelArn }), { modelDetails: model }],
    ['that a model is unknown', new GetFoundationModelCommand({ modelIdentifier: 'x' }), denied],
    ['that the prototype is no model', new GetFoundationModelCommand({ modelIdentifier: 'constructor' }), denied],
    ['models', new ListFoundationModelsCommand({}), { modelSummaries: [model] }],
    [
      'the availability of a model',
      new GetFoundationModelAvailabilityCommand({ modelId }),
      { modelId, ...availability },
    ],
    ['that it is unknown', new GetFoundationModelAvailabilityCommand({ modelId: 'x' }), denied],
    [
      'that it was unread',
      new GetFoundationModelAvailabilityCommand({ modelId: 'amazon.nova-pro-v1:0' }),
      { error: 'ThrottlingException' },
    ],
    ['that no use case was submitted', new GetUseCaseForModelAccessCommand({}), notFound],
    [
      'an inference profile',
      new GetInferenceProfileCommand({ inferenceProfileIdentifier: profile.inferenceProfileId }),
      profile,
    ],
    ['its ARN', new GetInferenceProfileCommand({ inferenceProfileIdentifier: profile.inferenceProfileArn }), profile],
    ['no such profile', new GetInferenceProfileCommand({ inferenceProfileIdentifier: 'eu.y' }), notFound],
    ['a profile that was unread', new GetInferenceProfileCommand({ inferenceProfileIdentifier: 'eu.x' }), denied],
    [
      'profiles of a type',
      new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' }),
      { inferenceProfileSummaries: [{ inferenceProfileId: 'eu.x' }] },
    ],
    ['a guardrail', new GetGuardrailCommand({ guardrailIdentifier: 'guard0000001', guardrailVersion: '1' }), guardrail],
    ['its ARN', new GetGuardrailCommand({ guardrailIdentifier: guardrailArn, guardrailVersion: '1' }), guardrail],
    [
      'that a version is unknown',
      new GetGuardrailCommand({ guardrailIdentifier: 'guard0000001', guardrailVersion: '2' }),
      denied,
    ],
    ['that the draft is unknown', new GetGuardrailCommand({ guardrailIdentifier: 'guard0000001' }), denied],
    ['no such guardrail', new GetGuardrailCommand({ guardrailIdentifier: 'guard0000002' }), notFound],
    [
      'guardrails',
      new ListGuardrailsCommand({}),
      {
        guardrails: [{ id: 'guard0000001', arn: guardrailArn, version: '1', name: 'words' }, { id: 'guard0000009' }],
      },
    ],
    ['enforced guardrails', new ListEnforcedGuardrailsConfigurationCommand({}), { guardrailsConfig: [enforced] }],
    ...[provisioned.provisionedModelArn, 'prov00000001', 'reserved'].map(
      (provisionedModelId) =>
        [
          `provisioned throughput by ${provisionedModelId}`,
          new GetProvisionedModelThroughputCommand({ provisionedModelId }),
          provisioned,
        ] as const,
    ),
    ['no such throughput', new GetProvisionedModelThroughputCommand({ provisionedModelId: 'x' }), notFound],
  ] as const)('%s', async (_, command, answer) => {
    const client = await bedrockOf(SNAPSHOT);
    expect(await answerOf(client.send(command as GetGuardrailCommand))).toEqual(answer);
  });

  it.each([
    [{ submitted: true }, { formData: { 0: 123, 1: 125 } }],
    [{ submitted: false }, notFound],
    [undefined, denied],
  ])('use case %o', async (useCaseForModelAccess, answer) => {
    const client = await bedrockOf({ ...EMPTY, bedrock: { ...(useCaseForModelAccess && { useCaseForModelAccess }) } });
    expect(await answerOf(client.send(new GetUseCaseForModelAccessCommand({})))).toEqual(answer);
  });

  it.each([
    ['ListFoundationModels', new ListFoundationModelsCommand({})],
    ['ListInferenceProfiles', new ListInferenceProfilesCommand({})],
    ['ListGuardrails', new ListGuardrailsCommand({})],
    ['ListEnforcedGuardrailsConfiguration', new ListEnforcedGuardrailsConfigurationCommand({})],
    ['ListProvisionedModelThroughputs', new ListProvisionedModelThroughputsCommand({})],
    ['GetInferenceProfile', new GetInferenceProfileCommand({ inferenceProfileIdentifier: 'x' })],
    ['GetGuardrail', new GetGuardrailCommand({ guardrailIdentifier: 'x' })],
    ['GetProvisionedModelThroughput', new GetProvisionedModelThroughputCommand({ provisionedModelId: 'x' })],
  ] as const)('%s is denied when its part is unknown', async (_, command) => {
    const client = await bedrockOf({ ...EMPTY, bedrock: {} });
    expect(await answerOf(client.send(command as ListGuardrailsCommand))).toEqual(denied);
  });

  it('pages, one of them empty', async () => {
    const inferenceProfiles = ['a', 'b', 'c'].map((inferenceProfileId) => ({ inferenceProfileId }));
    const client = await bedrockOf({ ...EMPTY, bedrock: { inferenceProfiles } }, { pageSize: 2 });
    const pages: unknown[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(new ListInferenceProfilesCommand({ ...(nextToken && { nextToken }) }));
      pages.push(page.inferenceProfileSummaries?.map((one) => one.inferenceProfileId));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(pages).toEqual([['a', 'b'], [], ['c']]);
  });
});
