import type { ExplainedDenial } from '../alerts/explain-denial.ts';
import type { Incident } from '../alerts/incidents/incident.ts';
import { isSettled, review } from '../alerts/incidents/review.ts';
import { duePending } from '../alerts/incidents/transitions.ts';
import type { RegionReaders } from './read-regions.ts';
import { type TellServices, tellIncident, tellLeftOver } from './tell-incident.ts';

export interface SweepServices extends TellServices {
  /** Read the account that the function runs in. */
  readonly readers: RegionReaders;
  /** False: the rest is left for the next sweep. */
  readonly hasTime: () => boolean;
}

/**
 * What time does to incidents: those that are quiet or fixed are over, mutes end, people are reminded, and alerts that were
 * decided and not told are told.
 *
 * @throws Error when an incident could not be looked after; the others were
 */
export async function sweepIncidents(services: SweepServices): Promise<void> {
  const { store, log, hasTime } = services;
  const failures: string[] = [];
  for (const { id, state, pending } of await store.list()) {
    if (state === 'resolved' && pending === undefined) continue;
    if (!hasTime()) {
      failures.push(`${id} and those after it: the invocation has no time left`);
      break;
    }
    try {
      await sweepIncident(id, services);
    } catch (thrown) {
      failures.push(`${id}: ${thrown}`);
      log('FAILED', { error: thrown instanceof Error ? thrown.name : undefined, reason: String(thrown), incident: id });
    }
  }
  if (failures.length > 0) throw new Error(`${failures.length} incidents were not looked after: ${failures[0]}`);
}

/** The list is a moment behind, so each is read again. One that somebody writes meanwhile is looked after by the next sweep. */
async function sweepIncident(id: string, services: SweepServices): Promise<void> {
  const { store, now, settings, log } = services;
  let incident = await store.read(id);
  if (incident !== undefined && duePending(incident, now()) !== undefined) {
    const { denied } = incident;
    await tellLeftOver(incident, async () => (denied === undefined ? undefined : explain(denied, services)), services);
    incident = await store.read(id);
  }
  if (incident === undefined) return;
  const { denied, cause } = incident;
  const asked =
    denied !== undefined && isSettled(incident, now(), settings) ? await explain(denied, services) : undefined;
  const isFixed = asked !== undefined && isOver(cause, asked);
  const reason = review(incident, isFixed, now(), settings)?.pending?.reason;
  // Before the alert is decided: whoever decides it has little time to tell it.
  const needsCause = reason !== undefined && reason !== 'resolved' && denied !== undefined;
  const denial = asked ?? (needsCause ? await explain(denied, services).catch(() => undefined) : undefined);
  const next = review(incident, isFixed, now(), settings);
  if (next === undefined || (await store.write(next)).outcome !== 'written') return;
  const { pending } = next;
  log('INCIDENT_REVIEWED', { incident: id, state: next.state, reason: pending?.reason });
  if (pending !== undefined) await tellIncident(next, pending, denial, services);
}

async function explain(
  denied: NonNullable<Incident['denied']>,
  { readers }: SweepServices,
): Promise<ExplainedDenial | undefined> {
  const { explainRecord } = await import('./explain-record.ts');
  const explained = await explainRecord(denied, readers);
  return 'denial' in explained ? explained.denial : undefined;
}

/**
 * Evidence that proved the cause once has to contradict it now: the diagnosis of the same call no longer names it, and names
 * nothing else but that the policies were changed. What cannot be read any more contradicts nothing.
 */
const isOver = (cause: Incident['cause'], { causes, roleArn }: ExplainedDenial): boolean =>
  roleArn !== null && causes.every(({ code }) => code === 'IAM_PROPAGATION' && code !== cause);
