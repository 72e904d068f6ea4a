import type { Context } from 'aws-lambda';
import { type AccountReader, buildAccountReader } from '../adapters/account-reader.ts';
import { partitionOf } from '../workload/arn.ts';

/** Milliseconds that an invocation keeps for telling what it found, one report that hangs and is sent again included. */
const TO_REPORT = 12_000;

type OwnContext = Pick<Context, 'invokedFunctionArn' | 'getRemainingTimeInMillis'>;

/** The reader of the account that the function runs in, made by the first invocation and kept while the container is warm. */
export function ownAccountReader(region: string): (context: OwnContext) => AccountReader {
  let reader: AccountReader | undefined;
  let current: OwnContext | undefined;
  const patience = () => (current?.getRemainingTimeInMillis() ?? 0) - TO_REPORT;
  return (context) => {
    current = context;
    const [, partition = partitionOf({ region }), , , accountId = ''] = context.invokedFunctionArn.split(':');
    reader ??= buildAccountReader({ accountId, partition, region, now: Date.now, patience });
    return reader;
  };
}
