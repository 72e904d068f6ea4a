import type { AgentConfiguration } from './agent-configurations.ts';
import { missing } from './evidence.ts';
import { listAt, textAt } from './fields.ts';
import type { ModelUse } from './model-use.ts';
import { modelUse } from './model-use-of.ts';
import type { Snapshot } from './snapshot.ts';
import { workloadKey } from './workload-key.ts';

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

/**
 * Phrases about a model that must be there and is not. An agent that was never prepared may do without, and one whose own
 * function orchestrates, of which only the draft tells.
 */
export function unnamedModels({ detail, draft, workload }: AgentConfiguration): readonly string[] {
  const mayDoWithout =
    UNPREPARED.has(textAt(detail, 'agentStatus') ?? '') ||
    textAt(draft ?? detail, 'orchestrationType') === 'CUSTOM_ORCHESTRATION';
  if (mayDoWithout || textAt(detail, 'foundationModel') !== undefined) return [];
  const agent = workload.version === 'DRAFT' ? '' : `version ${workload.version} of `;
  return [`the model of ${agent}agent ${workload.id} is not in its configuration`];
}

const UNPREPARED: ReadonlySet<string> = new Set(['CREATING', 'NOT_PREPARED', 'FAILED', 'DELETING']);

export function modelUses(snapshot: Snapshot, configuration: AgentConfiguration): readonly ModelUse[] {
  const { workload } = configuration;
  return [
    ...modelReferences(configuration).map(({ reference, usedBy }) => modelUse(snapshot, workload, reference, usedBy)),
    ...unnamedModels(configuration).map(
      (reason): ModelUse => ({
        reference: 'no model',
        kind: 'unrecognised',
        usedBy: 'foundationModel',
        workload: workloadKey(workload),
        foundationModels: missing(reason),
      }),
    ),
  ];
}
