import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Resource } from './fragment.ts';
import { zipEntries } from './zip-entries.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Makes any connection end the process with status 99. */
const offline = `--import "data:text/javascript,${encodeURIComponent(
  'import { Socket } from "node:net"; Socket.prototype.connect = () => process.exit(99);',
)}"`;

export interface PackagedService {
  readonly status: number | null;
  /** What osls printed, without blank lines and timings. */
  readonly printed: readonly string[];
  /** The files that osls made, below the service's folder or the home folder. */
  readonly made: readonly string[];
  readonly template: Template;
  /** The files in each function's archive. */
  readonly archives: Readonly<Record<string, readonly string[]>>;
}

interface Template {
  readonly Description: string;
  readonly Parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Mappings: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

/**
 * Runs `osls package` on a copy of the service with no credentials and no network, in a folder of its own: packaging the
 * repository itself would race with every other test that builds. `bundle` fills the copy's dist/.
 */
export async function packageService(
  bundle: (dist: string) => Promise<unknown>,
  options: readonly string[] = [],
): Promise<PackagedService> {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-warden-'));
  const service = join(folder, 'service');
  const home = join(folder, 'home');
  for (const path of ['serverless.yml', 'package.json', 'infra'])
    cpSync(join(repository, path), join(service, path), { recursive: true });
  await bundle(join(service, 'dist'));
  // What lies around in a real checkout and must not be deployed.
  for (const path of [
    'node_modules/left-pad/index.js',
    'functions/source.ts',
    'dist/cli/warden.mjs',
    'exceptions.json',
    '.env',
  ]) {
    mkdirSync(join(service, path, '..'), { recursive: true });
    writeFileSync(join(service, path), '');
  }
  mkdirSync(home);
  const before = filesBelow(folder);
  const osls = join(repository, 'node_modules/osls/bin/serverless.js');
  const { status, stdout, stderr } = runOffline([osls, 'package', ...options], { cwd: service, home });
  const made = filesBelow(folder).filter((path) => !before.includes(path));
  const built = (name: string): Buffer => readFileSync(join(service, '.serverless', name));
  const archives = Object.fromEntries(
    ['configRule', 'accessDenied', 'workloadChange', 'complianceChange'].map((name) => [
      name,
      status === 0 ? zipEntries(built(`${name}.zip`)) : [],
    ]),
  );
  const template = status === 0 ? JSON.parse(built('cloudformation-template-update-stack.json').toString()) : undefined;
  rmSync(folder, { recursive: true });
  return { status, printed: linesOf(`${stdout}\n${stderr}`), made, template, archives };
}

/** Runs Node.js without the environment's credentials, and ends it with status 99 when it opens a connection. */
export function runOffline(args: readonly string[], { cwd, home }: { readonly cwd: string; readonly home: string }) {
  return spawnSync(process.execPath, [...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: home, USERPROFILE: home, TMPDIR: home, NODE_OPTIONS: offline, NO_COLOR: '1' },
  });
}

function linesOf(output: string): readonly string[] {
  return output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.replace(/ \(\d+s\)$/, ''));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
