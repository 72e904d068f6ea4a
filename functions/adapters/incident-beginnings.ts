import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Beginnings } from '../alerts/incidents/crowd.ts';
import { type Aws, clientConfiguration } from './aws.ts';

/** Which incidents of an actor began lately, in items beside the incidents. */
export interface BeginningStore {
  read(actor: string): Promise<Beginnings>;
  /** Over the version before it. False: somebody else wrote meanwhile. */
  write(beginnings: Beginnings): Promise<boolean>;
}

/** Longer than the day that counts. */
const KEPT_SECONDS = 2 * 86_400;

/** @param now milliseconds since the epoch */
export function buildBeginningStore(table: string, aws: Aws, now: () => number): BeginningStore {
  const client = new DynamoDBClient(clientConfiguration(aws));
  return {
    async read(actor) {
      const Key = { id: { S: idOf(actor) } };
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
      if (Item === undefined) return { actor, at: {}, version: 0 };
      // Nothing but this file writes such items.
      const { at, version } = unmarshall(Item) as Pick<Beginnings, 'at' | 'version'>;
      return { actor, at, version };
    },

    async write({ actor, at, version }) {
      const item = { id: idOf(actor), at, version, expiresAt: Math.floor(now() / 1_000) + KEPT_SECONDS };
      const isFirst = version === 1;
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: marshall(item),
            ConditionExpression: isFirst ? 'attribute_not_exists(id)' : '#version = :before',
            ...(!isFirst && {
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':before': { N: String(version - 1) } },
            }),
          }),
        );
        return true;
      } catch (thrown) {
        if (thrown instanceof Error && thrown.name === 'ConditionalCheckFailedException') return false;
        throw thrown;
      }
    },
  };
}

const idOf = (actor: string): string => `beginnings#${actor}`;
