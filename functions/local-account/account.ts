import type { Snapshot } from '../workload/snapshot.ts';
import type { ConfigStore } from './config-store.ts';
import type { QueueStore } from './queue-store.ts';
import type { Tables } from './tables.ts';
import type { TopicStore } from './topic-store.ts';

/** What the operations read and write. */
export interface Account {
  readonly snapshot: Snapshot;
  /** The most that a page holds, when it is fewer than AWS's own limit. */
  readonly pageSize: number;
  /** AWS may answer a page without items that is not the last one; so do we, unless told otherwise. */
  readonly emptyPages: boolean;
  readonly config: ConfigStore;
  readonly topics: TopicStore;
  readonly queues: QueueStore;
  readonly tables: Tables;
  /** What secrets hold, by ARN: a snapshot never does. */
  readonly secretValues: ReadonlyMap<string, string>;
  /** What functions were invoked with, by functions. Nothing runs them here. */
  readonly invoked: InvokedFunction[];
}

export interface InvokedFunction {
  readonly functionName: string;
  readonly event: unknown;
}

/** Parameters as the caller sent them: nothing about them is known. */
export type Input = Readonly<Record<string, unknown>>;

type Operation = (input: Input, account: Account) => object | Promise<object>;

export type Operations = Readonly<Record<string, Operation>>;

export type Service =
  | 'iam'
  | 'sts'
  | 'sns'
  | 'config'
  | 'bedrock'
  | 'bedrock-agent'
  | 'bedrock-agentcore'
  | 'lambda'
  | 'kms'
  | 's3'
  | 'organizations'
  | 'aoss'
  | 'secretsmanager'
  | 'dynamodb'
  | 'sqs'
  | 'ec2';

/** The identity of every caller: no signature is verified. */
export function callerArn({ snapshot }: Pick<Account, 'snapshot'>): string {
  return `arn:${snapshot.partition ?? 'aws'}:sts::${snapshot.accountId}:assumed-role/local-account/caller`;
}
