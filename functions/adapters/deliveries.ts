import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type Aws, clientConfiguration } from './aws.ts';

/** `ours`: deliver it. `done`: it was delivered. `elsewhere`: another invocation is at it. */
export type Claim = 'ours' | 'done' | 'elsewhere';

/** Where the first message of a conversation stands. */
export interface SlackThread {
  readonly channel: string;
  readonly ts: string;
  /** What it shows now is over. */
  readonly isOver: boolean;
}

/** What a channel has got, so that it gets nothing twice; kept beside the incidents, in items of its own. */
export interface Deliveries {
  /** @param owner the invocation: its retries have the same, and take over what it left */
  claim(alertId: string, owner: string): Promise<Claim>;
  confirm(alertId: string): Promise<void>;
  /** It was not delivered: whoever gets it next may try. */
  release(alertId: string, owner: string): Promise<void>;
  readThread(thread: string): Promise<SlackThread | undefined>;
  keepThread(thread: string, root: SlackThread): Promise<void>;
}

/** Longer than anything is delivered again. */
const KEPT_SECONDS = 15 * 86_400;
/** An incident that comes back after a quarter of a year starts a new conversation. */
const THREAD_SECONDS = 90 * 86_400;
/** Longer than an invocation runs. */
const LEASE_MILLIS = 900_000;

export function buildDeliveries(table: string, channel: string, aws: Aws, now: () => number): Deliveries {
  const client = new DynamoDBClient(clientConfiguration(aws));
  const idOf = (alertId: string) => ({ S: `delivered#${channel}#${alertId}` });
  const threadIdOf = (thread: string) => ({ S: `thread#${channel}#${thread}` });
  const expiresIn = (seconds: number) => ({ N: String(Math.floor(now() / 1_000) + seconds) });
  const claimOf = (id: { readonly S: string }, owner: string, leaseUntil: number) => ({
    id,
    owner: { S: owner },
    leaseUntil: { N: String(leaseUntil) },
    expiresAt: expiresIn(KEPT_SECONDS),
  });
  const read = async (id: { readonly S: string }) =>
    (await client.send(new GetItemCommand({ TableName: table, Key: { id }, ConsistentRead: true }))).Item;

  return {
    async claim(alertId, owner) {
      const id = idOf(alertId);
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: claimOf(id, owner, now() + LEASE_MILLIS),
            // A delivered one has no owner.
            ConditionExpression: 'attribute_not_exists(id) OR #owner = :owner OR leaseUntil < :now',
            ExpressionAttributeNames: { '#owner': 'owner' },
            ExpressionAttributeValues: { ':owner': { S: owner }, ':now': { N: String(now()) } },
          }),
        );
        return 'ours';
      } catch (thrown) {
        if (!(thrown instanceof Error) || thrown.name !== 'ConditionalCheckFailedException') throw thrown;
        const item = await read(id);
        return item !== undefined && item.owner === undefined ? 'done' : 'elsewhere';
      }
    },

    async confirm(alertId) {
      const Item = { id: idOf(alertId), expiresAt: expiresIn(KEPT_SECONDS) };
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },

    async release(alertId, owner) {
      await client.send(new PutItemCommand({ TableName: table, Item: claimOf(idOf(alertId), owner, 0) }));
    },

    async readThread(thread) {
      const item = await read(threadIdOf(thread));
      const { S: where } = { S: undefined, ...item?.channel };
      const { S: ts } = { S: undefined, ...item?.ts };
      return where === undefined || ts === undefined
        ? undefined
        : { channel: where, ts, isOver: item?.isOver?.BOOL === true };
    },

    async keepThread(thread, root) {
      const Item = {
        id: threadIdOf(thread),
        channel: { S: root.channel },
        ts: { S: root.ts },
        isOver: { BOOL: root.isOver },
        expiresAt: expiresIn(THREAD_SECONDS),
      };
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
  };
}
