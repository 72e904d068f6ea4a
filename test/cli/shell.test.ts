import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const entry = fileURLToPath(new URL('../../functions/cli/warden.ts', import.meta.url));
const snapshot = fileURLToPath(new URL('../../functions/local-account/sample-account.json', import.meta.url));
const audit = `"${process.execPath}" "${entry}" audit --format json --snapshot "${snapshot}"`;

function bash(script: string): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile('bash', ['-c', script], (_error, stdout, stderr) => resolve({ stdout, stderr }));
  });
}

describe('at the end of a pipe', () => {
  it('a reader that has seen enough is no error', async () => {
    const script = `${audit} > /dev/null; plain=$?; ${audit} | head -c 1; echo " \${PIPESTATUS[0]} $plain"`;
    const { stdout, stderr } = await bash(script);
    const [first, piped, plain] = stdout.trim().split(' ');
    expect({ first, piped, stderr }).toEqual({ first: '{', piped: plain, stderr: '' });
  });

  it('a long report arrives whole', async () => {
    const { stdout } = await bash(`${audit} | cat`);
    expect(JSON.parse(stdout)).toMatchObject({ format: 'bedrock-warden/audit/1' });
  });

  it('a full disk is one line and status 2', async () => {
    const { stdout, stderr } = await bash(`${audit} > /dev/full; echo $?`);
    expect({ stdout, stderr }).toEqual({
      stdout: '2\n',
      stderr: 'warden: cannot be written (ENOSPC): standard output: name a file that can be written\n',
    });
  });
});
