import type { Input } from './account.ts';
import { AwsError } from './aws-error.ts';

/** The tables of the account. Each request has the tables for itself, so that a transaction is one. */
export interface Tables {
  /** @throws AwsError in DynamoDB's words */
  run(operation: TableOperation, input: Input): Promise<object>;
  /** Writes all of them, or none. */
  transact(puts: readonly Input[]): Promise<object>;
  createTable(definition: object): Promise<void>;
}

const OPERATIONS = ['CreateTable', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'] as const;

export type TableOperation = (typeof OPERATIONS)[number];

/** Served by dynalite, which few need and nobody is to load without need. */
export function buildTables(): Tables {
  let engine: ReturnType<typeof startEngine> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const alone = <Result>(
    work: (engine: Awaited<ReturnType<typeof startEngine>>) => Promise<Result>,
  ): Promise<Result> => {
    engine ??= startEngine();
    const started = engine;
    const result = turn.then(async () => work(await started));
    turn = result.catch(() => undefined);
    return result;
  };
  return {
    run: (operation, input) => alone(({ perform, checked }) => perform(operation, checked(operation, input))),

    transact: (puts) =>
      alone(async ({ perform, checked, existing, isMet }) => {
        const writes = puts.map((put) => checked('PutItem', put));
        const met = await Promise.all(writes.map(async (write) => isMet(write, await existing(write))));
        if (met.includes(false)) throw canceled(met);
        for (const write of writes) await perform('PutItem', write);
        return {};
      }),

    createTable: (definition) =>
      alone(async ({ perform, checked, isActive }) => {
        await perform('CreateTable', checked('CreateTable', { ...definition }));
        while (!(await isActive(definition))) await new Promise((resolve) => setImmediate(resolve));
      }),
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
function canceled(met: readonly boolean[]): AwsError {
  const codes = met.map((isMet) => (isMet ? 'None' : 'ConditionalCheckFailed'));
  return new AwsError(
    'TransactionCanceledException',
    400,
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
    {
      CancellationReasons: codes.map((Code) =>
        Code === 'None' ? { Code } : { Code, Message: 'The conditional request failed' },
      ),
    },
  );
}

async function startEngine() {
  const [
    { default: db },
    { default: validations },
    createTable,
    deleteItem,
    getItem,
    putItem,
    query,
    scan,
    updateItem,
  ] = await Promise.all([
    import('dynalite/db/index.js'),
    import('dynalite/validations/index.js'),
    operation(import('dynalite/actions/createTable.js'), import('dynalite/validations/createTable.js')),
    operation(import('dynalite/actions/deleteItem.js'), import('dynalite/validations/deleteItem.js')),
    operation(import('dynalite/actions/getItem.js'), import('dynalite/validations/getItem.js')),
    operation(import('dynalite/actions/putItem.js'), import('dynalite/validations/putItem.js')),
    operation(import('dynalite/actions/query.js'), import('dynalite/validations/query.js')),
    operation(import('dynalite/actions/scan.js'), import('dynalite/validations/scan.js')),
    operation(import('dynalite/actions/updateItem.js'), import('dynalite/validations/updateItem.js')),
  ]);
  const operations: Readonly<Record<TableOperation, Awaited<ReturnType<typeof operation>>>> = {
    CreateTable: createTable,
    DeleteItem: deleteItem,
    GetItem: getItem,
    PutItem: putItem,
    Query: query,
    Scan: scan,
    UpdateItem: updateItem,
  };
  const store = db.create({ createTableMs: 0 });

  const perform = (name: TableOperation, data: object): Promise<object> =>
    new Promise((resolve, reject) => {
      operations[name].action(store, data, (error, output) =>
        error ? reject(wireError(error)) : resolve(output ?? {}),
      );
    });

  /** With its expressions parsed, as the operations take it. */
  function checked(name: TableOperation, input: object): object {
    const { types, custom } = operations[name];
    try {
      const data = validations.checkTypes(input, types);
      validations.checkValidations(data, types, custom, store);
      return data;
    } catch (thrown) {
      throw wireError(thrown);
    }
  }

  async function existing(put: object): Promise<object | undefined> {
    const { TableName, Item } = put as { readonly TableName: string; readonly Item: { readonly id: unknown } };
    const found = await perform(
      'GetItem',
      checked('GetItem', { TableName, Key: { id: Item.id }, ConsistentRead: true }),
    );
    return (found as { readonly Item?: object }).Item;
  }

  async function isActive(definition: object): Promise<boolean> {
    const { TableName } = definition as { readonly TableName: string };
    return perform('Scan', checked('Scan', { TableName, Limit: 1 })).then(
      () => true,
      () => false,
    );
  }

  const isMet = (put: object, item: object | undefined): boolean => !(db.checkConditional(put, item) instanceof Error);
  return { perform, checked, existing, isMet, isActive };
}

async function operation(
  action: Promise<typeof import('dynalite/actions/getItem.js')>,
  validation: Promise<typeof import('dynalite/validations/getItem.js')>,
) {
  const { types, custom } = (await validation).default;
  return { action: (await action).default, types, custom };
}

function wireError(thrown: unknown): unknown {
  const { body, statusCode } = thrown as {
    readonly body?: { readonly __type: string; readonly message?: string };
    readonly statusCode?: number;
  };
  if (body === undefined) return thrown;
  return new AwsError(body.__type.split('#').at(-1) ?? '', statusCode ?? 400, body.message ?? '');
}
