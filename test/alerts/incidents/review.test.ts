import { describe, expect, it } from 'vitest';
import { resolve } from '../../../functions/alerts/incidents/by-hand.ts';
import type { Incident } from '../../../functions/alerts/incidents/incident.ts';
import { DEFAULT_SETTINGS } from '../../../functions/alerts/incidents/incident-settings.ts';
import { isSettled, review } from '../../../functions/alerts/incidents/review.ts';
import { duePending, withAlert, withoutAlert } from '../../../functions/alerts/incidents/transitions.ts';
import { incident } from './incident-samples.ts';

const NOW = Date.parse('2026-11-22T10:00:00.000Z');
const hours = (number: number) => new Date(NOW + number * 3_600_000).toISOString();
const by = { by: 'me', why: 'known', at: hours(-20) };
const pending = { alertId: 'x', reason: 'new' as const, since: hours(-30) };

const recent: Incident = { ...incident, firstSeen: hours(-30), lastSeen: hours(-1), lastAlertAt: hours(-2) };
const acknowledged: Incident = { ...recent, state: 'acknowledged', acknowledged: by };
const muted: Incident = { ...recent, state: 'muted', muted: { ...by, until: hours(-0.1) } };
const quiet: Incident = { ...recent, lastSeen: hours(-24) };
const long: Incident = { ...recent, lastAlertAt: hours(-24), count: 3, countAtLastAlert: 2 };
const mass: Incident = { ...recent, count: 1_000, countAtLastAlert: 100 };

describe('time', () => {
  it.each<[name: string, before: Incident, isFixed: boolean, reason: string | undefined, state: string | undefined]>([
    ['does nothing to what was seen and told of a while ago', recent, false, undefined, undefined],
    ['reminds of what was told a day ago and was seen since', long, false, 'persisting', 'open'],
    ['does not remind of what was not seen since', { ...long, countAtLastAlert: 3 }, false, undefined, undefined],
    [
      'does not remind of what somebody works on',
      { ...acknowledged, ...by, lastAlertAt: hours(-48), countAtLastAlert: 0 },
      false,
      undefined,
      undefined,
    ],
    ['tells of ten times as many', mass, false, 'exploding', 'open'],
    [
      'tells of them though somebody works on it',
      { ...mass, state: 'acknowledged' },
      false,
      'exploding',
      'acknowledged',
    ],
    ['does not call nine times as many an explosion', { ...mass, count: 999 }, false, undefined, undefined],
    ['nor ten times of a few', { ...mass, count: 90, countAtLastAlert: 9 }, false, undefined, undefined],
    ['nor one that was told of within the hour', { ...mass, lastAlertAt: hours(-0.9) }, false, undefined, undefined],
    ['resolves what was not seen for a day', quiet, false, 'resolved', 'resolved'],
    [
      'resolves what somebody works on and is not seen',
      { ...quiet, state: 'acknowledged' },
      false,
      'resolved',
      'resolved',
    ],
    [
      'does not resolve what was seen a minute less than a day ago',
      { ...quiet, lastSeen: hours(-23.98) },
      false,
      undefined,
      undefined,
    ],
    ['resolves what is fixed', recent, true, 'resolved', 'resolved'],
    ['ends a mute, and tells when it was seen under it', muted, false, 'reopened', 'open'],
    [
      'ends a mute under which nothing was seen without a word',
      { ...muted, lastSeen: hours(-21) },
      false,
      undefined,
      'open',
    ],
    [
      'leaves a mute',
      { ...muted, lastSeen: hours(-48), muted: { ...by, until: hours(1) } },
      true,
      undefined,
      undefined,
    ],
    [
      'resolves what was last seen long before its mute ended',
      { ...muted, lastSeen: hours(-24), muted: { ...muted.muted, ...by, at: hours(-30), until: hours(-0.1) } },
      false,
      'resolved',
      'resolved',
    ],
    ['resolves what is fixed when its mute ends', muted, true, 'resolved', 'resolved'],
    [
      'opens what was seen again while people were told that it is over',
      { ...recent, state: 'resolved', resolved: { ...by, at: hours(-1.1) } },
      false,
      'reopened',
      'open',
    ],
    ['leaves what is resolved', { ...quiet, state: 'resolved', resolved: by }, true, undefined, undefined],
    ['leaves what is being told', { ...quiet, pending }, true, undefined, undefined],
  ])('%s', (_name, before, isFixed, reason, state) => {
    const after = review(before, isFixed, NOW, DEFAULT_SETTINGS);
    expect([after?.pending?.reason, after?.state, after?.version]).toEqual([
      reason,
      state,
      state === undefined ? undefined : before.version + 1,
    ]);
  });

  it('says by what an incident is resolved', () => {
    expect([true, false].map((isFixed) => review(quiet, isFixed, NOW, DEFAULT_SETTINGS)?.resolved)).toEqual([
      { by: 'fixed', why: 'the evidence would allow today what was denied', at: hours(0) },
      { by: 'quiet', why: `not seen since ${quiet.lastSeen}`, at: hours(0) },
    ]);
  });

  it('never resolves before it was seen last, whose clock ever is ahead', () => {
    const ahead = { ...recent, lastSeen: hours(1) };
    expect(review(ahead, true, NOW, DEFAULT_SETTINGS)?.resolved?.at).toBe(hours(1));
    const said = resolve(ahead, { by: 'me', why: 'done' }, NOW);
    expect('incident' in said && said.incident.resolved?.at).toBe(hours(1));
  });

  it('does a thing once: what was told is not told again', () => {
    const alerts: string[] = [];
    let current: Incident = mass;
    for (let hour = 0; hour < 20; hour += 1) {
      const next = review(current, false, NOW + hour * 3_600_000, DEFAULT_SETTINGS);
      if (next?.pending === undefined) continue;
      alerts.push(next.pending.alertId);
      current = withoutAlert(next, next.count);
    }
    expect(alerts).toEqual([`${incident.id}:exploding:5`]);
  });
});

describe('whether it is fixed is asked', () => {
  const asked: Incident = { ...recent, denied: { message: { template: 'absent' } } };
  it.each<[name: string, before: Incident, expected: boolean]>([
    ['where evidence proved the cause', asked, true],
    ['of what somebody works on', { ...asked, state: 'acknowledged' }, true],
    ['not where the cause was a guess', { ...asked, certainty: 'likely' }, false],
    ['not while it is still seen', { ...asked, lastSeen: hours(-0.4) }, false],
    ['not of what is muted', { ...asked, state: 'muted', muted: { ...by, until: hours(1) } }, false],
    ['of what is muted no more', { ...asked, state: 'muted', muted: { ...by, until: hours(-1) } }, true],
    ['not of what is over', { ...asked, state: 'resolved', resolved: by }, false],
    ['not while an alert is pending', { ...asked, pending }, false],
    ['not without the call to ask about', recent, false],
  ])('%s', (_name, before, expected) => {
    expect(isSettled(before, NOW, DEFAULT_SETTINGS)).toBe(expected);
  });
});

describe('a pending alert', () => {
  const decided = withAlert(incident, 'new', NOW, DEFAULT_SETTINGS);

  it('is told by whoever decided it, and after a while by anybody', () => {
    expect([duePending(decided, NOW + 89_999), duePending(decided, NOW + 90_000)]).toEqual([
      undefined,
      decided.pending,
    ]);
  });

  it('of a person, who cannot tell it, is due at once', () => {
    expect(duePending({ ...incident, pending }, NOW)).toEqual(pending);
  });

  it('that is told is what the next one is compared with', () => {
    expect(withoutAlert({ ...decided, count: 9 }, 7)).toEqual({
      ...incident,
      count: 9,
      countAtLastAlert: 7,
      lastAlertAt: hours(0),
      version: incident.version + 1,
    });
  });
});
