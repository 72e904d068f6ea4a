import { charactersOf, MOST_ATTACHED, MOST_TRUST_POLICY, type SizedPolicy } from '../remediation/policy-size.ts';
import { type WorkloadPolicy, workloadPolicy } from '../remediation/workload-policy.ts';
import { roleArn } from '../workload/arn.ts';
import { workloadKey } from '../workload/workload-key.ts';
import type { PolicyTarget } from './policy-target.ts';

export interface NamedPolicy extends SizedPolicy {
  readonly name: string;
}

/** What every format prints. */
export interface PolicyPlan extends Omit<WorkloadPolicy, 'policies'> {
  readonly role: PolicyTarget['role'];
  /** Where the policies go: the role, or one to be made where it is not there or serves others as well. */
  readonly roleName: string;
  readonly path: string;
  readonly isNewRole: boolean;
  readonly policies: readonly NamedPolicy[];
  /** `arn#version` */
  readonly workloads: readonly string[];
  readonly regions: readonly string[];
  /** Sentences about what the policies do not tell. */
  readonly notes: readonly string[];
}

export function policyPlan({ role, needs, others, regions }: PolicyTarget): PolicyPlan {
  const policy = workloadPolicy(needs);
  const isShared = others.length > 0;
  const isMissing = 'known' in role.roleId && role.roleId.known === null;
  const roleName = isShared ? ownRoleName(role.name, needs.workloads[0]?.id ?? '') : role.name;
  const workloads = [...new Set(needs.workloads.map(workloadKey))].toSorted();
  return {
    ...policy,
    role,
    roleName,
    path: pathOf(role.arn),
    isNewRole: isShared || isMissing,
    policies: policy.policies.map((one, index, { length }) => ({ name: policyName(roleName, index, length), ...one })),
    workloads,
    regions,
    notes: [
      `The policies are for workloads in ${regions.join(', ')}, and the trust policy for these alone: whoever else assumes the role today, a workload of another Region for one, no longer could.`,
      ...(isShared
        ? [
            `The role ${role.name} also serves ${[...new Set(others.map(workloadKey))].join(', ')}. These policies are for a role of its own, ${roleName}; for the shared role, ask for ${role.name}.`,
          ]
        : []),
      ...(isShared || role.readablePolicies.length === 0
        ? []
        : [
            `What the role has already, it keeps until you remove it: ${role.readablePolicies.map(({ name }) => name).join(', ')}.`,
          ]),
      ...quotaNotes(policy),
    ],
  };
}

function quotaNotes({ policies, trustPolicy }: WorkloadPolicy): readonly string[] {
  const trust = charactersOf(trustPolicy);
  return [
    ...(trust > MOST_TRUST_POLICY
      ? [
          `The trust policy has ${trust} characters, and IAM takes ${MOST_TRUST_POLICY} before the quota "Role trust policy length" is raised.`,
        ]
      : []),
    ...(policies.length > MOST_ATTACHED
      ? [
          `There are ${policies.length} managed policies, and a role takes ${MOST_ATTACHED} before the quota "Managed policies attached to an IAM role" is raised.`,
        ]
      : []),
  ];
}

/** A role's name has 64 characters at most. */
const ownRoleName = (shared: string, id: string): string => {
  const own = id.replace(/[^\w+=,.@-]/g, '').slice(0, 24);
  return `${shared.slice(0, 63 - own.length)}-${own}`;
};

const policyName = (roleName: string, index: number, count: number): string =>
  count === 1 ? `${roleName}-needs` : `${roleName}-needs-${index + 1}`;

/** `/service-role/` of `arn:aws:iam::111122223333:role/service-role/agent` */
function pathOf(arn: string): string {
  const { name = '' } = roleArn(arn) ?? {};
  const path = /:role(\/.*)$/.exec(arn)?.[1] ?? '/';
  return path.slice(0, path.length - name.length);
}
