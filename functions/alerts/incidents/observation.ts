import type { DeniedRequest } from '../../diagnosis/diagnosis.ts';
import type { Incident } from './incident.ts';
import type { IncidentKey } from './incident-key.ts';

/** Denials of one incident that were seen together, and what was found out about them. */
export interface Observation {
  readonly key: Omit<IncidentKey, 'actor'>;
  /** Each once, and none that was counted before. */
  readonly events: readonly SeenEvent[];
  /** Absent: nobody looked into it again. */
  readonly finding?: Finding;
}

export interface SeenEvent {
  readonly eventId: string;
  /** When it happened, ISO 8601; never after `now`. */
  readonly at: string;
}

/** What a diagnosis says of an incident. */
export type Finding = Pick<
  Incident,
  'roleArn' | 'roleName' | 'workload' | 'action' | 'resource' | 'cause' | 'certainty' | 'summary' | 'severity'
> & { readonly denied?: DeniedRequest };

/** The event that happened last; of two at once, the same one whichever came first. */
export const latestOf = (events: readonly SeenEvent[]): SeenEvent | undefined =>
  events.toSorted((a, b) => compare(a.at, b.at) || compare(a.eventId, b.eventId)).at(-1);

export const earlier = (a: string, b: string): string => (compare(a, b) <= 0 ? a : b);

export const later = (a: string, b: string): string => (compare(a, b) >= 0 ? a : b);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
