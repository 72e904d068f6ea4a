import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildIncidentStore } from '../../functions/adapters/incident-store.ts';
import type { Incident } from '../../functions/alerts/incidents/incident.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { awsOf } from '../adapters/account-under-test.ts';
import { SNAPSHOT } from '../local-account/account-under-test.ts';
import { type Run, runWarden } from './run-warden.ts';

const TABLE = 'bedrock-warden-incidents';

const incident: Incident = {
  id: 'a1b2c3d4e5f60718293a',
  accountId: '111122223333',
  region: 'us-east-1',
  roleArn: 'arn:aws:iam::111122223333:role/orders-agent-role',
  roleName: 'orders-agent-role',
  workload: { type: 'agent', arn: null, id: 'AGENT00001' },
  action: 'bedrock:InvokeModel',
  resource: 'arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-4',
  cause: 'IDENTITY_POLICY_MISSING_ACTION',
  certainty: 'proven',
  summary: 'No identity policy allows `bedrock:InvokeModel`.',
  severity: 'high',
  state: 'open',
  firstSeen: '2026-11-22T03:04:09.000Z',
  lastSeen: '2026-11-22T09:30:00.000Z',
  count: 1_204,
  countAtLastAlert: 1,
  lastAlertAt: '2026-11-22T03:04:31.000Z',
  diagnosedAt: '2026-11-22T09:20:00.000Z',
  lastEventId: '7c1d0f6e-41f5-4b0e-9d47-0a2f4c1b9e55',
  version: 1,
};
const hostile: Incident = {
  ...incident,
  id: 'a1ffffffffffffffffff',
  roleName: 'evil\u001b[31m\u202erole',
  state: 'acknowledged',
  acknowledged: { by: 'ada', why: 'it is \u001b]8;;x', at: '2026-11-22T09:00:00.000Z' },
  lastSeen: '2026-11-22T09:40:00.000Z',
};
const over: Incident = {
  ...incident,
  id: 'b000000000000000000b',
  state: 'resolved',
  resolved: { by: 'quiet', why: 'not seen since 2026-11-20', at: '2026-11-21T10:00:00.000Z' },
};

let account: LocalAccount;

beforeEach(async () => {
  account = await startLocalAccount(SNAPSHOT, { pageSize: 2 });
});
afterEach(() => account.close());

const store = () => buildIncidentStore(TABLE, awsOf(account.endpoint), () => Date.parse('2026-11-22T10:00:00Z'));

async function keep(...incidents: readonly Incident[]): Promise<void> {
  await account.createIncidentsTable(TABLE);
  for (const each of incidents) await store().write(each);
}

const incidents = (...args: readonly string[]): Promise<Run> =>
  runWarden(['incidents', ...args], {
    env: {
      AWS_ENDPOINT_URL: account.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_MAX_ATTEMPTS: '1',
    },
  });

describe('the incidents', () => {
  beforeEach(() => keep(incident, hostile, over));

  it.each<[name: string, args: readonly string[], golden: string, code: number]>([
    ['a table of what is not resolved', ['list'], 'incidents.txt', 1],
    ['JSON of all', ['list', '--state', 'all', '--format', 'json'], 'incidents.json', 1],
    ['those in a state', ['list', '--state', 'resolved'], 'incidents-resolved.txt', 0],
    ['none', ['list', '--state', 'muted'], 'incidents-none.txt', 0],
    ['one, whole', ['show', 'a1b2'], 'incident.txt', 0],
  ])('%s', async (_name, args, golden, code) => {
    const { stdout, stderr, status } = await incidents(...args);
    expect({ stderr, status }).toEqual({ stderr: '', status: code });
    await expect(stdout).toMatchFileSnapshot(`../fixtures/cli/${golden}`);
  });

  it('go to a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'warden-incidents-'));
    const out = join(folder, 'incidents.txt');
    expect(await incidents('list', '--out', out)).toEqual({ stdout: '', stderr: '', status: 1 });
    expect(readFileSync(out, 'utf8')).toBe(
      readFileSync(new URL('../fixtures/cli/incidents.txt', import.meta.url), 'utf8'),
    );
    rmSync(folder, { recursive: true });
  });
});

/** A day that is always to come, and near enough. */
const soon = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

describe('what a person says of an incident', () => {
  it.each<[name: string, args: readonly string[], line: string, kept: object]>([
    [
      'acknowledged by whoever calls',
      ['ack', 'a1b2', '--why', 'ticket 7'],
      'a1b2c3d4e5f60718293a is acknowledged: orders-agent-role, bedrock:InvokeModel\n',
      { state: 'acknowledged', acknowledged: { by: expect.stringMatching(/^arn:aws:/), why: 'ticket 7' } },
    ],
    [
      'muted until a day',
      ['mute', 'A1B2', '--until', soon, '--why', 'load test', '--by', 'ada'],
      `a1b2c3d4e5f60718293a is muted until ${soon} 00:00 UTC: orders-agent-role, bedrock:InvokeModel\n`,
      { state: 'muted', muted: { by: 'ada', why: 'load test', until: `${soon}T00:00:00.000Z` } },
    ],
    [
      'resolved, and to be told',
      ['resolve', incident.id, '--why', 'the statement is there', '--by', 'ada'],
      'a1b2c3d4e5f60718293a is resolved: orders-agent-role, bedrock:InvokeModel\n',
      {
        state: 'resolved',
        resolved: { by: 'ada', why: 'the statement is there' },
        pending: { reason: 'resolved', alertId: `${incident.id}:resolved:2` },
      },
    ],
  ])('%s', async (_name, args, line, kept) => {
    await keep(incident, over);
    const run = await incidents(...args);
    expect(run).toEqual({ stdout: line, stderr: '', status: 0 });
    expect(await store().read(incident.id)).toMatchObject({ ...kept, version: 2, count: incident.count });
  });

  it('is JSON and nothing else', async () => {
    await keep(incident);
    const { stdout, stderr, status } = await incidents('ack', 'a1', '--why', 'x', '--by', 'ada', '--format', 'json');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(JSON.parse(stdout)).toEqual({
      format: 'bedrock-warden/incident/1',
      ...incident,
      version: 2,
      state: 'acknowledged',
      acknowledged: { by: 'ada', why: 'x', at: expect.any(String) },
    });
  });
});

describe('what cannot be done', () => {
  const pending = { alertId: 'x', reason: 'new', since: '2026-11-22T09:59:00.000Z' } as const;
  it.each<[name: string, kept: readonly Incident[], args: readonly string[], message: string | RegExp]>([
    [
      'no such id',
      [incident],
      ['show', 'zz'],
      'no incident has an id that begins with `zz`: account 111122223333, us-east-1: run `warden incidents list --state all`',
    ],
    [
      'an id of several',
      [incident, hostile],
      ['ack', 'a1', '--why', 'x'],
      '2 incidents have ids that begin with it: a1: write more of the one that you mean: a1ffffffffffffffffff, a1b2c3d4e5f60718293a',
    ],
    [
      'resolved twice',
      [over],
      ['resolve', 'b0', '--why', 'x'],
      'it is resolved already: incident b000000000000000000b: see `warden incidents show b000000000000000000b`',
    ],
    [
      'muted after it is over',
      [over],
      ['mute', 'b0', '--why', 'x', '--until', soon],
      'it is resolved: incident b000000000000000000b: see `warden incidents show b000000000000000000b`',
    ],
    [
      'resolved while it is told',
      [{ ...incident, pending }],
      ['resolve', 'a1', '--why', 'x'],
      'its alert (`new`) is being told; try again in a few minutes: incident a1b2c3d4e5f60718293a: see `warden incidents show a1b2c3d4e5f60718293a`',
    ],
    [
      'a day of the past',
      [incident],
      ['mute', 'a1', '--why', 'x', '--until', '2026-01-01'],
      'it is over already: --until 2026-01-01: name a time that is to come',
    ],
    ['no reason', [incident], ['ack', 'a1'], /^required option '--why <text>' not specified: warden incidents ack: /],
    ['an empty reason', [incident], ['ack', 'a1', '--why', ' '], 'it says nothing: --why: write it in a few words'],
    ['no id', [incident], ['show'], /^missing required argument 'id': warden incidents show: /],
    [
      'no command',
      [incident],
      [],
      'no command: warden incidents: run `warden incidents --help` for the ones there are',
    ],
    [
      'a state that is none',
      [incident],
      ['list', '--state', 'closed'],
      'unknown value: --state closed: use unresolved, all, open, acknowledged, muted, resolved',
    ],
  ])('is one line on standard error: %s', async (_name, kept, args, message) => {
    await keep(...kept);
    const run = await incidents(...args);
    const [, said = ''] = /^warden: (.*)\n$/.exec(run.stderr) ?? [];
    expect(said).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect({ stdout: run.stdout, status: run.status }).toEqual({ stdout: '', status: 2 });
  });

  it('says that nothing is deployed', async () => {
    expect(await incidents('list')).toEqual({
      stdout: '',
      stderr:
        'warden: there is no table `bedrock-warden-incidents`: account 111122223333, us-east-1: name the Region that Bedrock Warden is deployed in with `--region`, or deploy it (README.md, "Deploy it")\n',
      status: 2,
    });
  });

  it('says that the table may not be read', async () => {
    await keep(incident);
    account.fault('dynamodb:Query', { kind: 'deny' });
    const { stderr, status } = await incidents('list');
    expect([stderr.split('\n').length, status]).toEqual([2, 2]);
    expect(stderr).toMatch(
      /^warden: the table `bedrock-warden-incidents` did not answer \(AccessDeniedException: .*\): account 111122223333, us-east-1: see that your credentials allow `dynamodb:Query` on it\n$/,
    );
  });
});

it('says it of what is there now, when somebody wrote meanwhile', async () => {
  await keep(incident);
  await store().write({ ...incident, version: 2, count: 1_300 });
  await incidents('ack', 'a1', '--why', 'x', '--by', 'ada');
  expect(await store().read(incident.id)).toMatchObject({ state: 'acknowledged', count: 1_300, version: 3 });
});
