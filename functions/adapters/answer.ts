/**
 * What an SDK client answered, in the form that a snapshot file has: dates as ISO strings, nothing undefined, no
 * metadata of the call.
 */
export function asJson<Shape>(answer: unknown): Shape {
  // The SDK's types are the API's, and so are the snapshot's: only the dates differ, and they are strings from here on.
  return JSON.parse(
    JSON.stringify(answer, (key, value: unknown) => (key === '$metadata' ? undefined : value)),
  ) as Shape;
}

/** Every item of a paginated list, however many pages are empty. */
export async function everyItem<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}

/** The first item of a paginated list, on whichever page it stands; no page after it is asked for. */
export async function firstItem<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item | undefined> {
  for await (const page of pages) {
    const [item] = itemsOf(page) ?? [];
    if (item !== undefined) return item;
  }
  return undefined;
}
