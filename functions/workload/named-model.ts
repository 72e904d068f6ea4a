import { modelRequests } from './model-requests.ts';
import { modelUse } from './model-use-of.ts';
import type { WorkloadNeeds } from './needs.ts';
import type { Snapshot } from './snapshot.ts';
import type { Workload } from './workload.ts';

/** Calling one model that a configuration names. `usedBy` says where it is named. */
export const namedModel = (
  snapshot: Snapshot,
  workload: Workload,
  reference: string,
  usedBy: string,
): WorkloadNeeds => ({
  ...modelRequests(snapshot, workload, reference),
  models: [modelUse(snapshot, workload, reference, usedBy)],
});
