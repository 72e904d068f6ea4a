import { readFailed } from '../adapters/role-usage.ts';
import type { AgentRole, EvidencePart } from '../workload/agent-role.ts';
import { mergeAgentRoles } from '../workload/merge-agent-roles.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import { type HiddenLists, hiddenLists } from './hidden-lists.ts';

/** What the rule has to be given of a role; asked once there is one to judge, since it takes the rules to be loaded. */
export type PartsRead = () => Promise<readonly EvidencePart[]>;

/** The agent roles that a changed resource bears on. */
export type ChangedRoles =
  | {
      readonly roles: readonly AgentRole[];
      /** Why further roles may be concerned that cannot be seen. */
      readonly undecided: readonly string[];
      readonly hidden: HiddenLists;
      /** Whether a read failed on the way, or a policy did not parse, so that somebody has to look or another try sees more. */
      readonly readFailed: boolean;
      /** Every role that something acts with, when the change may have taken a workload from one. */
      readonly acting?: ReadonlySet<string>;
    }
  | { readonly notApplicable: string };

/** The concerned of the roles that were read, as far as the workloads were seen. */
export function judgedRoles(
  snapshots: readonly Snapshot[],
  workloads: readonly Snapshot[],
  isConcerned: (role: AgentRole) => boolean,
): Exclude<ChangedRoles, { readonly notApplicable: string }> {
  const { roles, malformed } = mergeAgentRoles(snapshots);
  return {
    roles: roles.filter(isConcerned),
    undecided: [],
    hidden: hiddenLists(workloads),
    readFailed: snapshots.some(readFailed) || malformed.length > 0,
  };
}
