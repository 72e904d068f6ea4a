import type { MiddlewareObj } from '@middy/core';
import type { Log } from '../adapters/log.ts';

/** The two ends of every invocation, and what it failed of. The error goes on to Lambda, which retries and then tells. */
export function logInvocation<Event, Result>(log: Log): MiddlewareObj<Event, Result> {
  return {
    before: () => log('STARTED'),
    after: () => log('COMPLETED'),
    onError: ({ error }) => log('FAILED', { error: error?.name, reason: error?.message }),
  };
}
