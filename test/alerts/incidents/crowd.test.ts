import { describe, expect, it } from 'vitest';
import {
  type Beginnings,
  hasBegun,
  MOST_BEGINNINGS,
  mayBegin,
  withBeginning,
} from '../../../functions/alerts/incidents/crowd.ts';

const NOW = Date.parse('2026-11-22T10:00:00.000Z');
const hoursAgo = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString();
const none: Beginnings = { actor: 'actor', at: {}, version: 0 };
const begun = (count: number, hours = 1): Beginnings => ({
  ...none,
  at: Object.fromEntries(Array.from({ length: count }, (_, index) => [`id-${index}`, hoursAgo(hours)])),
  version: count,
});

describe('an incident', () => {
  it.each<[name: string, beginnings: Beginnings, id: string, may: boolean, has: boolean]>([
    ['of nobody who is known may begin', none, 'new', true, false],
    ['may begin while there is room', begun(MOST_BEGINNINGS - 1), 'new', true, false],
    ['may not begin beside twenty of a day', begun(MOST_BEGINNINGS), 'new', false, false],
    ['that has begun may go on', begun(MOST_BEGINNINGS), 'id-3', true, true],
    ['may begin beside those of yesterday', begun(MOST_BEGINNINGS, 24), 'new', true, false],
    ['of yesterday has to begin again', begun(MOST_BEGINNINGS, 24), 'id-3', true, false],
    ['is no property of an object', begun(MOST_BEGINNINGS), 'constructor', false, false],
  ])('%s', (_name, beginnings, id, may, has) => {
    expect([mayBegin(beginnings, id, NOW), hasBegun(beginnings, id, NOW)]).toEqual([may, has]);
  });

  it('takes its place, and those of yesterday leave theirs', () => {
    const before: Beginnings = { ...none, at: { old: hoursAgo(24), one: hoursAgo(23) }, version: 7 };
    expect(withBeginning(before, 'new', NOW)).toEqual({
      ...none,
      at: { one: hoursAgo(23), new: hoursAgo(0) },
      version: 8,
    });
  });
});
