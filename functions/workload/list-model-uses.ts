import type { AgentConfiguration } from './agent-configurations.ts';
import { type Evidence, missing } from './evidence.ts';
import type { FoundationModelUse, ModelUse } from './model-use.ts';
import { resolveModel } from './resolve-model.ts';
import type { Snapshot } from './snapshot.ts';
import { notRead } from './unread.ts';
import { workloadKey } from './workload-key.ts';

export interface ModelReference {
  readonly reference: string;
  readonly usedBy: string;
}

/** Every model that an agent calls: its own, those of the prompt steps that it takes, those its aliases route to. */
export function modelReferences({ detail, provisionedThroughput }: AgentConfiguration): readonly ModelReference[] {
  const steps = detail.promptOverrideConfiguration?.promptConfigurations ?? [];
  return [
    ...(isNamed(detail.foundationModel) ? [{ reference: detail.foundationModel, usedBy: 'foundationModel' }] : []),
    ...steps.flatMap(({ promptType, promptState, foundationModel }) =>
      isNamed(foundationModel) && promptState !== 'DISABLED'
        ? [{ reference: foundationModel, usedBy: promptType ?? 'prompt step' }]
        : [],
    ),
    ...provisionedThroughput.map(({ alias, model }) => ({ reference: model, usedBy: `alias ${alias}` })),
  ];
}

const isNamed = (model: string | undefined): model is string => model !== undefined && model !== '';

export function modelUses(snapshot: Snapshot, configuration: AgentConfiguration): readonly ModelUse[] {
  const { workload } = configuration;
  return modelReferences(configuration).map(({ reference, usedBy }) => {
    const { kind, foundationModels } = resolveModel(snapshot, reference, workload.region);
    return {
      reference,
      kind,
      usedBy,
      workload: workloadKey(workload),
      foundationModels:
        'missing' in foundationModels
          ? foundationModels
          : { known: foundationModels.known.map((model) => foundationModelUse(snapshot, model)) },
    };
  });
}

function foundationModelUse(
  snapshot: Snapshot,
  { modelId, modelArns }: Pick<FoundationModelUse, 'modelId' | 'modelArns'>,
): FoundationModelUse {
  const { foundationModels, modelAvailability } = snapshot.bedrock ?? {};
  return {
    modelId,
    provider: (modelId.split('.')[0] ?? '').toLowerCase(),
    modelArns,
    details: entry(
      foundationModels,
      modelId,
      notRead(snapshot, `bedrock.foundationModels.${modelId}`, `the model ${modelId}`),
    ),
    availability: entry(
      modelAvailability,
      modelId,
      notRead(snapshot, `bedrock.modelAvailability.${modelId}`, `the availability of ${modelId}`),
    ),
  };
}

function entry<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  key: string,
  reason: string,
): Evidence<Value> {
  const value = record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
  return value === undefined ? missing(reason) : { known: value };
}
