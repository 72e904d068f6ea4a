import type { ManagedPolicyDetail, RoleDetail } from '../workload/snapshot.ts';
import type { Account, Input, Operations } from './account.ts';
import { AwsError } from './aws-error.ts';
import { pickFields } from './json-object.ts';
import { takePage } from './paging.ts';
import { encodeDocument } from './policy-document.ts';
import { membersOf } from './query-protocol.ts';
import { isCustomerManaged } from './relationships.ts';
import { knownPart, refuseUnread, unreadIds } from './snapshot-parts.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html */
export const iam: Operations = {
  GetAccountAuthorizationDetails(input, account) {
    const { snapshot } = account;
    const filter = membersOf(input, 'Filter');
    const wants = (kind: string) => filter.length === 0 || filter.includes(kind);
    const local = wants('LocalManagedPolicy');
    const aws = wants('AWSManagedPolicy');
    const roles = wants('Role') ? everyRole(account) : [];
    const policies = local || aws ? policiesOf(account) : [];
    refuseUnread(snapshot, 'iam');

    // One page mixes both kinds.
    const details = interleave(
      roles.map((role) => ({ role: roleDetail(role) })),
      policies
        .filter(({ Arn }) => (isCustomerManaged(Arn) ? local : aws))
        .map((policy) => ({ policy: policyDetail(policy) })),
    );
    const { items, ...truncation } = iamPage(details, input, account, 'first');
    return {
      UserDetailList: [],
      GroupDetailList: [],
      RoleDetailList: items.flatMap((item) => ('role' in item ? [item.role] : [])),
      Policies: items.flatMap((item) => ('policy' in item ? [item.policy] : [])),
      ...truncation,
    };
  },

  GetRole: (input, account) => ({ Role: roleAnswer(findRole(input, account), account) }),

  ListRoles(input, account) {
    const prefix = String(input.PathPrefix ?? '/');
    const roles = everyRole(account).filter(({ Path = '/' }) => Path.startsWith(prefix));
    const { items, ...truncation } = iamPage(roles, input, account);
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html: without these three
    const summaries = items.map((role) => ({
      ...roleAnswer(role, account),
      PermissionsBoundary: undefined,
      RoleLastUsed: undefined,
      Tags: undefined,
    }));
    return { Roles: summaries, ...truncation };
  },

  ListRolePolicies(input, account) {
    const names = inlinePolicies(input, account).map(({ PolicyName }) => PolicyName);
    const { items, ...truncation } = iamPage(names, input, account);
    return { PolicyNames: items, ...truncation };
  },

  GetRolePolicy(input, account) {
    const policy = inlinePolicies(input, account).find(({ PolicyName }) => PolicyName === input.PolicyName);
    if (policy === undefined) throw noSuchEntity(`The role policy with name ${input.PolicyName} cannot be found.`);
    return { RoleName: input.RoleName, ...policy, PolicyDocument: encodeDocument(policy.PolicyDocument) };
  },

  ListAttachedRolePolicies(input, account) {
    const role = findRole(input, account);
    const attached = knownPart(
      role.AttachedManagedPolicies,
      account.snapshot,
      ...rolePath(role),
      'AttachedManagedPolicies',
    );
    const { items, ...truncation } = iamPage(attached.map(attachedPolicy), input, account);
    return { AttachedPolicies: items, ...truncation };
  },

  GetPolicy: (input, account) => ({ Policy: { ...findPolicy(input, account), PolicyVersionList: undefined } }),

  GetPolicyVersion(input, account) {
    const { Arn, PolicyVersionList } = findPolicy(input, account);
    const versions = knownPart(PolicyVersionList, account.snapshot, 'iam', 'Policies', Arn, 'PolicyVersionList');
    const version = versions.find(({ VersionId }) => VersionId === input.VersionId);
    if (version === undefined) {
      throw noSuchEntity(`Policy ${Arn} version ${input.VersionId} does not exist or is not attachable.`);
    }
    return { PolicyVersion: encodedVersion(version) };
  },
};

function roleAnswer(role: RoleDetail, { snapshot }: Account): Readonly<Record<string, unknown>> {
  return {
    Path: '/',
    CreateDate: snapshot.takenAt,
    ...pickFields(
      role,
      ...['Path', 'RoleName', 'RoleId', 'Arn', 'CreateDate', 'Description', 'MaxSessionDuration'],
      ...['PermissionsBoundary', 'Tags', 'RoleLastUsed'],
    ),
    AssumeRolePolicyDocument: encodedIfKnown(role.AssumeRolePolicyDocument),
  };
}

function roleDetail(role: RoleDetail): object {
  return {
    ...role,
    AssumeRolePolicyDocument: encodedIfKnown(role.AssumeRolePolicyDocument),
    RolePolicyList: role.RolePolicyList?.map((policy) => ({
      ...policy,
      PolicyDocument: encodeDocument(policy.PolicyDocument),
    })),
    AttachedManagedPolicies: role.AttachedManagedPolicies?.map(attachedPolicy),
  };
}

function policyDetail(policy: ManagedPolicyDetail): object {
  return { ...policy, PolicyVersionList: policy.PolicyVersionList?.map(encodedVersion) };
}

function encodedVersion(version: NonNullable<ManagedPolicyDetail['PolicyVersionList']>[number]): object {
  return { ...version, Document: encodedIfKnown(version.Document) };
}

function attachedPolicy({ PolicyArn, PolicyName }: NonNullable<RoleDetail['AttachedManagedPolicies']>[number]): object {
  return { PolicyName: PolicyName ?? PolicyArn.slice(PolicyArn.lastIndexOf('/') + 1), PolicyArn };
}

function encodedIfKnown(document: unknown): string | undefined {
  return document === undefined ? undefined : encodeDocument(document);
}

function rolesOf({ snapshot }: Account): readonly RoleDetail[] {
  return knownPart(snapshot.iam?.RoleDetailList, snapshot, 'iam', 'RoleDetailList');
}

/** A list without a role that could not be read would say that there is no such role. */
function everyRole(account: Account): readonly RoleDetail[] {
  const roles = rolesOf(account);
  for (const name of unreadIds(account.snapshot, 'iam', 'RoleDetailList')) {
    if (roles.every(({ RoleName }) => RoleName !== name))
      refuseUnread(account.snapshot, ...rolePath({ RoleName: name }));
  }
  return roles;
}

function policiesOf({ snapshot }: Account): readonly ManagedPolicyDetail[] {
  return knownPart(snapshot.iam?.Policies, snapshot, 'iam', 'Policies');
}

function rolePath({ RoleName }: Pick<RoleDetail, 'RoleName'>): readonly string[] {
  return ['iam', 'RoleDetailList', RoleName];
}

function findRole({ RoleName }: Input, account: Account): RoleDetail {
  const name = String(RoleName ?? '');
  refuseUnread(account.snapshot, ...rolePath({ RoleName: name }));
  const role = rolesOf(account).find((candidate) => candidate.RoleName === name);
  if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

function inlinePolicies(input: Input, account: Account): NonNullable<RoleDetail['RolePolicyList']> {
  const role = findRole(input, account);
  return knownPart(role.RolePolicyList, account.snapshot, ...rolePath(role), 'RolePolicyList');
}

function findPolicy({ PolicyArn }: Input, account: Account): ManagedPolicyDetail {
  const arn = String(PolicyArn ?? '');
  refuseUnread(account.snapshot, 'iam', 'Policies', arn);
  const policy = policiesOf(account).find(({ Arn }) => Arn === arn);
  if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

function iamPage<Item>(
  all: readonly Item[],
  { Marker, MaxItems }: Input,
  { pageSize, emptyPages }: Account,
  emptyPage: 'first' | 'second' = 'second',
): { readonly items: readonly Item[]; readonly IsTruncated: boolean; readonly Marker?: string } {
  const most = Math.min(1000, pageSize);
  const { items, next } = takePage(all, {
    token: Marker,
    limit: MaxItems ?? 100,
    most,
    emptyPage: emptyPages ? emptyPage : 'never',
    invalidToken: 'ValidationError',
  });
  return next === undefined ? { items, IsTruncated: false } : { items, IsTruncated: true, Marker: next };
}

function interleave<A, B>(left: readonly A[], right: readonly B[]): readonly (A | B)[] {
  return Array.from({ length: Math.max(left.length, right.length) }).flatMap((_, index) => [
    ...left.slice(index, index + 1),
    ...right.slice(index, index + 1),
  ]);
}

function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', 404, message);
}
