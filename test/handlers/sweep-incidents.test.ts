import { expect, it } from 'vitest';
import type { AccountReader } from '../../functions/adapters/account-reader.ts';
import type { Incident } from '../../functions/alerts/incidents/incident.ts';
import { DEFAULT_SETTINGS } from '../../functions/alerts/incidents/incident-settings.ts';
import { sweepIncidents } from '../../functions/handlers/sweep-incidents.ts';
import { incident } from '../alerts/incidents/incident-samples.ts';

const NOW = Date.parse('2026-11-22T10:00:00.000Z');
const hoursAgo = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString();
const by = { by: 'me', why: 'known', at: hoursAgo(5) };
const toldAgo = (id: string, hours: number, change: Partial<Incident> = {}): Incident => ({
  ...incident,
  id,
  countAtLastAlert: incident.count,
  lastAlertAt: hoursAgo(hours),
  ...change,
});

/** The last seen first, as the table lists them. */
const listed: readonly Incident[] = [
  toldAgo('lately', 1),
  toldAgo('muted', 9, { state: 'muted', muted: { ...by, until: hoursAgo(-1) } }),
  toldAgo('long ago', 20),
  toldAgo('over', 6, { state: 'resolved', resolved: { ...by, at: hoursAgo(0.4) } }),
  toldAgo('a while ago', 10),
  // Held by somebody who is telling it.
  toldAgo('untold', 0, { pending: { alertId: 'x', reason: 'new', since: hoursAgo(0), heldUntil: hoursAgo(-1) } }),
  toldAgo('seen again', 2, { state: 'resolved', resolved: { ...by, at: hoursAgo(1) } }),
];

/** Which incidents the sweep looks at while it has time, and how it ends. */
async function sweep(most: number) {
  const read: string[] = [];
  const failure = await sweepIncidents({
    store: {
      list: async () => listed,
      read: async (id) => {
        read.push(id);
        return listed.find((one) => one.id === id);
      },
      write: async () => ({ outcome: 'changed' }),
    },
    readers: [{} as AccountReader],
    publish: async () => undefined,
    log: () => undefined,
    now: () => NOW,
    settings: DEFAULT_SETTINGS,
    pause: async () => undefined,
    hasTime: () => read.length < most,
  }).then(
    () => undefined,
    (thrown: unknown) => String(thrown),
  );
  return { read, failure };
}

it('looks at what is untold first, then at what was told of longest ago, and at nothing that is over or muted', async () => {
  expect(await sweep(100)).toEqual({
    read: ['untold', 'long ago', 'a while ago', 'seen again', 'lately'],
    failure: undefined,
  });
});

it('fails when its time is over, so that those that it left are noticed', async () => {
  expect(await sweep(2)).toEqual({
    read: ['untold', 'long ago'],
    failure: expect.stringContaining('a while ago and those after it'),
  });
});
