import type { UnreadPart } from '../workload/snapshot.ts';
import { buildTimedCache, type TimedCache } from './timed-cache.ts';

/** A part of an account, with what of it could not be read. */
export interface Read<Value> {
  readonly value: Value;
  readonly unread: readonly UnreadPart[];
}

/** The parts of one account that were read lately. */
export type AccountMemory = TimedCache<Read<unknown>>;

export const MINUTE = 60_000;

export const buildAccountMemory = (now: () => number): AccountMemory => buildTimedCache(MINUTE, now);

export const ranOutOfTime = ({ unread }: Read<unknown>): boolean =>
  unread.some(({ error }) => error === 'TimeoutError');
