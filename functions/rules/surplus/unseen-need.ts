import type { SurplusGrant } from '../../iam/allow-surplus.ts';
import { arnFields } from '../../iam/arn.ts';
import { coversResource } from '../../iam/cover.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import { mayTrust } from '../../workload/hidden-users.ts';

/**
 * What may need a grant that no known need explains, and cannot be seen in what was read; undefined when nothing may.
 * A phrase that fits behind "unknown: ".
 */
export function unseenNeed(
  { action, resource }: Pick<SurplusGrant, 'action' | 'resource'>,
  { regions, trustPolicy, unseenNeeds }: Pick<AgentRole, 'regions' | 'trustPolicy' | 'unseenNeeds'>,
): string | undefined {
  const [, , , region = ''] = arnFields(resource);
  const isElsewhere = /^[a-z]{2,3}(-[a-z]+)+-\d+$/.test(region) && !regions.includes(region);
  if (isElsewhere && SOURCES.some(([principal, arn]) => mayTrust(trustPolicy, principal, arn(region))))
    return `the workloads in ${region}, which the role trusts as well, were not read`;
  return unseenNeeds.find(
    (need) =>
      need.actions.some((one) => one.toLowerCase() === action.toLowerCase()) && coversResource(need.resource, resource),
  )?.reason;
}

const SOURCES = [
  ['bedrock.amazonaws.com', (region: string) => `arn:*:bedrock:${region}:*:*`],
  ['bedrock-agentcore.amazonaws.com', (region: string) => `arn:*:bedrock-agentcore:${region}:*:*`],
] as const;
