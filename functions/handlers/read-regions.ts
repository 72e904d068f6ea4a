import type { AccountReader, AccountRequest, Freshness } from '../adapters/account-reader.ts';
import { roleArn } from '../workload/arn.ts';
import { listWorkloads } from '../workload/list-workloads.ts';
import type { Snapshot } from '../workload/snapshot.ts';

/** The readers of one account, one for each Region that has workloads; the first is the home Region's. */
export type RegionReaders = readonly [AccountReader, ...AccountReader[]];

export const readRegions = (readers: RegionReaders, request: AccountRequest): Promise<readonly Snapshot[]> =>
  Promise.all(readers.map((reader) => reader.read(request)));

export const readWorkloadsOf = (readers: RegionReaders, freshness?: Freshness): Promise<readonly Snapshot[]> =>
  Promise.all(readers.map((reader) => reader.readWorkloads(freshness)));

/** The ARNs of the roles that something acts with. */
export const actingRoles = (snapshots: readonly Snapshot[]): ReadonlySet<string> =>
  new Set(snapshots.flatMap((snapshot) => listWorkloads(snapshot).workloads.map(({ roleArn: arn }) => arn)));

/** The names of those among them that are the account's own. */
export const actingRoleNames = (snapshots: readonly Snapshot[]): readonly string[] => {
  const accountId = snapshots[0]?.accountId;
  const roles = [...actingRoles(snapshots)].flatMap((arn) => roleArn(arn) ?? []);
  return [...new Set(roles.filter((role) => role.accountId === accountId).map(({ name }) => name))];
};
