import type { RequiredRequest } from './required-request.ts';
import { roleNeeds } from './role-needs.ts';
import type { Snapshot } from './snapshot.ts';
import type { Workload } from './workload.ts';

/** What the knowledge bases that are queried by the holder of a role need of roles of their own. */
export const requestsOfQueried = (
  snapshot: Snapshot,
  workloads: readonly Workload[],
  ofHolder: readonly RequiredRequest[],
  holder: string,
): readonly RequiredRequest[] =>
  workloads
    .filter(
      ({ type, arn, roleArn }) =>
        type === 'knowledgeBase' && roleArn !== holder && ofHolder.some(({ resource }) => resource === arn),
    )
    .flatMap((workload) => roleNeeds(snapshot, workload).requests)
    .filter(({ heldBy }) => heldBy === 'role');
