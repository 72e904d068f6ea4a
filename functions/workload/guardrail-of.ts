import { textAt } from './fields.ts';
import { guardrailNeeds } from './guardrail-needs.ts';
import type { Needs } from './needs.ts';
import type { Snapshot } from './snapshot.ts';
import type { Workload } from './workload.ts';

/**
 * Applying a guardrail, if a `guardrailConfiguration` names one, and those that the account enforces: what an agent needs
 * that has a guardrail and nothing else.
 */
export function guardrailOf(snapshot: Snapshot, workload: Workload, guardrailConfiguration?: unknown): Needs {
  const guardrailIdentifier = textAt(guardrailConfiguration, 'guardrailIdentifier');
  const guardrailVersion = textAt(guardrailConfiguration, 'guardrailVersion');
  const named =
    guardrailIdentifier === undefined
      ? {}
      : {
          guardrailConfiguration: {
            guardrailIdentifier,
            ...(guardrailVersion === undefined ? {} : { guardrailVersion }),
          },
        };
  return guardrailNeeds(snapshot, {
    workload,
    detail: { agentId: workload.id, ...named },
    actionGroups: { known: [] },
    knowledgeBases: { known: [] },
    collaborators: { known: [] },
    provisionedThroughput: [],
  });
}
