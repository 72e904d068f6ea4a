import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { denialText } from '../../functions/alerts/denial-text.ts';
import { explainDenial } from '../../functions/alerts/explain-denial.ts';
import { parseCloudTrailRecord } from '../../functions/diagnosis/cloudtrail-record.ts';
import { findRole } from '../../functions/diagnosis/find-role.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { type RunOptions, runWarden } from './run-warden.ts';

const path = (name: string) => fileURLToPath(new URL(`../fixtures/cli/${name}`, import.meta.url));
const log = path('cloudtrail-log.json');
const snapshot = path('two-agents.json');
const { Records } = JSON.parse(readFileSync(log, 'utf8')) as {
  readonly Records: readonly [unknown, { readonly eventID: string; readonly errorMessage: string }];
};
const [success, denial] = Records;
const { errorMessage } = denial;
const folder = mkdtempSync(join(tmpdir(), 'warden-diagnose-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const written = join(folder, name);
  writeFileSync(written, content);
  return written;
}

interface Answer {
  readonly format: string;
  readonly denials: readonly { readonly eventId: string | null }[];
}
const json = async (args: readonly string[], options?: RunOptions) => {
  const { stdout, stderr, status } = await runWarden(['diagnose', '--format', 'json', ...args], options);
  return { answer: JSON.parse(stdout) as Answer, stderr: stderr.replaceAll(folder, 'DIR'), status };
};
const eventIds = ({ denials }: Answer) => denials.map(({ eventId }) => eventId);

/** The denied record, explained without the command. */
function explained() {
  const { roles, gaps } = buildAgentRoles(JSON.parse(readFileSync(snapshot, 'utf8')) as Snapshot);
  const parsed = parseCloudTrailRecord(denial);
  if (!('denied' in parsed)) throw new Error('the fixture is no denial');
  return explainDenial(parsed.denied, findRole(parsed.denied, roles), gaps);
}

describe('warden diagnose', () => {
  it('prints what the core concluded, as the documented JSON', async () => {
    expect(await json(['--event', log, '--snapshot', snapshot])).toEqual({
      answer: { format: 'bedrock-warden/diagnosis/1', denials: [explained()] },
      stderr: '',
      status: 1,
    });
  });

  it('prints the same as text, and counts the records', async () => {
    expect(await runWarden(['diagnose', '--event', log, '--snapshot', snapshot])).toEqual({
      stdout: `${denialText(explained())}\n${'─'.repeat(60)}\n\n2 records read, 1 denial\n`,
      stderr: '',
      status: 1,
    });
  });

  const lines = [success, denial, denial].map((record) => JSON.stringify(record)).join('\n');
  it.each<[name: string, args: () => readonly string[], options: RunOptions, ids: readonly (string | null)[]]>([
    ['a record', () => ['--event', file('a.json', JSON.stringify(denial))], {}, [denial.eventID]],
    [
      'an envelope',
      () => [
        '--event',
        file('b.json', JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail: denial })),
      ],
      {},
      [denial.eventID],
    ],
    [
      'a compressed log file',
      () => ['--event', file('c.json.gz', gzipSync(JSON.stringify({ Records })))],
      {},
      [denial.eventID],
    ],
    [
      'lookup-events output',
      () => ['--event', file('d.json', JSON.stringify({ Events: [{ CloudTrailEvent: JSON.stringify(denial) }] }))],
      {},
      [denial.eventID],
    ],
    ['a record in each line', () => ['--event', file('e.jsonl', lines)], {}, [denial.eventID, denial.eventID]],
    ['standard input', () => ['--event', '-'], { stdin: JSON.stringify(denial) }, [denial.eventID]],
    [
      'lines on standard input, compressed',
      () => ['--event', '-'],
      { stdin: gzipSync(lines) },
      [denial.eventID, denial.eventID],
    ],
    ['a message', () => ['--message', errorMessage], {}, [null]],
    ['a message of several lines', () => ['--message', `Error:\n  ${errorMessage}\n`], {}, [null]],
    ['records and a message', () => ['--event', log, '--message', errorMessage], {}, [denial.eventID, null]],
  ])('reads %s', async (_name, args, options, ids) => {
    const { answer, stderr, status } = await json([...args(), '--snapshot', snapshot], options);
    expect({ ids: eventIds(answer), format: answer.format, stderr, status }).toEqual({
      ids,
      format: 'bedrock-warden/diagnosis/1',
      stderr: '',
      status: 1,
    });
  });

  it('says why records are no denials, when none is', async () => {
    const event = file('success.json', JSON.stringify(success));
    const line = 'warden: no denial: DIR/success.json: the call succeeded\n';
    expect(await json(['--event', event])).toEqual({
      answer: { format: 'bedrock-warden/diagnosis/1', denials: [] },
      stderr: line,
      status: 0,
    });
    expect(await runWarden(['diagnose', '--event', event])).toEqual({
      stdout: '1 record read, 0 denials\n',
      stderr: line.replace('DIR', folder),
      status: 0,
    });
  });

  it('reads the text of a log, and says when it holds no denial', async () => {
    const text = `INFO up\n${errorMessage}\nINFO down\n`;
    const { answer, status } = await json(['--event', '-', '--snapshot', snapshot], { stdin: text });
    expect({ ids: eventIds(answer), status }).toEqual({ ids: [null], status: 1 });
    expect(await runWarden(['diagnose', '--event', '-'], { stdin: 'all is well' })).toEqual({
      stdout: '0 records read, 0 denials\n',
      stderr:
        'warden: no message of a denial in this text: standard input: give CloudTrail records or error messages\n',
      status: 2,
    });
  });

  it('goes on behind a bad line', async () => {
    const event = file('bad.jsonl', `${JSON.stringify(denial)}\n{"eventID":\n7\n${JSON.stringify(denial)}\n`);
    const { answer, stderr, status } = await json(['--event', event]);
    expect({ ids: eventIds(answer), status }).toEqual({ ids: [denial.eventID, denial.eventID], status: 2 });
    expect(stderr).toMatch(
      /^warden: not JSON: DIR\/bad.jsonl, line 2, column 12: .+\nwarden: .+: DIR\/bad.jsonl, line 3: .+\n$/,
    );
  });

  it('goes on behind a bad record', async () => {
    const event = file('bad.json', JSON.stringify({ Records: [denial, 'x', denial] }));
    const { answer, stderr, status } = await json(['--event', event]);
    expect({ ids: eventIds(answer), status }).toEqual({ ids: [denial.eventID, denial.eventID], status: 2 });
    expect(stderr).toMatch(/^warden: .+: DIR\/bad.json, record 2: .+\n$/);
  });

  it('counts the records that it could read', async () => {
    const event = file('bad.json', JSON.stringify({ Records: [success, 'x'] }));
    const { stdout, status } = await runWarden(['diagnose', '--event', event]);
    expect({ stdout, status }).toEqual({ stdout: '1 record read, 0 denials\n', status: 2 });
  });

  it('prints hostile text as text', async () => {
    const event = file('hostile.json', JSON.stringify({ ...denial, errorMessage: `${errorMessage}\u001b[2J\u202e` }));
    for (const format of ['text', 'json']) {
      const { stdout } = await runWarden(['diagnose', '--event', event, '--format', format]);
      expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });
});

describe('warden diagnose with input that cannot be read', () => {
  it.each<[name: string, args: readonly string[], stdin: string, line: string]>([
    ['no such file', ['--event', 'none.json'], '', 'no such file: none.json: correct the path'],
    [
      'nothing on standard input',
      ['--event', '-'],
      '',
      'no event: standard input: give a CloudTrail record as JSON; this is empty',
    ],
    [
      'broken JSON on standard input',
      ['--event', '-'],
      '{"eventName": }',
      'not JSON: standard input, line 1, column 15: correct the text there or leave the record out',
    ],
    [
      'a file over 100 MB',
      ['--event', 'large.json'],
      '',
      'larger than 100 MB: large.json: split it and give the parts one by one',
    ],
    ['no snapshot', ['--message', 'x', '--snapshot', 'none.json'], '', 'no such file: none.json: correct the path'],
  ])('%s is one line and status 2', async (_name, args, stdin, line) => {
    truncateSync(file('large.json', ''), 100 * 1024 * 1024 + 1);
    expect(await runWarden(['diagnose', ...args], { stdin, cwd: folder })).toEqual({
      stdout: '',
      stderr: `warden: ${line}\n`,
      status: 2,
    });
  });
});
