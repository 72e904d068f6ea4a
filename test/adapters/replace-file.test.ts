import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { replaceFile } from '../../functions/adapters/replace-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'warden-replace-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const listed = () => readdirSync(folder).toSorted();
const module = new URL('../../functions/adapters/replace-file.ts', import.meta.url).href;

/** A process that is ended by a signal when it has written a part. */
function endedBy(signal: NodeJS.Signals, target: string): Promise<NodeJS.Signals | null> {
  const program = `
    import { replaceFile } from ${JSON.stringify(module)};
    async function* pieces() {
      yield new TextEncoder().encode('a part');
      process.kill(process.pid, ${JSON.stringify(signal)});
      setInterval(() => {}, 60_000);
      await new Promise(() => {});
    }
    await replaceFile(${JSON.stringify(target)}, pieces());`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' });
  return new Promise((resolve) => child.on('close', (_status, ended) => resolve(ended)));
}

describe('replaceFile', () => {
  it('writes what only its owner reads, also over what everybody reads', async () => {
    const target = join(folder, 'open.json');
    writeFileSync(target, 'old');
    chmodSync(target, 0o644);
    await replaceFile(target, [bytes('ne'), bytes('w')]);
    expect([readFileSync(target, 'utf8'), statSync(target).mode & 0o777]).toEqual(['new', 0o600]);
    rmSync(target);
  });

  it('leaves the old file, and no other, when its content fails', async () => {
    const target = join(folder, 'kept.json');
    writeFileSync(target, 'old');
    async function* failing() {
      yield bytes('a part');
      throw new Error('no more');
    }
    await expect(replaceFile(target, failing())).rejects.toThrow('no more');
    expect([listed(), readFileSync(target, 'utf8')]).toEqual([['kept.json'], 'old']);
    rmSync(target);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'on %s leaves the old file, and no other, and ends',
    async (signal) => {
      const target = join(folder, 'interrupted.json');
      writeFileSync(target, 'old');
      expect(await endedBy(signal, target)).toBe(signal);
      expect([listed(), readFileSync(target, 'utf8')]).toEqual([['interrupted.json'], 'old']);
      rmSync(target);
    },
  );

  it('on a signal leaves nothing where nothing was', async () => {
    expect(await endedBy('SIGINT', join(folder, 'never.json'))).toBe('SIGINT');
    expect(listed()).toEqual([]);
  });

  it('leaves the signals to others when it is done', async () => {
    const before = process.listenerCount('SIGINT');
    await replaceFile(join(folder, 'done.json'), [bytes('x')]);
    expect(process.listenerCount('SIGINT')).toBe(before);
    rmSync(join(folder, 'done.json'));
  });
});
