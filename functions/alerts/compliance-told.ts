/** What people were told of the compliance of one resource, kept beside the incidents. Times are ISO 8601. */
export interface ToldCompliance {
  /** As AWS Config names it: the unique id of a role. */
  readonly resourceId: string;
  /** By rule: each that was told as non-compliant and not as over yet. */
  readonly rules: Readonly<Record<string, ToldRule>>;
  /** Goes up with every write: of two that decide at once, one has to look again. */
  readonly version: number;
  /** Decided in the write that changed the rules, cleared when the topic has taken it. */
  readonly pending?: PendingNews;
}

export interface ToldRule {
  readonly at: string;
  /** The conversation that it was told in. */
  readonly thread: string;
  /** AWS Config holds it too; what a changed workload showed it does not know until the next sweep. */
  readonly isConfirmed: boolean;
}

/** Rule ids by what became of them. */
export interface ComplianceNews {
  readonly nonCompliant: readonly string[];
  readonly over: readonly string[];
}

export interface PendingNews extends ComplianceNews {
  readonly alertId: string;
  readonly thread: string;
  /** Until then whoever decided it is telling it. */
  readonly heldUntil: string;
}

/** What AWS Config holds of one rule for the resource; absent means that it holds nothing. */
export interface HeldCompliance {
  readonly complianceType: string;
}

/** A day, which is the rarest sweep, and an hour for it to run. */
const AWAITED_MILLIS = 25 * 3_600_000;
/** Longer than telling takes: an invocation has two minutes. */
const HOLD_MILLIS = 150_000;

export const nothingTold = (resourceId: string): ToldCompliance => ({ resourceId, rules: {}, version: 0 });

/**
 * What is new to people in what AWS Config holds now.
 *
 * @param changed the rules that AWS Config told a change of; of the others only new non-compliance counts, for what a changed
 *   workload showed AWS Config does not hold yet
 * @param now milliseconds since the epoch
 */
export function complianceNews(
  told: ToldCompliance,
  held: ReadonlyMap<string, HeldCompliance>,
  changed: ReadonlySet<string>,
  now: number,
): ComplianceNews {
  const failing = [...held].flatMap(([rule, { complianceType }]) => (complianceType === 'NON_COMPLIANT' ? [rule] : []));
  return {
    nonCompliant: failing.filter((rule) => !isTold(told, rule, now)).toSorted(),
    over: Object.entries(told.rules)
      .filter(([rule, { isConfirmed }]) => !failing.includes(rule) && (isConfirmed || changed.has(rule)))
      .map(([rule]) => rule)
      .toSorted(),
  };
}

/** What was told and never seen by AWS Config may have been repaired unseen. @param now milliseconds since the epoch */
export function isTold({ rules }: ToldCompliance, rule: string, now: number): boolean {
  const entry = rules[rule];
  return entry !== undefined && (entry.isConfirmed || now - Date.parse(entry.at) < AWAITED_MILLIS);
}

/**
 * With news that is about to be told: the write that stores both makes it happen once.
 *
 * @param isConfirmed whether AWS Config holds it
 */
export function withNews(
  told: ToldCompliance,
  { nonCompliant, over }: ComplianceNews,
  { alertId, isConfirmed }: { readonly alertId: string; readonly isConfirmed: boolean },
  now: number,
): ToldCompliance {
  const at = new Date(now).toISOString();
  const thread = threadOf(told, over) ?? alertId;
  const kept = Object.entries(told.rules).filter(([rule]) => !over.includes(rule));
  const added = nonCompliant.map((rule) => [rule, { at, thread: alertId, isConfirmed }] as const);
  return {
    ...told,
    rules: Object.fromEntries([...kept, ...added]),
    version: told.version + 1,
    pending: { alertId, thread, nonCompliant, over, heldUntil: new Date(now + HOLD_MILLIS).toISOString() },
  };
}

/** The conversation that ends when these are over; undefined when something told in it is not. */
function threadOf({ rules }: ToldCompliance, over: readonly string[]): string | undefined {
  const threads = new Set(over.map((rule) => rules[rule]?.thread));
  const [thread] = threads;
  const goesOn = Object.entries(rules).some(([rule, entry]) => entry.thread === thread && !over.includes(rule));
  return threads.size === 1 && !goesOn ? thread : undefined;
}

/** The topic has taken it. */
export function withoutPending({ pending, ...told }: ToldCompliance): ToldCompliance {
  return { ...told, version: told.version + 1 };
}

/** Takes pending news over, to tell it. */
export const holdingNews = (told: ToldCompliance, pending: PendingNews, now: number): ToldCompliance => ({
  ...told,
  version: told.version + 1,
  pending: { ...pending, heldUntil: new Date(now + HOLD_MILLIS).toISOString() },
});

/** The rules that AWS Config holds as non-compliant, as it does now. Undefined: nothing to write. */
export function confirmed(told: ToldCompliance, held: ReadonlyMap<string, HeldCompliance>): ToldCompliance | undefined {
  const unconfirmed = Object.entries(told.rules).filter(
    ([rule, { isConfirmed }]) => !isConfirmed && held.get(rule)?.complianceType === 'NON_COMPLIANT',
  );
  if (unconfirmed.length === 0) return undefined;
  const rules = unconfirmed.map(([rule, entry]) => [rule, { ...entry, isConfirmed: true }] as const);
  return { ...told, rules: { ...told.rules, ...Object.fromEntries(rules) }, version: told.version + 1 };
}
