import { isFields, textAt } from './fields.ts';
import { guardrailNeeds } from './guardrail-needs.ts';
import { allNeeds, type Needs } from './needs.ts';
import type { Snapshot } from './snapshot.ts';
import type { Workload } from './workload.ts';

/**
 * Applying a guardrail, if a `guardrailConfiguration` names one, and those that the account enforces: what an agent needs
 * that has a guardrail and nothing else.
 */
export function guardrailOf(snapshot: Snapshot, workload: Workload, guardrailConfiguration?: unknown): Needs {
  const guardrailIdentifier = textAt(guardrailConfiguration, 'guardrailIdentifier');
  const guardrailVersion = textAt(guardrailConfiguration, 'guardrailVersion');
  const gaps =
    guardrailIdentifier === undefined && !isEmpty(guardrailConfiguration)
      ? [`the guardrail of ${workload.arn} is not named in its configuration`]
      : [];
  const named =
    guardrailIdentifier === undefined
      ? {}
      : {
          guardrailConfiguration: {
            guardrailIdentifier,
            ...(guardrailVersion === undefined ? {} : { guardrailVersion }),
          },
        };
  const needs = guardrailNeeds(snapshot, {
    workload,
    detail: { agentId: workload.id, ...named },
    actionGroups: { known: [] },
    knowledgeBases: { known: [] },
    collaborators: { known: [] },
    provisionedThroughput: [],
  });
  return allNeeds([{ requests: [], gaps }, needs]);
}

const isEmpty = (configuration: unknown): boolean =>
  configuration === undefined || (isFields(configuration) && Object.keys(configuration).length === 0);
