/** What people were told of the compliance of one resource, kept beside the incidents. Times are ISO 8601. */
export interface ToldCompliance {
  /** As AWS Config names it: the unique id of a role. */
  readonly resourceId: string;
  /** As it was told of; nobody knows the name of a role that was deleted. */
  readonly role?: RoleTold;
  /** By rule: each that was told as non-compliant and not as over yet. */
  readonly rules: Readonly<Record<string, ToldRule>>;
  /** Goes up with every write: of two that decide at once, one has to look again. */
  readonly version: number;
  /** Decided in the write that changed the rules, cleared when the topic has taken it. */
  readonly pending?: PendingNews;
}

export interface RoleTold {
  readonly name: string;
  readonly arn: string;
}

export interface ToldRule {
  readonly at: string;
  /** The conversation that it was told in. */
  readonly thread: string;
  /** AWS Config holds it too; what a changed workload showed it does not know until the next sweep. */
  readonly isConfirmed: boolean;
  /** A changed workload was found in order before AWS Config held anything else; its end is still to be told. */
  readonly inOrderSince?: string;
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
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** What happens to a resource, and to whom. */
export interface Telling {
  readonly alertId: string;
  /** Whether AWS Config holds it. */
  readonly isConfirmed: boolean;
  readonly role?: RoleTold;
}

/** A day, which is the rarest sweep, and an hour for it to run. */
const AWAITED_MILLIS = 25 * 3_600_000;
/** Longer than telling takes: an invocation has two minutes. */
const HOLD_MILLIS = 150_000;

export const nothingTold = (resourceId: string): ToldCompliance => ({ resourceId, rules: {}, version: 0 });

/**
 * What is new to people in what AWS Config holds now. What is over is so only to look at: where AWS Config does not vouch for it
 * (`isVouchedFor`), somebody has to look whether the role is in order, or merely nobody can tell.
 *
 * @param changed the rules that AWS Config told a change of
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
      .filter(([rule, entry]) => !failing.includes(rule) && mayBeOver(entry, held.get(rule), changed.has(rule), now))
      .map(([rule]) => rule)
      .toSorted(),
  };
}

/** What a changed workload showed AWS Config does not hold yet: it is not over for that. */
const mayBeOver = (
  { at, isConfirmed, inOrderSince }: ToldRule,
  held: HeldCompliance | undefined,
  isChanged: boolean,
  now: number,
): boolean =>
  isConfirmed ||
  isChanged ||
  inOrderSince !== undefined ||
  (held !== undefined && held.time > Date.parse(at)) ||
  now - Date.parse(at) >= AWAITED_MILLIS;

/**
 * Whether AWS Config itself says that it is over. It has no word for what cannot be decided: such a result is withdrawn as if
 * the rule did not apply.
 */
export function isVouchedFor(
  { rules }: ToldCompliance,
  rule: string,
  held: ReadonlyMap<string, HeldCompliance>,
  changed: ReadonlySet<string>,
): boolean {
  const [entry, result] = [rules[rule], held.get(rule)];
  if (entry === undefined || result?.complianceType !== 'COMPLIANT') return false;
  return entry.isConfirmed || changed.has(rule) || result.time > Date.parse(entry.at);
}

/** What was told and never seen by AWS Config may have been repaired unseen. @param now milliseconds since the epoch */
export function isTold({ rules }: ToldCompliance, rule: string, now: number): boolean {
  const entry = rules[rule];
  if (entry === undefined || entry.inOrderSince !== undefined) return false;
  return entry.isConfirmed || now - Date.parse(entry.at) < AWAITED_MILLIS;
}

/** With news that is about to be told: the write that stores both makes it happen once. */
export function withNews(
  told: ToldCompliance,
  { nonCompliant, over }: ComplianceNews,
  { alertId, isConfirmed, role = told.role }: Telling,
  now: number,
): ToldCompliance {
  const at = new Date(now).toISOString();
  const thread = threadOf(told, over) ?? alertId;
  const kept = Object.entries(told.rules).filter(([rule]) => !over.includes(rule));
  const added = nonCompliant.map((rule) => [rule, { at, thread: alertId, isConfirmed }] as const);
  return {
    ...told,
    ...(role !== undefined && { role }),
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
  const rules = unconfirmed.map(
    ([rule, { inOrderSince, ...entry }]) => [rule, { ...entry, isConfirmed: true }] as const,
  );
  return { ...told, rules: { ...told.rules, ...Object.fromEntries(rules) }, version: told.version + 1 };
}

/** With rules that are in order before AWS Config ever held them: whoever tells next tells their end. Undefined: none is. */
export function foundInOrder(
  told: ToldCompliance,
  inOrder: readonly string[],
  now: number,
): ToldCompliance | undefined {
  const marked = Object.entries(told.rules).flatMap(([rule, entry]) =>
    inOrder.includes(rule) && !entry.isConfirmed && entry.inOrderSince === undefined
      ? [[rule, { ...entry, inOrderSince: new Date(now).toISOString() }] as const]
      : [],
  );
  if (marked.length === 0) return undefined;
  return { ...told, rules: { ...told.rules, ...Object.fromEntries(marked) }, version: told.version + 1 };
}

/** Whether something was decided that nobody tells at the moment: he died, or it was only noted. */
export const isLeftUntold = ({ rules, pending }: ToldCompliance, now: number): boolean =>
  pending === undefined
    ? Object.values(rules).some(({ inOrderSince }) => inOrderSince !== undefined)
    : Date.parse(pending.heldUntil) <= now;
