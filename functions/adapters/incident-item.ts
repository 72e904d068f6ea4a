import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Incident } from '../alerts/incidents/incident.ts';

const DAY = 86_400;
/** A resolved incident is kept for a quarter of a year, and so is one that nothing is seen of. */
const KEPT_SECONDS = 90 * DAY;
/** Longer than the dead letters keep a message, and the queue one that is put back. */
const EVENT_KEPT_SECONDS = 20 * DAY;

/** An item of DynamoDB has at most 400 KB; a call that names so much is not asked about again. */
const MOST_BYTES = 100_000;

/** The sparse index that holds incidents and nothing else of the table. */
export const INCIDENT_INDEX = { name: 'incidents', key: 'kind', value: 'incident' } as const;

export type Item = Record<string, AttributeValue>;

/** @param now milliseconds since the epoch */
export function incidentItem(incident: Incident, now: number): Item {
  const { denied, ...rest } = incident;
  const isSmall = denied !== undefined && Buffer.byteLength(JSON.stringify(denied)) <= MOST_BYTES;
  return marshall(
    {
      ...rest,
      ...(isSmall && { denied }),
      [INCIDENT_INDEX.key]: INCIDENT_INDEX.value,
      expiresAt: Math.floor(now / 1_000) + KEPT_SECONDS,
    },
    { removeUndefinedValues: true },
  );
}

/** Undefined: the item is none of an incident. */
export function incidentOf(item: Item | undefined): Incident | undefined {
  if (item === undefined) return undefined;
  const { [INCIDENT_INDEX.key]: kind, expiresAt, ...incident } = unmarshall(item);
  // Nothing but this file writes such items.
  return kind === INCIDENT_INDEX.value ? (incident as Incident) : undefined;
}

/** That an event was counted. */
export const eventItem = (eventId: string, now: number): Item => ({
  id: { S: eventKey(eventId) },
  expiresAt: { N: String(Math.floor(now / 1_000) + EVENT_KEPT_SECONDS) },
});

export const eventKey = (eventId: string): string => `event#${eventId}`;
