import type { Context } from 'aws-lambda';
import { type AccountReader, buildAccountReader } from '../adapters/account-reader.ts';
import { partitionOf } from '../workload/arn.ts';

/** The reader of the account that the function runs in, made by the first invocation and kept while the container is warm. */
export function ownAccountReader(region: string): (context: Pick<Context, 'invokedFunctionArn'>) => AccountReader {
  let reader: AccountReader | undefined;
  return ({ invokedFunctionArn }) => {
    const [, partition = partitionOf({ region }), , , accountId = ''] = invokedFunctionArn.split(':');
    reader ??= buildAccountReader({ accountId, partition, region, now: Date.now });
    return reader;
  };
}
