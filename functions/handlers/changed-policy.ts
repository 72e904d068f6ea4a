import type { ConfigurationItem } from '../adapters/config-event.ts';
import { configuredPolicy } from '../adapters/configured-role.ts';
import { isObject } from '../adapters/json-fields.ts';
import { readFailed } from '../adapters/role-usage.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { ManagedPolicyDetail, RoleDetail, Snapshot } from '../workload/snapshot.ts';
import type { ChangedRoles, PartsRead } from './concerned-roles.ts';
import { hiddenLists, NOTHING_HIDDEN } from './hidden-lists.ts';
import { actingRoleNames, type RegionReaders, readRegions, readWorkloadsOf } from './read-regions.ts';

/**
 * A new default version of a policy changes no role's own item, so the roles are those that the policy's item names,
 * and those that IAM says use it.
 */
export async function rolesOfChangedPolicy(
  item: ConfigurationItem,
  readers: RegionReaders,
  needs: PartsRead,
): Promise<ChangedRoles> {
  const workloads = await readWorkloadsOf(readers);
  const roleNames = candidates(item, actingRoleNames(workloads));
  const policy = configuredPolicy(item);
  // What IAM answers may still be the text before the change.
  if (policy === undefined)
    return {
      roles: [],
      undecided: [`${item.resourceName ?? item.resourceId}: its configuration item holds no default version`],
      hidden: NOTHING_HIDDEN,
      readFailed: true,
    };
  const related = roleRelationships(item);
  const hidden = hiddenLists(workloads);
  const unseen = [...hidden.anyRole, ...hidden.agentCore].map(
    (reason) => `${item.resourceName ?? item.resourceId}: ${reason}`,
  );
  if (roleNames.length === 0)
    return {
      roles: [],
      undecided: related.length > 0 ? unseen : [],
      hidden,
      readFailed: workloads.some(readFailed),
    };
  const { judgedRoles } = await import('./concerned-roles.ts');
  const snapshots = await readRegions(readers, { needs: await needs(), roleNames });
  const details = snapshots.flatMap(({ iam }) => iam?.RoleDetailList ?? []);
  const isConcerned = (role: AgentRole): boolean => {
    // A role that IAM would not show is concerned if its name is: it ends up undecided, not forgotten.
    if ('missing' in role.roleId) return related.some(({ resourceName }) => resourceName === role.name);
    const detail = details.find(({ Arn }) => Arn === role.arn);
    if (detail === undefined) return false;
    return related.some(({ resourceId }) => resourceId === detail.RoleId) || usesPolicy(detail, policy.Arn);
  };
  const answer = judgedRoles(
    snapshots.map((snapshot) => withPolicy(snapshot, policy)),
    workloads,
    isConcerned,
  );
  const seen = related.every(({ resourceName }) => answer.roles.some(({ name }) => name === resourceName));
  return {
    ...answer,
    undecided: seen ? [] : unseen,
    readFailed: answer.readFailed || snapshots.some(readFailed),
  };
}

/** A boundary is no attachment, so of a policy that serves as one no relationship tells the roles. */
function candidates(item: ConfigurationItem, used: readonly string[]): readonly string[] {
  const boundaries = isObject(item.configuration) ? item.configuration.permissionsBoundaryUsageCount : undefined;
  const related = roleRelationships(item).map(({ resourceName }) => resourceName);
  if (boundaries !== 0 || related.includes(undefined)) return used;
  return used.filter((name) => related.includes(name));
}

function roleRelationships({ relationships }: ConfigurationItem) {
  return relationships.filter(({ resourceType }) => resourceType === 'AWS::IAM::Role');
}

function usesPolicy({ AttachedManagedPolicies = [], PermissionsBoundary }: RoleDetail, arn: string): boolean {
  return [
    PermissionsBoundary?.PermissionsBoundaryArn,
    ...AttachedManagedPolicies.map(({ PolicyArn }) => PolicyArn),
  ].includes(arn);
}

/** What AWS Config recorded is the change; what IAM answers may still be what was there before. */
function withPolicy(snapshot: Snapshot, policy: ManagedPolicyDetail): Snapshot {
  const { unread = [], iam = {} } = snapshot;
  return {
    ...snapshot,
    iam: { ...iam, Policies: [...(iam.Policies ?? []).filter(({ Arn }) => Arn !== policy.Arn), policy] },
    unread: unread.filter(({ part }) => part !== `iam.Policies.${policy.Arn}`),
  };
}
