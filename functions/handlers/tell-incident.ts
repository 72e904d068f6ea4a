import { type AlertMessage, alertMessage } from '../adapters/alert-message.ts';
import type { IncidentStore } from '../adapters/incident-store.ts';
import type { Log } from '../adapters/log.ts';
import type { ExplainedDenial } from '../alerts/explain-denial.ts';
import { incidentAlert } from '../alerts/incident-alert.ts';
import type { Incident, PendingAlert } from '../alerts/incidents/incident.ts';
import type { IncidentSettings } from '../alerts/incidents/incident-settings.ts';
import { duePending, holding, withoutAlert } from '../alerts/incidents/transitions.ts';

export interface TellServices {
  readonly store: IncidentStore;
  readonly publish: (message: AlertMessage) => Promise<void>;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly settings: IncidentSettings;
  /** Waits before another attempt at what several invocations want to write at once. */
  readonly pause: (attempt: number) => Promise<void>;
}

/** Attempts at one write, before it is left to the next delivery of the message. */
export const MOST_ATTEMPTS = 12;

/**
 * Publishes the alert that an incident has pending, then notes that it is told. Whoever dies in between leaves it pending, so
 * that it is told again, under the same id.
 *
 * @param incident as it was written last, with the alert held for us
 * @throws when the topic or the table does not take it
 */
export async function tellIncident(
  incident: Incident,
  pending: PendingAlert,
  denial: ExplainedDenial | undefined,
  { store, publish, log, pause }: TellServices,
): Promise<void> {
  const isOfCause = denial !== undefined && (denial.causes[0]?.code ?? null) === incident.cause;
  await publish(alertMessage(incidentAlert({ incident, pending, denial: isOfCause ? denial : undefined })));
  const { alertId } = pending;
  log('ALERT_PUBLISHED', { alertId, eventId: incident.lastEventId ?? undefined, role: incident.roleArn ?? undefined });
  let current: Incident | undefined = incident;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    if (current?.pending?.alertId !== alertId) return;
    if ((await store.write(withoutAlert(current, incident.count))).outcome === 'written') return;
    await pause(attempt);
    current = await store.read(incident.id);
  }
  throw new Error(`the incident ${incident.id} was written by others at every attempt to note that its alert is told`);
}

/**
 * Tells an alert that somebody decided and did not live to tell.
 *
 * @param explain the diagnosis, where one is to be had
 * @returns the incident as it is now; `changed`: somebody else was faster, look again
 */
export async function tellLeftOver(
  incident: Incident,
  explain: () => Promise<ExplainedDenial | undefined>,
  services: TellServices,
): Promise<Incident | 'changed'> {
  const { store, now, settings } = services;
  const due = duePending(incident, now());
  if (due === undefined) return incident;
  const held = holding(incident, due, now(), settings);
  if ((await store.write(held)).outcome !== 'written') return 'changed';
  const denial = due.reason === 'resolved' ? undefined : await explain().catch(() => undefined);
  await tellIncident(held, due, denial, services);
  return 'changed';
}
