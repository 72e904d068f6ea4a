import { arnFields } from '../iam/arn.ts';
import type { Snapshot } from './snapshot.ts';

export interface RoleArn {
  readonly arn: string;
  readonly partition: string;
  readonly accountId: string;
  /** Without the path. */
  readonly name: string;
}

/** A role's ARN, path and all; undefined for anything else, such as `HIDDEN_DUE_TO_SECURITY_REASONS`. */
export function roleArn(value: unknown): RoleArn | undefined {
  if (typeof value !== 'string') return undefined;
  const match = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:[!-~]+\/)?([\w+=,.@-]+)$/.exec(value);
  const [arn, partition, accountId, name] = match ?? [];
  if (arn === undefined || partition === undefined || accountId === undefined || name === undefined) return undefined;
  return { arn, partition, accountId, name };
}

/** The Region of an ARN, or undefined when it has none. */
export const regionOf = (arn: string): string | undefined => {
  const region = arn.startsWith('arn:') ? arnFields(arn)[3] : undefined;
  return region === '' ? undefined : region;
};

/** The snapshot's own partition, or the one its Region belongs to. */
export function partitionOf({ partition, region }: Pick<Snapshot, 'partition' | 'region'>): string {
  if (partition !== undefined && partition !== '') return partition;
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('eusc-')) return 'aws-eusc';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
