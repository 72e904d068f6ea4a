import type { ModelUse } from '../../workload/model-use.ts';

/** Models of which it is not known what calling them takes. A Provisioned Throughput is called by its own ARN. */
export const underivedModels = (models: readonly ModelUse[]): readonly string[] =>
  models.flatMap(({ kind, foundationModels }) =>
    kind === 'provisionedModel' || 'known' in foundationModels ? [] : foundationModels.missing,
  );
