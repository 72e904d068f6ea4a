import type { Freshness } from '../adapters/account-reader.ts';
import { rolesServedBy } from '../adapters/roles-served-by.ts';
import type { WorkloadEvent } from '../adapters/workload-event.ts';
import { actingRoleNames, type RegionReaders, readWorkloadsOf } from './read-regions.ts';

/** Whose roles changes of workloads bear on, and how new what is read of them has to be. */
export interface RolesOfChanges {
  readonly names: readonly string[];
  readonly freshness: Freshness;
}

export async function rolesOfChanges(
  changes: readonly WorkloadEvent[],
  readers: RegionReaders,
): Promise<RolesOfChanges> {
  const changed = new Set(changes.flatMap(({ ids }) => ids));
  const times = changes.flatMap(({ eventTime }) => (eventTime === null ? [] : [Date.parse(eventTime)]));
  const freshness = { changed, ...(times.length > 0 && { since: Math.max(...times) }) };
  const workloads = await readWorkloadsOf(readers, freshness);
  const isAccountWide = changes.some(({ ids }) => ids.length === 0);
  const names = isAccountWide
    ? actingRoleNames(workloads)
    : [...new Set(workloads.flatMap((snapshot) => rolesServedBy(snapshot, changed)))];
  return { names, freshness };
}
