import type { ConfigurationItem } from '../adapters/config-event.ts';
import { readFailed } from '../adapters/role-usage.ts';
import { idsOfItem, rolesServedBy } from '../adapters/roles-served-by.ts';
import type { ChangedRoles, PartsRead } from './concerned-roles.ts';
import { hiddenLists } from './hidden-lists.ts';
import { actingRoles, type RegionReaders, readRegions, readWorkloadsOf } from './read-regions.ts';

/**
 * The roles of every workload that is the resource or names it. What it was before is not recorded in the item, so a role may
 * have lost its workload by the same change.
 */
export async function rolesOfChangedResource(
  item: ConfigurationItem,
  readers: RegionReaders,
  needs: PartsRead,
): Promise<ChangedRoles> {
  const ids = idsOfItem(item);
  const freshness = { since: Date.parse(item.captureTime), changed: ids };
  const workloads = await readWorkloadsOf(readers, freshness);
  const roleNames = [...new Set(workloads.flatMap((snapshot) => rolesServedBy(snapshot, ids)))];
  const hidden = hiddenLists(workloads);
  const unseen = [...hidden.anyRole, ...hidden.agentCore];
  const whole = unseen.length === 0 && { acting: actingRoles(workloads) };
  if (roleNames.length === 0) {
    const undecided = unseen.map((reason) => `${item.resourceName ?? item.resourceId}: ${reason}`);
    return { roles: [], undecided, hidden, readFailed: workloads.some(readFailed), ...whole };
  }
  const { judgedRoles } = await import('./concerned-roles.ts');
  const snapshots = await readRegions(readers, { needs: await needs(), roleNames, ...freshness });
  return { ...judgedRoles(snapshots, workloads, ({ name }) => roleNames.includes(name)), ...whole };
}
