import type { ExplainedDenial } from '../alerts/explain-denial.ts';
import type { Incident } from '../alerts/incidents/incident.ts';
import { isSettled, review } from '../alerts/incidents/review.ts';
import { duePending, isMuted, isSeenAgain } from '../alerts/incidents/transitions.ts';
import type { DeniedRequest } from '../diagnosis/diagnosis.ts';
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
  const looked = (await store.list()).filter((incident) => needsALook(incident, services.now()));
  for (const { id } of looked.toSorted(byTurn)) {
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

/** What is over is left, and what is muted. */
const needsALook = (incident: Incident, now: number): boolean =>
  incident.pending !== undefined || isSeenAgain(incident) || (incident.state !== 'resolved' && !isMuted(incident, now));

/** Alerts first; then what was told of longest ago, so that every incident has its turn however many there are. */
const byTurn = (a: Incident, b: Incident): number =>
  Number(b.pending !== undefined) - Number(a.pending !== undefined) || (lastTold(a) < lastTold(b) ? -1 : 1);

const lastTold = ({ lastAlertAt, firstSeen }: Incident): string => lastAlertAt ?? firstSeen;

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
  let failure: unknown;
  const ask = (call: DeniedRequest) =>
    explain(call, services).catch((thrown: unknown) => {
      failure = thrown;
      return undefined;
    });
  const asked = denied !== undefined && isSettled(incident, now(), settings) ? await ask(denied) : undefined;
  const isFixed = asked !== undefined && isOver(cause, asked);
  const reason = review(incident, isFixed, now(), settings)?.pending?.reason;
  // Before the alert is decided: whoever decides it has little time to tell it.
  const needsCause = reason !== undefined && reason !== 'resolved' && denied !== undefined;
  const denial = asked ?? (needsCause && failure === undefined ? await ask(denied) : undefined);
  const next = review(incident, isFixed, now(), settings);
  if (next !== undefined && (await store.write(next)).outcome === 'written') {
    const { pending } = next;
    log('INCIDENT_REVIEWED', { incident: id, state: next.state, reason: pending?.reason });
    if (pending !== undefined) await tellIncident(next, pending, denial, services);
  }
  // What time does to it is done, whether the account can be asked or not.
  if (failure !== undefined) throw failure;
}

async function explain(denied: DeniedRequest, { readers }: SweepServices): Promise<ExplainedDenial | undefined> {
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
