import type { AgentRole } from './agent-role.ts';
import { partitionOf } from './arn.ts';
import { buildAgentRoles } from './build-agent-roles.ts';
import { missing } from './evidence.ts';
import { at, fieldsOf, listAt, textAt } from './fields.ts';
import type { RoleDetail, Snapshot } from './snapshot.ts';

/**
 * A role or user of the account that no workload acts with: whoever calls a workload, makes one, or calls a model itself.
 * Known like an agent role, with no workloads and no needs. Undefined: the ARN names no role or user.
 */
export function otherPrincipal(snapshot: Snapshot, arn: string): AgentRole | undefined {
  const user = /^arn:(aws[a-z-]*):iam::(\d{12}):user\/(?:.*\/)?([^/]+)$/.exec(arn);
  const asRole = user === null ? arn : `arn:${user[1]}:iam::${user[2]}:role/${user[3]}`;
  const iam = user === null ? snapshot.iam : { ...snapshot.iam, RoleDetailList: undefined, ...users(snapshot, arn) };
  const alone = { ...snapshot, iam, agents: [], knowledgeBases: [], flows: [], agentCore: {} } as Snapshot;
  const built = buildAgentRoles(alone, [asRole]).roles.find((role) => role.arn === asRole);
  return built === undefined
    ? undefined
    : { ...built, arn, requiredAccess: missing(`no configuration tells what ${built.name} is meant to do`) };
}

/** The ARN of a role, path and all, by its name, which is unique in an account. */
export const roleArnOf = (snapshot: Snapshot, name: string): string =>
  snapshot.iam?.RoleDetailList?.find(({ RoleName }) => RoleName === name)?.Arn ??
  `arn:${partitionOf(snapshot)}:iam::${snapshot.accountId}:role/${name}`;

/** IAM says of a user, and of the groups it is in, what it says of a role. */
function users({ iam }: Snapshot, arn: string): Pick<NonNullable<Snapshot['iam']>, 'RoleDetailList'> {
  const user = listAt(iam, 'UserDetailList').find((detail) => textAt(detail, 'Arn') === arn);
  if (user === undefined) return {};
  const names = listAt(user, 'GroupList');
  const groups = listAt(iam, 'GroupDetailList').filter((group) => names.includes(textAt(group, 'GroupName')));
  if (groups.length < names.length) return {};
  const all = (own: string, ofGroup: string) => [
    ...listAt(user, own),
    ...groups.flatMap((group) => listAt(group, ofGroup)),
  ];
  return {
    RoleDetailList: [
      {
        ...fieldsOf(user),
        RoleName: textAt(user, 'UserName') ?? '',
        RoleId: textAt(user, 'UserId') ?? '',
        Arn: arn.replace(/:user\/(?:.*\/)?/, ':role/'),
        RolePolicyList: all('UserPolicyList', 'GroupPolicyList'),
        AttachedManagedPolicies: all('AttachedManagedPolicies', 'AttachedManagedPolicies'),
        PermissionsBoundary: at(user, 'PermissionsBoundary'),
      } as RoleDetail,
    ],
  };
}
