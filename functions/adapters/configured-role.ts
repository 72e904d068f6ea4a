import { given } from '../diagnosis/json-value.ts';
import type { ManagedPolicyDetail, RoleDetail } from '../workload/snapshot.ts';
import type { ConfigurationItem } from './config-event.ts';
import { isObject, textOf } from './json-fields.ts';

/**
 * The role that a configuration item records. IAM may still answer with the role before the change; the item is the
 * change. What the item lacks stays unknown.
 */
export function configuredRole({ resourceId, configuration, tags }: ConfigurationItem): RoleDetail | undefined {
  if (!isObject(configuration)) return undefined;
  const RoleName = textOf(configuration.roleName);
  const Arn = textOf(configuration.arn);
  if (RoleName === undefined || Arn === undefined) return undefined;
  const inline = listOf(configuration.rolePolicyList);
  const attached = listOf(configuration.attachedManagedPolicies);
  const boundary = configuration.permissionsBoundary;
  return given<RoleDetail>({
    RoleName,
    RoleId: resourceId,
    Arn,
    Path: textOf(configuration.path),
    AssumeRolePolicyDocument: configuration.assumeRolePolicyDocument || undefined,
    RolePolicyList: inline?.map(({ policyName, policyDocument }) => ({
      PolicyName: textOf(policyName) ?? '',
      PolicyDocument: policyDocument,
    })),
    AttachedManagedPolicies: attached?.map(({ policyArn, policyName }) =>
      given<AttachedPolicy>({ PolicyArn: textOf(policyArn) ?? '', PolicyName: textOf(policyName) }),
    ),
    PermissionsBoundary: isObject(boundary)
      ? given<Boundary>({
          PermissionsBoundaryType: textOf(boundary.permissionsBoundaryType) ?? 'Policy',
          PermissionsBoundaryArn: textOf(boundary.permissionsBoundaryArn),
        })
      : undefined,
    Tags: configuredTags(listOf(configuration.tags), tags),
  });
}

/** The item holds tags twice: as IAM lists them, and as AWS Config does. */
function configuredTags(
  listed: readonly Readonly<Record<string, unknown>>[] | undefined,
  tags: ConfigurationItem['tags'],
): RoleDetail['Tags'] {
  if (listed === undefined && tags === undefined) return undefined;
  const named = (listed ?? []).flatMap(({ key, value }): (readonly [string, string])[] =>
    typeof key === 'string' && typeof value === 'string' ? [[key, value]] : [],
  );
  return Object.entries({ ...tags, ...Object.fromEntries(named) }).map(([Key, Value]) => ({ Key, Value }));
}

type AttachedPolicy = NonNullable<RoleDetail['AttachedManagedPolicies']>[number];
type Boundary = NonNullable<RoleDetail['PermissionsBoundary']>;

/** The policy that a configuration item records, with its default version only. A document may stand in a list of one. */
export function configuredPolicy({ configuration }: ConfigurationItem): ManagedPolicyDetail | undefined {
  if (!isObject(configuration)) return undefined;
  const Arn = textOf(configuration.arn);
  if (Arn === undefined) return undefined;
  const DefaultVersionId = textOf(configuration.defaultVersionId);
  const versions = listOf(configuration.policyVersionList) ?? [];
  const version =
    versions.find(({ isDefaultVersion }) => isDefaultVersion === true) ??
    versions.find(({ versionId }) => versionId !== undefined && versionId === DefaultVersionId);
  const written = version?.document;
  const document: unknown = Array.isArray(written) && written.length === 1 ? written[0] : written;
  const VersionId = textOf(version?.versionId) ?? DefaultVersionId;
  if (!document || VersionId === undefined) return undefined;
  return given<ManagedPolicyDetail>({
    PolicyName: textOf(configuration.policyName),
    Arn,
    DefaultVersionId: VersionId,
    PolicyVersionList: [{ VersionId, IsDefaultVersion: true, Document: document }],
  });
}

/** A list of which an entry cannot be read is not a shorter list. */
function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] | undefined {
  return Array.isArray(value) && value.every(isObject) ? value : undefined;
}
