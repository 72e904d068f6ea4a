import type { BeginningStore } from '../adapters/incident-beginnings.ts';
import { MOST_EVENTS } from '../adapters/transaction-limit.ts';
import { type Beginnings, hasBegun, mayBegin, withBeginning } from '../alerts/incidents/crowd.ts';
import type { IncidentKey } from '../alerts/incidents/incident-key.ts';
import { latestOf, type SeenEvent } from '../alerts/incidents/observation.ts';
import { begins, needsDiagnosis, observe } from '../alerts/incidents/observe.ts';
import { type Explanation, explainOnce, type Place } from './explain-once.ts';
import type { QueuedDenial } from './queued-denials.ts';
import type { RegionReaders } from './read-regions.ts';
import { MOST_ATTEMPTS, type TellServices, tellIncident, tellLeftOver } from './tell-incident.ts';

export interface IncidentServices extends TellServices {
  readonly beginnings: BeginningStore;
  /** Read the account that the function runs in. */
  readonly readers: RegionReaders;
}

/** As often as the queue delivers a message before it is a dead letter. */
const MOST_RECEIVES = 5;

/**
 * Counts denials to their incident, and tells what is new of it. An alert that the topic does not take holds no counting up:
 * it is pending, and at the last delivery it is left to the sweep.
 *
 * @returns `crowded`: none is counted, because the incident may not begin
 * @throws Error when they have to come again; what is counted by then is not counted again
 */
export async function reportIncident(
  key: IncidentKey,
  group: readonly QueuedDenial[],
  place: Place,
  services: IncidentServices,
): Promise<'done' | 'crowded'> {
  const isLast = group.some(({ receives }) => receives >= MOST_RECEIVES);
  const newest = newestOf(group);
  const untold: unknown[] = [];
  const work: Work = {
    key,
    group,
    place,
    newest,
    events: new Map(group.map(({ eventId, at }) => [eventId, { eventId, at }])),
    explain: explainOnce(newest.denied, place, isLast, services),
    told: (telling) => telling.catch((thrown: unknown) => noteUntold(untold, thrown, services)),
  };
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; ) {
    const outcome = await countSome(work, services);
    if (outcome === 'crowded') return 'crowded';
    if (outcome === 'ignored') return 'done';
    if (outcome === 'counted' && work.events.size === 0) {
      if (untold.length > 0 && !isLast) throw untold[0];
      return 'done';
    }
    if (outcome === 'changed') await services.pause(attempt);
    if (outcome !== 'counted') attempt += 1;
  }
  throw new Error(`the incident ${key.id} was written by others at every attempt`);
}

interface Work {
  readonly key: IncidentKey;
  readonly group: readonly QueuedDenial[];
  readonly place: Place;
  readonly newest: QueuedDenial;
  /** What is not counted yet. */
  readonly events: Map<string, SeenEvent>;
  readonly explain: () => Promise<Explanation>;
  /** Undefined: it was not told, and is pending. */
  readonly told: <Result>(telling: Promise<Result>) => Promise<Result | undefined>;
}

/** `changed`: somebody else wrote, look again after a while. `told`: an alert was left over, look again. */
type Outcome = 'counted' | 'changed' | 'told' | 'crowded' | 'ignored';

/** As many of the events as one write takes. */
async function countSome(work: Work, services: IncidentServices): Promise<Outcome> {
  const { key, group, newest, events, explain, told } = work;
  const { store, now, settings, log } = services;
  const incident = await store.read(key.id);
  if (incident !== undefined) {
    const left = await told(tellLeftOver(incident, () => explain().then(denialOf), services));
    if (left !== incident) return 'told';
  }
  const seen = [...events.values()].slice(0, MOST_EVENTS);
  const isNew = work.place === 'alone' && begins(incident, seen);
  const beginnings = isNew ? await services.beginnings.read(key.actor) : undefined;
  if (beginnings !== undefined && !mayBegin(beginnings, key.id, now())) return 'crowded';
  const explained = needsDiagnosis(incident, seen, newest, now(), settings) ? await explain() : undefined;
  if (explained !== undefined && 'ignored' in explained) {
    ignore(group, explained, services);
    return 'ignored';
  }
  if (beginnings !== undefined && !(await hasPlace(beginnings, key.id, services))) return 'changed';
  const observation = { key, events: seen, ...(explained !== undefined && { finding: explained.finding }) };
  const { incident: next, pending } = observe(incident, observation, now(), settings);
  const ids = seen.map(({ eventId }) => eventId);
  const written = await store.write(next, ids);
  if (written.outcome === 'changed') return 'changed';
  for (const id of written.outcome === 'counted' ? written.eventIds : ids) events.delete(id);
  if (written.outcome === 'counted') return 'counted';
  log('DENIALS_COUNTED', { incident: key.id, events: ids.length, count: next.count });
  if (pending !== undefined) await told(tellIncident(next, pending, denialOf(explained), services));
  return 'counted';
}

/** Written before the incident is: whoever dies in between finds that it has begun. */
const hasPlace = async (known: Beginnings, id: string, { beginnings, now }: IncidentServices): Promise<boolean> =>
  hasBegun(known, id, now()) || beginnings.write(withBeginning(known, id, now()));

/** @throws what is thrown a second time: the topic will not take it now */
function noteUntold(untold: unknown[], thrown: unknown, { log }: IncidentServices): undefined {
  if (untold.length > 0) throw thrown;
  untold.push(thrown);
  log('FAILED', { error: thrown instanceof Error ? thrown.name : undefined, reason: String(thrown) });
}

function newestOf(group: readonly QueuedDenial[]): QueuedDenial {
  const last = latestOf(group);
  const newest = group.find(({ eventId }) => eventId === last?.eventId) ?? group[0];
  if (newest === undefined) throw new Error('a group of denials is never empty');
  return newest;
}

const denialOf = (explained: Explanation | undefined) =>
  explained !== undefined && 'denial' in explained ? explained.denial : undefined;

function ignore(
  group: readonly QueuedDenial[],
  { ignored: reason, gaps }: Extract<Explanation, { readonly ignored: string }>,
  { log }: IncidentServices,
): void {
  for (const { eventId, denied } of group)
    log('DENIAL_IGNORED', { eventId, role: denied.roleArn ?? denied.roleName, reason, gaps });
}
