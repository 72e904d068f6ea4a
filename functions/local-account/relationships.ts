import type { ManagedPolicyDetail, RoleDetail, Snapshot } from '../workload/snapshot.ts';
import { policyId, type Relationship } from './configuration-item.ts';

/** What AWS Config relates a role to: its customer managed policies. AWS managed ones have no configuration item. */
export function roleRelationships(role: RoleDetail, { iam }: Snapshot): readonly Relationship[] {
  const attached = (role.AttachedManagedPolicies ?? []).map(({ PolicyArn }) => PolicyArn);
  return (iam?.Policies ?? [])
    .filter(({ Arn }) => attached.includes(Arn) && isCustomerManaged(Arn))
    .map((policy) => ({
      resourceType: 'AWS::IAM::Policy',
      resourceId: policyId(policy),
      resourceName: policy.PolicyName ?? policy.Arn.slice(policy.Arn.lastIndexOf('/') + 1),
      name: 'Is attached to CustomerManagedPolicy',
    }));
}

/** The roles that a customer managed policy is attached to. */
export function policyRelationships({ Arn }: ManagedPolicyDetail, { iam }: Snapshot): readonly Relationship[] {
  return (iam?.RoleDetailList ?? [])
    .filter(({ AttachedManagedPolicies = [] }) => AttachedManagedPolicies.some(({ PolicyArn }) => PolicyArn === Arn))
    .map(({ RoleId, RoleName }) => ({
      resourceType: 'AWS::IAM::Role',
      resourceId: RoleId,
      resourceName: RoleName,
      name: 'Is attached to Role',
    }));
}

export function isCustomerManaged(policyArn: string): boolean {
  return !/^arn:[^:]+:iam::aws:/.test(policyArn);
}
