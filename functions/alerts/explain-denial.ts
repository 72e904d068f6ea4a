import { diagnose } from '../diagnosis/diagnose.ts';
import type { Cause, DeniedRequest, Diagnosis } from '../diagnosis/diagnosis.ts';
import { buildRemediation } from '../remediation/build-remediation.ts';
import type { Remediation } from '../remediation/remediation.ts';
import type { AgentRole } from '../workload/agent-role.ts';

/** A diagnosis in which every cause comes with what to do about it. */
export interface ExplainedDenial extends Omit<Diagnosis, 'causes'> {
  readonly causes: readonly ExplainedCause[];
}

export interface ExplainedCause extends Omit<Cause, 'change'> {
  readonly remediation: Remediation;
}

/** Why a call was denied, and the remediation of each cause. */
export function explainDenial(
  denied: DeniedRequest,
  role: AgentRole | undefined,
  gaps: readonly string[] = [],
): ExplainedDenial {
  const diagnosis = diagnose(denied, role, gaps);
  return {
    ...diagnosis,
    causes: diagnosis.causes.map(({ change, ...cause }) => ({ ...cause, remediation: buildRemediation(change, role) })),
  };
}
