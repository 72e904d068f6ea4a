/** Remembers what a read gave for a while. A read that failed is forgotten; two that want the same share one. */
export interface TimedCache<Value> {
  get(key: string, read: () => Promise<Value>): Promise<Value>;
}

export function buildTimedCache<Value>(millis: number, now: () => number): TimedCache<Value> {
  const entries = new Map<string, { readonly readAt: number; readonly value: Promise<Value> }>();
  return {
    get(key, read) {
      const known = entries.get(key);
      if (known !== undefined && now() - known.readAt < millis) return known.value;
      const value = read();
      const entry = { readAt: now(), value };
      entries.set(key, entry);
      value.catch(() => {
        if (entries.get(key) === entry) entries.delete(key);
      });
      return value;
    },
  };
}
