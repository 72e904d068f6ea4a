import { awsFailure } from '../adapters/aws.ts';
import {
  type ConfigEvaluation,
  changedEvaluations,
  type StoredResult,
  staleEvaluations,
} from '../adapters/config-evaluations.ts';
import type { Log } from '../adapters/log.ts';
import { readFailed } from '../adapters/role-usage.ts';
import type { Answer, RuleInUse } from './config-answer.ts';
import { hiddenLists } from './hidden-lists.ts';
import { type JudgedSlice, judgeSlice } from './judge-slice.ts';
import type { RegionReaders } from './read-regions.ts';
import { indexWorkloads } from './sweep-index.ts';
import { fingerprint, type SweepState } from './sweep-state.ts';

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
  /** Where the invocation before left it. */
  readonly state: SweepState;
  /** Whether another invocation may go on with it. */
  readonly mayContinue: boolean;
  /** Takes what was decided so far. */
  readonly report: (evaluations: readonly ConfigEvaluation[]) => Promise<void>;
}

/** What one invocation did of a sweep. */
export interface Swept {
  /** What the next invocation begins with, if this is not the end. */
  readonly state: SweepState;
  readonly isEnd: boolean;
  /** What is still to be said. */
  readonly answer: Answer;
  /** The roles that a try of their own may decide: they do not hold up the others. */
  readonly again: readonly string[];
}

/** The rules of one deployment are swept within minutes of each other: what one of them read will do for the others. */
const SHARED_MILLIS = 60_000;

/** An invocation that has less than this left did not end its reading; it keeps a little more for its report. */
const TIME_IS_OVER = 15_000;

/** A slice is not begun with less: what it reads would be read again. */
const FOR_A_SLICE = 45_000;

/** Roles that are read and judged together: one invocation reads them at AWS's rates, a dozen versions each included. */
const SLICE = 200;

/**
 * Judges every role, and tells what differs from what AWS Config holds: a result that is sent is paid for. First it reads which
 * workload acts with which roles, then the workloads of some roles after others; and in the end the results of roles that are
 * none any more are ended, unless a workload may hide one. What the time does not suffice for is left to another invocation.
 */
export async function sweepAccount(inUse: RuleInUse, sweep: Sweep, services: SweepServices): Promise<Swept> {
  const { readers, timeLeft } = services;
  const { time, mayContinue } = sweep;
  const since = Date.parse(time) - SHARED_MILLIS;
  const isOver = (needed: number) => mayContinue && timeLeft() < needed;
  // Of an invocation that is short as a whole, half has to do.
  const forASlice = Math.min(FOR_A_SLICE, timeLeft() / 2);
  const goesOn = () => isOver(TIME_IS_OVER);
  const start = sweep.state.isIndexed ? sweep.state : await indexWorkloads(sweep.state, { readers, since, goesOn });
  if (!start.isIndexed) return { state: start, isEnd: false, answer: NOTHING, again: [] };

  const unseen = unseenWorkloads(start);
  const stored = await storedResults(sweep.configRuleName, services);
  const roles = start.again ?? rolesOf(start);
  const evaluations: ConfigEvaluation[] = [];
  const slices: JudgedSlice[] = [];
  let at = start.judged;
  while (at < roles.length && !isOver(forASlice)) {
    const slice = await judgeSlice(inUse, roles.slice(at, at + SLICE), start, { readers, time, since });
    if (slice.ranOutOfTime && goesOn()) break;
    slices.push(slice);
    at += SLICE;
    evaluations.push(
      ...('refused' in stored ? slice.evaluations : changedEvaluations(slice.evaluations, stored.results)),
    );
    // What is decided is safe, whatever becomes of this invocation.
    if (evaluations.length >= SLICE) await sweep.report(evaluations.splice(0));
  }
  logGaps(inUse, slices, services);

  const isEnd = at >= roles.length;
  const state = stateAfter(start, slices, at);
  const open = slices.flatMap((slice) => (slice.mayRetry ? slice.open : []));
  // While a list is refused, no role passes, and asking for the role again brings nothing.
  const triesAgain = unseen.length === 0 && start.again === undefined && (!isEnd || sweep.state.isIndexed);
  const withdrawn = slices.flatMap((slice) => (slice.mayRetry ? [] : slice.undecided));
  const unanswered = slices.flatMap((slice) => (slice.mayRetry && !triesAgain ? slice.undecided : []));
  const refused = 'refused' in stored ? [stored.refused] : [];
  if (!isEnd)
    return {
      state: { ...state, unanswered: state.unanswered + unanswered.length },
      isEnd,
      answer: { evaluations, undecided: [...unanswered, ...withdrawn, ...refused], readFailed: false },
      again: triesAgain ? open : [],
    };
  const isWhole = unseen.length === 0 && !state.hasUnknownRole && start.again === undefined;
  const stale =
    'refused' in stored || !isWhole ? [] : staleEvaluations(stored.results, livingOf(stored.results, state), time);
  const before = start.unanswered > 0 ? [`${start.unanswered} roles, as the invocations before this one logged`] : [];
  const undecided = [...unanswered, ...withdrawn, ...refused, ...unseen, ...before];
  return {
    state,
    isEnd,
    answer: {
      evaluations: [...evaluations, ...stale],
      undecided,
      readFailed: unanswered.length > 0 || refused.length > 0 || before.length > 0 || hiddenFailed(start, services),
    },
    again: triesAgain ? open : [],
  };
}

const NOTHING: Answer = { evaluations: [], undecided: [], readFailed: false };

const rolesOf = ({ index }: SweepState): readonly string[] => [...new Set(index.flatMap(([, , ...roles]) => roles))];

const stateAfter = (state: SweepState, slices: readonly JudgedSlice[], judged: number): SweepState => ({
  ...state,
  judged,
  living: [...state.living, ...slices.flatMap(({ living }) => living)],
  hasUnknownRole: state.hasUnknownRole || slices.some(({ hasUnknownRole }) => hasUnknownRole),
});

function livingOf(results: readonly StoredResult[], { living }: SweepState): readonly StoredResult[] {
  const known = new Set(living);
  return results.filter(({ resourceId }) => known.has(fingerprint(resourceId)));
}

/** Lists, or workloads, that were refused: any role may be the role of one of them. */
function unseenWorkloads({ hidden }: SweepState): readonly string[] {
  const { anyRole, agentCore } = hiddenLists(Object.values(hidden).map((unread) => ({ unread })));
  return [...anyRole, ...agentCore];
}

const hiddenFailed = ({ hidden }: SweepState, { readers: [{ accountId }] }: SweepServices): boolean =>
  Object.values(hidden).some((unread) => readFailed({ unread, accountId }));

function logGaps({ rule }: RuleInUse, slices: readonly JudgedSlice[], { log }: SweepServices): void {
  const gaps = new Set(slices.flatMap((slice) => slice.gaps));
  if (gaps.size > 0) log('PARTS_UNREAD', { rule: rule.id, parts: [...gaps] });
}

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
