import type { DeniedRequest } from '../../diagnosis/diagnosis.ts';
import type { AlertReason, Incident, PendingAlert } from './incident.ts';
import type { IncidentSettings } from './incident-settings.ts';
import { earlier, type Finding, later, latestOf, type Observation } from './observation.ts';
import { saysOtherwise } from './says-otherwise.ts';
import { isMuted, isReopenedBy, withAlert } from './transitions.ts';

export interface Decision {
  /** As it is to be written. */
  readonly incident: Incident;
  /** What was decided now, and is to be told once it is written. */
  readonly pending?: PendingAlert;
}

/**
 * An incident after more of its denials were seen. Whatever the order and the grouping in which they come, it ends with the
 * same count, first and last time, and each of its states is told once.
 *
 * @param incident as it is stored; undefined: there is none yet
 * @param now milliseconds since the epoch
 */
export function observe(
  incident: Incident | undefined,
  observation: Observation,
  now: number,
  settings: IncidentSettings,
): Decision {
  if (incident === undefined) return begun(observation, now, settings);
  const counted = { ...count(incident, observation), version: incident.version + 1 };
  // One alert at a time: what comes next is decided when this one is told; that it is seen again, by the next sweep.
  if (incident.pending !== undefined) return { incident: counted };
  const found = withFinding(counted, observation.finding, now);
  const previousCause = incident.cause;
  const changed = found.cause !== previousCause;
  const cause = changed ? { previousCause } : {};
  if (incident.state === 'resolved') {
    if (!isReopenedBy(incident, observation.events)) return { incident: counted };
    const { resolved, acknowledged, muted, ...rest } = found;
    return told({ ...rest, state: 'open' }, 'reopened', now, settings, cause);
  }
  if (incident.state === 'muted') {
    if (isMuted(incident, now)) return { incident: found };
    const { muted, ...rest } = found;
    return told({ ...rest, state: 'open' }, 'reopened', now, settings, cause);
  }
  if (!changed) return { incident: found };
  const change = `${previousCause ?? 'unknown'} > ${found.cause ?? 'unknown'}`;
  const { changesTold = [] } = found;
  if (changesTold.includes(change)) return { incident: found };
  const { incident: next, pending } = told(found, 'cause-changed', now, settings, cause);
  return { incident: { ...next, changesTold: [...changesTold, change] }, ...(pending !== undefined && { pending }) };
}

/** Whether `observe` will tell of an incident that is new, or as good as new. */
export const begins = (incident: Incident | undefined, events: Observation['events']): boolean =>
  incident === undefined ||
  (incident.state === 'resolved' && incident.pending === undefined && isReopenedBy(incident, events));

/**
 * Whether the cause has to be worked out before `observe` can say what this is.
 *
 * @param newest the call that it would be worked out of; one from before what is known says nothing of how it stands now
 */
export function needsDiagnosis(
  incident: Incident | undefined,
  events: Observation['events'],
  newest: { readonly at: string; readonly denied: DeniedRequest },
  now: number,
  { evidence, otherwise }: IncidentSettings,
): boolean {
  if (incident === undefined || begins(incident, events)) return true;
  if (incident.pending !== undefined || incident.state === 'resolved') return false;
  if (newest.at < incident.lastSeen) return false;
  const age = now - Date.parse(incident.diagnosedAt);
  return age >= evidence || (age >= otherwise && saysOtherwise(incident.denied, newest.denied));
}

function begun({ key, events, finding }: Observation, now: number, settings: IncidentSettings): Decision {
  const last = latestOf(events);
  const [first] = events.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  if (finding === undefined || last === undefined || first === undefined)
    throw new Error(`the incident ${key.id} begins with an event and what was found out about it`);
  return told(
    {
      id: key.id,
      accountId: key.accountId,
      region: key.region,
      ...finding,
      resource: key.resource ?? finding.resource,
      state: 'open',
      firstSeen: first.at,
      lastSeen: last.at,
      count: events.length,
      countAtLastAlert: 0,
      diagnosedAt: new Date(now).toISOString(),
      lastEventId: last.eventId,
      version: 1,
    },
    'new',
    now,
    settings,
    {},
  );
}

function told(
  incident: Incident,
  reason: AlertReason,
  now: number,
  settings: IncidentSettings,
  cause: Pick<PendingAlert, 'previousCause'>,
): Decision {
  const next = withAlert(incident, reason, now, settings, cause);
  return { incident: next, ...(next.pending !== undefined && { pending: next.pending }) };
}

function count(incident: Incident, { events }: Observation): Incident {
  const seen = { eventId: incident.lastEventId ?? '', at: incident.lastSeen };
  const last = latestOf([seen, ...events]) ?? seen;
  return {
    ...incident,
    count: incident.count + events.length,
    firstSeen: events.reduce((first, { at }) => earlier(first, at), incident.firstSeen),
    lastSeen: later(incident.lastSeen, last.at),
    lastEventId: last.eventId,
  };
}

/** A diagnosis that found nothing takes no cause back: missing evidence is no change. */
function withFinding(incident: Incident, finding: Finding | undefined, now: number): Incident {
  if (finding === undefined) return incident;
  const diagnosedAt = new Date(now).toISOString();
  if (finding.cause === null && incident.cause !== null) return { ...incident, diagnosedAt };
  return {
    ...incident,
    ...finding,
    roleArn: finding.roleArn ?? incident.roleArn,
    workload: finding.workload ?? incident.workload,
    resource: incident.resource ?? finding.resource,
    diagnosedAt,
  };
}
