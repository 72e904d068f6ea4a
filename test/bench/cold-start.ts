/**
 * `npm run bench`: how long a cold start spends on loading each bundle, beside an empty handler and beside the floor: a
 * handler that loads only what every call to AWS loads of Node.js itself. Fresh processes, taken in turn;
 * the fastest of each, for whatever else the machine does only adds to it.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Table from 'cli-table3';
import { buildBundles } from '../../functions/cli/build-bundles.ts';

const PROCESSES = 15;
/** What every invocation loads takes at most so many times the floor. */
const MOST_TIMES_FLOOR = 1.5;

/** The chunks of the clients that a function reports with; a notifier loads what it sends with at once. */
const REPORTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['config-rule', ['put-evaluations']],
  ['access-denied', ['publish-alert', 'incident-store']],
  ['incident-sweep', ['publish-alert', 'incident-store']],
  ['workload-change', ['publish-alert']],
  ['compliance-change', ['publish-alert']],
  ['digest', ['publish-alert', 'incident-store']],
  ['slack-notifier', []],
  ['webhook-notifier', []],
]);

/** The chunks that judge roles; most changes that AWS Config tells of are of roles that no agent acts with. */
const JUDGES: ReadonlyMap<string, readonly string[]> = new Map([
  ['config-rule', ['catalogue', 'config-answer', 'concerned-roles', 'put-evaluations']],
  ['workload-change', ['judge-workload-change', 'compliance-change-alert', 'alert-message', 'publish-alert']],
]);

const environment = {
  AWS_REGION: 'us-east-1',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  ALERT_TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:bench',
  INCIDENT_TABLE: 'bench',
  SLACK_SECRET_ARN: 'bench',
  WEBHOOK_SECRET_ARN: 'bench',
};

const folder = mkdtempSync(join(tmpdir(), 'bedrock-warden-bench-'));
try {
  const bundles = await buildBundles(join(folder, 'dist'));
  const empty = { name: 'empty handler', entry: write('empty.mjs', 'export const handler = async () => {};') };
  const floor = {
    name: 'node:http, node:https, node:crypto',
    entry: write('floor.mjs', "import 'node:http';import 'node:https';import 'node:crypto';export const handler = 0;"),
  };
  const lambdas = bundles.filter(({ name }) => name !== 'warden');
  const judging = lambdas.filter(({ name }) => JUDGES.has(name)).map(withRules);
  report([empty, floor, ...lambdas, ...lambdas.map(withReport), ...judging, ...lambdas.map(withClients)]);
} finally {
  rmSync(folder, { recursive: true });
}

interface Subject {
  readonly name: string;
  readonly entry: string;
  /** Loaded after the entry, as an invocation does. */
  readonly later?: readonly string[];
  /** Held to the limit. */
  readonly limited?: boolean;
  readonly loadedBytes?: number;
  readonly totalBytes?: number;
}

/** The client with which an invocation reports: the one that none with anything to say does without. */
function withReport(subject: Subject): Subject {
  const client = REPORTS.get(subject.name);
  if (client === undefined) throw new Error(`REPORTS does not say with what ${subject.name} reports`);
  return {
    name: `${subject.name} and ${client[0] ?? 'nothing else'}`,
    entry: subject.entry,
    later: chunks(subject, client),
    limited: true,
  };
}

/** What an invocation loads that judges a role and reports it. */
function withRules(subject: Subject): Subject {
  const later = chunks(subject, JUDGES.get(subject.name) ?? []);
  return { name: `${subject.name}, judging and reporting`, entry: subject.entry, later };
}

function withClients(subject: Subject): Subject {
  const names = chunksOf(subject).flatMap((file) => /^(?!chunk-)(.+)-[^-]+\.mjs$/.exec(file)?.[1] ?? []);
  return { name: `${subject.name} and all that may follow`, entry: subject.entry, later: chunks(subject, names) };
}

function chunksOf({ entry }: Subject): readonly string[] {
  const folder = join(dirname(entry), 'chunks');
  return existsSync(folder) ? readdirSync(folder) : [];
}

function chunks(subject: Subject, names: readonly string[]): readonly string[] {
  const folder = join(dirname(subject.entry), 'chunks');
  return names.flatMap((name) => {
    const found = chunksOf(subject).filter((file) => file.startsWith(`${name}-`));
    if (found.length === 0) throw new Error(`${folder} has no chunk ${name}`);
    return found.map((file) => join(folder, file));
  });
}

function report(subjects: readonly Subject[]): void {
  const times = new Map<string, number[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round < PROCESSES; round += 1) {
    for (const { name, entry, later = [] } of subjects) times.get(name)?.push(loadMillis([entry, ...later]));
  }
  const fastest = (name: string) => Math.min(...(times.get(name) ?? []));
  const [empty = 0, floor = 0] = subjects.map(({ name }) => fastest(name));
  const table = new Table({
    head: ['loaded', 'fastest', 'x empty', 'x floor', 'loaded at once', 'everything'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  let slow = false;
  for (const { name, later, limited = later === undefined, loadedBytes, totalBytes } of subjects) {
    const millis = fastest(name);
    slow ||= limited && millis > floor * MOST_TIMES_FLOOR;
    const ratio = (base: number) => (millis / base).toFixed(2);
    table.push([name, `${millis.toFixed(1)} ms`, ratio(empty), ratio(floor), size(loadedBytes), size(totalBytes)]);
  }
  console.log(`Node.js ${process.version}, the fastest of ${PROCESSES} fresh processes each\n${table}`);
  if (slow) {
    console.error(`A bundle takes more than ${MOST_TIMES_FLOOR} times the floor.`);
    process.exitCode = 1;
  }
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function loadMillis(files: readonly string[]): number {
  const imports = files.map((file) => `await import(${JSON.stringify(pathToFileURL(file).href)});`).join(' ');
  const script = `const started = performance.now(); ${imports} console.log(performance.now() - started);`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { env: environment });
  return Number(output.toString());
}

function size(bytes: number | undefined): string {
  return bytes === undefined ? '' : `${(bytes / 1024).toFixed(0)} KB`;
}
