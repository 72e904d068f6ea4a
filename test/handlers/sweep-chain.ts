import type { StoredResult } from '../../functions/adapters/config-evaluations.ts';
import { evaluateConfigRule } from '../../functions/handlers/evaluate-config-rule.ts';
import type { RegionReaders } from '../../functions/handlers/read-regions.ts';

/** Time passes only where somebody waits. */
export interface VirtualClock {
  readonly now: () => number;
  readonly sleep: (millis: number) => Promise<void>;
}

export interface Invocation {
  readonly thrown: string | undefined;
  /** Milliseconds. */
  readonly took: number;
  /** Bytes of the event. */
  readonly bytes: number;
  readonly reported: number;
}

export interface Chain {
  readonly invocations: readonly Invocation[];
  /** What AWS Config holds in the end, by the id of the resource. */
  readonly stored: ReadonlyMap<string, StoredResult>;
  readonly put: number;
  readonly logged: readonly string[];
}

export interface ChainOptions {
  readonly event: object;
  readonly start: number;
  readonly timeoutMillis: number;
  /** A container of its own for every invocation: what is in memory is gone. */
  readonly buildReaders: (clock: VirtualClock, timeLeft: () => number) => RegionReaders;
  readonly stored?: readonly StoredResult[];
  /** The numbers of the invocations that are ended after their first report. */
  readonly crashes?: readonly number[];
}

/** Runs an event and whatever it has the function invoked with, as Lambda does: one that fails is tried twice more. */
export async function runChain(options: ChainOptions): Promise<Chain> {
  const { event, start, timeoutMillis, buildReaders, crashes = [] } = options;
  let time = start;
  const clock: VirtualClock = {
    now: () => time,
    sleep: async (millis) => {
      time += millis;
    },
  };
  const stored = new Map((options.stored ?? []).map((result) => [result.resourceId, result]));
  const queue = [{ event, tries: 0 }];
  const invocations: Invocation[] = [];
  const logged: string[] = [];
  let put = 0;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const begun = time;
    const timeLeft = () => begun + timeoutMillis - time;
    const crashesNow = crashes.includes(invocations.length);
    let reported = 0;
    const thrown = await evaluateConfigRule(next.event, {
      readers: buildReaders(clock, timeLeft),
      readConfigurationItem: async (item) => item,
      readExceptions: async () => [],
      readStoredResults: async () => [...stored.values()],
      putEvaluations: async (evaluations) => {
        if (crashesNow && reported > 0) throw new Error('Runtime exited');
        reported += evaluations.length;
        put += evaluations.length;
        for (const {
          ComplianceResourceType,
          ComplianceResourceId,
          ComplianceType,
          Annotation,
          ...rest
        } of evaluations) {
          const orderedAt = rest.OrderingTimestamp.getTime();
          if (orderedAt < (stored.get(ComplianceResourceId)?.time ?? 0)) continue;
          if (ComplianceType === 'NOT_APPLICABLE') stored.delete(ComplianceResourceId);
          else
            stored.set(ComplianceResourceId, {
              resourceType: ComplianceResourceType,
              resourceId: ComplianceResourceId,
              complianceType: ComplianceType,
              ...(Annotation !== undefined && { annotation: Annotation }),
              time: orderedAt,
            });
        }
      },
      timeLeft,
      invokeAgain: async (again) => void queue.push({ event: JSON.parse(JSON.stringify(again)), tries: 0 }),
      log: (code) => void logged.push(code),
    }).then(
      () => undefined,
      (error: Error) => error.message,
    );
    const bytes = JSON.stringify(next.event).length;
    invocations.push({ thrown, took: time - begun, bytes, reported });
    if (thrown !== undefined && next.tries < 2) queue.push({ event: next.event, tries: next.tries + 1 });
  }
  return { invocations, stored, put, logged };
}
