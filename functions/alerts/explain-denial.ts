import { diagnose } from '../diagnosis/diagnose.ts';
import type { Cause, DeniedRequest, Diagnosis } from '../diagnosis/diagnosis.ts';
import { buildRemediation } from '../remediation/build-remediation.ts';
import type { Remediation } from '../remediation/remediation.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { Snapshot } from '../workload/snapshot.ts';

/** A diagnosis in which every cause comes with what to do about it. */
export interface ExplainedDenial extends Omit<Diagnosis, 'causes' | 'next'> {
  readonly causes: readonly ExplainedCause[];
}

export interface ExplainedCause extends Omit<Cause, 'change' | 'role'> {
  readonly remediation: Remediation;
}

/**
 * Why a call was denied, and the remediation of each cause.
 *
 * @param snapshots the account, one for each Region: without it, only the role and the message are asked
 */
export function explainDenial(
  denied: DeniedRequest,
  role: AgentRole | undefined,
  gaps: readonly string[] = [],
  snapshots: readonly Snapshot[] = [],
): ExplainedDenial {
  const { next, ...diagnosis } = diagnose(denied, role, gaps, snapshots);
  return {
    ...diagnosis,
    causes: diagnosis.causes.map(({ change, role: whose, ...cause }, index) => {
      const remediation = buildRemediation(change, whose ?? role);
      return { ...cause, remediation: index === 0 && next !== undefined ? followedBy(remediation, next) : remediation };
    }),
  };
}

/** The layer behind the first one is told with it, and not by the next denial. */
const followedBy = (remediation: Remediation, next: NonNullable<Diagnosis['next']>): Remediation => ({
  ...remediation,
  steps: [...remediation.steps, `Next, the call would be stopped by ${next.code}: ${next.summary}`],
});
