import type { PolicyPlan } from './policy-plan.ts';
import { printableJson } from './printable.ts';

/**
 * `bedrock-warden/policy/1`. What is not the whole policy stands under other keys, so that nothing that reads `policies`
 * takes a part for the whole.
 */
export function policyJson(plan: PolicyPlan): string {
  const complete = plan.unknown.length === 0;
  const policies = plan.policies.map(({ name, attachAs, characters, document }) => ({
    name,
    attachAs,
    characters,
    document,
  }));
  const { trustPolicy } = plan;
  return printableJson({
    format: 'bedrock-warden/policy/1',
    role: { arn: plan.role.arn, name: plan.role.name, accountId: plan.role.accountId },
    workloads: plan.workloads,
    regions: plan.regions,
    complete,
    unknown: plan.unknown,
    ...(complete ? { policies, trustPolicy } : { partialPolicies: policies, partialTrustPolicy: trustPolicy }),
    elsewhere: plan.elsewhere,
    leftOut: plan.leftOut.map(({ action, resource, capability, necessity, heldBy, source }) => ({
      action,
      resource,
      capability,
      necessity,
      heldBy,
      source,
    })),
    notes: plan.notes,
  });
}
