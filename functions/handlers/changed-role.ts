import type { ConfigurationItem } from '../adapters/config-event.ts';
import { configuredRole } from '../adapters/configured-role.ts';
import { readFailed, unreadAgentCore, unreadWorkloads } from '../adapters/role-usage.ts';
import { roleArn } from '../workload/arn.ts';
import type { RoleDetail, Snapshot } from '../workload/snapshot.ts';
import type { ChangedRoles, PartsRead } from './concerned-roles.ts';
import { hiddenLists, NOTHING_HIDDEN } from './hidden-lists.ts';
import { actingRoleNames, actingRoles, type RegionReaders, readRegions, readWorkloadsOf } from './read-regions.ts';

/** The role itself, as AWS Config recorded it. */
export async function changedRole(
  item: ConfigurationItem,
  readers: RegionReaders,
  needs: PartsRead,
): Promise<ChangedRoles> {
  const recordedRole = configuredRole(item);
  if (recordedRole === undefined)
    return {
      roles: [],
      undecided: [`${item.resourceName ?? item.resourceId}: its configuration item names no role`],
      hidden: NOTHING_HIDDEN,
      readFailed: true,
    };
  const workloads = await readWorkloadsOf(readers);
  if (!actingRoles(workloads).has(recordedRole.Arn)) {
    const hidden = workloads.flatMap((snapshot) => hiddenUsers(snapshot, recordedRole));
    return hidden.length === 0
      ? { notApplicable: 'no workload of Amazon Bedrock acts with this role' }
      : {
          roles: [],
          undecided: hidden.map((reason) => `${recordedRole.RoleName}: ${reason}`),
          hidden: hiddenLists(workloads),
          readFailed: workloads.some(readFailed),
        };
  }
  const { judgedRoles } = await import('./concerned-roles.ts');
  const snapshots = await readRegions(readers, { needs: await needs(), recordedRole });
  return judgedRoles(snapshots, workloads, ({ arn }) => arn === recordedRole.Arn);
}

/** A workload may act with it all the same: then it is judged as the role that IAM does not have. */
export async function deletedRole(
  item: ConfigurationItem,
  readers: RegionReaders,
  needs: PartsRead,
): Promise<ChangedRoles> {
  const name = roleArn(item.arn)?.name ?? item.resourceName;
  const gone = { notApplicable: 'the resource was deleted or is no longer in the scope of the rule' };
  if (name === undefined) return gone;
  const workloads = await readWorkloadsOf(readers);
  if (!actingRoleNames(workloads).includes(name)) return gone;
  const { judgedRoles } = await import('./concerned-roles.ts');
  const since = Date.parse(item.captureTime);
  const read = await readRegions(readers, { needs: await needs(), roleNames: [name], since });
  return judgedRoles(
    read.map((snapshot) => withoutRole(snapshot, item.resourceId)),
    workloads,
    (role) => role.name === name,
  );
}

/** Only a role that trusts AgentCore can be the role of one of its resources that was not seen. */
function hiddenUsers(workloads: Snapshot, role: RoleDetail): readonly string[] {
  const trust = decodeURIComponentSafely(JSON.stringify(role.AssumeRolePolicyDocument ?? ''));
  if (!trust.includes('bedrock-agentcore')) return unreadWorkloads(workloads);
  return [...unreadWorkloads(workloads), ...unreadAgentCore(workloads)];
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Another role of the same name has another id. */
function withoutRole(snapshot: Snapshot, roleId: string): Snapshot {
  const { iam = {} } = snapshot;
  return {
    ...snapshot,
    iam: { ...iam, RoleDetailList: (iam.RoleDetailList ?? []).filter((role) => role.RoleId !== roleId) },
  };
}
