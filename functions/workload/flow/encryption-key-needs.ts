import { arnFields } from '../../iam/arn.ts';
import { isKeyArn } from '../key-use-requests.ts';
import { keyRequests } from '../knowledge-base/key-requests.ts';
import { type Needs, NO_NEEDS } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import { quoted } from '../unread.ts';
import type { Workload } from '../workload.ts';

/** What a flow reads or writes under a key, and how the service says so to AWS KMS. */
export interface EncryptedThing extends Pick<RequiredRequest, 'source' | 'context'> {
  /** `flow ABCDEFGHIJ`, `prompt arn:…` */
  readonly what: string;
  readonly note?: string;
}

/**
 * The customer managed key of a flow, of a prompt or of an agent: both the role and the key policy must allow to work with
 * it. AWS's statement pins the account that owns the key.
 */
export function encryptionKeyNeeds(workload: Workload, key: string | undefined, thing: EncryptedThing): Needs {
  if (key === undefined || key === '') return NO_NEEDS;
  const { what, context, ...more } = thing;
  if (!isKeyArn(key))
    return { requests: [], gaps: [`${quoted(key)} is no ARN of a KMS key (encryption key of ${what})`] };
  const owner = { 'aws:ResourceAccount': arnFields(key)[4] ?? '' };
  const requests = keyRequests(workload, key, ['kms:GenerateDataKey', 'kms:Decrypt'], {
    capability: `encryption key ${key}`,
    context: { ...context, ...owner },
    ...more,
  });
  return { requests, gaps: [] };
}
