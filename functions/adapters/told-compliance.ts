import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Settling } from '../alerts/compliance-settling.ts';
import type { ToldCompliance } from '../alerts/compliance-told.ts';
import { type Aws, clientConfiguration } from './aws.ts';

/** What people were told of compliance, in items of the incidents table. */
export interface ComplianceLedger {
  read(resourceId: string): Promise<ToldCompliance | undefined>;
  /** Over the version before it. False: somebody else wrote meanwhile. */
  write(told: ToldCompliance): Promise<boolean>;
  readSettling(): Promise<Settling | undefined>;
  writeSettling(settling: Settling): Promise<boolean>;
}

/** Of a resource with nothing to be told of any more. */
const KEPT_SECONDS = 15 * 86_400;

const SETTLING = 'compliance-settling';

/** @param now milliseconds since the epoch */
export function buildComplianceLedger(table: string, aws: Aws, now: () => number): ComplianceLedger {
  const client = new DynamoDBClient(clientConfiguration(aws));

  // Nothing but this file writes such items.
  async function read<Shape>(id: string): Promise<Shape | undefined> {
    const command = new GetItemCommand({ TableName: table, Key: { id: { S: id } }, ConsistentRead: true });
    const { Item } = await client.send(command);
    if (Item === undefined) return undefined;
    const { id: _, expiresAt, ...rest } = unmarshall(Item);
    return rest as Shape;
  }

  async function write(id: string, value: object & { readonly version: number }, expiresAt?: number): Promise<boolean> {
    const item = { ...value, id, ...(expiresAt !== undefined && { expiresAt }) };
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
      return write(idOf(told.resourceId), told, isDone ? Math.floor(now() / 1_000) + KEPT_SECONDS : undefined);
    },
    readSettling: () => read<Settling>(SETTLING),
    writeSettling: (settling) => write(SETTLING, settling),
  };
}

/** A key of DynamoDB has at most 2,048 bytes. */
const idOf = (resourceId: string): string => `compliance#${resourceId.slice(0, 500)}`;
