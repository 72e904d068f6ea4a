import { snapshotSchema } from '../../functions/adapters/snapshot-schema.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import type { Base, Draft, LabelledRole } from '../fixtures/accuracy/roles/labelled-role.ts';
import { ACCOUNT, policy } from '../fixtures/accuracy/roles/policy.ts';

const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/agent-boundary`;

/** The base's account with the changes of the labelled role, read the way that a file is. */
export function buildAccount(base: Base, role: LabelledRole): Snapshot {
  const draft: Draft = structuredClone(base.snapshot);
  const detail = draft.iam.RoleDetailList.find(({ Arn }: { readonly Arn: string }) => Arn === base.roleArn);
  if (role.trust !== undefined) detail.AssumeRolePolicyDocument = role.trust;
  if (role.inline !== undefined)
    detail.RolePolicyList = Object.entries(role.inline).map(([PolicyName, statements]) => ({
      PolicyName,
      PolicyDocument: policy(...statements),
    }));
  if (role.also !== undefined) detail.RolePolicyList.push({ PolicyName: 'Also', PolicyDocument: policy(...role.also) });
  for (const [arn, statements] of Object.entries(role.managed ?? {})) {
    detail.AttachedManagedPolicies.push({ PolicyName: arn.split('/').at(-1), PolicyArn: arn });
    if (statements !== null) draft.iam.Policies.push(managedPolicy(arn, statements));
  }
  if (role.boundary !== undefined) {
    detail.PermissionsBoundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: BOUNDARY };
    if (role.boundary !== null) draft.iam.Policies.push(managedPolicy(BOUNDARY, role.boundary));
  }
  role.account?.(draft);
  return snapshotSchema.parse(draft);
}

const managedPolicy = (Arn: string, statements: readonly unknown[]): object => ({
  PolicyName: Arn.split('/').at(-1),
  Arn,
  DefaultVersionId: 'v1',
  PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: policy(...statements) }],
});
