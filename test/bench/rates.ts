export const ROUNDS = 5;
const ROUND_MILLIS = 200;
/** The compiler of Node.js needs a while to see what is common. */
const WARM_UP_ROUNDS = 5;
const AT_ONCE = 200;

/**
 * Calls a second of each subject: the median of five rounds. They take turns, so that whatever else the machine does for a
 * while falls on all of them, and on a round or two of each.
 */
export async function ratesOf(subjects: ReadonlyMap<string, () => unknown>): Promise<ReadonlyMap<string, number>> {
  const rates = new Map<string, number[]>([...subjects.keys()].map((name) => [name, []]));
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    for (const [name, call] of subjects) {
      const rate = await roundOf(call);
      if (round >= WARM_UP_ROUNDS) rates.get(name)?.push(rate);
    }
  }
  return new Map([...rates].map(([name, all]) => [name, median(all)]));
}

async function roundOf(call: () => unknown): Promise<number> {
  const started = performance.now();
  const waits = call() instanceof Promise;
  let calls = 1;
  while (performance.now() - started < ROUND_MILLIS) {
    if (waits) await call();
    else for (let again = 0; again < AT_ONCE; again += 1) call();
    calls += waits ? 1 : AT_ONCE;
  }
  return (calls / (performance.now() - started)) * 1000;
}

export function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
