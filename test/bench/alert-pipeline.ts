/**
 * Sends many denials of few incidents through the handler of denied calls and an embedded account, each delivered once and some
 * twice: counts and alerts have to be exact and memory has to stay flat. `node test/bench/alert-pipeline.ts [RECORDS]`
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { AccountReader } from '../../functions/adapters/account-reader.ts';
import { buildBeginningStore } from '../../functions/adapters/incident-beginnings.ts';
import { buildIncidentStore } from '../../functions/adapters/incident-store.ts';
import { publishAlert } from '../../functions/adapters/publish-alert.ts';
import { DEFAULT_SETTINGS } from '../../functions/alerts/incidents/incident-settings.ts';
import type { QueuedRecord } from '../../functions/handlers/queued-denials.ts';
import { reportAccessDenied } from '../../functions/handlers/report-access-denied.ts';
import { startLocalAccount } from '../../functions/local-account/server.ts';
import { queued } from '../handlers/alert-pipeline.ts';
import { ACCOUNT, accountAllowing, denial } from '../handlers/denied-account.ts';

const INCIDENTS = 50;
/** One alone has no more than twenty incidents in a day. */
const ROLES = 5;
const BATCH = 500;
const REPEATED = 20;
const TABLE = 'bedrock-warden-incidents';
const snapshot = accountAllowing();

if (isMainThread) await bench(Number(process.argv[2] ?? 100_000));
else await serve();

/** The account has a thread of its own, so that the time of the other one is the handler's. */
async function serve(): Promise<void> {
  const aws = await startLocalAccount(snapshot);
  await aws.createIncidentsTable(TABLE);
  const topic = aws.createTopic('alerts');
  parentPort?.on('message', () => parentPort?.postMessage({ published: aws.published.length }));
  parentPort?.postMessage({ endpoint: aws.endpoint, topic });
}

/** Of the same incident are the records whose number has the same remainder: each is of another model, a fifth of them of a role. */
function recordOf(number: number): QueuedRecord {
  const model = `amazon.model-${number % INCIDENTS}-v1:0`;
  const record = denial(`event-${number}`, '2026-11-22T10:00:00.000Z');
  const text = JSON.stringify(record)
    .replaceAll('amazon.nova-pro-v1:0', model)
    .replaceAll(/(role\/agent)(?=[/"])/g, `$1-${number % ROLES}`);
  return queued(JSON.parse(text));
}

async function bench(records: number): Promise<void> {
  const worker = new Worker(new URL(import.meta.url));
  const answer = <Value>(): Promise<Value> => new Promise((resolve) => worker.once('message', resolve));
  const { endpoint, topic } = await answer<{ readonly endpoint: string; readonly topic: string }>();
  const aws = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const store = buildIncidentStore(TABLE, aws, Date.now);
  const beginnings = buildBeginningStore(TABLE, aws, Date.now);
  const reader: AccountReader = {
    accountId: ACCOUNT,
    region: 'us-east-1',
    readWorkloads: async () => snapshot,
    read: async () => snapshot,
  };
  let calls = 0;
  const counted =
    <Arguments extends readonly unknown[], Result>(call: (...given: Arguments) => Promise<Result>) =>
    (...given: Arguments): Promise<Result> => {
      calls += 1;
      return call(...given);
    };
  const services = {
    readers: [reader] as const,
    functionName: 'bedrock-warden-access-denied',
    store: { read: counted(store.read), list: counted(store.list), write: counted(store.write) },
    beginnings: { read: counted(beginnings.read), write: counted(beginnings.write) },
    publish: counted((message: Parameters<typeof publishAlert>[1]) => publishAlert(topic, message, aws)),
    log: () => {},
    now: Date.now,
    settings: DEFAULT_SETTINGS,
    pause: async () => undefined,
    hasTime: () => true,
  };

  const memory: number[] = [];
  const startedAt = performance.now();
  const before = process.threadCpuUsage();
  for (let first = 0; first < records; first += BATCH) {
    const size = Math.min(BATCH, records - first);
    const batch = Array.from({ length: size }, (_, index) => recordOf(first + index));
    // A queue delivers at least once.
    const repeated = first === 0 ? [] : Array.from({ length: REPEATED }, (_, index) => recordOf(first - 1 - index));
    const failed = await reportAccessDenied([...batch, ...repeated], services);
    if (failed.length > 0) throw new Error(`${failed.length} records failed`);
    if ((first / BATCH) % 20 === 0) memory.push(heapUsed());
  }
  const { user, system } = process.threadCpuUsage(before);
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpu = (user + system) / 1_000_000;

  const incidents = await store.list();
  worker.postMessage('published');
  const { published } = await answer<{ readonly published: number }>();
  await worker.terminate();
  const counts = incidents.reduce((sum, { count }) => sum + count, 0);
  console.log(
    `${records} denials of ${incidents.length} incidents in ${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of them at work`,
  );
  console.log(
    `${Math.round(records / cpu)} records a second and core; ${(calls / records).toFixed(3)} AWS calls a record`,
  );
  console.log(
    `counted ${counts}, told ${published}; heap ${memory.map((bytes) => `${(bytes / 1e6).toFixed(0)}`).join(' ')} MB`,
  );
  // The first batch loads and compiles; what comes after it has to find room in the same heap.
  const grown = (memory.at(-1) ?? 0) - (memory[1] ?? memory[0] ?? 0);
  const wrong = [
    ...(counts === records ? [] : [`${counts} were counted, not ${records}`]),
    ...(published === INCIDENTS ? [] : [`${published} alerts were told, not ${INCIDENTS}`]),
    ...(incidents.some(({ pending }) => pending !== undefined) ? ['alerts are left over'] : []),
    ...(grown < 20e6 ? [] : [`the heap grew by ${grown} bytes`]),
  ];
  for (const complaint of wrong) console.error(`WRONG: ${complaint}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

/** After everything that nobody holds is gone. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
