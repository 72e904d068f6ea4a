import { lintPolicy } from '../iam/lint.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { EvidenceLine } from './diagnosis.ts';
import { statementName } from './evidence-line.ts';

/** What people write into a policy in answer to a denial, and what stands for nothing there. */
const INERT: ReadonlySet<string> = new Set([
  'unknown-service-prefix',
  'unknown-action',
  'action-resource-mismatch',
  'placeholder',
]);

const MOST = 4;

/** The parts of the role's policies that grant nothing: more of the same would change nothing. */
export function inertLines(role: AgentRole | undefined): readonly EvidenceLine[] {
  if (role === undefined) return [];
  const { partition, accountId, region } = role;
  const findings = role.readablePolicies.flatMap((policy) => lintPolicy(policy, { partition, accountId, region }));
  const lines = findings
    .filter(({ id }) => INERT.has(id))
    .map(({ location, message }) => `${statementName(location)}: ${message}; it changes nothing`);
  return [...new Set(lines)].slice(0, MOST).map((says) => ({ source: 'policies of the role', says }));
}
