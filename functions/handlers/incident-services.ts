import { setTimeout as sleep } from 'node:timers/promises';
import type { IncidentStore } from '../adapters/incident-store.ts';
import type { Log } from '../adapters/log.ts';
import { DEFAULT_SETTINGS, type IncidentSettings } from '../alerts/incidents/incident-settings.ts';
import type { TellServices } from './tell-incident.ts';

const HOUR = 3_600_000;
const LONGEST_PAUSE = 2_000;

/** Where incidents are kept and told, in a deployed function. No client is made before it is needed. */
export function incidentServices(
  settings: { readonly ALERT_TOPIC_ARN: string; readonly INCIDENT_TABLE: string; readonly AWS_REGION: string },
  environment: Readonly<Record<string, string | undefined>>,
  log: Log,
): TellServices {
  const region = settings.AWS_REGION;
  let made: Promise<IncidentStore> | undefined;
  const store = (): Promise<IncidentStore> => {
    made ??= import('../adapters/incident-store.ts').then(({ buildIncidentStore }) =>
      buildIncidentStore(settings.INCIDENT_TABLE, { region }, Date.now),
    );
    return made;
  };
  return {
    store: {
      read: async (id) => (await store()).read(id),
      list: async () => (await store()).list(),
      write: async (incident, eventIds) => (await store()).write(incident, eventIds),
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
    settled: hours('SETTLED_HOURS', DEFAULT_SETTINGS.settled),
    explosion: hours('EXPLOSION_HOURS', DEFAULT_SETTINGS.explosion),
    hold: hours('HOLD_HOURS', DEFAULT_SETTINGS.hold),
  };
}
