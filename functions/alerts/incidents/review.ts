import type { Incident } from './incident.ts';
import type { IncidentSettings } from './incident-settings.ts';
import { later } from './observation.ts';
import { isMuted, isSeenAgain, withAlert } from './transitions.ts';

/** More than this, and ten times what the last alert told of. */
const EXPLODED = { count: 100, factor: 10 } as const;

/**
 * What time alone does to an incident: it is over, its mute ends, somebody has to be reminded of it. Undefined: nothing.
 *
 * @param isFixed whether the evidence would allow today what was denied; asked only where `isSettled`
 * @param now milliseconds since the epoch
 */
export function review(
  incident: Incident,
  isFixed: boolean,
  now: number,
  settings: IncidentSettings,
): Incident | undefined {
  if (incident.pending !== undefined || isMuted(incident, now)) return undefined;
  const { muted, ...rest } = { ...incident, version: incident.version + 1 };
  if (incident.state === 'resolved') return isSeenAgain(incident) ? seenAgain(rest, now, settings) : undefined;
  if (isFixed) return over(rest, 'fixed', 'the evidence would allow today what was denied', now, settings);
  // Before the end of a mute: of what is over nobody is told that it goes on.
  if (now - Date.parse(incident.lastSeen) >= settings.quiet)
    return over(rest, 'quiet', `not seen since ${incident.lastSeen}`, now, settings);
  if (incident.state === 'muted') {
    const open: Incident = { ...rest, state: 'open' };
    return muted !== undefined && incident.lastSeen > muted.at ? withAlert(open, 'reopened', now, settings) : open;
  }
  const toldAt = Date.parse(incident.lastAlertAt ?? incident.firstSeen);
  if (hasExploded(incident) && now - toldAt >= settings.explosion) return withAlert(rest, 'exploding', now, settings);
  const wasSeen = incident.count > incident.countAtLastAlert;
  if (incident.state === 'open' && wasSeen && now - toldAt >= settings.reminder)
    return withAlert(rest, 'persisting', now, settings);
  return undefined;
}

/** Whether it is worth asking if it is fixed: its cause was proven by evidence, and nothing was denied for a while. */
export const isSettled = (incident: Incident, now: number, { settled }: IncidentSettings): boolean =>
  incident.state !== 'resolved' &&
  !isMuted(incident, now) &&
  incident.pending === undefined &&
  incident.certainty === 'proven' &&
  incident.denied !== undefined &&
  now - Date.parse(incident.lastSeen) >= settled;

function seenAgain(incident: Incident, now: number, settings: IncidentSettings): Incident {
  const { resolved, acknowledged, ...rest } = incident;
  return withAlert({ ...rest, state: 'open' }, 'reopened', now, settings);
}

const over = (
  incident: Incident,
  by: 'fixed' | 'quiet',
  why: string,
  now: number,
  settings: IncidentSettings,
): Incident => ({
  ...withAlert(incident, 'resolved', now, settings),
  state: 'resolved',
  // Whoever saw it last may have a clock that is ahead.
  resolved: { by, why, at: later(new Date(now).toISOString(), incident.lastSeen) },
});

const hasExploded = ({ count, countAtLastAlert }: Incident): boolean =>
  count >= EXPLODED.count && count >= EXPLODED.factor * countAtLastAlert;
