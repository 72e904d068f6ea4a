import type { AccountRequest } from '../adapters/account-reader.ts';
import { idsIn } from '../adapters/roles-served-by.ts';
import { valuesIn } from '../adapters/values-in.ts';
import type { Snapshot, UnreadPart } from '../workload/snapshot.ts';
import type { RegionReaders } from './read-regions.ts';
import { keyOfUnread, keysIn } from './sweep-index.ts';
import type { SweepState } from './sweep-state.ts';

/**
 * The account as far as some of its roles are concerned: their workloads, whatever these name, and what of all the workloads
 * could not be read. One snapshot for each Region.
 *
 * @param roles fingerprints of role ARNs
 */
export function readSlice(
  roles: ReadonlySet<string>,
  { index, hidden }: SweepState,
  readers: RegionReaders,
  request: Pick<AccountRequest, 'needs' | 'since'>,
): Promise<readonly Snapshot[]> {
  return Promise.all(
    readers.map(async (reader) => {
      const keys = keysIn(index, reader.region);
      const own = index.flatMap(([region, key, ...used]) =>
        region === reader.region && used.some((role) => roles.has(role)) ? [key] : [],
      );
      const only = await withNamed(new Set(own), keys, (wanted) =>
        reader.readWorkloads({ ...request, wanted: { only: wanted } }),
      );
      const snapshot = await reader.read({ ...request, wanted: { only } });
      return withHidden(snapshot, only, hidden[reader.region] ?? []);
    }),
  );
}

/** Until nothing that was read names anything more. All flows bear on a knowledge base: each may rerank what it finds there. */
async function withNamed(
  wanted: ReadonlySet<string>,
  keys: readonly string[],
  read: (wanted: ReadonlySet<string>) => Promise<Snapshot>,
): Promise<ReadonlySet<string>> {
  const keyOf = new Map(keys.map((key) => [key.slice(key.lastIndexOf('.') + 1), key]));
  const { agents, knowledgeBases, flows, agentCore } = await read(wanted);
  const names = valuesIn([agents, knowledgeBases, flows, agentCore]).flatMap(({ value }) => idsIn(value));
  const more = [
    ...names.flatMap((name) => keyOf.get(name) ?? []),
    ...((knowledgeBases ?? []).length > 0 ? keys.filter((key) => key.startsWith('flows.')) : []),
  ];
  const all = new Set([...wanted, ...more]);
  return all.size === wanted.size ? wanted : withNamed(all, keys, read);
}

/** A list that was refused is unknown, not empty. */
function withHidden(snapshot: Snapshot, only: ReadonlySet<string>, hidden: readonly UnreadPart[]): Snapshot {
  const { agents, knowledgeBases, flows, agentCore, unread = [], ...rest } = snapshot;
  const isRefused = (part: string) => hidden.some((one) => one.part === part);
  const elsewhere = hidden.filter((one) => !only.has(keyOfUnread(one)));
  const known = new Set(unread.map(({ part, error }) => `${part} ${error}`));
  return {
    ...rest,
    ...(agents !== undefined && !isRefused('agents') && { agents }),
    ...(knowledgeBases !== undefined && !isRefused('knowledgeBases') && { knowledgeBases }),
    ...(flows !== undefined && !isRefused('flows') && { flows }),
    ...(agentCore !== undefined &&
      !isRefused('agentCore') && {
        agentCore: Object.fromEntries(Object.entries(agentCore).filter(([part]) => !isRefused(`agentCore.${part}`))),
      }),
    unread: [...unread, ...elsewhere.filter(({ part, error }) => !known.has(`${part} ${error}`))],
  };
}
