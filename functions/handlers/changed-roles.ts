import type { ConfigurationItem } from '../adapters/config-event.ts';
import { configuredPolicy, configuredRole } from '../adapters/configured-role.ts';
import { isObject } from '../adapters/json-fields.ts';
import { RECORDED_WORKLOAD_TYPES } from '../adapters/recorded-types.ts';
import { readFailed, unreadAgentCore, unreadWorkloads } from '../adapters/role-usage.ts';
import { idsOfItem, rolesServedBy } from '../adapters/roles-served-by.ts';
import type { AgentRole, EvidencePart } from '../workload/agent-role.ts';
import { roleArn } from '../workload/arn.ts';
import { mergeAgentRoles } from '../workload/merge-agent-roles.ts';
import type { ManagedPolicyDetail, RoleDetail, Snapshot } from '../workload/snapshot.ts';
import { type HiddenLists, hiddenLists } from './config-answer.ts';
import { actingRoleNames, actingRoles, type RegionReaders, readRegions, readWorkloadsOf } from './read-regions.ts';

/** The agent roles that a changed resource bears on. */
export type ChangedRoles =
  | {
      readonly roles: readonly AgentRole[];
      /** Why further roles may be concerned that cannot be seen. */
      readonly undecided: readonly string[];
      readonly hidden: HiddenLists;
      /** Whether a read failed on the way, or a policy did not parse, so that somebody has to look or another try sees more. */
      readonly readFailed: boolean;
      /** Every role that something acts with, when the change may have taken a workload from one. */
      readonly acting?: ReadonlySet<string>;
    }
  | { readonly notApplicable: string };

/** @param item in the scope of the rule, or `isGone` */
export async function changedRoles(
  item: ConfigurationItem,
  readers: RegionReaders,
  needs: readonly EvidencePart[],
  isGone = false,
): Promise<ChangedRoles> {
  const { resourceType } = item;
  if (RECORDED_WORKLOAD_TYPES.includes(resourceType)) return rolesOfChangedResource(item, readers, needs);
  if (resourceType === 'AWS::IAM::Role')
    return isGone ? deletedRole(item, readers, needs) : changedRole(item, readers, needs);
  if (resourceType === 'AWS::IAM::Policy' && !isGone) return rolesOfChangedPolicy(item, readers, needs);
  return {
    notApplicable: isGone
      ? 'the resource was deleted or is no longer in the scope of the rule'
      : `the rule does not apply to ${resourceType}`,
  };
}

async function changedRole(
  item: ConfigurationItem,
  readers: RegionReaders,
  needs: readonly EvidencePart[],
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
  const snapshots = await readRegions(readers, { needs, recordedRole });
  return judged(snapshots, workloads, ({ arn }) => arn === recordedRole.Arn);
}

/** A workload may act with it all the same: then it is judged as the role that IAM does not have. */
async function deletedRole(
  item: ConfigurationItem,
  readers: RegionReaders,
  needs: readonly EvidencePart[],
): Promise<ChangedRoles> {
  const name = roleArn(item.arn)?.name ?? item.resourceName;
  const gone = { notApplicable: 'the resource was deleted or is no longer in the scope of the rule' };
  if (name === undefined) return gone;
  const workloads = await readWorkloadsOf(readers);
  if (!actingRoleNames(workloads).includes(name)) return gone;
  const read = await readRegions(readers, { needs, roleNames: [name], since: Date.parse(item.captureTime) });
  return judged(
    read.map((snapshot) => withoutRole(snapshot, item.resourceId)),
    workloads,
    (role) => role.name === name,
  );
}

function judged(
  snapshots: readonly Snapshot[],
  workloads: readonly Snapshot[],
  isConcerned: (role: AgentRole) => boolean,
): Exclude<ChangedRoles, { readonly notApplicable: string }> {
  const { roles, malformed } = mergeAgentRoles(snapshots);
  return {
    roles: roles.filter(isConcerned),
    undecided: [],
    hidden: hiddenLists(workloads),
    readFailed: snapshots.some(readFailed) || malformed.length > 0,
  };
}

const NOTHING_HIDDEN: HiddenLists = { anyRole: [], agentCore: [] };

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

/**
 * A new default version of a policy changes no role's own item, so the roles are those that the policy's item names,
 * and those that IAM says use it.
 */
async function rolesOfChangedPolicy(
  item: ConfigurationItem,
  readers: RegionReaders,
  needs: readonly EvidencePart[],
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
  const snapshots = await readRegions(readers, { needs, roleNames });
  const details = snapshots.flatMap(({ iam }) => iam?.RoleDetailList ?? []);
  const isConcerned = (role: AgentRole): boolean => {
    // A role that IAM would not show is concerned if its name is: it ends up undecided, not forgotten.
    if ('missing' in role.roleId) return related.some(({ resourceName }) => resourceName === role.name);
    const detail = details.find(({ Arn }) => Arn === role.arn);
    if (detail === undefined) return false;
    return related.some(({ resourceId }) => resourceId === detail.RoleId) || usesPolicy(detail, policy.Arn);
  };
  const answer = judged(
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

/**
 * The roles of every workload that is the resource or names it. What it was before is not recorded in the item, so a role may
 * have lost its workload by the same change.
 */
async function rolesOfChangedResource(
  item: ConfigurationItem,
  readers: RegionReaders,
  needs: readonly EvidencePart[],
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
  const snapshots = await readRegions(readers, { needs, roleNames, ...freshness });
  return { ...judged(snapshots, workloads, ({ name }) => roleNames.includes(name)), ...whole };
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

/** Another role of the same name has another id. */
function withoutRole(snapshot: Snapshot, roleId: string): Snapshot {
  const { iam = {} } = snapshot;
  return {
    ...snapshot,
    iam: { ...iam, RoleDetailList: (iam.RoleDetailList ?? []).filter((role) => role.RoleId !== roleId) },
  };
}
