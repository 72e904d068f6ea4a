import { spawn } from 'node:child_process';
import { builtCommand } from '../built-bundles.ts';

export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

export interface RunOptions {
  readonly stdin?: string | Buffer;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The built command in a process of its own, with nothing of this process's environment but the path. */
export async function runWarden(args: readonly string[], { stdin = '', cwd, env }: RunOptions = {}): Promise<Run> {
  const command = await builtCommand();
  const child = spawn(process.execPath, [command, ...args], { cwd, env: { PATH: process.env.PATH, ...env } });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk) => stdout.push(chunk));
  child.stderr.on('data', (chunk) => stderr.push(chunk));
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) =>
      resolve({ stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString(), status }),
    );
  });
}
