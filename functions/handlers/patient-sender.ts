import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { buildPost } from '../adapters/http-post.ts';
import type { Patience } from '../adapters/post-patiently.ts';
import { buildTokenBucket } from '../adapters/token-bucket.ts';

/** Milliseconds that an invocation keeps for one attempt that hangs, and for writing down what came of it. */
const RESERVE = 15_000;

const clock = { now: Date.now, sleep: (millis: number) => sleep(millis) };

/** Sends one message a second, what Slack allows a webhook and a channel; the pace is kept while the container is warm. */
export function patientSender(): (context: Pick<Context, 'getRemainingTimeInMillis'>) => Patience {
  const post = buildPost(Date.now);
  const bucket = buildTokenBucket(1, clock);
  return (context) => ({
    ...clock,
    post,
    turn: () => bucket.take(),
    left: () => context.getRemainingTimeInMillis() - RESERVE,
  });
}
