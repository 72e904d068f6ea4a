import { existsSync, readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The functions that the demo runs. */
const FUNCTIONS = ['config-rule', 'access-denied'] as const;

export interface DemoBundles {
  /** Holds a folder for each function. */
  readonly folder: string;
  /** Whether they came with an installed package. */
  readonly isInstalled: boolean;
  /** Removes what was made for the demo only. */
  remove(): Promise<void>;
}

/** An installed package brings them; in a checkout they are those of `dist/` unless a source is newer: then they are built. */
export async function demoBundles(): Promise<DemoBundles> {
  const nothing = async () => {};
  // In the package, beside the folder of the command.
  const installed = fileURLToPath(new URL('../lambda', import.meta.url));
  if (entriesIn(installed).every(existsSync)) return { folder: installed, isInstalled: true, remove: nothing };
  const checkout = fileURLToPath(new URL('../..', import.meta.url));
  if (isUpToDate(checkout)) return { folder: join(checkout, 'dist', 'lambda'), isInstalled: false, remove: nothing };
  const { buildFunctions } = await import('./build-bundles.ts');
  const made = join(tmpdir(), `bedrock-warden-demo-${process.pid}`);
  await buildFunctions(made, FUNCTIONS);
  return {
    folder: join(made, 'lambda'),
    isInstalled: false,
    remove: () => rm(made, { recursive: true, force: true }),
  };
}

/** Whether both bundles in `dist/` are newer than every source, and every folder of sources, whose time a deletion changes. */
export function isUpToDate(checkout: string): boolean {
  const entries = entriesIn(join(checkout, 'dist', 'lambda'));
  if (!entries.every(existsSync)) return false;
  const sources = join(checkout, 'functions');
  const below = readdirSync(sources, { recursive: true, encoding: 'utf8' }).map((path) => join(sources, path));
  const newest = Math.max(...[sources, ...below, join(checkout, 'package-lock.json')].map(changedAt));
  return entries.every((entry) => changedAt(entry) > newest);
}

const entriesIn = (folder: string): readonly string[] => FUNCTIONS.map((name) => join(folder, name, 'index.mjs'));

const changedAt = (path: string): number => statSync(path).mtimeMs;
