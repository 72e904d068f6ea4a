import { arnFields } from '../iam/arn.ts';
import { decide } from '../iam/decide.ts';
import type { Decision } from '../iam/decision.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { Workload } from '../workload/workload.ts';

/** What the trust policy of a role answers to the service that wants to act for a workload with it. */
export interface TrustAnswer {
  readonly workload: Workload;
  readonly decision: Decision;
  /** What the resource control policies of the organization say of it; absent where they were not read. */
  readonly resourceControl?: Decision;
  /** The service is trusted, but a condition on the source of its request is not met. */
  readonly byCondition: boolean;
}

/**
 * The request of a service that acts for a workload: it is encrypted, of no member of an organization, and nobody has signed
 * in with a device. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const OF_A_SERVICE = {
  'aws:SecureTransport': 'true',
  'aws:PrincipalOrgID': [],
  'aws:PrincipalOrgPaths': [],
  'aws:MultiFactorAuthPresent': [],
  'aws:MultiFactorAuthAge': [],
  'sts:ExternalId': [],
};

const SOURCE = /aws:Source(?:Arn|Account|OrgId|OrgPaths)/i;

/** Empty: the trust policy is not known, or the role serves nothing. */
export function trustAnswers(role: AgentRole, id: string | undefined): readonly TrustAnswer[] {
  if ('missing' in role.trustPolicy) return [];
  const trust = role.trustPolicy.known;
  const own = role.workloads.filter((workload) => id === undefined || workload.id === id);
  const distinct = new Map(own.map((workload) => [`${workload.servicePrincipal} ${workload.sourceArn}`, workload]));
  return [...distinct.values()].map((workload) => {
    const { servicePrincipal, sourceArn } = workload;
    const account = arnFields(sourceArn)[4];
    const request = {
      action: 'sts:AssumeRole',
      resource: role.arn,
      resourceAccount: role.accountId,
      principal: servicePrincipal,
      context: {
        ...OF_A_SERVICE,
        'aws:SourceAccount': account === undefined || account === '' ? role.accountId : account,
        'aws:SourceArn': sourceArn,
      },
    };
    const decision = decide(request, { resource: trust });
    const { resourceControlPolicies: above } = role;
    const resourceControl =
      'known' in above ? decide(request, { resource: trust, resourceControl: above.known }) : undefined;
    const byCondition = decision.misses.some(({ element, reason }) => element === 'Condition' && SOURCE.test(reason));
    return { workload, decision, byCondition, ...(resourceControl === undefined ? {} : { resourceControl }) };
  });
}

/** The role trusts the service, and the organization does not let it in. */
export const isShutOutAbove = ({ decision, resourceControl }: TrustAnswer): boolean =>
  decision.decision === 'allowed' && resourceControl?.decision === 'explicitDeny';

export const isShutOut = ({ decision }: TrustAnswer): boolean =>
  decision.decision === 'implicitDeny' || decision.decision === 'explicitDeny';
