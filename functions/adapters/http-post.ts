/** What an endpoint answered, or `unreachable`: no answer came, so it may or may not have got the message. */
export interface PostAnswer {
  readonly status: number | 'unreachable';
  /** The beginning of the body, or what went wrong on the way. */
  readonly body: string;
  /** Milliseconds that the endpoint asks to wait. */
  readonly retryAfter?: number;
}

export interface PostRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type Post = (request: PostRequest) => Promise<PostAnswer>;

/** Milliseconds until an endpoint that says nothing is given up. */
const PATIENCE = 10_000;
/** Slack repeats the whole message in its answer, and the answer has to be read whole. */
const MOST_CHARACTERS = 1_000_000;

/** Posts JSON. A redirect is not followed: what is sent is for the address that the secret names, and for no other. */
export function buildPost(now: () => number, patience: number = PATIENCE): Post {
  return async ({ url, headers, body }) => {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'bedrock-warden', ...headers },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.timeout(patience),
      });
      const text = (await answer.text()).slice(0, MOST_CHARACTERS);
      const retryAfter = waitAskedFor(answer.headers.get('retry-after'), now());
      return { status: answer.status, body: text, ...(retryAfter !== undefined && { retryAfter }) };
    } catch (thrown) {
      return { status: 'unreachable', body: reasonOf(thrown) };
    }
  };
}

/**
 * Seconds, or a date.
 *
 * @returns milliseconds, or undefined when the header is neither
 */
export function waitAskedFor(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Math.ceil(Number(header) * 1_000);
  const date = /^[A-Z][a-z]{2}, /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The code says it; a message may hold the address, which is a secret. */
function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown';
  if (thrown.name === 'TimeoutError') return 'no answer in time';
  const { cause } = thrown;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : thrown.name;
}
