import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { SNAPSHOT } from './account-under-test.ts';

let local: LocalAccount;
let client: DynamoDBClient;

beforeAll(async () => {
  local = await startLocalAccount(SNAPSHOT);
  await local.createIncidentsTable('items');
  client = new DynamoDBClient({
    endpoint: local.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterAll(() => local?.close());

const put = (id: string, condition?: string) => ({
  TableName: 'items',
  Item: { id: { S: id }, kind: { S: 'a' }, lastSeen: { S: id } },
  ...(condition !== undefined && { ConditionExpression: condition }),
});
const read = async (id: string) =>
  (await client.send(new GetItemCommand({ TableName: 'items', Key: { id: { S: id } }, ConsistentRead: true }))).Item;
const transact = (...puts: readonly ReturnType<typeof put>[]) =>
  client.send(new TransactWriteItemsCommand({ TransactItems: puts.map((Put) => ({ Put })) }));

describe('the tables', () => {
  it('keep what is put, and refuse what a condition forbids', async () => {
    await client.send(new PutItemCommand(put('a', 'attribute_not_exists(id)')));
    expect(await read('a')).toEqual(put('a').Item);
    await expect(client.send(new PutItemCommand(put('a', 'attribute_not_exists(id)')))).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
  });

  it('write a transaction whole or not at all, and say which item it was', async () => {
    await expect(transact(put('b'), put('a', 'attribute_not_exists(id)'), put('c'))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
        { Code: 'None' },
      ],
    });
    expect([await read('b'), await read('c')]).toEqual([undefined, undefined]);
    await transact(put('b', 'attribute_not_exists(id)'), put('c'));
    expect([await read('b'), await read('c')]).toEqual([put('b').Item, put('c').Item]);
  });

  it('let one of many that write an item at once through', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, () => transact(put('raced', 'attribute_not_exists(id)'))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('are asked by their index', async () => {
    const asked = {
      TableName: 'items',
      IndexName: 'incidents',
      KeyConditionExpression: 'kind = :kind',
      ExpressionAttributeValues: { ':kind': { S: 'a' } },
      ScanIndexForward: false,
    };
    const { Items = [] } = await client.send(new QueryCommand(asked));
    expect(Items.map(({ id }) => id?.S)).toEqual(['raced', 'c', 'b', 'a']);
  });

  it.each([
    ['one item twice', () => transact(put('d'), put('d')), 'ValidationException'],
    [
      'more than a hundred items',
      () => transact(...Array.from({ length: 101 }, (_, index) => put(`d${index}`))),
      'ValidationException',
    ],
    [
      'a table that is not there',
      () => client.send(new PutItemCommand({ ...put('d'), TableName: 'none' })),
      'ResourceNotFoundException',
    ],
    [
      'an item without its key',
      () => client.send(new PutItemCommand({ TableName: 'items', Item: { kind: { S: 'a' } } })),
      'ValidationException',
    ],
  ])('refuse %s', async (_name, call, name) => {
    await expect(call()).rejects.toMatchObject({ name });
  });
});
