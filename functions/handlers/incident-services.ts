import { setTimeout as sleep } from 'node:timers/promises';
import type { BeginningStore } from '../adapters/incident-beginnings.ts';
import type { IncidentStore } from '../adapters/incident-store.ts';
import type { Log } from '../adapters/log.ts';
import { DEFAULT_SETTINGS, type IncidentSettings } from '../alerts/incidents/incident-settings.ts';
import type { IncidentServices } from './report-incident.ts';

const HOUR = 3_600_000;
const LONGEST_PAUSE = 2_000;

/** Where incidents are kept and told, in a deployed function. No client is made before it is needed. */
export function incidentServices(
  settings: { readonly ALERT_TOPIC_ARN: string; readonly INCIDENT_TABLE: string; readonly AWS_REGION: string },
  environment: Readonly<Record<string, string | undefined>>,
  log: Log,
): Omit<IncidentServices, 'readers'> {
  const region = settings.AWS_REGION;
  const table = settings.INCIDENT_TABLE;
  const store = once<IncidentStore>(async () =>
    (await import('../adapters/incident-store.ts')).buildIncidentStore(table, { region }, Date.now),
  );
  const beginnings = once<BeginningStore>(async () =>
    (await import('../adapters/incident-beginnings.ts')).buildBeginningStore(table, { region }, Date.now),
  );
  return {
    store: {
      read: async (id) => (await store()).read(id),
      list: async () => (await store()).list(),
      write: async (incident, eventIds) => (await store()).write(incident, eventIds),
    },
    beginnings: {
      read: async (actor) => (await beginnings()).read(actor),
      write: async (known) => (await beginnings()).write(known),
    },
    publish: async (message) =>
      (await import('../adapters/publish-alert.ts')).publishAlert(settings.ALERT_TOPIC_ARN, message, { region }),
    log,
    now: Date.now,
    settings: incidentSettings(environment),
    // Invocations that met at one incident part by chance.
    pause: (attempt) => sleep(Math.random() * Math.min(LONGEST_PAUSE, 25 * 2 ** attempt)).then(() => undefined),
  };
}

function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** @throws Error when a setting is no number of hours */
export function incidentSettings(environment: Readonly<Record<string, string | undefined>>): IncidentSettings {
  const hours = (name: string, preset: number): number => {
    const text = environment[name] ?? '';
    if (text === '') return preset;
    const number = Number(text);
    if (!(number > 0))
      throw new Error(`the environment variable ${name} is \`${text}\`; set a number of hours above 0`);
    return number * HOUR;
  };
  return {
    ...DEFAULT_SETTINGS,
    reminder: hours('REMINDER_HOURS', DEFAULT_SETTINGS.reminder),
    quiet: hours('QUIET_HOURS', DEFAULT_SETTINGS.quiet),
    evidence: hours('EVIDENCE_HOURS', DEFAULT_SETTINGS.evidence),
    otherwise: hours('OTHERWISE_HOURS', DEFAULT_SETTINGS.otherwise),
    settled: hours('SETTLED_HOURS', DEFAULT_SETTINGS.settled),
    explosion: hours('EXPLOSION_HOURS', DEFAULT_SETTINGS.explosion),
    hold: hours('HOLD_HOURS', DEFAULT_SETTINGS.hold),
  };
}
