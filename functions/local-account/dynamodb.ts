import type { Account, Input, Operations } from './account.ts';
import { AwsError } from './aws-error.ts';
import { objectOf } from './json-object.ts';
import type { TableOperation } from './tables.ts';

const run =
  (operation: TableOperation) =>
  (input: Input, { tables }: Account): Promise<object> =>
    tables.run(operation, input);

export const dynamodb: Operations = {
  DeleteItem: run('DeleteItem'),
  GetItem: run('GetItem'),
  PutItem: run('PutItem'),
  Query: run('Query'),
  Scan: run('Scan'),
  UpdateItem: run('UpdateItem'),

  /** Puts only: nothing here writes anything else in a transaction. */
  TransactWriteItems({ TransactItems }, { tables }) {
    const items = Array.isArray(TransactItems) ? TransactItems.map(objectOf) : [];
    const puts = items.map(({ Put }) => objectOf(Put));
    if (puts.length === 0 || puts.length > MOST_ITEMS)
      throw invalid(`Member must have length less than or equal to ${MOST_ITEMS}, and more than 0`);
    if (items.some((item) => !Object.hasOwn(item, 'Put')))
      throw invalid('The local account knows transactions of Put only');
    const keys = puts.map(({ TableName, Item }) => JSON.stringify([TableName, objectOf(Item).id]));
    if (new Set(keys).size < keys.length)
      throw invalid('Transaction request cannot include multiple operations on one item');
    return tables.transact(puts);
  },
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const MOST_ITEMS = 100;

const invalid = (message: string): AwsError => new AwsError('ValidationException', 400, message);
