const DAY = 86_400_000;

/** The day in UTC (`2026-11-22`) of an ISO 8601 time; undefined when it is no time. */
export function utcDay(time: string): string | undefined {
  const milliseconds = /^\d{4}-\d{2}-\d{2}/.test(time) ? Date.parse(time) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString().slice(0, 10);
}

/** Is it a day of the calendar, written `YYYY-MM-DD`? `2027-02-30` is none. */
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && utcDay(text) === text;

/** Whole days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY;

/** @param day `YYYY-MM-DD` */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
