import type { SurplusGrant } from '../iam/allow-surplus.ts';
import { arnFields } from '../iam/arn.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import { mayTrust } from '../workload/hidden-users.ts';
import type { RequiredRequest } from '../workload/required-request.ts';

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
  // Reading takes the key that encrypts; the bucket, the secret or the store tells which, and need not be in the evidence.
  const isDecryption = service === 'kms' && /^kms:decrypt$/i.test(action);
  const encrypted = isDecryption ? knownRequests.find(({ kind }) => ENCRYPTED.has(kind)) : undefined;
  return encrypted && `the keys that encrypt ${ENCRYPTED.get(encrypted.kind)} were not read`;
}

const ENCRYPTED: ReadonlyMap<RequiredRequest['kind'], string> = new Map([
  ['schema', 'the API schemas in S3'],
  ['dataSource', 'the data sources'],
  ['storage', 'the storage'],
  ['secret', 'the secrets'],
  ['vectorStore', 'the vector store'],
]);

const SOURCES = [
  ['bedrock.amazonaws.com', (region: string) => `arn:*:bedrock:${region}:*:*`],
  ['bedrock-agentcore.amazonaws.com', (region: string) => `arn:*:bedrock-agentcore:${region}:*:*`],
] as const;
