import { awsFailure } from '../adapters/aws.ts';
import { changedEvaluations, type StoredResult, staleEvaluations } from '../adapters/config-evaluations.ts';
import type { Log } from '../adapters/log.ts';
import { readFailed } from '../adapters/role-usage.ts';
import { mergeAgentRoles } from '../workload/merge-agent-roles.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import { type Answer, answerFor, hiddenLists, partsRead, type RuleInUse, resourceOf } from './config-answer.ts';
import { type RegionReaders, readRegions } from './read-regions.ts';

export interface SweepServices {
  readonly readers: RegionReaders;
  readonly readStoredResults: (configRuleName: string) => Promise<readonly StoredResult[]>;
  readonly log: Log;
  /** Milliseconds that the invocation has left. */
  readonly timeLeft: () => number;
}

export interface Sweep {
  readonly configRuleName: string;
  /** When AWS Config asked for it, ISO 8601. */
  readonly time: string;
  /** Whether another invocation may go on with it. */
  readonly mayContinue: boolean;
}

/** The rules of one deployment are swept within minutes of each other: what one of them read will do for the others. */
const SHARED_MILLIS = 60_000;

/** An invocation that has less than this left did not end its reading; it keeps a little more for its report. */
const TIME_IS_OVER = 15_000;

/**
 * Judges every role, and tells what differs from what AWS Config holds: a result that is sent is paid for. The results of roles
 * that are none any more are ended, but only when no workload can hide one.
 *
 * @returns `unfinished` when the time did not suffice to read the account. What was read stays in memory, so the next invocation
 * goes on from there.
 */
export async function sweepAccount(
  inUse: RuleInUse,
  { configRuleName, time, mayContinue }: Sweep,
  services: SweepServices,
): Promise<Answer | 'unfinished'> {
  const since = Date.parse(time) - SHARED_MILLIS;
  const snapshots = await readRegions(services.readers, { needs: partsRead(inUse), since });
  if (mayContinue && snapshots.some(ranOutOfTime) && services.timeLeft() < TIME_IS_OVER) return 'unfinished';
  const { roles, gaps, malformed } = mergeAgentRoles(snapshots);
  const hidden = hiddenLists(snapshots);
  // AWS stores no policy that is none, so one that does not parse is a defect of ours, and has to be seen.
  const mayRetry = snapshots.some(readFailed) || malformed.length > 0;
  const judged = answerFor(inUse, roles, { time, hidden, mayRetry });
  if (gaps.length > 0) services.log('PARTS_UNREAD', { rule: inUse.rule.id, parts: gaps });
  const stored = await storedResults(configRuleName, services);
  // What was decided is reported all the same: the results of the living do not depend on those of the dead.
  const answer =
    'refused' in stored
      ? { ...judged, undecided: [...judged.undecided, stored.refused], readFailed: true }
      : { ...judged, evaluations: changedEvaluations(judged.evaluations, stored.results) };
  const unseen = [...hidden.anyRole, ...hidden.agentCore];
  if (unseen.length > 0) return { ...answer, undecided: [...answer.undecided, ...unseen] };
  // The results of a role that IAM would not show now are still its results.
  if ('refused' in stored || roles.some(({ roleId }) => 'missing' in roleId)) return answer;
  const stale = staleEvaluations(stored.results, roles.flatMap(resourceOf), time);
  return { ...answer, evaluations: [...answer.evaluations, ...stale] };
}

const ranOutOfTime = ({ unread = [] }: Snapshot): boolean => unread.some(({ error }) => error === 'TimeoutError');

async function storedResults(
  configRuleName: string,
  { readStoredResults }: SweepServices,
): Promise<{ readonly results: readonly StoredResult[] } | { readonly refused: string }> {
  try {
    return { results: await readStoredResults(configRuleName) };
  } catch (thrown) {
    return { refused: `the results that AWS Config holds were not read (${awsFailure(thrown).error})` };
  }
}
