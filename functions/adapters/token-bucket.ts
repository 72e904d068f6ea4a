/** Time as a bucket sees it; tests bring their own. */
export interface Clock {
  /** Milliseconds. */
  readonly now: () => number;
  readonly sleep: (millis: number) => Promise<void>;
}

/** Lets `perSecond` calls begin in a second, and as many at once after a rest. Those that wait go in the order they came. */
export interface TokenBucket {
  take(): Promise<void>;
}

export function buildTokenBucket(perSecond: number, { now, sleep }: Clock): TokenBucket {
  let tokens = perSecond;
  let filledAt = now();
  return {
    async take() {
      const time = now();
      tokens = Math.min(perSecond, tokens + ((time - filledAt) / 1000) * perSecond);
      filledAt = time;
      // What is taken in advance is waited for, so the next in line waits longer.
      tokens -= 1;
      if (tokens < 0) await sleep(Math.ceil((-tokens / perSecond) * 1000));
    },
  };
}
