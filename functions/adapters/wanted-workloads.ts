/** Some of a Region's workloads, by the keys that name them in `unread`, such as `agents.ABCDEFGHIJ`. */
export type WantedWorkloads = { readonly only: ReadonlySet<string> } | { readonly except: ReadonlySet<string> };

/** The ids of a part that are read; of a part whose list was refused, `undefined`. */
export type WantedIds = (
  part: string,
  list: () => Promise<readonly string[] | undefined>,
) => Promise<readonly string[] | undefined>;

export const everyId: WantedIds = (_, list) => list();

/** What is wanted by name is read without asking for the list. */
export function wantedIds(wanted: WantedWorkloads | undefined): WantedIds {
  if (wanted === undefined) return everyId;
  if ('only' in wanted)
    return async (part) => {
      const prefix = `${part}.`;
      return [...wanted.only].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    };
  return async (part, list) => (await list())?.filter((id) => !wanted.except.has(`${part}.${id}`));
}
