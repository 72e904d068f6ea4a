import type { WorkloadNeeds } from '../needs.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';

/**
 * What the role of an AgentCore resource needs.
 *
 * @param resource the `get-…` answer, without the object that some of them nest it in
 */
export const agentCoreNeeds = (
  _: Snapshot,
  __: Readonly<Record<string, unknown>>,
  { type }: Workload,
): WorkloadNeeds => ({
  requests: [],
  gaps: [`Warden does not derive the needs of an ${type} role yet`],
  models: [],
});
