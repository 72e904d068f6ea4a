import type { ManagedPolicyDetail, RoleDetail } from '../workload/snapshot.ts';
import { encodeDocument } from './policy-document.ts';

export interface Relationship {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceName?: string;
  /** `Is attached to Role` */
  readonly name: string;
}

/** A configuration item in the spelling of the event that a Config rule's function receives. */
export interface ConfigurationItem {
  readonly configurationItemVersion: string;
  readonly configurationItemCaptureTime: string;
  readonly configurationStateId: number;
  readonly awsAccountId: string;
  readonly configurationItemStatus: ConfigurationItemStatus;
  readonly resourceType: string;
  /** The unique id (AROA…, ANPA…), never the ARN or the name. */
  readonly resourceId: string;
  readonly resourceName: string | null;
  readonly ARN: string;
  readonly awsRegion: string;
  readonly availabilityZone: string;
  readonly configurationStateMd5Hash: string;
  readonly resourceCreationTime: string | null;
  readonly relatedEvents: readonly string[];
  readonly relationships: readonly Relationship[];
  readonly configuration: Readonly<Record<string, unknown>> | null;
  readonly supplementaryConfiguration: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
}

export type ConfigurationItemStatus =
  | 'OK'
  | 'ResourceDiscovered'
  | 'ResourceNotRecorded'
  | 'ResourceDeleted'
  | 'ResourceDeletedNotRecorded';

export interface Capture {
  readonly accountId: string;
  readonly captureTime: string;
  readonly relationships?: readonly Relationship[];
  /** `OK` when absent. A deleted resource has no configuration. */
  readonly status?: ConfigurationItemStatus;
}

/** Keys in camelCase, documents percent-encoded, as AWS Config records roles. */
export function roleItem(role: RoleDetail, capture: Capture): ConfigurationItem {
  const { InstanceProfileList, CreateDate, Tags, RoleLastUsed } = asRecord(role);
  return item(capture, 'AWS::IAM::Role', role.RoleId, role.RoleName, role.Arn, {
    path: role.Path ?? '/',
    roleName: role.RoleName,
    roleId: role.RoleId,
    arn: role.Arn,
    createDate: CreateDate ?? null,
    assumeRolePolicyDocument: encodeDocument(role.AssumeRolePolicyDocument),
    instanceProfileList: camelCased(InstanceProfileList ?? []),
    rolePolicyList: (role.RolePolicyList ?? []).map(({ PolicyName, PolicyDocument }) => ({
      policyName: PolicyName,
      policyDocument: encodeDocument(PolicyDocument),
    })),
    attachedManagedPolicies: (role.AttachedManagedPolicies ?? []).map(({ PolicyName, PolicyArn }) => ({
      policyName: PolicyName ?? PolicyArn.slice(PolicyArn.lastIndexOf('/') + 1),
      policyArn: PolicyArn,
    })),
    permissionsBoundary: camelCased(role.PermissionsBoundary ?? null),
    tags: camelCased(Tags ?? []),
    roleLastUsed: camelCased(RoleLastUsed ?? null),
  });
}

/** A customer managed policy; AWS Config records no others. */
export function policyItem(policy: ManagedPolicyDetail, capture: Capture): ConfigurationItem {
  const { PolicyVersionList, ...rest } = asRecord(policy);
  const name = policy.PolicyName ?? policy.Arn.slice(policy.Arn.lastIndexOf('/') + 1);
  const versions = (policy.PolicyVersionList ?? []).map((version) => ({
    ...asRecord(camelCased({ ...version, Document: undefined })),
    document: encodeDocument(version.Document),
  }));
  return item(capture, 'AWS::IAM::Policy', policyId(policy), name, policy.Arn, {
    ...asRecord(camelCased(rest)),
    policyName: name,
    policyId: policyId(policy),
    policyVersionList: versions,
  });
}

/** An item of a type that has no form of its own here. */
export function bareItem(resourceType: string, arn: string, capture: Capture): ConfigurationItem {
  const id = arn.slice(arn.lastIndexOf('/') + 1);
  return { ...item(capture, resourceType, id, id, arn, {}), awsRegion: arn.split(':')[3] ?? '' };
}

/** The policy's own unique id, or one made from its name: a snapshot need not hold it. */
export function policyId(policy: ManagedPolicyDetail): string {
  const { PolicyId } = asRecord(policy);
  if (typeof PolicyId === 'string') return PolicyId;
  const letters = policy.Arn.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return `ANPA${letters.slice(-17).padStart(17, 'A')}`;
}

function item(
  { accountId, captureTime, relationships = [], status = 'OK' }: Capture,
  resourceType: ConfigurationItem['resourceType'],
  resourceId: string,
  resourceName: string,
  arn: string,
  configuration: Readonly<Record<string, unknown>>,
): ConfigurationItem {
  const deleted = status === 'ResourceDeleted' || status === 'ResourceDeletedNotRecorded';
  return {
    configurationItemVersion: '1.3',
    configurationItemCaptureTime: captureTime,
    configurationStateId: Date.parse(captureTime),
    awsAccountId: accountId,
    configurationItemStatus: status,
    resourceType,
    resourceId,
    resourceName,
    ARN: arn,
    awsRegion: 'global',
    availabilityZone: 'Not Applicable',
    configurationStateMd5Hash: '',
    resourceCreationTime: typeof configuration.createDate === 'string' ? configuration.createDate : null,
    relatedEvents: [],
    relationships,
    configuration: deleted ? null : configuration,
    supplementaryConfiguration: {},
    tags: tagsOf(configuration.tags),
  };
}

function tagsOf(tags: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(tags)) return {};
  return Object.fromEntries(tags.map(asRecord).map(({ key, value }) => [String(key), String(value)]));
}

/** `RoleName` → `roleName`, at every depth. */
function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key.charAt(0).toLowerCase() + key.slice(1), camelCased(child)]),
  );
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
