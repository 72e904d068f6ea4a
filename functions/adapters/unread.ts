import type { UnreadPart } from '../workload/snapshot.ts';
import { type AwsFailure, awsFailure, isNotFound } from './aws.ts';
import { NO_LIMIT, type TimeLimit } from './time-limit.ts';

/** Collects what could not be read while the rest is. */
export interface Unread {
  readonly parts: readonly UnreadPart[];
  /** The answer, or `undefined` when it was refused, which is then on the list. */
  attempt<Answer>(part: string, ask: () => Promise<Answer>): Promise<Answer | undefined>;
  /** The same, for what may rightly not exist: `null` then. */
  attemptExisting<Answer>(part: string, ask: () => Promise<Answer>): Promise<Answer | undefined | null>;
  /** What somebody else could not read of the same whole. */
  include(others: readonly UnreadPart[]): void;
}

export function collectUnread({ within }: TimeLimit = NO_LIMIT): Unread {
  const parts: UnreadPart[] = [];
  /** Credentials that expired do not come back: what is still to be asked is not. */
  let ended: { readonly reason: unknown } | undefined;

  async function attempt<Answer>(part: string, ask: () => Promise<Answer>): Promise<Answer | undefined> {
    if (ended !== undefined) throw ended.reason;
    try {
      return await within(ask);
    } catch (thrown) {
      parts.push({ part, ...failureOf(thrown) });
      return undefined;
    }
  }

  function failureOf(thrown: unknown): AwsFailure {
    try {
      return awsFailure(thrown);
    } catch (reason) {
      ended = { reason };
      throw reason;
    }
  }

  return {
    parts,
    attempt,
    include: (others) => void parts.push(...others),
    attemptExisting: (part, ask) =>
      attempt(part, async () => {
        try {
          return await ask();
        } catch (thrown) {
          if (isNotFound(thrown)) return null;
          throw thrown;
        }
      }),
  };
}
