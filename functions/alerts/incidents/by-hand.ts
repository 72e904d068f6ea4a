import type { Incident } from './incident.ts';
import { DEFAULT_SETTINGS } from './incident-settings.ts';
import { later } from './observation.ts';
import { withAlert } from './transitions.ts';

/** Who says so, and why. */
export interface Word {
  readonly by: string;
  readonly why: string;
}

/** A mute is a loan: an incident that nothing is seen of is kept for 90 days, and so is the word that silences it. */
export const LONGEST_MUTE_DAYS = 90;

/** `refused`: why it cannot be said of the incident as it is. */
export type ByHand = { readonly incident: Incident } | { readonly refused: string };

/** Somebody repairs it: it is still counted and judged, and nobody is reminded. @param now milliseconds since the epoch */
export function acknowledge(incident: Incident, { by, why }: Word, now: number): ByHand {
  if (incident.state === 'resolved') return { refused: 'it is resolved' };
  const { muted, ...rest } = incident;
  return { incident: written({ ...rest, state: 'acknowledged', acknowledged: { by, why, at: timeOf(now) } }) };
}

/** Nobody is told of it until then. @param until ISO 8601 */
export function mute(incident: Incident, { by, why }: Word, until: string, now: number): ByHand {
  if (incident.state === 'resolved') return { refused: 'it is resolved' };
  return { incident: written({ ...incident, state: 'muted', muted: { by, why, at: timeOf(now), until } }) };
}

/**
 * It is over; seen again, it opens again. The alert that says so is told by the next sweep, or by the next that comes by.
 */
export function resolve(incident: Incident, { by, why }: Word, now: number): ByHand {
  if (incident.state === 'resolved') return { refused: 'it is resolved already' };
  if (incident.pending !== undefined)
    return { refused: `its alert (\`${incident.pending.reason}\`) is being told; try again in a few minutes` };
  const { muted, ...rest } = incident;
  const told = withAlert(written(rest), 'resolved', now, { ...DEFAULT_SETTINGS, hold: 0 });
  return { incident: { ...told, state: 'resolved', resolved: { by, why, at: later(timeOf(now), incident.lastSeen) } } };
}

const written = (incident: Incident): Incident => ({ ...incident, version: incident.version + 1 });

const timeOf = (now: number): string => new Date(now).toISOString();
