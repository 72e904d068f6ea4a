/**
 * Whether changes of compliance are told one by one, or wait until they come no more: after the first deployment, or when so
 * much changes at once that each alone would drown people. Times are milliseconds since the epoch.
 */
export interface Settling {
  readonly version: number;
  /** Since when, and until when, changes wait; absent: each is told alone. */
  readonly waiting?: { readonly since: number; readonly until: number; readonly isTold?: true };
  /** What AWS Config had recorded by then is told: the digest of the wait is published. */
  readonly published?: number;
  /** When all that AWS Config holds was last compared with what was told. */
  readonly compared?: number;
  /** When roles were told alone lately. */
  readonly alone: readonly number[];
}

const MINUTE = 60_000;
/** So many roles are told alone within a quarter of an hour; then the rest waits. */
const MOST_ALONE = 5;
const LATELY = 15 * MINUTE;
/** So long nothing may change until it counts as settled; the first evaluations of new rules take minutes. */
const QUIET = 15 * MINUTE;
/** Longer than an invocation runs. */
const TELLING = 5 * MINUTE;
/** The longest that anything waits. */
const LONGEST_WAIT = 120 * MINUTE;
/** So often what no event told of is looked for. */
const COMPARED_EVERY = 60 * MINUTE;
/** Longer than the event of a new result takes through the queue, which tells all rules of a role together. */
const ON_ITS_WAY = 10 * MINUTE;

/** @param before undefined: nothing was ever told, so this is the first deployment */
export function waitingFrom(before: Settling | undefined, now: number): Settling {
  const { version = 0, compared } = before ?? {};
  const kept = compared === undefined ? {} : { compared };
  return { version: version + 1, ...kept, waiting: { since: now, until: now + QUIET }, alone: [] };
}

/** More has changed meanwhile. */
export function waitingLonger(settling: Settling, now: number): Settling {
  const { waiting } = settling;
  if (waiting === undefined) return settling;
  const until = Math.min(now + QUIET, waiting.since + LONGEST_WAIT);
  return { ...settling, version: settling.version + 1, waiting: { ...waiting, until: Math.max(waiting.until, until) } };
}

/** How many further roles may be told alone now. */
export const roomAlone = ({ alone }: Settling, now: number): number =>
  MOST_ALONE - alone.filter((at) => now - at < LATELY).length;

/** So many roles were told alone now. */
export const toldAlone = (settling: Settling, roles: number, now: number): Settling => ({
  ...ended(settling),
  alone: [...settling.alone.filter((at) => now - at < LATELY), ...Array.from({ length: roles }, () => now)],
});

/** Whoever tells what waited has this long for it; then somebody else does. */
export const tellingNow = (settling: Settling, now: number): Settling => ({
  ...settling,
  version: settling.version + 1,
  waiting: { since: settling.waiting?.since ?? now, until: now + TELLING, isTold: true },
});

/** Whether somebody tells what waited, and may have read AWS Config's results already. */
export const isBeingTold = ({ waiting }: Settling, now: number): boolean =>
  waiting?.isTold === true && now < waiting.until;

/** All was told that AWS Config had recorded at that time: each is told alone again. */
export const settled = (settling: Settling, compared: number): Settling => ({ ...ended(settling), compared });

/** @param recorded what AWS Config had recorded by then is in the digest */
export const withPublished = (settling: Settling, recorded: number): Settling => ({
  ...settling,
  version: settling.version + 1,
  published: recorded,
});

export const isToCompare = ({ compared = 0 }: Settling, now: number): boolean => now - compared >= COMPARED_EVERY;

/** Whether the event of a result has come by now, or was lost. */
export const hadItsTurn = (recorded: number, now: number): boolean => now - recorded >= ON_ITS_WAY;

const ended = ({ waiting, published, ...rest }: Settling): Settling => ({ ...rest, version: rest.version + 1 });
