import type { WorkloadNeeds } from '../needs.ts';
import type { FlowDetail, Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';

/** What the role of a flow needs. */
export const flowNeeds = (_: Snapshot, __: FlowDetail, { id }: Workload): WorkloadNeeds => ({
  requests: [],
  gaps: [`Warden does not derive the needs of a flow role yet (${id})`],
  models: [],
});
