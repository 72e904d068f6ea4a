import { parsePolicy } from '../iam/parse-policy.ts';
import type { Policy, PolicyError, PolicyKind } from '../iam/policy.ts';
import { constantPolicy } from './constant-policies.ts';
import type { ManagedPolicyDetail, Snapshot } from './snapshot.ts';
import { notRead } from './unread.ts';

/** A policy of a role: parsed, or not a policy that AWS would store, or not read. */
export type RolePolicy = { readonly policy: Policy } | { readonly error: PolicyError } | { readonly missing: string };

/** A managed policy by ARN: the default version only, which is the one that IAM evaluates. */
export function managedPolicy(snapshot: Snapshot, arn: string, kind: PolicyKind, label: string): RolePolicy {
  const name = arn.split('/').at(-1) ?? arn;
  const full = `${isAwsOwned(arn) ? AWS_MANAGED : ''}${label} ${name}`;
  const unreadText = notRead(snapshot, `iam.Policies.${arn}`, `the text of the ${full}`);
  const detail = snapshot.iam?.Policies?.find((policy) => policy.Arn === arn);
  if (detail === undefined) {
    const document = constantPolicy(arn);
    return document === undefined ? { missing: unreadText } : parsePolicy(document, full, kind);
  }
  const versions = detail.PolicyVersionList ?? [];
  const version =
    versions.find(({ VersionId }) => VersionId !== undefined && VersionId === detail.DefaultVersionId) ??
    versions.find(({ IsDefaultVersion }) => IsDefaultVersion === true);
  return version?.Document === undefined
    ? { missing: unreadText }
    : heldBy(parsePolicy(version.Document, full, kind), detail);
}

/** What AWS owns is nobody's to change, whoever has it. */
function heldBy(
  parsed: ReturnType<typeof parsePolicy>,
  { Arn, AttachmentCount, PermissionsBoundaryUsageCount = 0 }: ManagedPolicyDetail,
): ReturnType<typeof parsePolicy> {
  return 'error' in parsed || AttachmentCount === undefined || isAwsOwned(Arn)
    ? parsed
    : { policy: { ...parsed.policy, holders: AttachmentCount + PermissionsBoundaryUsageCount } };
}

const AWS_MANAGED = 'AWS ';

const isAwsOwned = (arn: string): boolean => /^arn:aws[a-z-]*:iam::aws:policy\//.test(arn);

/** Is its text AWS's to change, and not the account's? */
export const isAwsManaged = ({ name }: Pick<Policy, 'name'>): boolean => name.startsWith(AWS_MANAGED);
