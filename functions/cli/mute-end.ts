import { InputError } from '../adapters/input-error.ts';
import { LONGEST_MUTE_DAYS } from '../alerts/incidents/by-hand.ts';
import { isDay } from '../workload/day.ts';

const DAY = 86_400_000;

/**
 * When a mute ends, ISO 8601 in UTC: a day ends it as it begins.
 *
 * @throws InputError when it is no day or time, is over, or is too far away
 */
export function muteEnd(text: string, now: number): string {
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const end = isDay(text) || (isTime && isDay(text.slice(0, 10))) ? Date.parse(text) : Number.NaN;
  const where = `--until ${text}`;
  if (Number.isNaN(end))
    throw new InputError('not a day or a time', where, 'write it as in 2026-12-01 or 2026-12-01T08:00:00Z');
  if (end <= now) throw new InputError('it is over already', where, 'name a time that is to come');
  if (end - now > LONGEST_MUTE_DAYS * DAY)
    throw new InputError(
      'too far away',
      where,
      `a mute lasts ${LONGEST_MUTE_DAYS} days at most: until ${new Date(now + LONGEST_MUTE_DAYS * DAY).toISOString().slice(0, 10)}`,
    );
  return new Date(end).toISOString();
}
