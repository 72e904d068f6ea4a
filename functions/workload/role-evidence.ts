import { parsePolicy } from '../iam/parse-policy.ts';
import type { Policy, PolicyError } from '../iam/policy.ts';
import type { AgentRole } from './agent-role.ts';
import type { RoleArn } from './arn.ts';
import { type Evidence, missing } from './evidence.ts';
import { managedPolicy, type RolePolicy } from './managed-policy.ts';
import type { RoleDetail, Snapshot } from './snapshot.ts';
import { notRead, unreadAround } from './unread.ts';

/** What IAM says of a role. */
export type RoleEvidence = Pick<
  AgentRole,
  'roleId' | 'trustPolicy' | 'identityPolicies' | 'readablePolicies' | 'permissionsBoundary' | 'tags'
> & { readonly malformed: readonly PolicyError[] };

export function roleEvidence(snapshot: Snapshot, role: RoleArn): RoleEvidence {
  const details = snapshot.iam?.RoleDetailList;
  const detail = details?.find(({ Arn }) => Arn === role.arn);
  if (detail !== undefined) return evidenceOf(snapshot, detail, role);
  if (role.accountId !== snapshot.accountId)
    return nothingKnown(
      `the role ${role.name} is in the account ${role.accountId}, and the account ${snapshot.accountId} was read`,
    );
  // A list that was cut short does not tell that a role does not exist.
  if (snapshot.iam?.IsTruncated === true || snapshot.iam?.NextToken !== undefined)
    return nothingKnown(`the role ${role.name} is not in the list of roles, which was cut short`);
  // That another role was not read, or not asked for, says nothing of this one.
  if (details === undefined || unreadAround(snapshot, `iam.RoleDetailList.${role.name}`).length > 0)
    return nothingKnown(notRead(snapshot, `iam.RoleDetailList.${role.name}`, `the role ${role.name}`));
  return { ...nothingKnown(`IAM has no role ${role.name}`), roleId: { known: null } };
}

const nothingKnown = (reason: string): RoleEvidence => ({
  roleId: missing(reason),
  trustPolicy: missing(reason),
  identityPolicies: missing(reason),
  readablePolicies: [],
  permissionsBoundary: missing(reason),
  tags: missing(reason),
  malformed: [],
});

function evidenceOf(snapshot: Snapshot, detail: RoleDetail, role: RoleArn): RoleEvidence {
  const at = `iam.RoleDetailList.${role.name}`;
  const trust: RolePolicy =
    detail.AssumeRolePolicyDocument === undefined
      ? { missing: notRead(snapshot, at, `the trust policy of ${role.name}`) }
      : parsePolicy(detail.AssumeRolePolicyDocument, 'trust policy', 'trust');
  const inline: readonly RolePolicy[] = detail.RolePolicyList?.map(({ PolicyName, PolicyDocument }) =>
    parsePolicy(PolicyDocument, `inline policy ${PolicyName}`, 'identity'),
  ) ?? [{ missing: notRead(snapshot, at, `the inline policies of ${role.name}`, 'were') }];
  const attached: readonly RolePolicy[] = detail.AttachedManagedPolicies?.map(({ PolicyArn }) =>
    managedPolicy(snapshot, PolicyArn, 'identity', 'managed policy'),
  ) ?? [{ missing: notRead(snapshot, at, `the managed policies of ${role.name}`, 'were') }];
  const boundary = boundaryOf(snapshot, detail, role);
  const identity = [...inline, ...attached];
  const readablePolicies = identity.flatMap((read) => ('policy' in read ? [read.policy] : []));
  return {
    roleId: { known: detail.RoleId },
    trustPolicy: evidenceFor(trust),
    identityPolicies: allRead(identity, readablePolicies),
    readablePolicies,
    permissionsBoundary: boundary === null ? { known: null } : evidenceFor(boundary),
    tags:
      detail.Tags === undefined
        ? missing(notRead(snapshot, at, `the tags of ${role.name}`, 'were'))
        : { known: detail.Tags },
    malformed: [trust, ...identity, ...(boundary === null ? [] : [boundary])].flatMap((read) =>
      'error' in read ? [{ ...read.error, policy: `${read.error.policy} of role ${role.name}` }] : [],
    ),
  };
}

function boundaryOf(snapshot: Snapshot, { PermissionsBoundary }: RoleDetail, role: RoleArn): RolePolicy | null {
  if (PermissionsBoundary === undefined || PermissionsBoundary === null) return null;
  const arn = PermissionsBoundary.PermissionsBoundaryArn;
  if (arn === undefined)
    return { missing: notRead(snapshot, 'iam', `the ARN of the permissions boundary of ${role.name}`) };
  return managedPolicy(snapshot, arn, 'permissionsBoundary', 'permissions boundary');
}

function evidenceFor(read: RolePolicy): Evidence<Policy> {
  return 'policy' in read ? { known: read.policy } : missing(reasonOf(read));
}

function allRead(policies: readonly RolePolicy[], readable: readonly Policy[]): Evidence<readonly Policy[]> {
  const [reason, ...more] = policies.flatMap((read) => ('policy' in read ? [] : [reasonOf(read)]));
  return reason === undefined ? { known: readable } : missing(reason, ...more);
}

/** `the inline policy Broken is not a policy: there is no Statement` */
const reasonOf = (read: Exclude<RolePolicy, { readonly policy: Policy }>): string =>
  'missing' in read ? read.missing : unreadablePolicy(read.error);

export const unreadablePolicy = ({ policy, statement, problem }: PolicyError): string =>
  `the ${policy} is not a policy that IAM would store${statement === undefined ? '' : ` (statement ${statement})`}: ${problem}`;
