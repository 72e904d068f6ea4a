import { type KeyedWorkload, keyedWorkloads } from '../adapters/workload-keys.ts';
import type { UnreadPart } from '../workload/snapshot.ts';
import type { RegionReaders } from './read-regions.ts';
import { fingerprint, type IndexedWorkload, type SweepState } from './sweep-state.ts';

/** One is enough for nobody to pass; more would fill the state. */
const MOST_HIDDEN = 50;

/**
 * Reads which workload acts with which roles, as far as the time goes: what an earlier invocation read is not read again.
 *
 * @param since milliseconds since the epoch: what is in memory from then on will do
 * @param goesOn asked when the time was over before everything was read: whether another invocation reads the rest
 */
export async function indexWorkloads(
  state: SweepState,
  {
    readers,
    since,
    goesOn,
  }: { readonly readers: RegionReaders; readonly since: number; readonly goesOn: () => boolean },
): Promise<SweepState> {
  const read = await Promise.all(
    readers.map(async (reader) => {
      const known = new Set(keysIn(state.index, reader.region));
      const wanted = known.size > 0 && { wanted: { except: known } };
      const snapshot = await reader.readWorkloads({ since, ...wanted });
      const found = keyedWorkloads(snapshot).filter(({ key }) => !known.has(key));
      return { region: reader.region, known, found, unread: snapshot.unread ?? [] };
    }),
  );
  const isIndexed = !(read.some(({ unread }) => unread.some(isOutOfTime)) && goesOn());
  return {
    ...state,
    isIndexed,
    index: [
      ...state.index,
      ...read.flatMap(({ region, found, unread }) => {
        const cutShort = new Set(isIndexed ? [] : unread.filter(isOutOfTime).map(keyOfUnread));
        return found.filter(({ key }) => !cutShort.has(key)).map((workload) => indexed(region, workload));
      }),
    ],
    hidden: Object.fromEntries(
      read.map(({ region, known, unread }) => {
        const before = (state.hidden[region] ?? []).filter((one) => known.has(keyOfUnread(one)));
        return [region, [...before, ...unread.filter(hidesWorkloads)].slice(0, MOST_HIDDEN)];
      }),
    ),
  };
}

export const keysIn = (index: readonly IndexedWorkload[], region: string): readonly string[] =>
  index.flatMap(([ofRegion, key]) => (ofRegion === region ? [key] : []));

export const isOutOfTime = ({ error }: UnreadPart): boolean => error === 'TimeoutError';

/** The key of the workload that it is, or a part of. Ids of workloads hold no dots. */
export const keyOfUnread = ({ part }: UnreadPart): string =>
  part
    .split('.')
    .slice(0, part.startsWith('agentCore.') ? 3 : 2)
    .join('.');

const indexed = (region: string, { key, roleArns }: KeyedWorkload): IndexedWorkload => [
  region,
  key,
  ...roleArns.map(fingerprint),
];

const hidesWorkloads = ({ part }: UnreadPart): boolean => /^(agents|knowledgeBases|flows|agentCore)(\.|$)/.test(part);
