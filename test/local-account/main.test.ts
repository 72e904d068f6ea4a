import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EMPTY } from './account-under-test.ts';

const main = fileURLToPath(new URL('../../functions/local-account/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'local-account-'));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

it('prints what a shell needs, and answers', async () => {
  const child = spawn(process.execPath, [main, '--snapshot', file('good.json', EMPTY)]);
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === 3) break;
  }
  const endpoint = /=(.*)/.exec(lines[0] ?? '')?.[1] ?? '';
  const { status } = await fetch(endpoint);
  child.kill();
  expect([status, ...lines]).toEqual([
    403,
    expect.stringMatching(/^export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+$/),
    'export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1',
    'export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local',
  ]);
});

describe('one line and exit status 2', () => {
  it.each([
    ['no snapshot is named', [], /^no snapshot was named; usage: /],
    ['an option is unknown', ['--snap', 'x'], /^Unknown option '--snap'.*; usage: /],
    ['the port is none', ['--snapshot', 'x', '--port', '70000'], /^`70000` is not a port; usage: /],
    ['the file is not there', ['--snapshot', join(folder, 'none')], /none could not be read as JSON: ENOENT/],
    ['it is not JSON', ['--snapshot', file('text', '{')], /text could not be read as JSON: /],
    ['it is null', ['--snapshot', file('null', 'null')], /null is not a snapshot: its `format` must be /],
    ['it is another format', ['--snapshot', file('other', { ...EMPTY, format: '2' })], /other is not a snapshot/],
    ['its account is none', ['--snapshot', file('a', { ...EMPTY, accountId: '1' })], /must name its `accountId`/],
    ['its region is a command', ['--snapshot', file('r', { ...EMPTY, region: '$(id)' })], /and its `region`/],
  ])('when %s', (_, args, message) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
