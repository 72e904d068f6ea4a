import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { caseBlock, summaryLine } from '../../functions/cli/simulation-table.ts';
import { runWarden } from './run-warden.ts';

const path = (name: string) => fileURLToPath(new URL(`../fixtures/simulate/${name}`, import.meta.url));
const cases = path('layers.jsonl');
const casesText = readFileSync(cases, 'utf8');
const expected = readFileSync(path('layers.expected.jsonl'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'warden-simulate-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const written = join(folder, name);
  writeFileSync(written, content);
  return written;
}

const [firstCase = ''] = casesText.split('\n');
const [firstAnswer = ''] = expected.split('\n');
const decided = { stdout: expected, stderr: '', status: 0 };

describe('warden simulate', () => {
  it('decides each layer, in order, to the letter', async () => {
    expect(await runWarden(['simulate', '--cases', cases])).toEqual(decided);
  });

  it.each<[name: string, content: () => string | Buffer]>([
    ['with carriage returns and a byte order mark', () => `\uFEFF${casesText.replaceAll('\n', '\r\n')}`],
    ['with blank lines and no end of the last', () => `\n${casesText.replaceAll('\n', '\n\n').trimEnd()}`],
    ['compressed', () => gzipSync(casesText)],
    ['in UTF-16', () => Buffer.from(`\uFEFF${casesText}`, 'utf16le')],
  ])('reads a file %s', async (name, content) => {
    expect(await runWarden(['simulate', '--cases', file(`${name}.jsonl`, content())])).toEqual(decided);
    expect(await runWarden(['simulate', '--cases', '-'], { stdin: content() })).toEqual(decided);
  });

  it('has nothing to say of no cases', async () => {
    expect(await runWarden(['simulate', '--cases', '-'], { stdin: '\n' })).toEqual({
      stdout: '',
      stderr: '',
      status: 0,
    });
  });

  it('goes on behind a case that cannot be read, and counts it', async () => {
    const bad = JSON.stringify({ id: 'bad', request: { action: 's3:GetObject' } });
    const stdin = [firstCase, 'x', bad, firstCase].join('\n');
    const { stdout, stderr, status } = await runWarden(['simulate', '--cases', '-'], { stdin });
    expect({ stdout: stdout.split('\n'), stderr, status }).toEqual({
      stdout: [
        firstAnswer,
        '{"id":null,"error":"line 2, column 1: not JSON. Correct the text there; a case is one line."}',
        '{"id":"bad","error":"request.resource: missing. Give one ARN, or `*` for an action without resource types."}',
        firstAnswer,
        '',
      ],
      stderr: 'warden: 2 of 4 cases could not be decided\n',
      status: 3,
    });
  });

  it('answers as many cases as there are, in their order', async () => {
    const ids = Array.from({ length: 3000 }, (_, id) => id);
    const stdin = ids.map((id) => firstCase.replace('"identity allows"', `${id}`)).join('\n');
    const { stdout, stderr, status } = await runWarden(['simulate', '--cases', '-'], { stdin });
    const answers = stdout.trimEnd().split('\n');
    expect(answers.map((line) => JSON.parse(line).id)).toEqual(ids);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  it('prints hostile text as text, in both formats', async () => {
    const stdin = firstCase.replace('identity allows', 'a\\n\\u001b[2J\\u202e\u2028');
    const { stdout: jsonl } = await runWarden(['simulate', '--cases', '-'], { stdin });
    const { stdout: table } = await runWarden(['simulate', '--format', 'table', '--cases', '-'], { stdin });
    expect(JSON.parse(jsonl).id).toBe('a\n\u001b[2J\u202e\u2028');
    for (const text of [jsonl, table]) expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
    expect(table).toContain('a\\u000a\\u001b[2J\\u202e\\u2028');
  });
});

describe('warden simulate used wrongly', () => {
  it.each<[name: string, args: readonly string[], stdin: string | Buffer, line: string]>([
    [
      'no cases',
      [],
      '',
      "required option '--cases <file>' not specified: warden simulate: run `warden simulate --help`",
    ],
    ['an unknown format', ['--cases', '-', '--format', 'json'], '', 'unknown value: --format json: use jsonl, table'],
    ['two files', ['--cases', 'a', '--cases', 'b'], '', 'given twice: --cases: give it once'],
    ['no such file', ['--cases', 'none.jsonl'], '', 'no such file: none.jsonl: correct the path'],
    ['an empty path', ['--cases', ''], '', 'no file is named: an empty path: name a file'],
    ['a directory', ['--cases', '.'], '', 'a directory, not a file: .: name the file in it'],
    [
      'half a gzip file',
      ['--cases', '-'],
      gzipSync('x'.repeat(100)).subarray(0, 20),
      'not a complete gzip file: standard input: fetch it again',
    ],
    [
      'half a character of UTF-16',
      ['--cases', '-'],
      Buffer.from([0xff, 0xfe, 0x00]),
      'not a text file: standard input: give JSON lines in UTF-8',
    ],
  ])('%s is one line and status 2', async (_name, args, stdin, line) => {
    expect(await runWarden(['simulate', ...args], { stdin, cwd: folder })).toEqual({
      stdout: '',
      stderr: `warden: ${line}\n`,
      status: 2,
    });
  });

  it('says what its exit status means', async () => {
    const { stdout, status } = await runWarden(['simulate', '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/\nExit status:\n {2}0 .+\n {2}2 .+\n {2}3 .+\n$/);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('warden simulate at the end of a pipe', () => {
  const entry = fileURLToPath(new URL('../../functions/cli/warden.ts', import.meta.url));
  const simulate = `"${process.execPath}" "${entry}" simulate --cases`;
  const bash = (script: string) =>
    new Promise((resolve) => {
      execFile('bash', ['-c', script], (_error, stdout, stderr) => resolve({ stdout, stderr }));
    });

  it('stops reading, without a word, when its reader has seen enough', async () => {
    const script = `while cat "${cases}"; do :; done 2>/dev/null | ${simulate} - | head -n 1; echo "\${PIPESTATUS[1]}"`;
    expect(await bash(script)).toEqual({ stdout: `${firstAnswer}\n0\n`, stderr: '' });
  });

  it('says so in one line when the disk is full', async () => {
    expect(await bash(`${simulate} "${cases}" > /dev/full; echo $?`)).toEqual({
      stdout: '2\n',
      stderr: 'warden: cannot be written (ENOSPC): standard output: name a file that can be written\n',
    });
  });
});

describe('the table of a simulation', () => {
  const plain = { width: 60, borders: false, colours: false };
  const request = { action: 's3:GetObject', resource: `arn:aws:s3:::${'b'.repeat(60)}/k`, context: {} };
  const deny = { policy: 'serviceControl[0][1]', sid: 'Frozen', index: 2, effect: 'Deny' } as const;
  const answer = { id: 'a', decision: 'explicitDeny', blockedBy: ['identity', 'serviceControl'] } as const;

  it('has a block for each case and counts them', async () => {
    const stdin = `${casesText.split('\n').slice(0, 3).join('\n')}\n{"id":""}\n7\n`;
    const { stdout, stderr, status } = await runWarden(['simulate', '--format', 'table', '--cases', '-'], { stdin });
    const model = 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0';
    expect({ stdout: stdout.split('\n'), stderr, status }).toEqual({
      stdout: [
        '✓ allowed       identity allows',
        '                bedrock:InvokeModel on',
        `                ${model}`,
        '                Allow in identity[0], statement 0',
        '✗ implicitDeny  no policy at all',
        '                bedrock:InvokeModel on',
        `                ${model}`,
        '                blocked by identity',
        '✗ explicitDeny  identity denies',
        '                bedrock:InvokeModel on',
        `                ${model}`,
        '                blocked by identity',
        '                Deny in identity[1], statement 0 (NoModels)',
        '? error         line 4',
        '                request: missing. Give an object with `action` and `resource`.',
        '? error         line 5',
        '                line 5: a case is a JSON object, not a number. Write one case in each line.',
        '5 cases: 1 allowed, 1 explicitDeny, 1 implicitDeny, 2 error',
        '',
      ],
      stderr: 'warden: 2 of 5 cases could not be decided\n',
      status: 3,
    });
  });

  it('does not break what is to be copied', () => {
    expect(caseBlock({ line: 1, request, answer: { ...answer, statements: [deny] } }, plain)).toBe(
      [
        '✗ explicitDeny  a',
        '                s3:GetObject on',
        `                ${request.resource}`,
        '                blocked by identity, serviceControl',
        '                Deny in serviceControl[0][1], statement 2',
        '                (Frozen)',
        '',
      ].join('\n'),
    );
  });

  it('names five statements and counts the rest', () => {
    const statements = Array.from({ length: 7 }, (_, index) => ({ ...deny, index }));
    const lines = caseBlock({ line: 1, answer: { ...answer, statements } }, { ...plain, width: 100 }).split('\n');
    expect(lines.slice(-3)).toEqual([
      '                Deny in serviceControl[0][1], statement 4 (Frozen)',
      '                … and 2 more: --format jsonl has all',
      '',
    ]);
  });

  it.each([
    ['allowed', '32'],
    ['explicitDeny', '31'],
    ['implicitDeny', '33'],
  ] as const)('paints %s for a terminal', (decision, colour) => {
    const block = caseBlock(
      { line: 1, answer: { id: 1, decision, blockedBy: [], statements: [] } },
      { ...plain, colours: true },
    );
    expect(block).toContain(`\u001b[${colour}m`);
  });

  it.each([
    [{ allowed: 0, explicitDeny: 0, implicitDeny: 0, error: 0 }, '0 cases\n'],
    [{ allowed: 1, explicitDeny: 0, implicitDeny: 0, error: 0 }, '1 case: 1 allowed\n'],
  ])('sums up %j', (counts, line) => {
    expect(summaryLine(counts)).toBe(line);
  });
});
