/**
 * `Promise.all` over `map`, with at most `limit` calls under way; results keep the order of the items. After a failure no
 * further item is begun.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  map: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  const queue = items.entries();
  let failed = false;
  async function work(): Promise<void> {
    for (const [index, item] of queue) {
      try {
        results.set(index, await map(item));
      } catch (thrown) {
        failed = true;
        throw thrown;
      }
      if (failed) return;
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return [...results.entries()].sort(([left], [right]) => left - right).map(([, result]) => result);
}
