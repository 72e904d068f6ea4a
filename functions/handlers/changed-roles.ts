import type { AccountReader } from '../adapters/account-reader.ts';
import type { ConfigurationItem } from '../adapters/config-event.ts';
import { configuredPolicy, configuredRole } from '../adapters/configured-role.ts';
import { isObject } from '../adapters/json-fields.ts';
import { readFailed, unreadWorkloads, usedRoleNames } from '../adapters/role-usage.ts';
import type { AgentRole, EvidencePart } from '../workload/agent-role.ts';
import { buildAgentRoles } from '../workload/build-agent-roles.ts';
import { listWorkloads } from '../workload/list-workloads.ts';
import type { ManagedPolicyDetail, RoleDetail, Snapshot } from '../workload/snapshot.ts';

/** The agent roles that a changed resource bears on. */
export type ChangedRoles =
  | {
      readonly roles: readonly AgentRole[];
      /** Why further roles may be concerned that cannot be seen. */
      readonly undecided: readonly string[];
      /** Lists of workloads that were refused; what is in them may act with the roles too. */
      readonly hidden: readonly string[];
      /** Whether a read failed on the way, or a policy did not parse, so that somebody has to look or another try sees more. */
      readonly readFailed: boolean;
    }
  | { readonly notApplicable: string };

export async function changedRoles(
  item: ConfigurationItem,
  reader: AccountReader,
  needs: readonly EvidencePart[],
): Promise<ChangedRoles> {
  switch (item.resourceType) {
    case 'AWS::IAM::Role':
      return changedRole(item, reader, needs);
    case 'AWS::IAM::Policy':
      return rolesOfChangedPolicy(item, reader, needs);
    default:
      return { notApplicable: `the rule does not apply to ${item.resourceType}` };
  }
}

async function changedRole(
  item: ConfigurationItem,
  reader: AccountReader,
  needs: readonly EvidencePart[],
): Promise<ChangedRoles> {
  const recordedRole = configuredRole(item);
  if (recordedRole === undefined)
    return {
      roles: [],
      undecided: [`${item.resourceName ?? item.resourceId}: its configuration item names no role`],
      hidden: [],
      readFailed: true,
    };
  const workloads = await reader.readWorkloads();
  if (!listWorkloads(workloads).workloads.some(({ roleArn }) => roleArn === recordedRole.Arn)) {
    const hidden = hiddenUsers(workloads, recordedRole);
    return hidden.length === 0
      ? { notApplicable: 'no workload of Amazon Bedrock acts with this role' }
      : {
          roles: [],
          undecided: hidden.map((reason) => `${recordedRole.RoleName}: ${reason}`),
          hidden,
          readFailed: readFailed(workloads),
        };
  }
  const snapshot = await reader.read({ needs, recordedRole });
  const { roles, malformed } = buildAgentRoles(snapshot);
  return {
    roles: roles.filter(({ arn }) => arn === recordedRole.Arn),
    undecided: [],
    hidden: unreadWorkloads(workloads),
    readFailed: readFailed(snapshot) || malformed.length > 0,
  };
}

/** Of AgentCore, which is not read, only a role that trusts it can be the role of a workload that was not seen. */
function hiddenUsers(workloads: Snapshot, role: RoleDetail): readonly string[] {
  const trust = decodeURIComponentSafely(JSON.stringify(role.AssumeRolePolicyDocument ?? ''));
  const trustsAgentCore = workloads.agentCore === undefined && trust.includes('bedrock-agentcore');
  return [
    ...unreadWorkloads(workloads),
    ...(trustsAgentCore ? ['it trusts AgentCore, and the AgentCore resources were not read'] : []),
  ];
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
  reader: AccountReader,
  needs: readonly EvidencePart[],
): Promise<ChangedRoles> {
  const workloads = await reader.readWorkloads();
  const snapshot = await reader.read({ needs, roleNames: candidates(item, usedRoleNames(workloads)) });
  const policy = configuredPolicy(item);
  // What IAM answers may still be the text before the change.
  if (policy === undefined)
    return {
      roles: [],
      undecided: [`${item.resourceName ?? item.resourceId}: its configuration item holds no default version`],
      hidden: [],
      readFailed: true,
    };
  const related = roleRelationships(item);
  const details = snapshot.iam?.RoleDetailList ?? [];
  const isConcerned = (role: AgentRole): boolean => {
    // A role that IAM would not show is concerned if its name is: it ends up undecided, not forgotten.
    if ('missing' in role.roleId) return related.some(({ resourceName }) => resourceName === role.name);
    const detail = details.find(({ Arn }) => Arn === role.arn);
    if (detail === undefined) return false;
    return related.some(({ resourceId }) => resourceId === detail.RoleId) || usesPolicy(detail, policy.Arn);
  };
  const { roles, malformed } = buildAgentRoles(withPolicy(snapshot, policy));
  const concerned = roles.filter(isConcerned);
  const seen = related.every(({ resourceName }) => concerned.some(({ name }) => name === resourceName));
  const hidden = unreadWorkloads(workloads);
  return {
    roles: concerned,
    undecided: seen ? [] : hidden.map((reason) => `${item.resourceName ?? item.resourceId}: ${reason}`),
    hidden,
    readFailed: readFailed(snapshot) || malformed.length > 0,
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
