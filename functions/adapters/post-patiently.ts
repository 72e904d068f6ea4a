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
    if (wait >= left()) throw new NotDelivered(answer);
    await sleep(wait);
  }
}

const isTransient = (status: PostAnswer['status']): boolean =>
  status === 'unreachable' || status === 408 || status === 425 || status === 429 || status >= 500;

/** Says what the endpoint answered, and never its address. */
export class NotDelivered extends Error {
  constructor({ status, body }: PostAnswer) {
    super(`the message was not taken: ${status}: ${body.slice(0, 200)}`);
    this.name = 'NotDelivered';
  }
}
