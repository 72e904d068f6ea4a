import type { AccountReader } from '../../functions/adapters/account-reader.ts';
import type { AlertMessage } from '../../functions/adapters/alert-message.ts';
import { buildBeginningStore } from '../../functions/adapters/incident-beginnings.ts';
import { buildIncidentStore } from '../../functions/adapters/incident-store.ts';
import type { LogFields } from '../../functions/adapters/log.ts';
import { publishAlert } from '../../functions/adapters/publish-alert.ts';
import type { Alert } from '../../functions/alerts/alert.ts';
import { MOST_BEGINNINGS } from '../../functions/alerts/incidents/crowd.ts';
import type { Incident } from '../../functions/alerts/incidents/incident.ts';
import { DEFAULT_SETTINGS } from '../../functions/alerts/incidents/incident-settings.ts';
import type { QueuedRecord } from '../../functions/handlers/queued-denials.ts';
import { reportAccessDenied } from '../../functions/handlers/report-access-denied.ts';
import type { IncidentServices } from '../../functions/handlers/report-incident.ts';
import { sweepIncidents } from '../../functions/handlers/sweep-incidents.ts';
import { cloudTrailEnvelope } from '../../functions/local-account/deliveries.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';

export const MINUTE = 60_000;

/** At which of its calls an invocation dies, and whether AWS has done what it was asked by then. */
export interface Crash {
  readonly call: number;
  readonly isDone: boolean;
}

/** Not an error that a function may catch and go on after: nothing that it calls from then on is done. */
const died = () => new Error('the process is gone');

/** The handlers of the pipeline beside an embedded account, under a clock of their own. */
export async function startPipeline(snapshot: Snapshot, table = 'incidents') {
  const aws: LocalAccount = await startLocalAccount(snapshot);
  const topic = aws.createTopic('alerts');
  await aws.createIncidentsTable(table);
  let time = Date.parse('2026-11-22T10:00:00.000Z');
  let current = snapshot;
  let failing: Error | undefined;
  const reads: (readonly string[])[] = [];
  const logged: (readonly [string, LogFields | undefined])[] = [];
  const client = {
    endpoint: aws.endpoint,
    region: snapshot.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  const store = buildIncidentStore(table, client, () => time);
  const beginnings = buildBeginningStore(table, client, () => time);
  const reader: AccountReader = {
    accountId: snapshot.accountId,
    region: snapshot.region,
    readWorkloads: async () => current,
    read: async ({ roleNames = [] }) => {
      reads.push(roleNames);
      if (failing !== undefined) throw failing;
      return current;
    },
  };

  /** What one invocation has: its calls are counted, and it may die at one of them. */
  function invocation(crash: Crash | undefined): Omit<IncidentServices, 'readers'> & { readonly calls: () => number } {
    let calls = 0;
    const guarded = async <Result>(call: () => Promise<Result>): Promise<Result> => {
      calls += 1;
      if (crash !== undefined && (calls > crash.call || (calls === crash.call && !crash.isDone))) throw died();
      const result = await call();
      if (calls === crash?.call) throw died();
      return result;
    };
    return {
      store: {
        read: (id) => guarded(() => store.read(id)),
        list: () => guarded(() => store.list()),
        write: (incident, ids) => guarded(() => store.write(incident, ids)),
      },
      beginnings: {
        read: (actor) => guarded(() => beginnings.read(actor)),
        write: (known) => guarded(() => beginnings.write(known)),
      },
      publish: (message: AlertMessage) => guarded(() => publishAlert(topic, message, client)),
      log: (code, fields) => void logged.push([code, fields]),
      now: () => time,
      settings: DEFAULT_SETTINGS,
      pause: async () => undefined,
      calls: () => calls,
    };
  }

  const alerts = (): readonly Alert[] =>
    aws.published.map(({ message }) => JSON.parse((JSON.parse(message) as { readonly lambda: string }).lambda));

  return {
    aws,
    store,
    reads,
    logged,
    now: () => time,
    /** Some time goes by. */
    pass(millis: number) {
      time += millis;
    },
    become(next: Snapshot) {
      current = next;
    },
    failReads(error: Error | undefined) {
      failing = error;
    },
    /** As many incidents of an actor began lately as may. */
    async fillPlaces(actor: string) {
      const begun = Array.from({ length: MOST_BEGINNINGS }, (_, index) => [
        `id-${index}`,
        new Date(time).toISOString(),
      ]);
      await beginnings.write({ actor, at: Object.fromEntries(begun), version: 1 });
    },
    async deliver(records: readonly QueuedRecord[], crash?: Crash) {
      const services = invocation(crash);
      const failed = await reportAccessDenied(records, {
        ...services,
        readers: [reader],
        functionName: 'bedrock-warden-access-denied',
        hasTime: () => true,
      });
      return { failed, calls: services.calls() };
    },
    async sweep(crash?: Crash) {
      const services = invocation(crash);
      const failure = await sweepIncidents({ ...services, readers: [reader], hasTime: () => true }).then(
        () => undefined,
        (thrown: unknown) => String(thrown),
      );
      return { failure, calls: services.calls() };
    },
    alerts,
    /** What a consumer passes on, who drops an alert that it has had: `reason` of each, in order. */
    told: () => [...new Map(alerts().map((alert) => [alert.id, alert])).values()].map(({ reason }) => reason),
    incidents: async (): Promise<readonly Incident[]> => store.list(),
    close: () => aws.close(),
  };
}

export const queued = (record: Readonly<Record<string, unknown>>, receives = 1): QueuedRecord => ({
  messageId: `message-${record.eventID}`,
  body: JSON.stringify(cloudTrailEnvelope(record)),
  attributes: { ApproximateReceiveCount: String(receives) },
});
