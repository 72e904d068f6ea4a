import { arnFields } from '../../iam/arn.ts';
import { needsWith } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import { type AgentCorePlace, pageOf } from './place.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html */
const SOURCE =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html';

/** The account in an ARN; empty where it has none, as in that of a bucket. */
export const accountOf = (arn: string): string => arnFields(arn)[4] ?? '';

export const isForeign = ({ snapshot }: AgentCorePlace, arn: string): boolean => accountOf(arn) !== snapshot.accountId;

/** The requests, and for a resource of another account the same of its own policy: across accounts, both must allow. */
export function acrossAccounts(
  { snapshot, workload }: AgentCorePlace,
  owner: string,
  requests: readonly RequiredRequest[],
  source = SOURCE,
): readonly RequiredRequest[] {
  if (owner === snapshot.accountId) return requests;
  return [
    ...requests,
    ...requests.map((request) => ({
      ...request,
      heldBy: 'resourcePolicy' as const,
      principal: workload.roleArn,
      source,
    })),
  ];
}

/**
 * Of AgentCore's resources, runtimes, their endpoints, gateways and memories take a policy, and no others: nobody of another
 * account can be let in to these. https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/resource-based-policies.html
 */
export const foreignGap = ({ label }: AgentCorePlace, arn: string): WorkloadNeeds =>
  needsWith({
    gaps: [`${arn}, which ${label} names, is of another account, and how that account can share it is not documented`],
  });

/** The page on the policies that AgentCore's resources take. */
export const AGENT_CORE_POLICIES = pageOf('resource-based-policies');
