import {
  BedrockClient,
  GetFoundationModelAvailabilityCommand,
  GetFoundationModelCommand,
  GetInferenceProfileCommand,
  GetProvisionedModelThroughputCommand,
  GetUseCaseForModelAccessCommand,
} from '@aws-sdk/client-bedrock';
import type {
  BedrockPart,
  FoundationModelDetails,
  InferenceProfile,
  ModelAvailability,
  ProvisionedModel,
} from '../workload/snapshot.ts';
import { asJson } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { referenceKind, resourceId } from './model-references.ts';
import type { Remember } from './remember.ts';
import type { Unread } from './unread.ts';

const AT_ONCE = 5;

export type ModelsPart = Pick<
  BedrockPart,
  'foundationModels' | 'modelAvailability' | 'inferenceProfiles' | 'provisionedModels' | 'useCaseForModelAccess'
>;

/** What the named models are, and whether the account may use them. Profiles and throughputs lead to their models. */
export async function readModels(
  references: readonly string[],
  aws: Aws,
  unread: Unread,
  remember: Remember,
): Promise<ModelsPart> {
  const client = new BedrockClient(clientConfiguration(aws));
  const named = (kind: string) => references.filter((reference) => referenceKind(reference) === kind);
  const [inferenceProfiles, provisionedModels, useCaseForModelAccess] = await Promise.all([
    readEach(named('inferenceProfile'), 'inferenceProfiles', unread, async (inferenceProfileIdentifier) =>
      asJson<InferenceProfile>(await client.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier }))),
    ),
    readEach(named('provisionedModel'), 'provisionedModels', unread, async (provisionedModelId) =>
      asJson<ProvisionedModel>(await client.send(new GetProvisionedModelThroughputCommand({ provisionedModelId }))),
    ),
    remember('bedrock.useCaseForModelAccess', unread, (own) => readUseCase(client, own)),
  ]);
  const modelIds = new Set(
    [
      ...named('foundationModel'),
      ...inferenceProfiles.flatMap(({ models = [] }) => models.map(({ modelArn }) => modelArn)),
      ...provisionedModels.map(({ foundationModelArn }) => foundationModelArn),
    ]
      .filter((reference) => reference !== undefined)
      .map(resourceId),
  );
  const models = await mapConcurrently([...modelIds], AT_ONCE, (modelId) =>
    remember(`bedrock.models.${modelId}`, unread, (own) => readModel(modelId, client, own)),
  );
  return {
    inferenceProfiles,
    provisionedModels,
    ...(useCaseForModelAccess !== undefined && { useCaseForModelAccess }),
    foundationModels: Object.fromEntries(models.flatMap(({ details }) => details)),
    modelAvailability: Object.fromEntries(models.flatMap(({ availability }) => availability)),
  };
}

/** What does not exist is simply not in the list; what was refused is, besides, named as unread. */
async function readEach<Resource>(
  ids: readonly string[],
  part: 'inferenceProfiles' | 'provisionedModels',
  unread: Unread,
  read: (id: string) => Promise<Resource>,
): Promise<readonly Resource[]> {
  const resources = await mapConcurrently(ids, AT_ONCE, (id) =>
    unread.attemptExisting(`bedrock.${part}.${resourceId(id)}`, () => read(id)),
  );
  return resources.filter((resource) => resource !== undefined && resource !== null) as Resource[];
}

/** Two answers of one model. A model that AWS does not know is named as unread: nothing else says that it was asked. */
async function readModel(
  modelId: string,
  client: BedrockClient,
  unread: Unread,
): Promise<{
  readonly details: readonly (readonly [string, FoundationModelDetails])[];
  readonly availability: readonly (readonly [string, ModelAvailability])[];
}> {
  const [details, availability] = await Promise.all([
    unread.attempt(`bedrock.foundationModels.${modelId}`, async () => {
      const answer = await client.send(new GetFoundationModelCommand({ modelIdentifier: modelId }));
      return asJson<FoundationModelDetails>(answer.modelDetails);
    }),
    unread.attempt(`bedrock.modelAvailability.${modelId}`, async () =>
      asJson<ModelAvailability>(await client.send(new GetFoundationModelAvailabilityCommand({ modelId }))),
    ),
  ]);
  return {
    details: details === undefined ? [] : [[modelId, details]],
    availability: availability === undefined ? [] : [[modelId, availability]],
  };
}

/** The form's content is the customer's own: only whether there is one is kept. */
async function readUseCase(
  client: BedrockClient,
  unread: Unread,
): Promise<{ readonly submitted: boolean } | undefined> {
  const answer = await unread.attemptExisting('bedrock.useCaseForModelAccess', () =>
    client.send(new GetUseCaseForModelAccessCommand({})),
  );
  return answer === undefined ? undefined : { submitted: answer !== null };
}
