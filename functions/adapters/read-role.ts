import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import type { ManagedPolicyDetail, RoleDetail } from '../workload/snapshot.ts';
import { asJson, everyItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { readManagedPolicy } from './read-managed-policy.ts';
import type { Unread } from './unread.ts';

export interface RoleReading {
  /** `null`: IAM has no such role. `undefined`: IAM would not say. */
  readonly role: RoleDetail | null | undefined;
  readonly policies: readonly ManagedPolicyDetail[];
}

/** One role as GetAccountAuthorizationDetails would give it, with every managed policy that bears on it. */
export async function readRole(roleName: string, aws: Aws, unread: Unread): Promise<RoleReading> {
  const iam = new IAMClient(clientConfiguration(aws));
  const part = `iam.RoleDetailList.${roleName}`;
  const answered = await unread.attemptExisting(part, () => iam.send(new GetRoleCommand({ RoleName: roleName })));
  if (answered === null || answered === undefined) return { role: answered, policies: [] };

  const [RolePolicyList, AttachedManagedPolicies] = await Promise.all([
    unread.attempt(part, () => readInlinePolicies(roleName, iam)),
    unread.attempt(part, () => readAttachments(roleName, iam)),
  ]);
  const role: RoleDetail = {
    ...asJson<RoleDetail>(answered.Role),
    ...(RolePolicyList !== undefined && { RolePolicyList }),
    ...(AttachedManagedPolicies !== undefined && { AttachedManagedPolicies }),
  };
  return { role, policies: await readManagedPolicies(role, iam, unread) };
}

/** The texts of a role's attached policies and of its permissions boundary. */
export async function readPoliciesOf(
  role: RoleDetail,
  aws: Aws,
  unread: Unread,
): Promise<readonly ManagedPolicyDetail[]> {
  return readManagedPolicies(role, new IAMClient(clientConfiguration(aws)), unread);
}

async function readManagedPolicies(
  { AttachedManagedPolicies = [], PermissionsBoundary }: RoleDetail,
  iam: IAMClient,
  unread: Unread,
): Promise<readonly ManagedPolicyDetail[]> {
  const boundary = PermissionsBoundary?.PermissionsBoundaryArn;
  const attached = AttachedManagedPolicies.map(({ PolicyArn }) => PolicyArn);
  const arns = new Set(boundary === undefined ? attached : [...attached, boundary]);
  const read = await mapConcurrently([...arns], 5, (arn) =>
    unread.attempt(`iam.Policies.${arn}`, () => readManagedPolicy(arn, iam)),
  );
  return read.filter((policy) => policy !== undefined);
}

async function readInlinePolicies(
  RoleName: string,
  iam: IAMClient,
): Promise<NonNullable<RoleDetail['RolePolicyList']>> {
  const names = await everyItem(paginateListRolePolicies({ client: iam }, { RoleName }), (page) => page.PolicyNames);
  return mapConcurrently(names, 5, async (PolicyName) => {
    const answer = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return { PolicyName, PolicyDocument: answer.PolicyDocument };
  });
}

async function readAttachments(
  RoleName: string,
  iam: IAMClient,
): Promise<NonNullable<RoleDetail['AttachedManagedPolicies']>> {
  const pages = paginateListAttachedRolePolicies({ client: iam }, { RoleName });
  const attached = await everyItem(pages, (page) => page.AttachedPolicies);
  return asJson(attached);
}
