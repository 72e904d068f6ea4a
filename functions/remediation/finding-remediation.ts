import type { AgentRole } from '../workload/agent-role.ts';
import type { Change } from '../workload/change.ts';
import { buildRemediation } from './build-remediation.ts';
import type { Remediation } from './remediation.ts';
import { REPEAT } from './wording/worded-edits.ts';

/** What a rule says to do, and the proven change of the policies where there is one. */
export type FindingRemediation = Pick<Remediation, 'steps'> & Partial<Remediation>;

/** A finding's own words come first; a change without a proof adds nothing to them. No call was denied that could be repeated. */
export function remediationOfFinding(
  { remediation, fix }: { readonly remediation: string; readonly fix?: Change },
  role: AgentRole,
): FindingRemediation {
  if (fix === undefined) return { steps: [remediation] };
  const built = buildRemediation(fix, role);
  if (built.diff === undefined) return { steps: [remediation] };
  return { ...built, steps: [remediation, ...built.steps.filter((step) => step !== REPEAT)] };
}
