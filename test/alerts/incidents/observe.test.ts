import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../functions/alerts/incidents/incident.ts';
import { DEFAULT_SETTINGS } from '../../../functions/alerts/incidents/incident-settings.ts';
import type { Finding, SeenEvent } from '../../../functions/alerts/incidents/observation.ts';
import { needsDiagnosis, observe } from '../../../functions/alerts/incidents/observe.ts';
import { withoutAlert } from '../../../functions/alerts/incidents/transitions.ts';
import type { DeniedRequest } from '../../../functions/diagnosis/diagnosis.ts';
import { incident } from './incident-samples.ts';

const NOW = Date.parse('2026-11-22T10:00:00.000Z');
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const key = { id: incident.id, accountId: incident.accountId, region: incident.region, resource: incident.resource };
const { roleArn, roleName, workload, action, resource, cause, certainty, summary, severity } = incident;
const finding: Finding = { roleArn, roleName, workload, action, resource, cause, certainty, summary, severity };
const event = (eventId: string, minutes: number): SeenEvent => ({ eventId, at: at(minutes) });
const seen = (...events: readonly SeenEvent[]) => ({ key, events });

const by = { by: 'me', why: 'known', at: at(-20) };
const muted = { ...incident, state: 'muted' as const, muted: { ...by, until: at(60) } };
const expired = { ...muted, muted: { ...by, until: at(-1) } };
const resolved = { ...incident, state: 'resolved' as const, resolved: { by: 'fixed', why: 'allowed', at: at(-10) } };
const told = { alertId: `${incident.id}:new:1`, reason: 'new' as const, since: at(-1) };
const another: Finding = { ...finding, cause: 'SCP_DENY', certainty: 'likely', summary: 'An SCP denies it.' };
const unknown: Finding = { ...finding, cause: null, certainty: null, summary: 'Nothing is known.' };

describe('a denial of', () => {
  it('nothing that is known begins an incident, and tells of it', () => {
    const decision = observe(undefined, { ...seen(event('b', -1), event('a', -3)), finding }, NOW, DEFAULT_SETTINGS);
    const { lastAlertAt, ...rest } = incident;
    const pending = { alertId: `${key.id}:new:1`, reason: 'new', since: at(0), heldUntil: at(1.5) };
    expect(decision).toEqual({
      incident: {
        ...rest,
        firstSeen: at(-3),
        lastSeen: at(-1),
        count: 2,
        countAtLastAlert: 0,
        diagnosedAt: at(0),
        lastEventId: 'b',
        version: 1,
        pending,
      },
      pending,
    });
  });

  it.each<
    [
      name: string,
      before: Incident,
      finding: Finding | undefined,
      minutes: number,
      told: string | undefined,
      state: string,
    ]
  >([
    ['an open incident is counted', incident, undefined, -1, undefined, 'open'],
    ['an open incident with the same cause is counted', incident, finding, -1, undefined, 'open'],
    ['an open incident with another cause is told', incident, another, -1, 'cause-changed', 'open'],
    ['an open incident of which nothing is known any more is counted', incident, unknown, -1, undefined, 'open'],
    [
      'an acknowledged incident is counted',
      { ...incident, state: 'acknowledged' },
      finding,
      -1,
      undefined,
      'acknowledged',
    ],
    [
      'an acknowledged one with another cause is told',
      { ...incident, state: 'acknowledged' },
      another,
      -1,
      'cause-changed',
      'acknowledged',
    ],
    ['a muted incident is counted', muted, another, -1, undefined, 'muted'],
    ['a mute that is over is told', expired, finding, -1, 'reopened', 'open'],
    ['a resolved incident opens it again', resolved, finding, -1, 'reopened', 'open'],
    ['a resolved incident, from before it was resolved, is counted', resolved, undefined, -11, undefined, 'resolved'],
    ['an incident that is being told is counted', { ...incident, pending: told }, another, -1, undefined, 'open'],
  ])('%s', (_name, before, what, minutes, reason, state) => {
    const events = [event('event-9', minutes)];
    const decision = observe(
      before,
      { key, events, ...(what !== undefined && { finding: what }) },
      NOW,
      DEFAULT_SETTINGS,
    );
    expect([
      decision.pending?.reason,
      decision.incident.state,
      decision.incident.count,
      decision.incident.version,
    ]).toEqual([reason, state, before.count + 1, before.version + 1]);
  });

  it('another cause keeps what it was before, and is the cause from now on', () => {
    const { incident: next, pending } = observe(
      incident,
      { ...seen(event('e', -1)), finding: another },
      NOW,
      DEFAULT_SETTINGS,
    );
    expect([next.cause, next.certainty, next.summary, pending?.previousCause]).toEqual([
      'SCP_DENY',
      'likely',
      another.summary,
      cause,
    ]);
  });

  it('a cause that comes and goes is told once each way', () => {
    let current: Incident = incident;
    const reasons = [another, finding, another, finding, another].map((what, index) => {
      const decision = observe(current, { ...seen(event(`e${index}`, -1)), finding: what }, NOW, DEFAULT_SETTINGS);
      current = withoutAlert(decision.incident, decision.incident.count);
      return [decision.pending?.reason, current.cause];
    });
    expect(reasons).toEqual([
      ['cause-changed', 'SCP_DENY'],
      ['cause-changed', cause],
      [undefined, 'SCP_DENY'],
      [undefined, cause],
      [undefined, 'SCP_DENY'],
    ]);
  });

  it('a resolved incident forgets who acknowledged it', () => {
    const before: Incident = { ...resolved, acknowledged: by };
    const { incident: next } = observe(before, { ...seen(event('e', -1)), finding }, NOW, DEFAULT_SETTINGS);
    expect([next.acknowledged, next.resolved, next.muted]).toEqual([undefined, undefined, undefined]);
  });
});

describe('looked into', () => {
  const denied: DeniedRequest = { errorCode: 'AccessDenied', message: { template: 'iam-implicit', layer: 'identity' } };
  const bySomethingElse: DeniedRequest = { ...denied, message: { ...denied.message, layer: 'serviceControl' } };
  const known: Incident = { ...incident, denied };

  it.each<[name: string, before: Incident | undefined, minutes: number, expected: boolean]>([
    ['what is new', undefined, -1, true],
    ['what was looked into long ago', { ...incident, diagnosedAt: at(-15) }, -1, true],
    ['not what was looked into just now', { ...incident, diagnosedAt: at(-14) }, -1, false],
    ['not what comes late: it says nothing of today', { ...incident, diagnosedAt: at(-60) }, -31, false],
    ['what is over and late events are of, once', { ...resolved, diagnosedAt: at(-60) }, -5, true],
    ['what was resolved', { ...resolved, diagnosedAt: at(-1) }, -1, true],
    ['not what was resolved after it', { ...resolved, diagnosedAt: at(-60) }, -11, false],
    ['not what is being told', { ...incident, pending: told, diagnosedAt: at(-60) }, -1, false],
  ])('is %s', (_name, before, minutes, expected) => {
    const newest = { ...event('e', minutes), denied };
    expect(needsDiagnosis(before, [newest], newest, NOW, DEFAULT_SETTINGS)).toBe(expected);
  });

  it.each<[name: string, before: Incident, call: DeniedRequest, expected: boolean]>([
    ['what is refused in other words', known, bySomethingElse, true],
    ['what is refused under another code', known, { ...denied, errorCode: 'ValidationException' }, true],
    ['what is refused by another policy', known, { ...denied, message: { ...denied.message, policyArn: 'p' } }, true],
    ['not what is refused in the same words', known, { ...denied, eventId: 'e', principalArn: 'another' }, false],
    ['not again within a minute', { ...known, diagnosedAt: at(-0.9) }, bySomethingElse, false],
    ['not what nobody can compare', incident, bySomethingElse, false],
  ])('soon is %s', (_name, before, call, expected) => {
    const newest = { ...event('e', -1), denied: call };
    const lately = { ...before, diagnosedAt: before.diagnosedAt === known.diagnosedAt ? at(-1) : before.diagnosedAt };
    expect(needsDiagnosis(lately, [newest], newest, NOW, DEFAULT_SETTINGS)).toBe(expected);
  });
});

const arbitraryEvents = fc.uniqueArray(
  fc.record({ eventId: fc.string({ minLength: 1, maxLength: 3 }), minutes: fc.integer({ min: -600, max: 0 }) }),
  { selector: ({ eventId }) => eventId, minLength: 1, maxLength: 12 },
);

/** Counts each event once, as the table does, in batches of any size, and tells what is pending now and then. */
function run(events: readonly SeenEvent[], sizes: readonly number[], tells: readonly boolean[]) {
  const counted = new Set<string>();
  const alerts: string[] = [];
  let current: Incident | undefined;
  let index = 0;
  for (let step = 0; index < events.length; step += 1) {
    const size = sizes[step % sizes.length] ?? 1;
    const batch = events.slice(index, index + size).filter(({ eventId }) => !counted.has(eventId));
    index += size;
    const unique = [...new Map(batch.map((one) => [one.eventId, one])).values()];
    if (unique.length === 0) continue;
    const decision = observe(current, { key, events: unique, finding }, NOW, DEFAULT_SETTINGS);
    for (const { eventId } of unique) counted.add(eventId);
    if (decision.pending !== undefined) alerts.push(decision.pending.alertId);
    const tell = tells[step % tells.length] === true && decision.incident.pending !== undefined;
    current = tell ? withoutAlert(decision.incident, decision.incident.count) : decision.incident;
  }
  return { current, alerts };
}

it('the same events, in any order, batches and repetition, come to the same incident and one alert', () => {
  fc.assert(
    fc.property(
      arbitraryEvents,
      fc.array(fc.nat({ max: 11 }), { maxLength: 10 }),
      fc.func(fc.integer()),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
      (drawn, repeats, order, sizes, tells) => {
        const events = drawn.map(({ eventId, minutes }) => event(eventId, minutes));
        const repeated = [...events, ...repeats.flatMap((one) => events[one % events.length] ?? [])];
        const shuffled = repeated.toSorted((a, b) => order(a) - order(b));
        const { current, alerts } = run(shuffled, sizes, tells);
        const times = events.map((one) => one.at).sort();
        const last = events.filter((one) => one.at === times.at(-1)).map(({ eventId }) => eventId);
        expect([current?.count, current?.firstSeen, current?.lastSeen, current?.lastEventId, alerts]).toEqual([
          events.length,
          times[0],
          times.at(-1),
          last.sort((a, b) => (a < b ? -1 : 1)).at(-1),
          [`${key.id}:new:1`],
        ]);
      },
    ),
  );
});
