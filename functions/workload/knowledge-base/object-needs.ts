import { allNeeds, type Needs, requestsFor } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';
import { bucketKeyNeeds } from './bucket-key-needs.ts';

/** Reading one object, and decrypting it where the key of its bucket is known. */
export const objectNeeds = (
  snapshot: Snapshot,
  workload: Workload,
  {
    bucket,
    key,
    ...purpose
  }: Pick<RequiredRequest, 'capability' | 'source'> & { readonly bucket: string; readonly key: string },
): Needs =>
  allNeeds([
    {
      requests: requestsFor({ workload }, { ...purpose, kind: 'dataSource' })(['s3:GetObject'], `${bucket}/${key}`),
      gaps: [],
    },
    bucketKeyNeeds(snapshot, workload, { ...purpose, bucket, keyActions: ['kms:Decrypt'] }, snapshot.accountId),
  ]);
