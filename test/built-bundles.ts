import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as build from '../functions/cli/build-bundles.ts';

type Bundles = readonly build.Bundle[];

/** What is built apart, so that whoever only runs the command does not wait for the functions. */
const PARTS: Readonly<Record<'lambda' | 'cli', (folder: string) => Promise<Bundles>>> = {
  lambda: (folder) => build.buildFunctions(folder),
  cli: async (folder) => [await build.buildCommand(folder)],
};

/**
 * The real bundles below `folder`, built once for all files of a test run: building takes every core for ten seconds. Outside a
 * run, as in a benchmark, they are built on the spot.
 */
export async function buildBundles(folder: string): Promise<Bundles> {
  const shared = process.env.BUNDLES_FOLDER;
  if (shared === undefined) return build.buildBundles(folder);
  const bundles = (await Promise.all([builtOnce(shared, 'lambda'), builtOnce(shared, 'cli')])).flat();
  for (const part of Object.keys(PARTS)) cpSync(join(shared, part), join(folder, part), { recursive: true });
  return bundles.map((bundle) => ({ ...bundle, entry: join(folder, relative(shared, bundle.entry)) }));
}

/** The file of the command as it is installed, which starts twice as fast as its sources; one for a whole test run. */
export async function builtCommand(): Promise<string> {
  const shared = process.env.BUNDLES_FOLDER;
  if (shared === undefined) throw new Error('BUNDLES_FOLDER is not set: this is no test run');
  const [command] = await builtOnce(shared, 'cli');
  if (command === undefined) throw new Error('no command was built');
  return command.entry;
}

/** Whoever makes the first folder builds; the others wait for its list. */
async function builtOnce(shared: string, part: keyof typeof PARTS): Promise<Bundles> {
  const [claim, list] = [join(shared, `${part}.claim`), join(shared, `${part}.json`)];
  mkdirSync(shared, { recursive: true });
  if (claimed(claim)) {
    const answer = await PARTS[part](shared).then(
      (bundles) => ({ bundles }),
      (error: unknown) => ({ error: String(error) }),
    );
    writeFileSync(`${list}.new`, JSON.stringify(answer));
    renameSync(`${list}.new`, list);
  }
  while (!existsSync(list)) await setTimeout(50);
  const { bundles, error } = JSON.parse(readFileSync(list, 'utf8')) as { bundles?: Bundles; error?: string };
  if (bundles === undefined) throw new Error(`the bundles were not built: ${error}`);
  return bundles;
}

function claimed(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
