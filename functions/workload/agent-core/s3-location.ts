import { partitionOf } from '../arn.ts';
import type { AgentCorePlace } from './place.ts';

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const isBucket = (name: string | undefined): name is string => name !== undefined && BUCKET.test(name);

/** A wildcard is allowed in the key of an object, but in a policy it would stand for others. */
export const isKey = (key: string): boolean => !/[*?]/.test(key);

export interface S3Location {
  readonly bucket: string;
  /** Without slashes at its ends; empty for the whole bucket. */
  readonly key: string;
}

/** What `s3://bucket/key` names. */
export function s3Location(uri: string | undefined): S3Location | undefined {
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(uri ?? '') ?? [];
  return isBucket(bucket) && isKey(key) ? { bucket, key: withoutSlashes(key) } : undefined;
}

export const withoutSlashes = (key: string): string => key.replace(/^\/+|\/+$/g, '');

export const bucketArn = ({ snapshot }: AgentCorePlace, bucket: string): string =>
  `arn:${partitionOf(snapshot)}:s3:::${bucket}`;

/** Everything under the key. */
export const objectsArn = (place: AgentCorePlace, { bucket, key }: S3Location): string =>
  `${bucketArn(place, bucket)}/${key === '' ? '*' : `${key}/*`}`;
