import { type AccountMemory, MINUTE, type Read, ranOutOfTime } from './account-memory.ts';
import { NO_LIMIT, type TimeLimit } from './time-limit.ts';
import { collectUnread, type Unread } from './unread.ts';

interface PartReaderSettings {
  readonly memory: AccountMemory;
  readonly now: () => number;
  /** Milliseconds that a part may take from now on; no end when absent. */
  readonly patience: (() => number) | undefined;
  readonly startLimit: (millis: number) => TimeLimit;
}

export interface PartReader {
  /** A part with what could not be read of it; the SDK client behind it is loaded only now. */
  readNow<Value>(read: (unread: Unread) => Promise<Value>): Promise<Read<Value>>;
  /** The same, or what is in memory of it. */
  part<Value>(key: string, since: number | undefined, read: (unread: Unread) => Promise<Value>): Promise<Read<Value>>;
}

export function buildPartReader({ memory, now, patience, startLimit }: PartReaderSettings): PartReader {
  /** When a part was read that something is missing of: Lambda's retry a minute later asks again, whatever would still do. */
  const failures = new Map<string, number>();

  function forgetFailure(key: string): void {
    const failedAt = failures.get(key);
    if (failedAt === undefined || now() - failedAt < MINUTE) return;
    memory.forget(key);
    failures.delete(key);
  }

  async function readNow<Value>(read: (unread: Unread) => Promise<Value>): Promise<Read<Value>> {
    const unread = collectUnread(patience === undefined ? NO_LIMIT : startLimit(patience()));
    return { value: await read(unread), unread: unread.parts };
  }

  return {
    readNow,
    async part(key, since, read) {
      forgetFailure(key);
      const known = await memory.get(key, () => readNow(read), since);
      if (ranOutOfTime(known)) memory.forget(key);
      else if (known.unread.length > 0 && !failures.has(key)) failures.set(key, now());
      // A key is only ever read by the one function that is given with it.
      return known as Read<Awaited<ReturnType<typeof read>>>;
    },
  };
}
