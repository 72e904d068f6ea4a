import { unreadAgentCore, unreadWorkloads } from '../adapters/role-usage.ts';
import type { Snapshot } from '../workload/snapshot.ts';

/** Lists of workloads that were refused: what is in them may act with roles, unseen. */
export interface HiddenLists {
  /** With any role. */
  readonly anyRole: readonly string[];
  /** With roles that trust AgentCore. */
  readonly agentCore: readonly string[];
}

export const NOTHING_HIDDEN: HiddenLists = { anyRole: [], agentCore: [] };

export const hiddenLists = (snapshots: readonly Pick<Snapshot, 'unread'>[]): HiddenLists => ({
  anyRole: snapshots.flatMap(unreadWorkloads),
  agentCore: snapshots.flatMap(unreadAgentCore),
});
