import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * One folder for the bundles of a whole test run; `built-bundles.ts` fills it when a file first asks for them. Like a
 * package, it has its `package.json` above `dist/`.
 */
export default function prepareBundlesFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-warden-bundles-'));
  copyFileSync(fileURLToPath(new URL('../package.json', import.meta.url)), join(folder, 'package.json'));
  process.env.BUNDLES_FOLDER = join(folder, 'dist');
  // What one process compiled, the next one loads; a cache of the run, so that no run depends on another.
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled');
  return () => rmSync(folder, { recursive: true, force: true });
}
