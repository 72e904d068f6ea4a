import type { Severity } from '../rules/rule.ts';
import type { ExplainedDenial } from './explain-denial.ts';

/** A workload that cannot work is worse than a caller who was turned away, or a guess. */
export function denialSeverity({ causes, workload }: ExplainedDenial): Severity {
  if (workload === null) return 'medium';
  return causes[0]?.certainty === 'proven' ? 'high' : 'medium';
}
