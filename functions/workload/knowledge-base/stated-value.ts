import { type Evidence, missing } from '../evidence.ts';
import type { Needs } from '../needs.ts';

/** A value of a configuration that has the shape of what belongs there; a gap for anything else. */
export function statedValue(value: unknown, shape: RegExp, what: string): Evidence<string> {
  if (typeof value !== 'string' || value === '') return missing(`${what} is not in the configuration`);
  return shape.test(value) ? { known: value } : missing(`\`${value.slice(0, 80)}\` is not the name of ${what}`);
}

export const needsWith = (value: Evidence<string>, needsOf: (known: string) => Needs): Needs =>
  'missing' in value ? { requests: [], gaps: value.missing } : needsOf(value.known);

/** ARNs of one resource each; a name with a wildcard in it is no resource. */
export const SHAPES = {
  bucket: /^arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  bucketName: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  key: /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
  secret: /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w!/+=.@-]+$/,
  collection: /^arn:aws[a-z-]*:aoss:[a-z0-9-]+:\d{12}:collection\/[a-z0-9-]+$/,
  domain: /^arn:aws[a-z-]*:es:[a-z0-9-]+:\d{12}:domain\/[a-z0-9-]+$/,
  index: /^[^*?/\s]+$/,
  cluster: /^arn:aws[a-z-]*:rds:[a-z0-9-]+:\d{12}:cluster:[a-zA-Z0-9-]+$/,
  graph: /^arn:aws[a-z-]*:neptune-graph:[a-z0-9-]+:\d{12}:graph\/[a-z0-9-]+$/,
  vectorBucket: /^arn:aws[a-z-]*:s3vectors:[a-z0-9-]+:\d{12}:bucket\/[a-z0-9.-]+$/,
  vectorIndex: /^arn:aws[a-z-]*:s3vectors:[a-z0-9-]+:\d{12}:bucket\/[a-z0-9.-]+\/index\/[a-z0-9.-]+$/,
  kendraIndex: /^arn:aws[a-z-]*:kendra:[a-z0-9-]+:\d{12}:index\/[a-zA-Z0-9-]+$/,
  workgroup: /^arn:aws[a-z-]*:redshift-serverless:[a-z0-9-]+:\d{12}:(?:managed-)?workgroup\/[\w-]+$/,
  redshiftName: /^[^*?/:\s]+$/,
  lambda: /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w.-]+(?::(?:\$LATEST|[\w-]+))?$/,
} as const;
