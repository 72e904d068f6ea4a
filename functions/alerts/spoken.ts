/** `2026-11-22T10:04:09Z` as `2026-11-22 10:04 UTC`; what is no such time stays as it is. */
export function spokenTime(time: string): string {
  const [, day, minute] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z$/.exec(time) ?? [];
  return day === undefined ? time : `${day} ${minute} UTC`;
}

const SPANS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `3 hours`; undefined for less than a minute, or when either time is none. */
export function spokenSpan(from: string, to: string): string | undefined {
  const millis = Date.parse(to) - Date.parse(from);
  const [unit, length] = SPANS.find(([, least]) => millis >= least) ?? [];
  if (unit === undefined || length === undefined) return undefined;
  return counted(Math.floor(millis / length), unit);
}

/** `1 denial`, `12,345 denials`. */
export const counted = (count: number, thing: string): string =>
  `${String(count).replace(/\B(?=(\d{3})+$)/g, ',')} ${thing}${count === 1 ? '' : 's'}`;

/** The day so many days after a time, `YYYY-MM-DD`; the time itself when it is none. */
export function dayAfter(time: string, days: number): string {
  const millis = Date.parse(time);
  return Number.isNaN(millis) ? time : new Date(millis + days * 86_400_000).toISOString().slice(0, 10);
}
