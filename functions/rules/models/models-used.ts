import type { FoundationModelUse, ModelUse } from '../../workload/model-use.ts';

/** A foundation model, and the workloads and ways in which a role uses it. */
export interface UsedModel {
  readonly model: FoundationModelUse;
  readonly workloads: readonly string[];
  readonly kinds: ReadonlySet<ModelUse['kind']>;
}

/** Each foundation model once, with every Region's ARN by which it is called. */
export function modelsUsed(uses: readonly ModelUse[]): readonly UsedModel[] {
  const known = uses.flatMap(({ kind, workload, foundationModels }) =>
    'known' in foundationModels ? foundationModels.known.map((model) => ({ model, workload, kind })) : [],
  );
  return [...Map.groupBy(known, ({ model }) => model.modelId).values()].flatMap((ofModel) => {
    const [first] = ofModel;
    if (first === undefined) return [];
    const modelArns = [...new Set(ofModel.flatMap(({ model }) => model.modelArns))];
    return [
      {
        model: { ...first.model, modelArns },
        workloads: [...new Set(ofModel.map(({ workload }) => workload))],
        kinds: new Set(ofModel.map(({ kind }) => kind)),
      },
    ];
  });
}

/** Phrases about references of which it is not known what is behind them. */
export const unresolvedModels = (uses: readonly ModelUse[]): readonly string[] =>
  uses.flatMap(({ foundationModels }) => ('missing' in foundationModels ? foundationModels.missing : []));

/** The workload of a finding, when there is only one. */
export function concerning({ workloads }: Pick<UsedModel, 'workloads'>): { readonly workload?: string } {
  const [workload, ...others] = workloads;
  return workload !== undefined && others.length === 0 ? { workload } : {};
}
