import type { ConfigEvaluation } from '../adapters/config-evaluations.ts';
import { readFailed } from '../adapters/role-usage.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import { mergeAgentRoles } from '../workload/merge-agent-roles.ts';
import { answerFor, partsRead, type RuleInUse, resourceOf } from './config-answer.ts';
import { type HiddenLists, hiddenLists } from './hidden-lists.ts';
import type { RegionReaders } from './read-regions.ts';
import { readSlice } from './read-slice.ts';
import { isOutOfTime } from './sweep-index.ts';
import { fingerprint, type SweepState } from './sweep-state.ts';

/** What is said of some of the roles of a sweep. */
export interface JudgedSlice {
  readonly evaluations: readonly ConfigEvaluation[];
  /** Of roles without an answer, the reasons and the fingerprints. */
  readonly undecided: readonly string[];
  readonly open: readonly string[];
  /** Whether another try may decide them. */
  readonly mayRetry: boolean;
  /** Fingerprints of the resources that the roles are. */
  readonly living: readonly string[];
  readonly hasUnknownRole: boolean;
  /** Phrases about what was not read. */
  readonly gaps: readonly string[];
  readonly ranOutOfTime: boolean;
}

/** @param roles fingerprints of role ARNs; no other role is judged, whatever else its workloads show */
export async function judgeSlice(
  inUse: RuleInUse,
  roles: readonly string[],
  state: SweepState,
  { readers, time, since }: { readonly readers: RegionReaders; readonly time: string; readonly since: number },
): Promise<JudgedSlice> {
  const wanted = new Set(roles);
  const snapshots = await readSlice(wanted, state, readers, { needs: partsRead(inUse), since });
  const merged = mergeAgentRoles(snapshots);
  const own = merged.roles.filter(({ arn }) => wanted.has(fingerprint(arn)));
  // AWS stores no policy that is none, so one that does not parse is a defect of ours, and has to be seen.
  const mayRetry = snapshots.some(readFailed) || merged.malformed.length > 0;
  const hidden = hiddenLists(snapshots);
  const { evaluations, undecided } = answerFor(inUse, own, { time, hidden, mayRetry });
  const missed = missedRoles(roles, own, hidden);
  const answered = new Set(evaluations.map(({ ComplianceResourceId }) => ComplianceResourceId));
  const isOpen = (role: AgentRole) => !resourceOf(role).some(({ resourceId }) => answered.has(resourceId));
  return {
    evaluations,
    undecided: [...undecided, ...missed.map(({ reason }) => reason)],
    open: [...own.filter(isOpen).map(({ arn }) => fingerprint(arn)), ...missed.map(({ role }) => role)],
    mayRetry,
    living: own.flatMap(resourceOf).map(({ resourceId }) => fingerprint(resourceId)),
    hasUnknownRole: missed.length > 0 || own.some(({ roleId }) => 'missing' in roleId),
    gaps: merged.gaps,
    ranOutOfTime: snapshots.some(({ unread = [] }) => unread.some(isOutOfTime)),
  };
}

/** A role that nothing acts with any more is none; unless its workload was merely not read this time. */
function missedRoles(roles: readonly string[], own: readonly AgentRole[], { anyRole, agentCore }: HiddenLists) {
  const [reason] = [...anyRole, ...agentCore];
  if (reason === undefined) return [];
  const found = new Set(own.map(({ arn }) => fingerprint(arn)));
  return roles.filter((role) => !found.has(role)).map((role) => ({ role, reason: `a role of the index: ${reason}` }));
}
