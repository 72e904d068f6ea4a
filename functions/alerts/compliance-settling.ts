/**
 * Whether changes of compliance are told one by one, or wait until they come no more: after the first deployment, or when so
 * much changes at once that each alone would drown people. Times are milliseconds since the epoch.
 */
export interface Settling {
  readonly version: number;
  /** Since when, and until when, changes wait; absent: each is told alone. */
  readonly waiting?: { readonly since: number; readonly until: number };
  /** When the digest of a wait was published; what was found until then is told. */
  readonly published?: number;
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

/** @param before undefined: nothing was ever told, so this is the first deployment */
export function waitingFrom(before: Settling | undefined, now: number): Settling {
  return { version: (before?.version ?? 0) + 1, waiting: { since: now, until: now + QUIET }, alone: [] };
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
  ...settled(settling),
  alone: [...settling.alone.filter((at) => now - at < LATELY), ...Array.from({ length: roles }, () => now)],
});

/** Whoever tells what waited has this long for it; then somebody else does. */
export const tellingNow = (settling: Settling, now: number): Settling => ({
  ...settling,
  version: settling.version + 1,
  waiting: { since: settling.waiting?.since ?? now, until: now + TELLING },
});

/** Each is told alone again. */
export const settled = ({ waiting, published, ...rest }: Settling): Settling => ({
  ...rest,
  version: rest.version + 1,
});

export const withPublished = (settling: Settling, now: number): Settling => ({
  ...settling,
  version: settling.version + 1,
  published: now,
});
