import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One folder for the bundles of a whole test run; `built-bundles.ts` fills it when a file first asks for them. */
export default function prepareBundlesFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-warden-bundles-'));
  process.env.BUNDLES_FOLDER = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
