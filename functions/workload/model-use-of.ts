import { type Evidence, missing } from './evidence.ts';
import type { FoundationModelUse, ModelUse } from './model-use.ts';
import { resolveModel } from './resolve-model.ts';
import type { Snapshot } from './snapshot.ts';
import { notRead } from './unread.ts';
import type { Workload } from './workload.ts';
import { workloadKey } from './workload-key.ts';

/** A model that a workload calls, with what the snapshot tells of the foundation models behind it. */
export function modelUse(snapshot: Snapshot, workload: Workload, reference: string, usedBy: string): ModelUse {
  const { kind, foundationModels } = resolveModel(snapshot, reference, workload);
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
