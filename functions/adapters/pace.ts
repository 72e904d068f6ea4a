import { setTimeout } from 'node:timers/promises';
import { publishedRates } from './published-rates.ts';
import { buildTokenBucket, type Clock, type TokenBucket } from './token-bucket.ts';

/** Holds the calls of an account and Region to AWS's published rates, whichever client makes them. */
export interface Pace {
  /** Waits until the operation may be called; at once when AWS publishes no rate for it. */
  wait(client: string, operation: string): Promise<void>;
}

const REAL_CLOCK: Clock = {
  now: () => performance.now(),
  sleep: async (millis) => {
    await setTimeout(millis);
  },
};

export function buildPace(clock: Clock = REAL_CLOCK): Pace {
  const buckets = new Map<string, TokenBucket>();
  return {
    async wait(client, operation) {
      const rate = publishedRates[client]?.[operation];
      if (rate === undefined) return;
      const key = `${client} ${operation}`;
      const bucket = buckets.get(key) ?? buildTokenBucket(rate, clock);
      buckets.set(key, bucket);
      await bucket.take();
    },
  };
}

interface CallContext {
  readonly clientName?: string;
  readonly commandName?: string;
}

interface PaceableClient {
  readonly middlewareStack: {
    addRelativeTo(
      middleware: <Args, Output>(
        next: (args: Args) => Promise<Output>,
        context: CallContext,
      ) => (args: Args) => Promise<Output>,
      options: { readonly relation: 'before'; readonly toMiddleware: string; readonly name: string },
    ): void;
  };
}

/** The same client, each attempt of which waits its turn: a retry counts as a request, and waits before it is signed. */
export function paced<Client extends PaceableClient>(client: Client, pace: Pace | undefined): Client {
  if (pace === undefined) return client;
  client.middlewareStack.addRelativeTo(
    (next, { clientName = '', commandName = '' }) =>
      async (args) => {
        await pace.wait(clientName, commandName.replace(/Command$/, ''));
        return next(args);
      },
    { relation: 'before', toMiddleware: 'httpSigningMiddleware', name: 'paceMiddleware' },
  );
  return client;
}
