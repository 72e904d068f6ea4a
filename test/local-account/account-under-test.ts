import type { Snapshot } from '../../functions/workload/snapshot.ts';

const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: "sts:Assume*('!)" }] };

/** Percent-encoded by RFC 3986, as IAM does it: nothing of the document stands as it is but letters, digits and `-._~`. */
export const ENCODED_TRUST =
  '%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22sts%3AAssume%2A%28%27%21%29%22%7D%5D%7D';

export const ROLE = {
  RoleName: 'agent',
  RoleId: 'AROAAGENT00000000001',
  Arn: 'arn:aws:iam::111122223333:role/service-role/agent',
  Path: '/service-role/',
  CreateDate: '2026-01-02T03:04:05Z',
  AssumeRolePolicyDocument: TRUST,
  RolePolicyList: [
    { PolicyName: 'object', PolicyDocument: TRUST },
    { PolicyName: 'json', PolicyDocument: JSON.stringify(TRUST) },
    { PolicyName: 'encoded', PolicyDocument: ENCODED_TRUST },
  ],
  AttachedManagedPolicies: [
    { PolicyName: 'Local', PolicyArn: 'arn:aws:iam::111122223333:policy/Local' },
    { PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  ],
  PermissionsBoundary: {
    PermissionsBoundaryType: 'Policy',
    PermissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/Local',
  },
  Tags: [{ Key: 'team', Value: 'a<b>&c' }],
};

export const LOCAL_POLICY = {
  PolicyName: 'Local',
  PolicyId: 'ANPALOCAL00000000001',
  Arn: 'arn:aws:iam::111122223333:policy/Local',
  DefaultVersionId: 'v2',
  PolicyVersionList: [
    { VersionId: 'v2', IsDefaultVersion: true, Document: TRUST },
    { VersionId: 'v1', IsDefaultVersion: false, Document: ENCODED_TRUST },
  ],
};

export const AWS_POLICY = {
  PolicyName: 'AdministratorAccess',
  Arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  DefaultVersionId: 'v1',
  PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: TRUST }],
};

/** Names an account and nothing that is in it. */
export const EMPTY: Snapshot = {
  format: 'bedrock-warden/snapshot/1',
  takenAt: '2026-11-22T10:00:00Z',
  accountId: '111122223333',
  region: 'us-east-1',
};

export const SNAPSHOT: Snapshot = {
  ...EMPTY,
  iam: { RoleDetailList: [ROLE], Policies: [LOCAL_POLICY, AWS_POLICY] },
};

export function clientConfig(endpoint: string) {
  return {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
}

/** An answer without its metadata and absent fields, or the error's name. */
export async function answerOf(sent: Promise<object>): Promise<unknown> {
  try {
    const { $metadata, ...answer } = (await sent) as { readonly $metadata?: unknown };
    return JSON.parse(JSON.stringify(answer));
  } catch (error) {
    return { error: (error as Error).name };
  }
}
