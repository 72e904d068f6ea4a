/** AWS Config shows a change with the next sweep; until then each further change of the workload would find the same again. */
const REMEMBERED_MILLIS = 3_600_000;

export interface Told {
  knows(key: string): boolean;
  add(key: string): void;
}

/** What a warm container has told of within the hour. A new container knows nothing of it, and tells again. */
export function rememberTold(now: () => number): Told {
  const told = new Map<string, number>();
  return {
    knows(key) {
      for (const [known, at] of told) if (now() - at >= REMEMBERED_MILLIS) told.delete(known);
      return told.has(key);
    },
    add: (key) => void told.set(key, now()),
  };
}
