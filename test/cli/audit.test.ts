import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { runWarden } from './run-warden.ts';

const fixture = fileURLToPath(new URL('../fixtures/cli/two-agents.json', import.meta.url));
const twoAgents = JSON.parse(readFileSync(fixture, 'utf8')) as Snapshot;
const folder = mkdtempSync(join(tmpdir(), 'warden-audit-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(snapshot: unknown): string {
  files += 1;
  const path = join(folder, `${files}.json`);
  writeFileSync(path, JSON.stringify(snapshot));
  return path;
}

/** The first agent, whose role allows exactly what it needs; the second one's role is an administrator. */
const ordersOnly: Snapshot = { ...twoAgents, agents: (twoAgents.agents ?? []).slice(0, 1) };

const withRoles = (change: (role: Record<string, unknown>) => Record<string, unknown>) =>
  JSON.parse(JSON.stringify(twoAgents), (_key, value) => (value?.RoleName === undefined ? value : change(value)));

interface Report {
  readonly evaluations: readonly {
    readonly roleArn: string;
    readonly complianceType: string;
    readonly ruleId: string;
  }[];
  readonly unread: unknown;
}
const json = async (snapshot: unknown, ...args: readonly string[]) => {
  const run = await runWarden(['audit', '--snapshot', file(snapshot), '--format', 'json', ...args]);
  return { ...run, report: JSON.parse(run.stdout) as Report };
};

describe('warden audit', () => {
  it('prints the documented JSON', async () => {
    const { stdout, stderr, status } = await runWarden(['audit', '--snapshot', fixture, '--format', 'json']);
    expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
    await expect(stdout).toMatchFileSnapshot('../fixtures/cli/two-agents.audit.json');
  });

  it('prints a table without colours where no terminal is', async () => {
    const { stdout, stderr, status } = await runWarden(['audit', '--snapshot', fixture], { env: { FORCE_COLOR: '1' } });
    expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
    await expect(stdout).toMatchFileSnapshot('../fixtures/cli/two-agents.audit.txt');
  });

  it.each<[name: string, snapshot: unknown, args: readonly string[], status: number]>([
    ['compliant', ordersOnly, [], 0],
    ['no agents', { ...twoAgents, agents: [] }, [], 0],
    ['a critical finding', twoAgents, [], 1],
    ['a critical finding at --fail-on critical', twoAgents, ['--fail-on', 'critical'], 1],
    ['findings and --fail-on none', twoAgents, ['--fail-on', 'none'], 0],
    ['a part unread', { ...ordersOnly, unread: [{ part: 'organization', error: 'AccessDeniedException' }] }, [], 3],
    ['no evidence of IAM', { ...ordersOnly, iam: undefined }, [], 3],
    ['its own Region', ordersOnly, ['--region', 'us-east-1'], 0],
  ])('%s', async (_name, snapshot, args, status) => {
    expect(await json(snapshot, ...args)).toMatchObject({ stderr: '', status });
  });

  it('is the same whatever the order of the snapshot', async () => {
    const reversed = {
      ...twoAgents,
      agents: twoAgents.agents?.toReversed(),
      iam: { ...twoAgents.iam, RoleDetailList: twoAgents.iam?.RoleDetailList?.toReversed() },
    };
    expect((await json(reversed)).stdout).toBe((await json(twoAgents)).stdout);
  });

  it('names a policy that is none, and judges everything else', async () => {
    const broken = withRoles((role) =>
      role.RoleName === 'stock-agent-role'
        ? {
            ...role,
            RolePolicyList: [
              {
                PolicyName: 'Broken\u001b[31m',
                PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Alow', Action: '*', Resource: '*' }] },
              },
            ],
          }
        : role,
    );
    const [run, good] = [await json(broken), await json(twoAgents)];
    expect({ status: run.status, lines: run.stderr.split('\n').length }).toEqual({ status: 2, lines: 2 });
    expect(run.stderr).toMatch(/^warden: .*Broken\\u001b\[31m.*stock-agent-role.*statement 0.*\n$/);
    const ofOrders = ({ evaluations }: Report) =>
      evaluations.filter(({ roleArn }) => roleArn.endsWith('/orders-agent-role'));
    expect(ofOrders(run.report)).toEqual(ofOrders(good.report));
    expect(run.report.evaluations).toHaveLength(good.report.evaluations.length);
  });

  it('prints names that would move the cursor as text', async () => {
    const hostile = {
      ...twoAgents,
      agents: twoAgents.agents?.map((entry) => ({
        ...entry,
        agent: { ...entry.agent, agentName: 'evil\u001b[2J\u202e\nwarden: fine' },
      })),
    };
    const { stdout } = await runWarden(['audit', '--snapshot', file(hostile)]);
    expect(stdout).toContain('evil\\u001b[2J\\u202e\\u000awarden: fine');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('warden audit with input that cannot be read', () => {
  it.each<[name: string, args: readonly string[], line: string]>([
    ['no snapshot at the path', ['--snapshot', 'none.json'], 'no such file: none.json: correct the path'],
    ['a directory', ['--snapshot', '.'], 'a directory, not a file: .: name the file in it'],
    ['a file below a file', ['--snapshot', 'good.json/x'], 'no such file: good.json/x: correct the path'],
    ['a path with a line break', ['--snapshot', 'a\nb'], 'no such file: a\\u000ab: correct the path'],
    [
      'another Region',
      ['--snapshot', 'good.json', '--region', 'us-east-1', 'eu-west-1'],
      'the snapshot is of us-east-1: --region eu-west-1: leave --region out',
    ],
    [
      'no JSON',
      ['--snapshot', 'text.json'],
      'not JSON: text.json, line 1, column 1: take the snapshot again, or correct the text there',
    ],
    [
      'another format',
      ['--snapshot', 'other.json'],
      'expected bedrock-warden/snapshot/1, found no format: other.json: give a snapshot file',
    ],
    [
      'a directory to write to',
      ['--snapshot', 'good.json', '--out', '.'],
      'a directory, not a file: .: name a file in it',
    ],
    [
      'no directory to write to',
      ['--snapshot', 'good.json', '--out', 'none/report.json'],
      'no such directory: none: create it first',
    ],
    ['an empty path to write to', ['--snapshot', 'good.json', '--out', ''], 'no file is named: --out: name a file'],
  ])('%s is one line and status 2', async (_name, args, line) => {
    writeFileSync(join(folder, 'good.json'), JSON.stringify(twoAgents));
    writeFileSync(join(folder, 'text.json'), 'role,policy\n');
    writeFileSync(join(folder, 'other.json'), '{}');
    expect(await runWarden(['audit', ...args], { cwd: folder })).toEqual({
      stdout: '',
      stderr: `warden: ${line}\n`,
      status: 2,
    });
  });
});

describe('where the report goes', () => {
  it('writes a file, whole, and nothing else', async () => {
    const out = join(folder, 'out', 'report.json');
    mkdirSync(dirname(out));
    writeFileSync(out, 'old');
    const printed = await json(twoAgents);
    const written = await json(twoAgents).then(() =>
      runWarden(['audit', '--snapshot', fixture, '--format', 'json', '--out', out]),
    );
    expect(written).toEqual({ stdout: '', stderr: '', status: 1 });
    expect(readFileSync(out, 'utf8')).toBe(printed.stdout);
    expect(readdirSync(dirname(out))).toEqual(['report.json']);
  });

  it('follows a link and keeps it', async () => {
    const [target, link] = [join(folder, 'target.txt'), join(folder, 'link.txt')];
    writeFileSync(target, 'old');
    symlinkSync(target, link);
    await runWarden(['audit', '--snapshot', fixture, '--out', link]);
    expect(readFileSync(target, 'utf8')).toMatch(/^Role /);
  });

  it('takes paths from where npm was called', async () => {
    const npm = { npm_lifecycle_event: 'warden', npm_package_name: 'bedrock-warden', INIT_CWD: dirname(fixture) };
    const args = ['audit', '--snapshot', basename(fixture), '--format', 'json'];
    expect(await runWarden(args, { env: npm, cwd: folder })).toMatchObject({ stderr: '', status: 1 });
    const other = { ...npm, npm_package_name: 'another-package' };
    expect(await runWarden(args, { env: other, cwd: folder })).toMatchObject({ status: 2 });
  });
});
