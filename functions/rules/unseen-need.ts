import type { SurplusGrant } from '../iam/allow-surplus.ts';
import { arnFields } from '../iam/arn.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import { mayTrust } from '../workload/hidden-users.ts';

/**
 * What may need a grant that no known need explains, and cannot be seen in what was read; undefined when nothing may.
 * A phrase that fits behind "unknown: ".
 */
export function unseenNeed(
  { action, resource }: Pick<SurplusGrant, 'action' | 'resource'>,
  { region: own, trustPolicy, knownRequests }: Pick<AgentRole, 'region' | 'trustPolicy' | 'knownRequests'>,
): string | undefined {
  const [, , service = '', region = ''] = arnFields(resource);
  const isElsewhere = /^[a-z]{2,3}(-[a-z]+)+-\d+$/.test(region) && region !== own;
  if (isElsewhere && SOURCES.some(([principal, arn]) => mayTrust(trustPolicy, principal, arn(region))))
    return `the workloads in ${region}, which the role trusts as well, were not read`;
  // Reading an object takes the key that encrypts it; the bucket tells which, and is not in the evidence.
  const readsSchemas = knownRequests.some(({ kind }) => kind === 'schema');
  if (readsSchemas && service === 'kms' && /^kms:decrypt$/i.test(action))
    return 'the keys that encrypt the API schemas in S3 were not read';
  return undefined;
}

const SOURCES = [
  ['bedrock.amazonaws.com', (region: string) => `arn:*:bedrock:${region}:*:*`],
  ['bedrock-agentcore.amazonaws.com', (region: string) => `arn:*:bedrock-agentcore:${region}:*:*`],
] as const;
