import { expect, it } from 'vitest';
import { muteEnd } from '../../functions/cli/mute-end.ts';

const now = Date.parse('2026-11-22T10:00:00Z');

it.each([
  ['2026-11-23', '2026-11-23T00:00:00.000Z'],
  ['2026-11-22T10:01Z', '2026-11-22T10:01:00.000Z'],
  ['2026-11-23T08:00:00+02:00', '2026-11-23T06:00:00.000Z'],
  ['2027-02-20T10:00:00.000Z', '2027-02-20T10:00:00.000Z'],
])('%s ends a mute at %s', (text, end) => {
  expect(muteEnd(text, now)).toBe(end);
});

it.each([
  ['', 'not a day or a time: --until : write it as in 2026-12-01 or 2026-12-01T08:00:00Z'],
  ['tomorrow', 'not a day or a time: --until tomorrow: write it as in 2026-12-01 or 2026-12-01T08:00:00Z'],
  ['2027-02-30', 'not a day or a time: --until 2027-02-30: write it as in 2026-12-01 or 2026-12-01T08:00:00Z'],
  [
    '2026-12-01T08:00:00',
    'not a day or a time: --until 2026-12-01T08:00:00: write it as in 2026-12-01 or 2026-12-01T08:00:00Z',
  ],
  [
    '2026-12-01T25:00Z',
    'not a day or a time: --until 2026-12-01T25:00Z: write it as in 2026-12-01 or 2026-12-01T08:00:00Z',
  ],
  ['2026-11-22', 'it is over already: --until 2026-11-22: name a time that is to come'],
  ['2026-11-22T10:00Z', 'it is over already: --until 2026-11-22T10:00Z: name a time that is to come'],
  ['2027-02-21', 'too far away: --until 2027-02-21: a mute lasts 90 days at most: until 2027-02-20'],
])('%s is refused', (text, message) => {
  expect(() => muteEnd(text, now)).toThrow(message);
});
