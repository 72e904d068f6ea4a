import { allNeeds, GUIDE, type Needs, NO_NEEDS } from '../needs.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';
import { bucketNeeds, inBucket } from './bucket-needs.ts';
import type { EmbeddingConfiguration } from './configuration.ts';

/** The buckets that keep images, audio and video of documents. */
export function supplementalStorageNeeds(
  snapshot: Snapshot,
  workload: Workload,
  { supplementalDataStorageConfiguration }: EmbeddingConfiguration,
): Needs {
  const what = `multimodal storage of knowledge base ${workload.id}`;
  if (supplementalDataStorageConfiguration === undefined) return NO_NEEDS;
  const locations = supplementalDataStorageConfiguration.storageLocations ?? [];
  if (locations.length === 0) return { requests: [], gaps: [`the ${what} is not in the configuration`] };
  return allNeeds(
    locations.map(({ type, s3Location }) =>
      type === undefined || type === 'S3'
        ? inBucket(snapshot, s3Location?.uri, `the ${what}`, (bucket, prefix) =>
            bucketNeeds(snapshot, workload, {
              kind: 'storage',
              capability: what,
              source: `${GUIDE}/kb-permissions.html`,
              bucket,
              list: {},
              objects: [{ actions: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'] }],
              prefixes: [prefix],
              keyActions: ['kms:GenerateDataKey', 'kms:Decrypt'],
            }),
          )
        : { requests: [], gaps: [`Warden does not know the ${what} of type \`${type.slice(0, 80)}\``] },
    ),
  );
}
