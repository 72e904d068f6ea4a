import type { Evaluation } from '../rules/evaluation.ts';
import type { Outcome, Severity } from '../rules/rule.ts';
import { severities, worstSeverity } from './severity.ts';

type ComplianceType = Outcome['complianceType'];

export interface Summary {
  readonly roles: number;
  readonly evaluations: number;
  readonly complianceType: Readonly<Record<ComplianceType, number>>;
  /** Of the NON_COMPLIANT evaluations, each by its worst finding. */
  readonly severity: Readonly<Record<Severity, number>>;
}

export const complianceTypes = [
  'NON_COMPLIANT',
  'INSUFFICIENT_DATA',
  'COMPLIANT',
  'NOT_APPLICABLE',
] as const satisfies readonly ComplianceType[];

export function summaryOf(evaluations: readonly Evaluation[]): Summary {
  const severity = evaluations.map(({ outcome }) => worstSeverity(outcome));
  return {
    roles: new Set(evaluations.map(({ role }) => role)).size,
    evaluations: evaluations.length,
    complianceType: counts(
      complianceTypes,
      evaluations.map(({ outcome }) => outcome.complianceType),
    ),
    severity: counts(severities, severity),
  };
}

function counts<const Key extends string>(keys: readonly Key[], found: readonly (Key | null)[]): Record<Key, number> {
  // INVARIANT: one entry for each key, so the object is a whole record.
  return Object.fromEntries(keys.map((key) => [key, found.filter((one) => one === key).length])) as Record<Key, number>;
}
