import type { Incident } from './incident.ts';
import type { IncidentSettings } from './incident-settings.ts';
import { isMuted, withAlert } from './transitions.ts';

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
  if (incident.pending !== undefined || incident.state === 'resolved' || isMuted(incident, now)) return undefined;
  const next = { ...incident, version: incident.version + 1 };
  if (incident.state === 'muted') return unmuted(next, now, settings);
  if (isFixed) return over(next, 'fixed', 'the evidence would allow today what was denied', now, settings);
  if (now - Date.parse(incident.lastSeen) >= settings.quiet)
    return over(next, 'quiet', `not seen since ${incident.lastSeen}`, now, settings);
  const toldAt = Date.parse(incident.lastAlertAt ?? incident.firstSeen);
  if (hasExploded(incident) && now - toldAt >= settings.explosion) return withAlert(next, 'exploding', now, settings);
  const wasSeen = incident.count > incident.countAtLastAlert;
  if (incident.state === 'open' && wasSeen && now - toldAt >= settings.reminder)
    return withAlert(next, 'persisting', now, settings);
  return undefined;
}

/** Whether it is worth asking if it is fixed: its cause was proven by evidence, and nothing was denied for a while. */
export const isSettled = (incident: Incident, now: number, { settled }: IncidentSettings): boolean =>
  (incident.state === 'open' || incident.state === 'acknowledged') &&
  incident.pending === undefined &&
  incident.certainty === 'proven' &&
  incident.denied !== undefined &&
  now - Date.parse(incident.lastSeen) >= settled;

function unmuted(incident: Incident, now: number, settings: IncidentSettings): Incident {
  const { muted, ...rest } = incident;
  const open: Incident = { ...rest, state: 'open' };
  return muted !== undefined && incident.lastSeen > muted.at ? withAlert(open, 'reopened', now, settings) : open;
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
  resolved: { by, why, at: new Date(now).toISOString() },
});

const hasExploded = ({ count, countAtLastAlert }: Incident): boolean =>
  count >= EXPLODED.count && count >= EXPLODED.factor * countAtLastAlert;
