import type { AgentRole } from '../workload/agent-role.ts';
import { policyCarrier, resourcePolicyOf } from '../workload/resource-policies.ts';
import type { Snapshot } from '../workload/snapshot.ts';

/** The role with the policies of what the call is about, which the needs of its workloads need not touch; itself where none is new. */
export function withAskedPolicies(
  role: AgentRole | undefined,
  named: readonly (string | undefined)[],
  [snapshot]: readonly Snapshot[],
): AgentRole | undefined {
  if (role === undefined || snapshot === undefined) return role;
  const carriers = named.flatMap((resource) => (resource === undefined ? [] : (policyCarrier(resource) ?? [])));
  const unseen = carriers.filter((carrier) => !Object.hasOwn(role.resourcePolicies, carrier));
  if (unseen.length === 0) return role;
  const policies = unseen.map((carrier) => [carrier, resourcePolicyOf(snapshot, carrier)] as const);
  return { ...role, resourcePolicies: { ...role.resourcePolicies, ...Object.fromEntries(policies) } };
}
