import { gravestFirst, type NewNonCompliance } from '../alerts/non-compliance.ts';
import { remediationOfFinding } from '../remediation/finding-remediation.ts';
import type { AgentRole } from '../workload/agent-role.ts';

/**
 * With the change that the policy engine proved, of the gravest finding that has one. A proof takes longer than the finding, so
 * it is made of what is told only.
 *
 * @param role the one that was found so, as it was judged; without it nothing is proven
 */
export function withProvenChange(found: NewNonCompliance, role: AgentRole | undefined): NewNonCompliance {
  if (role === undefined) return found;
  const proven = found.findings
    .toSorted((a, b) => gravestFirst(a.severity, b.severity))
    .map((finding) => remediationOfFinding(finding, role))
    .find(({ proof }) => proof !== undefined);
  return proven === undefined ? found : { ...found, proven };
}
