import type { ConfigEvaluation } from '../adapters/config-evaluations.ts';
import type { ConfigInvocation } from '../adapters/config-event.ts';
import type { Answer, RuleInUse } from './config-answer.ts';
import { type SweepServices, sweepAccount } from './sweep-account.ts';
import { packState, START, type SweepState, unpackState } from './sweep-state.ts';

export interface RunSweepServices extends SweepServices {
  readonly putEvaluations: (evaluations: readonly ConfigEvaluation[], resultToken: string) => Promise<void>;
  /** Has the function invoked again with the event, after this invocation. */
  readonly invokeAgain: (event: object) => Promise<void>;
}

/**
 * Lambda itself ends a chain of 16 invocations, so this one ends before. 5,000 agents with two versions each take ten at AWS's
 * rates, when every one of them begins with nothing in memory.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
const MOST_CONTINUATIONS = 14;

/** Every Region takes so much of an event that nobody waits for. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_BYTES = 262_144;

/**
 * One invocation of a sweep. What the time did not suffice for goes on in the next, which is given all that it has to know;
 * handing it on is the last that an invocation does, so Lambda's retry of one that failed begins where that one began, and
 * what it reported is not reported again. A chain that is lost is made good by the next sweep.
 *
 * @returns what is still to be reported; `unfinished` when nothing is, for another invocation goes on
 */
export async function runSweep(
  inUse: RuleInUse,
  time: string,
  { event, continuation: { count, state: packed }, configRuleName, resultToken }: ConfigInvocation,
  services: RunSweepServices,
): Promise<Answer | 'unfinished'> {
  const before = packed === undefined ? START : unpackState(packed);
  const mayContinue = count < MOST_CONTINUATIONS && before.again === undefined;
  const report = (evaluations: readonly ConfigEvaluation[]) => services.putEvaluations(evaluations, resultToken);
  const sweep = { configRuleName, time, state: before, mayContinue, report };
  const { state, isEnd, answer, again } = await sweepAccount(inUse, sweep, services);
  const next = async (from: SweepState) => {
    const continued = { ...event, continuation: { count: count + 1, state: packState(from) } };
    const bytes = Buffer.byteLength(JSON.stringify(continued));
    if (bytes > MOST_BYTES)
      throw new Error(
        `${inUse.rule.id}: the sweep cannot go on, for what it knows of ${from.index.length} workloads is ${bytes} bytes, and Lambda takes ${MOST_BYTES}`,
      );
    await services.invokeAgain(continued);
  };

  if (!isEnd && answer.evaluations.length > 0) await report(answer.evaluations);
  if (!isEnd && answer.undecided.length > 0)
    services.log('UNDECIDED', { rule: inUse.rule.id, cases: answer.undecided.length, reasons: answer.undecided });
  if (again.length > 0) {
    await next({ ...state, again, judged: 0, living: [] });
    services.log('SWEEP_TRIES_AGAIN', { rule: inUse.rule.id, roles: again.length });
  }
  if (isEnd) return answer;
  services.log('SWEEP_CONTINUES', {
    rule: inUse.rule.id,
    after: count,
    workloads: state.index.length,
    judged: state.judged,
  });
  await next(state);
  return 'unfinished';
}
