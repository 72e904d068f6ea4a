import { maskSecrets } from '../alerts/mask-secrets.ts';
import type { Post, PostAnswer, PostRequest } from './http-post.ts';
import type { Clock } from './token-bucket.ts';

export interface Patience extends Clock {
  readonly post: Post;
  /** Waits for the turn of the next message. */
  readonly turn: () => Promise<void>;
  /** Milliseconds that are left to deliver in. */
  readonly left: () => number;
}

/** An endpoint that is in trouble long gets a message every half a minute. */
const LONGEST_PAUSE = 30_000;
const FIRST_PAUSE = 1_000;

/**
 * Posts until the endpoint takes or refuses it. One that is busy or broken is asked again, when it says or ever more rarely.
 *
 * @param isBusy for an endpoint that tells in its body
 * @throws NotDelivered when the time is over: whoever called tries again later
 */
export async function postPatiently(
  request: PostRequest,
  { post, turn, sleep, left }: Patience,
  isBusy: (answer: PostAnswer) => boolean = () => false,
): Promise<PostAnswer> {
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    await turn();
    const answer = await post(request);
    if (!isTransient(answer.status) && !isBusy(answer)) return answer;
    const wait = answer.retryAfter ?? pause;
    if (wait >= left()) throw new NotDelivered(answer, request);
    await sleep(wait);
  }
}

const isTransient = (status: PostAnswer['status']): boolean =>
  status === 'unreachable' || status === 408 || status === 425 || status === 429 || status >= 500;

/** Says what the endpoint answered, and never its address. */
export class NotDelivered extends Error {
  constructor({ status, body }: PostAnswer, request: Pick<PostRequest, 'url' | 'headers'>) {
    super(`the message was not taken: ${status}: ${withoutSecrets(body, request).slice(0, 200)}`);
    this.name = 'NotDelivered';
  }
}

/** Shorter ones are words: `services`, `Bearer`. */
const SHORTEST_SECRET = 9;

/** A page of an error repeats the path that was asked for, and what comes of it stands in a log. */
function withoutSecrets(body: string, { url, headers }: Pick<PostRequest, 'url' | 'headers'>): string {
  const { pathname, search } = new URL(url);
  const known = [...pathname.split('/'), ...search.split(/[?&=]/), ...(headers?.authorization ?? '').split(' ')];
  const secrets = known.filter((part) => part.length >= SHORTEST_SECRET);
  return maskSecrets(secrets.reduce((text, secret) => text.replaceAll(secret, '[masked]'), body));
}
