import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Settling } from '../alerts/compliance-settling.ts';
import type { ToldCompliance } from '../alerts/compliance-told.ts';
import { everyItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { INCIDENT_INDEX } from './incident-item.ts';

/** What people were told of compliance, in items of the incidents table. */
export interface ComplianceLedger {
  read(resourceId: string): Promise<ToldCompliance | undefined>;
  /** Over the version before it. False: somebody else wrote meanwhile. */
  write(told: ToldCompliance): Promise<boolean>;
  /** Every resource with something that was told and is not over, or that is to be told; a moment behind what was written. */
  list(): Promise<readonly ToldCompliance[]>;
  readSettling(): Promise<Settling | undefined>;
  writeSettling(settling: Settling): Promise<boolean>;
}

/**
 * Of a resource with nothing to be told of any more. Its next alert begins at the first id again: longer than a channel
 * remembers what it got.
 */
const KEPT_SECONDS = 30 * 86_400;

/** What it stands under in the index, which incidents have to themselves besides. */
const KIND = 'compliance';

const SETTLING = 'compliance-settling';

/** @param now milliseconds since the epoch */
export function buildComplianceLedger(table: string, aws: Aws, now: () => number): ComplianceLedger {
  const client = new DynamoDBClient(clientConfiguration(aws));

  // Nothing but this file writes such items.
  async function read<Shape>(id: string): Promise<Shape | undefined> {
    const command = new GetItemCommand({ TableName: table, Key: { id: { S: id } }, ConsistentRead: true });
    const { Item } = await client.send(command);
    return Item === undefined ? undefined : shapeOf<Shape>(Item);
  }

  async function write(
    id: string,
    value: object & { readonly version: number },
    attributes: object = {},
  ): Promise<boolean> {
    const item = { ...value, id, ...attributes };
    const isFirst = value.version === 1;
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: marshall(item, { removeUndefinedValues: true }),
          ConditionExpression: isFirst ? 'attribute_not_exists(id)' : '#version = :before',
          ...(!isFirst && {
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':before': { N: String(value.version - 1) } },
          }),
        }),
      );
      return true;
    } catch (thrown) {
      if (thrown instanceof Error && thrown.name === 'ConditionalCheckFailedException') return false;
      throw thrown;
    }
  }

  return {
    read: (resourceId) => read<ToldCompliance>(idOf(resourceId)),
    write(told) {
      const isDone = Object.keys(told.rules).length === 0 && told.pending === undefined;
      const expires = { expiresAt: Math.floor(now() / 1_000) + KEPT_SECONDS };
      const listed = { [INCIDENT_INDEX.key]: KIND, lastSeen: new Date(now()).toISOString() };
      return write(idOf(told.resourceId), told, isDone ? expires : listed);
    },
    async list() {
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          IndexName: INCIDENT_INDEX.name,
          KeyConditionExpression: '#kind = :compliance',
          ExpressionAttributeNames: { '#kind': INCIDENT_INDEX.key },
          ExpressionAttributeValues: { ':compliance': { S: KIND } },
        },
      );
      return (await everyItem(pages, (page) => page.Items)).map((item) => shapeOf<ToldCompliance>(item));
    },
    readSettling: () => read<Settling>(SETTLING),
    writeSettling: (settling) => write(SETTLING, settling),
  };
}

function shapeOf<Shape>(item: Record<string, AttributeValue>): Shape {
  const { id, expiresAt, [INCIDENT_INDEX.key]: kind, lastSeen, ...rest } = unmarshall(item);
  return rest as Shape;
}

/** A key of DynamoDB has at most 2,048 bytes. */
const idOf = (resourceId: string): string => `compliance#${resourceId.slice(0, 500)}`;
