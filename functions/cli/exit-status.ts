import type { ExplainedDenial } from '../alerts/explain-denial.ts';
import type { Severity } from '../rules/rule.ts';
import type { ComplianceStatus } from './compliance-status.ts';
import type { Audit } from './judge-snapshot.ts';
import { worstSeverity } from './severity.ts';
import { ruleNotes } from './status-words.ts';

/** What the command's exit status says; `unusable` outweighs `found`, and `found` outweighs `incomplete`. */
export const exitStatus = { nothingToReport: 0, found: 1, unusable: 2, incomplete: 3 } as const;

export type FailOn = Severity | 'none';

/** Unusable when a policy could not be parsed, found when a finding is at or above `failOn`. */
export function auditExitStatus({ evaluations, malformed, unread }: Audit, failOn: FailOn): number {
  if (malformed.length > 0) return exitStatus.unusable;
  if (evaluations.some(({ outcome }) => reaches(worstSeverity(outcome), failOn))) return exitStatus.found;
  const incomplete = unread.length > 0 || evaluations.some(({ outcome }) => 'missing' in outcome);
  return incomplete ? exitStatus.incomplete : exitStatus.nothingToReport;
}

/**
 * Found when a denial is explained: a cause is proven or likely, or a possible one is named and no question is left
 * open. Incomplete when there are denials and none is explained.
 */
export function diagnosisExitStatus(denials: readonly ExplainedDenial[]): number {
  if (denials.length === 0) return exitStatus.nothingToReport;
  return denials.some(isExplained) ? exitStatus.found : exitStatus.incomplete;
}

function isExplained({ causes, unanswered }: ExplainedDenial): boolean {
  return causes.some(({ certainty }) => certainty !== 'possible' || unanswered.length === 0);
}

/** Found when a role is non-compliant; incomplete when a result is open, a rule cannot be relied on, or a read was refused. */
export function statusExitStatus(status: ComplianceStatus): number {
  const results = status.resources.flatMap((resource) => resource.results);
  if (results.some(({ complianceType }) => complianceType === 'NON_COMPLIANT')) return exitStatus.found;
  const isOpen = results.some(({ complianceType }) => complianceType === 'INSUFFICIENT_DATA');
  const incomplete = isOpen || ruleNotes(status).length > 0 || status.unread.length > 0;
  return incomplete ? exitStatus.incomplete : exitStatus.nothingToReport;
}

const rank = { critical: 4, high: 3, medium: 2, low: 1 } as const;

function reaches(severity: Severity | null, failOn: FailOn): boolean {
  return severity !== null && failOn !== 'none' && rank[severity] >= rank[failOn];
}
