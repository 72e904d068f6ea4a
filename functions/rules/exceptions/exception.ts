import { daysBetween, isDay } from '../../workload/day.ts';

/** Somebody's word that a finding of a rule is accepted on a role until a day, as it was written: anything may be wrong with it. */
export interface RuleException {
  /** A rule id. */
  readonly rule: string;
  /** The role's exact ARN or exact name. */
  readonly role: string;
  readonly owner?: string;
  readonly reason?: string;
  /** `YYYY-MM-DD`, the last day of it, in UTC. */
  readonly until?: string;
  /** Where it is written: `tag bedrock-warden:exception:…`, or a file and its entry. */
  readonly source: string;
}

/** One that is complete: somebody answers for it, for a time. */
export interface CompleteException extends RuleException {
  readonly owner: string;
  readonly reason: string;
  readonly until: string;
}

/** An exception is a loan: whoever wants it for longer looks at it again once a year. */
export const LONGEST_EXCEPTION_DAYS = 365;

export type ExceptionState =
  | { readonly state: 'in force' | 'expired' | 'undated'; readonly exception: CompleteException }
  | { readonly state: 'without expiry' | 'incomplete' | 'too long'; readonly exception: RuleException };

/**
 * @param today the day of the snapshot in UTC (`2026-11-22`), the last day of an exception included; undefined when it is
 *   not known, and then no exception is known to be in force
 */
export function exceptionState(exception: RuleException, today: string | undefined): ExceptionState {
  const { until, owner, reason } = exception;
  if (until === undefined || !isDay(until)) return { state: 'without expiry', exception };
  if (isBlank(owner) || isBlank(reason)) return { state: 'incomplete', exception };
  const complete = { ...exception, owner, reason, until };
  if (today === undefined) return { state: 'undated', exception: complete };
  if (until < today) return { state: 'expired', exception: complete };
  if (daysBetween(today, until) > LONGEST_EXCEPTION_DAYS) return { state: 'too long', exception };
  return { state: 'in force', exception: complete };
}

const isBlank = (text: string | undefined): text is undefined => text === undefined || text.trim() === '';
