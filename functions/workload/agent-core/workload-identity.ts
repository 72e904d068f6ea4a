import { at } from '../fields.ts';
import type { AgentCorePlace } from './place.ts';
import { inWords } from './union.ts';

const IDENTITY =
  /^arn:aws[a-z-]*:bedrock-agentcore:[a-z0-9-]+:\d{12}:workload-identity-directory\/[\w-]+\/workload-identity\/[\w.-]+$/;

/** What a resource names as its workload identity. */
export function namedIdentity({ resource }: AgentCorePlace): string | undefined {
  const details = at(resource, 'workloadIdentityDetails');
  return inWords(at(details, 'workloadIdentityArn')) ?? inWords(details);
}

export const isIdentity = (arn: string | undefined): arn is string => arn !== undefined && IDENTITY.test(arn);
