import { guardrailOf } from '../guardrail-of.ts';
import { type Needs, NO_NEEDS } from '../needs.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';
import type { KnowledgeBaseModel } from './knowledge-base-models.ts';

/** What parses documents and describes chunks answers in words; embedding and reranking answer in numbers. */
const IN_WORDS = /^(parsing|context enrichment) /;
const IN_NUMBERS =
  'A guardrail filters words. Whether the account enforces it on embedding and reranking as well is not documented.';

/**
 * Applying the guardrails that the account enforces on every call of a model.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-resource-based-policies.html
 */
export function enforcedGuardrailNeeds(
  snapshot: Snapshot,
  workload: Workload,
  models: readonly KnowledgeBaseModel[],
): Needs {
  if (models.length === 0) return NO_NEEDS;
  const needs = guardrailOf(snapshot, workload);
  if (models.some(({ usedBy }) => IN_WORDS.test(usedBy))) return needs;
  return {
    requests: needs.requests.map((request) => ({ ...request, necessity: 'optional', note: IN_NUMBERS })),
    gaps: needs.gaps,
  };
}
