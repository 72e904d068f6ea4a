import type { Needs } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';
import { keyRequests } from './key-requests.ts';
import { keyOfBucket } from './known-key.ts';

export interface BucketKeyUse extends Pick<RequiredRequest, 'capability' | 'source' | 'note'> {
  readonly bucket: string;
  /** What is done with the key. */
  readonly keyActions: readonly string[];
}

/**
 * Using the key of a bucket, if it has one. A bucket that nobody looked at has no key need: `unseen-needs.ts` leaves open
 * what it may be.
 *
 * @param accountId who owns the bucket
 */
export function bucketKeyNeeds(
  snapshot: Snapshot,
  workload: Workload,
  { bucket, capability, source, note, keyActions }: BucketKeyUse,
  accountId: string,
): Needs {
  const key = keyOfBucket(snapshot, bucket, { region: workload.region, accountId });
  if ('missing' in key) return { requests: [], gaps: key.missing };
  if (key.known === null) return { requests: [], gaps: [] };
  const context = { 'kms:ViaService': `s3.${workload.region}.amazonaws.com` };
  const purpose = { capability: `key of ${capability}`, source, context, ...(note === undefined ? {} : { note }) };
  return { requests: keyRequests(workload, key.known, keyActions, purpose), gaps: [] };
}
