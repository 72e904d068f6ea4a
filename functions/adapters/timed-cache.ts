/** Remembers what a read gave for a while. A read that failed is forgotten; two that want the same share one. */
export interface TimedCache<Value> {
  /** @param since milliseconds since the epoch: what was read from then on will do; absent, the cache's own span counts */
  get(key: string, read: () => Promise<Value>, since?: number): Promise<Value>;
  /** So that the next one who asks reads anew. */
  forget(key: string): void;
}

/** Nothing that runs on takes longer than this; what is older is let go, or a warm container would fill up. */
const KEPT_MILLIS = 3_600_000;

export function buildTimedCache<Value>(millis: number, now: () => number): TimedCache<Value> {
  const entries = new Map<string, { readonly readAt: number; readonly value: Promise<Value> }>();

  /** Entries stand in the order of their reading. */
  function letGo(): void {
    for (const [key, { readAt }] of entries) {
      if (now() - readAt < KEPT_MILLIS) return;
      entries.delete(key);
    }
  }

  return {
    get(key, read, since) {
      const known = entries.get(key);
      const isNew = (readAt: number) => (since === undefined ? now() - readAt < millis : readAt >= since);
      if (known !== undefined && isNew(known.readAt)) return known.value;
      letGo();
      entries.delete(key);
      const value = read();
      const entry = { readAt: now(), value };
      entries.set(key, entry);
      value.catch(() => {
        if (entries.get(key) === entry) entries.delete(key);
      });
      return value;
    },
    forget(key) {
      entries.delete(key);
    },
  };
}
