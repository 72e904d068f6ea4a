import { partitionOf } from '../arn.ts';
import { allNeeds, type Needs, requestsFor } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';
import { bucketKeyNeeds } from './bucket-key-needs.ts';
import { needsWith, SHAPES, statedValue } from './stated-value.ts';

type More = Partial<Pick<RequiredRequest, 'necessity' | 'note'>>;

export interface BucketUse extends Pick<RequiredRequest, 'capability' | 'source'> {
  readonly kind: 'dataSource' | 'storage';
  readonly bucket: string;
  /** Absent: the account of the knowledge base. */
  readonly ownerAccountId?: unknown;
  readonly list: More;
  /** What is done with the objects below each prefix; an empty prefix is the whole bucket. */
  readonly objects: readonly { readonly actions: readonly string[]; readonly more?: More }[];
  readonly prefixes: readonly string[];
  /** What is done with its key. */
  readonly keyActions: readonly string[];
}

/** Using a bucket; another account's bucket must let the role in by its own policy as well. */
export function bucketNeeds(snapshot: Snapshot, workload: Workload, use: BucketUse): Needs {
  const owner = statedValue(use.ownerAccountId ?? snapshot.accountId, /^\d{12}$/, `the owner of ${use.bucket}`);
  return needsWith(owner, (accountId) => ownedBucketNeeds(snapshot, workload, use, accountId));
}

function ownedBucketNeeds(snapshot: Snapshot, workload: Workload, use: BucketUse, owner: string): Needs {
  const request = requestsFor({ workload }, use);
  const context = { 'aws:ResourceAccount': owner };
  const asked = (more: Partial<Pick<RequiredRequest, 'heldBy' | 'principal'>>): Needs =>
    allNeeds([
      { requests: request(['s3:ListBucket'], use.bucket, { context, ...use.list, ...more }), gaps: [] },
      ...use.prefixes.flatMap((prefix) =>
        use.objects.map((objects) => ({
          requests: request(objects.actions, `${use.bucket}/${prefix}*`, { context, ...objects.more, ...more }),
          gaps: [],
        })),
      ),
    ]);
  const foreign =
    owner === snapshot.accountId ? [] : [asked({ heldBy: 'resourcePolicy', principal: workload.roleArn })];
  return allNeeds([asked({}), ...foreign, bucketKeyNeeds(snapshot, workload, use, owner)]);
}

/** The bucket and the prefix of `s3://bucket/prefix`. */
export function inBucket(
  snapshot: Snapshot,
  uri: unknown,
  what: string,
  needsOf: (bucket: string, prefix: string) => Needs,
): Needs {
  return needsWith(statedValue(uri, /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[^*?]*)?$/, what), (known) => {
    const [, name = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(known) ?? [];
    return needsOf(bucketArn(snapshot, name), prefix);
  });
}

/** A bucket that is named without its ARN. */
export const namedBucket = (
  snapshot: Snapshot,
  name: unknown,
  what: string,
  needsOf: (bucket: string) => Needs,
): Needs => needsWith(statedValue(name, SHAPES.bucketName, what), (known) => needsOf(bucketArn(snapshot, known)));

const bucketArn = (snapshot: Snapshot, name: string): string => `arn:${partitionOf(snapshot)}:s3:::${name}`;
