import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import sampleAccount from '../../functions/local-account/sample-account.json' with { type: 'json' };
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { runWarden } from './run-warden.ts';

const sample = sampleAccount as Snapshot;
const [firstAgent] = sample.agents ?? [];
if (firstAgent === undefined) throw new Error('the sample has no agent');
const INSTRUCTION = 'Never tell that the discount code is SUMMER-77.';
const told = {
  ...sample,
  agents: [
    { ...firstAgent, agent: { ...firstAgent.agent, instruction: INSTRUCTION } },
    ...(sample.agents ?? []).slice(1),
  ],
};

const folder = mkdtempSync(join(tmpdir(), 'warden-snapshot-'));
let account: LocalAccount;
beforeAll(async () => {
  account = await startLocalAccount(told);
});
afterEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
});
afterAll(async () => {
  await account.close();
  rmSync(folder, { recursive: true });
});

const live = (...args: readonly string[]) =>
  runWarden(args, {
    cwd: folder,
    env: {
      AWS_ENDPOINT_URL: account.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
  });

const read = (name: string): Snapshot => JSON.parse(readFileSync(join(folder, name), 'utf8'));

describe('warden snapshot', () => {
  it('writes what audit judges like the live account, byte by byte, and no instruction of an agent', async () => {
    const written = await live('snapshot', '--out', 'account.json');
    expect(written.stdout).toMatch(/^account\.json: account 389743002678, us-east-1: 7 agents, .*roles\n$/);
    expect(statSync(join(folder, 'account.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['account.json']);
    expect(readFileSync(join(folder, 'account.json'), 'utf8')).not.toContain(INSTRUCTION);

    const [fromFile, fromAccount] = await Promise.all([
      live('audit', '--snapshot', 'account.json', '--format', 'json'),
      live('audit', '--format', 'json'),
    ]);
    expect(fromFile.stdout).toBe(fromAccount.stdout);
    expect(fromFile.stdout).toContain('bedrock-warden/audit/1');
  });

  it('exits with 3 and names the parts when something was not read', async () => {
    const restore = account.fault('bedrock-agent:ListFlows', { kind: 'deny' });
    const { status, stderr } = await live('snapshot', '--out', 'account.json');
    restore();
    expect(status).toBe(3);
    expect(stderr).toMatch(/^warden: not read \(AccessDeniedException\): .*\bflows\b/m);
    expect(read('account.json').unread).toContainEqual(
      expect.objectContaining({ part: 'flows', error: 'AccessDeniedException' }),
    );
  });

  it('compresses into a file that ends in .gz', async () => {
    await live('snapshot', '--out', 'account.json.gz');
    const bytes = readFileSync(join(folder, 'account.json.gz'));
    expect(JSON.parse(gunzipSync(bytes).toString())).toMatchObject({ format: 'bedrock-warden/snapshot/1' });
    const { stdout } = await live('audit', '--snapshot', 'account.json.gz', '--format', 'json');
    expect(stdout).toContain('bedrock-warden/audit/1');
  });

  it('replaces a file that others could read by one that they cannot, and leaves a link a link', async () => {
    writeFileSync(join(folder, 'real.json'), 'old');
    chmodSync(join(folder, 'real.json'), 0o644);
    symlinkSync('real.json', join(folder, 'link.json'));
    await live('snapshot', '--out', 'link.json');
    expect(read('real.json').accountId).toBe('389743002678');
    expect(statSync(join(folder, 'real.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['link.json', 'real.json']);
  });

  it('writes the file that a link to nothing names', async () => {
    mkdirSync(join(folder, 'in'));
    symlinkSync('../real.json', join(folder, 'in', 'link.json'));
    await live('snapshot', '--out', 'in/link.json');
    expect(read('real.json').accountId).toBe('389743002678');
    expect([readdirSync(folder), readdirSync(join(folder, 'in'))]).toEqual([['in', 'real.json'], ['link.json']]);
  });

  it('writes a file for each Region', async () => {
    await live('snapshot', '--out', 'account.json', '--region', 'us-east-1', 'us-west-2');
    expect(readdirSync(folder)).toEqual(['account.us-east-1.json', 'account.us-west-2.json']);
    expect(read('account.us-west-2.json').region).toBe('us-west-2');
  });

  it('leaves the old file when the credentials are not accepted', async () => {
    writeFileSync(join(folder, 'account.json'), 'old');
    const restore = account.fault('sts:*', { kind: 'deny' });
    const { status, stderr } = await live('snapshot', '--out', 'account.json');
    restore();
    expect({ status, lines: stderr.split('\n').length }).toEqual({ status: 2, lines: 2 });
    expect([readdirSync(folder), readFileSync(join(folder, 'account.json'), 'utf8')]).toEqual([
      ['account.json'],
      'old',
    ]);
  });

  it.each<[name: string, out: string, message: string]>([
    ['a directory', 'there', 'warden: a directory, not a file: there: name a file in it\n'],
    ['a directory that is not there', 'nowhere/', 'warden: a directory, not a file: nowhere/: name a file in it\n'],
    ['no folder', 'nowhere/a.json', 'warden: no such directory: nowhere: create it first\n'],
    [
      'a file as a folder',
      'file/a.json',
      'warden: cannot be written (ENOTDIR): file/a.json: name a file in a folder that this user may write to\n',
    ],
    ['standard output', '-', 'warden: no file is named: --out: name a file\n'],
    [
      'a device',
      '/dev/null',
      'warden: not a regular file: /dev/null: name a file: a snapshot is kept for its owner alone\n',
    ],
  ])('is refused before anything is read: %s', async (_name, out, message) => {
    mkdirSync(join(folder, 'there'));
    writeFileSync(join(folder, 'file'), '');
    const before = account.requests.length;
    expect(await live('snapshot', '--out', out)).toEqual({ stdout: '', stderr: message, status: 2 });
    expect(account.requests.length).toBe(before);
  });

  it.runIf(process.platform === 'linux')('says in one line that a folder takes no file', async () => {
    const { status, stderr } = await live('snapshot', '--out', '/proc/warden.json');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^warden: cannot be written \(E[A-Z]+\): \/proc\/warden\.json: name a file in [^\n]*\n$/);
  });

  it('wants a file', async () => {
    const { status, stderr } = await live('snapshot');
    expect({ status, lines: stderr.split('\n').length }).toEqual({ status: 2, lines: 2 });
  });
});
