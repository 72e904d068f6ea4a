import type { IncidentKey } from './incident-key.ts';

/** The incidents of one actor that began, or began again, within the last day. */
export interface Beginnings {
  /** `actor` of the keys of the incidents. */
  readonly actor: string;
  /** When, ISO 8601, by the id of the incident. */
  readonly at: Readonly<Record<string, string>>;
  /** Goes up with every write. */
  readonly version: number;
}

/**
 * Whoever steers an agent can have as many different calls denied as they like. People are told of so many in a day; the
 * others are one incident.
 */
export const MOST_BEGINNINGS = 20;

const DAY = 86_400_000;

/** Whether an incident may begin. @param now milliseconds since the epoch */
export const mayBegin = (beginnings: Beginnings, id: string, now: number): boolean =>
  hasBegun(beginnings, id, now) || Object.keys(recent(beginnings, now)).length < MOST_BEGINNINGS;

export const hasBegun = (beginnings: Beginnings, id: string, now: number): boolean =>
  Object.hasOwn(recent(beginnings, now), id);

export const withBeginning = (beginnings: Beginnings, id: string, now: number): Beginnings => ({
  ...beginnings,
  at: { ...recent(beginnings, now), [id]: new Date(now).toISOString() },
  version: beginnings.version + 1,
});

/** The incident that takes what has no place of its own. */
export const crowdKey = (key: IncidentKey): IncidentKey => ({ ...key, id: key.actor, resource: null });

const recent = ({ at }: Beginnings, now: number): Beginnings['at'] =>
  Object.fromEntries(Object.entries(at).filter(([, time]) => now - Date.parse(time) < DAY));
