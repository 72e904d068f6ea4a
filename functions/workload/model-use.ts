import type { Evidence } from './evidence.ts';
import type { FoundationModelDetails, ModelAvailability } from './snapshot.ts';

/** A model that a workload is configured to call, and what is known of it. */
export interface ModelUse {
  /** As the configuration names it: a model id, a profile id or an ARN. */
  readonly reference: string;
  readonly kind:
    | 'foundationModel'
    | 'inferenceProfile'
    | 'applicationInferenceProfile'
    | 'provisionedModel'
    | 'importedModel'
    | 'customModel'
    | 'promptRouter'
    | 'unrecognised';
  /** `foundationModel`, or the prompt step (`ORCHESTRATION`) or alias that names it. */
  readonly usedBy: string;
  /** `arn#version` of the workload. */
  readonly workload: string;
  /** The foundation models behind it; for a profile, one entry a model with every destination's ARN. */
  readonly foundationModels: Evidence<readonly FoundationModelUse[]>;
}

export interface FoundationModelUse {
  readonly modelId: string;
  /** Lower-case first part of the id: `anthropic`, `amazon`, `meta`. */
  readonly provider: string;
  readonly modelArns: readonly string[];
  readonly details: Evidence<FoundationModelDetails>;
  readonly availability: Evidence<ModelAvailability>;
}
