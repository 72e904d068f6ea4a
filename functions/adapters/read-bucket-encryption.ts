import { GetBucketEncryptionCommand, S3Client } from '@aws-sdk/client-s3';
import type { BucketEncryption } from '../workload/knowledge-base/encryption.ts';
import { asJson } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { mapConcurrently } from './map-concurrently.ts';
import type { Unread } from './unread.ts';

const AT_ONCE = 5;
const NONE: BucketEncryption = { Rules: [] };

/** How each bucket encrypts new objects, by its ARN; a bucket that is set to nothing has no rules. */
export async function readBucketEncryption(
  bucketArns: readonly string[],
  aws: Aws,
  unread: Unread,
): Promise<Readonly<Record<string, BucketEncryption>>> {
  const client = new S3Client({ ...clientConfiguration(aws), followRegionRedirects: true });
  const entries = await mapConcurrently(bucketArns, AT_ONCE, async (arn) => {
    const encryption = await unread.attempt(`bucketEncryption.${arn}`, () => encryptionOf(arn, client));
    return encryption === undefined ? [] : [[arn, encryption] as const];
  });
  return Object.fromEntries(entries.flat());
}

async function encryptionOf(arn: string, client: S3Client): Promise<BucketEncryption> {
  try {
    const answer = await client.send(new GetBucketEncryptionCommand({ Bucket: arn.slice(arn.lastIndexOf(':') + 1) }));
    return asJson<BucketEncryption>(answer.ServerSideEncryptionConfiguration ?? NONE);
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'ServerSideEncryptionConfigurationNotFoundError') return NONE;
    throw thrown;
  }
}
