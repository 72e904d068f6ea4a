import type { Outcome, Severity } from '../rules/rule.ts';

/** Worst first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Severity[];

/** The worst finding's, or `null` where nothing was found. */
export function worstSeverity(outcome: Outcome): Severity | null {
  if (outcome.complianceType !== 'NON_COMPLIANT') return null;
  return severities.find((severity) => outcome.findings.some((finding) => finding.severity === severity)) ?? null;
}
