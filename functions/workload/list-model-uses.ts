import type { AgentConfiguration } from './agent-configurations.ts';
import { listAt, textAt } from './fields.ts';
import type { ModelUse } from './model-use.ts';
import { modelUse } from './model-use-of.ts';
import type { Snapshot } from './snapshot.ts';

export interface ModelReference {
  readonly reference: string;
  readonly usedBy: string;
}

/** Every model that an agent calls: its own, those of the prompt steps that it takes, those its aliases route to. */
export function modelReferences({ detail, provisionedThroughput }: AgentConfiguration): readonly ModelReference[] {
  const own = textAt(detail, 'foundationModel');
  const steps = listAt(detail, 'promptOverrideConfiguration', 'promptConfigurations');
  return [
    ...(own === undefined ? [] : [{ reference: own, usedBy: 'foundationModel' }]),
    ...steps.flatMap((step) => {
      const reference = textAt(step, 'foundationModel');
      return reference === undefined || textAt(step, 'promptState') === 'DISABLED'
        ? []
        : [{ reference, usedBy: textAt(step, 'promptType') ?? 'prompt step' }];
    }),
    ...provisionedThroughput.map(({ alias, model }) => ({ reference: model, usedBy: `alias ${alias}` })),
  ];
}

export const modelUses = (snapshot: Snapshot, configuration: AgentConfiguration): readonly ModelUse[] =>
  modelReferences(configuration).map(({ reference, usedBy }) =>
    modelUse(snapshot, configuration.workload, reference, usedBy),
  );
