import { partitionOf } from '../arn.ts';
import { type Evidence, missing } from '../evidence.ts';
import type { Snapshot } from '../snapshot.ts';
import { notRead, unreadAround } from '../unread.ts';
import { SHAPES } from './stated-value.ts';

/** Whose key it would be, were it named by its id alone. */
interface Place {
  readonly region: string;
  readonly accountId: string;
}

/**
 * The customer managed key that encrypts new objects of a bucket; `null` when there is none or when nobody looked. Neither
 * S3's own keys nor the AWS managed key of S3 take a permission. A read that was refused is a gap.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function keyOfBucket(snapshot: Snapshot, bucket: string, place: Place): Evidence<string | null> {
  const encryption = entry(snapshot.bucketEncryption, bucket);
  if (encryption === undefined) return unlessRefused(snapshot, `bucketEncryption.${bucket}`, `the key of ${bucket}`);
  const rules = encryption.Rules ?? [];
  const id = rules
    .map((rule) => rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID)
    .find((key) => key !== undefined);
  return customerKey(snapshot, id, bucket, place);
}

/** The customer managed key of a secret; see `keyOfBucket`. */
export function keyOfSecret(snapshot: Snapshot, secret: string, place: Place): Evidence<string | null> {
  const description = entry(snapshot.secrets, secret);
  if (description === undefined) return unlessRefused(snapshot, `secrets.${secret}`, `the key of ${secret}`);
  return customerKey(snapshot, description.KmsKeyId, secret, place);
}

function unlessRefused(snapshot: Snapshot, part: string, what: string): Evidence<null> {
  return unreadAround(snapshot, part).length === 0 ? { known: null } : missing(notRead(snapshot, part, what));
}

function customerKey(
  snapshot: Snapshot,
  id: string | undefined,
  of: string,
  { region, accountId }: Place,
): Evidence<string | null> {
  if (id === undefined || id === '' || /(^|:)alias\/aws\//.test(id)) return { known: null };
  if (SHAPES.key.test(id)) return { known: id };
  if (/^(mrk-)?[\da-f-]+$/.test(id))
    return { known: `arn:${partitionOf(snapshot)}:kms:${region}:${accountId}:key/${id}` };
  return missing(`which key \`${id.slice(0, 80)}\` of ${of} stands for was not read`);
}

const entry = <Value>(record: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
