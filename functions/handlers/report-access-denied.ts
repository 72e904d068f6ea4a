import { mapConcurrently } from '../adapters/map-concurrently.ts';
import { MOST_EVENTS } from '../adapters/transaction-limit.ts';
import { type IncidentKey, incidentKey } from '../alerts/incidents/incident-key.ts';
import { latestOf } from '../alerts/incidents/observation.ts';
import { needsDiagnosis, observe } from '../alerts/incidents/observe.ts';
import type { DeniedRequest } from '../diagnosis/diagnosis.ts';
import type { Explained } from './explain-record.ts';
import { isOwnRequest, OWN_REQUEST } from './own-request.ts';
import { type QueuedDenial, type QueuedRecord, readQueued } from './queued-denials.ts';
import type { RegionReaders } from './read-regions.ts';
import { MOST_ATTEMPTS, type TellServices, tellIncident, tellLeftOver } from './tell-incident.ts';
import { unexplained } from './unexplained.ts';

export interface AccessDeniedServices extends TellServices {
  /** Read the account that the function runs in. */
  readonly readers: RegionReaders;
  /** The function's own name, which is also the name of the session it acts with. */
  readonly functionName: string;
  /** False: what is not begun is left for the next delivery. */
  readonly hasTime: () => boolean;
}

/** As often as the queue delivers a message before it is a dead letter. */
const MOST_RECEIVES = 5;

/** Incidents that are looked into at the same time. */
const AT_ONCE = 4;

/**
 * Counts denied calls to their incidents, explains each incident that is new to people, and tells them. What is no such
 * call is logged and left.
 *
 * @returns the messages that have to come again
 */
export async function reportAccessDenied(
  records: readonly QueuedRecord[],
  services: AccessDeniedServices,
): Promise<readonly string[]> {
  const failed: string[] = [];
  const home = { accountId: services.readers[0].accountId, region: services.readers[0].region };
  const denials = records.flatMap((record) => {
    const queued = read(record, services);
    if (queued === 'unreadable') failed.push(record.messageId);
    return typeof queued === 'string' ? [] : [{ ...queued, key: incidentKey(queued.denied, home) }];
  });
  const groups = [...Map.groupBy(denials, ({ key }) => key.id).values()];
  await mapConcurrently(groups, AT_ONCE, async (group) => {
    const [first] = group;
    if (first === undefined) return;
    try {
      if (!services.hasTime()) throw new Error('the invocation has no time left for it');
      await reportIncident(first.key, group, services);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown.name : undefined;
      services.log('FAILED', { error, reason: String(thrown), incident: first.key.id });
      failed.push(...group.map(({ messageId }) => messageId));
    }
  });
  return failed;
}

function read(
  record: QueuedRecord,
  { log, now, functionName }: AccessDeniedServices,
): QueuedDenial | 'unreadable' | 'ignored' {
  const queued = readQueued(record, now());
  if ('unreadable' in queued) {
    log('RECORD_UNREADABLE', { messageId: record.messageId, reason: queued.unreadable });
    return 'unreadable';
  }
  const reason = 'ignored' in queued ? queued.ignored : OWN_REQUEST;
  if (!('ignored' in queued) && !isOwnRequest(queued.denied, functionName)) return queued;
  log('DENIAL_IGNORED', { ...('eventId' in queued && { eventId: queued.eventId }), reason });
  return 'ignored';
}

async function reportIncident(
  key: IncidentKey,
  group: readonly QueuedDenial[],
  services: AccessDeniedServices,
): Promise<void> {
  const { store, now, settings, log, pause } = services;
  const events = new Map(group.map(({ eventId, at }) => [eventId, { eventId, at }]));
  const explain = explainOnce(group, services);
  let attempt = 1;
  while (attempt <= MOST_ATTEMPTS) {
    const incident = await store.read(key.id);
    const left =
      incident === undefined ? undefined : await tellLeftOver(incident, () => explain().then(denialOf), services);
    if (left === 'changed') {
      attempt += 1;
      continue;
    }
    const seen = [...events.values()].slice(0, MOST_EVENTS);
    const explained = needsDiagnosis(incident, seen, now(), settings) ? await explain() : undefined;
    if (explained !== undefined && 'ignored' in explained) return ignore(group, explained, services);
    const observation = { key, events: seen, ...(explained !== undefined && { finding: explained.finding }) };
    const decision = observe(incident, observation, now(), settings);
    const ids = seen.map(({ eventId }) => eventId);
    const written = await store.write(decision.incident, ids);
    if (written.outcome === 'changed') {
      await pause(attempt);
      attempt += 1;
      continue;
    }
    for (const id of written.outcome === 'counted' ? written.eventIds : ids) events.delete(id);
    if (written.outcome === 'written') {
      log('DENIALS_COUNTED', { incident: key.id, events: ids.length, count: decision.incident.count });
      if (decision.pending !== undefined)
        await tellIncident(decision.incident, decision.pending, denialOf(explained), services);
    }
    if (events.size === 0) return;
  }
  throw new Error(`the incident ${key.id} was written by others at every attempt`);
}

const denialOf = (explained: Explanation | undefined) =>
  explained !== undefined && 'denial' in explained ? explained.denial : undefined;

/** Without a denial: looking into it failed, and this was the last attempt. */
type Explanation = Explained | Pick<Extract<Explained, { readonly finding: unknown }>, 'finding'>;

/** The cause of the denial that happened last. While the queue delivers it again, a failure is left to the next attempt. */
function explainOnce(group: readonly QueuedDenial[], services: AccessDeniedServices): () => Promise<Explanation> {
  const last = latestOf(group);
  const denied = (group.find(({ eventId }) => eventId === last?.eventId) ?? group[0])?.denied;
  if (denied === undefined) throw new Error('a group of denials is never empty');
  let explanation: Promise<Explanation> | undefined;
  const isLast = group.some(({ receives }) => receives >= MOST_RECEIVES);
  return () => {
    explanation ??= explain(denied, services).catch((thrown: unknown) => {
      if (!isLast) throw thrown;
      services.log('FAILED', { error: thrown instanceof Error ? thrown.name : undefined, reason: String(thrown) });
      return { finding: unexplained(denied) };
    });
    return explanation;
  };
}

/** Loaded where it is asked for: most denials are of an incident whose cause is known. */
async function explain(denied: DeniedRequest, { readers }: AccessDeniedServices): Promise<Explained> {
  const { explainRecord } = await import('./explain-record.ts');
  return explainRecord(denied, readers);
}

function ignore(
  group: readonly QueuedDenial[],
  { ignored: reason, gaps }: { readonly ignored: string; readonly gaps: readonly string[] },
  { log }: AccessDeniedServices,
): void {
  for (const { eventId, denied } of group)
    log('DENIAL_IGNORED', { eventId, role: denied.roleArn ?? denied.roleName, reason, gaps });
}
