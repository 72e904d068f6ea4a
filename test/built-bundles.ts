import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as build from '../functions/cli/build-bundles.ts';

type Bundles = readonly build.Bundle[];

/**
 * The real bundles below `folder`, built once for all files of a test run: building takes every core for ten seconds. Outside a
 * run, as in a benchmark, they are built on the spot.
 */
export async function buildBundles(folder: string): Promise<Bundles> {
  const shared = process.env.BUNDLES_FOLDER;
  if (shared === undefined) return build.buildBundles(folder);
  const bundles = await builtOnce(shared);
  for (const part of ['lambda', 'cli']) cpSync(join(shared, part), join(folder, part), { recursive: true });
  return bundles.map((bundle) => ({ ...bundle, entry: join(folder, relative(shared, bundle.entry)) }));
}

/** Whoever makes the first folder builds; the others wait for its list. */
async function builtOnce(shared: string): Promise<Bundles> {
  const [claim, list] = [join(shared, 'claim'), join(shared, 'bundles.json')];
  if (claimed(claim)) {
    const answer = await build.buildBundles(shared).then(
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
