import { unusable } from '../join-needs.ts';
import { isKeyArn } from '../key-use-requests.ts';
import type { WorkloadNeeds } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import { isForeign } from './across-accounts.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';
import { inWords } from './union.ts';

/** What is done with a key, as a page of the AgentCore developer guide has it. */
interface KeyUse {
  readonly page: string;
  readonly uses: readonly { readonly actions: readonly string[]; readonly context: RequiredRequest['context'] }[];
  /** Does the page ask for it in the key policy, for the role? */
  readonly isInKeyPolicy: boolean;
  /** Why the role's own policy need not allow it, while the key is of its account. */
  readonly note: string;
}

/** The customer managed key of a resource, if it has one. Across accounts, the key policy and the role's must both allow. */
export function keyNeeds(
  place: AgentCorePlace,
  written: unknown,
  { page, uses, isInKeyPolicy, note }: KeyUse,
): Partial<WorkloadNeeds> {
  const key = inWords(written);
  if (key === undefined) return {};
  if (!isKeyArn(key)) return unusable(place.label, 'the ARN of a KMS key', key);
  const request = placeRequests(place, page, 'encryptionKey', `encryption key ${key}`);
  const inKeyPolicy = { heldBy: 'keyPolicy', principal: place.workload.roleArn } as const;
  const ofRole = isForeign(place, key) ? {} : ({ necessity: 'optional', note } as const);
  const holders = [...(isInKeyPolicy || isForeign(place, key) ? [inKeyPolicy] : []), ofRole];
  return {
    requests: holders.flatMap((holder) =>
      uses.flatMap(({ actions, context }) => request(actions, key, { context, ...holder })),
    ),
  };
}

/** The key of a memory. https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/storage-encryption.html */
export const memoryKeyNeeds = (place: AgentCorePlace, written: unknown): Partial<WorkloadNeeds> =>
  keyNeeds(place, written, {
    page: 'storage-encryption',
    uses: [
      {
        actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
        context: { 'kms:ViaService': `bedrock-agentcore.${place.workload.region}.amazonaws.com` },
      },
    ],
    isInKeyPolicy: false,
    note: 'The page asks for it of whoever sets up the memory, not of its role.',
  });
