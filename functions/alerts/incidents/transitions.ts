import type { AlertReason, Incident, PendingAlert } from './incident.ts';
import type { IncidentSettings } from './incident-settings.ts';
import type { SeenEvent } from './observation.ts';

/** The incident with an alert that is to be told; the write that stores both is what makes it happen once. */
export function withAlert(
  incident: Incident,
  reason: AlertReason,
  now: number,
  { hold }: IncidentSettings,
  cause: Pick<PendingAlert, 'previousCause'> = {},
): Incident {
  const since = new Date(now).toISOString();
  const { changesTold, ...rest } = incident;
  return {
    ...rest,
    ...(reason === 'cause-changed' && changesTold !== undefined && { changesTold }),
    pending: {
      alertId: `${incident.id}:${reason}:${incident.version}`,
      reason,
      since,
      heldUntil: new Date(now + hold).toISOString(),
      ...cause,
    },
  };
}

/** What is pending, and nobody else is telling at the moment. */
export function duePending({ pending }: Incident, now: number): PendingAlert | undefined {
  const held = pending?.heldUntil;
  return held !== undefined && Date.parse(held) > now ? undefined : pending;
}

/** Takes a pending alert over, to tell it. */
export const holding = (
  incident: Incident,
  pending: PendingAlert,
  now: number,
  { hold }: IncidentSettings,
): Incident => ({
  ...incident,
  version: incident.version + 1,
  pending: { ...pending, heldUntil: new Date(now + hold).toISOString() },
});

/**
 * The topic has taken the alert.
 *
 * @param count how many events it told of; more may have come since
 */
export function withoutAlert(incident: Incident, count: number): Incident {
  const { pending, ...rest } = incident;
  const { since } = pending ?? {};
  return {
    ...rest,
    version: incident.version + 1,
    countAtLastAlert: count,
    ...(since !== undefined && { lastAlertAt: since }),
  };
}

export const isMuted = ({ muted, state }: Incident, now: number): boolean =>
  state === 'muted' && muted !== undefined && Date.parse(muted.until) > now;

/** Seen again while the alert that it is over was being told: nobody could say so then. */
export const isSeenAgain = ({ state, resolved, pending, lastSeen }: Incident): boolean =>
  state === 'resolved' && pending === undefined && resolved !== undefined && lastSeen > resolved.at;

/** What happened before it was resolved, and only came late, does not open it again. */
export const isReopenedBy = ({ resolved }: Incident, events: readonly SeenEvent[]): boolean =>
  resolved === undefined || events.some(({ at }) => at > resolved.at);
