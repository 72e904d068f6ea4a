import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';

/** The rooms that touch the world: their modules may hold what one test left. `architecture.test.ts` keeps the others pure. */
const WORLD = ['adapters', 'handlers', 'local-account', 'cli', 'end-to-end'].map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    globalSetup: ['test/bundles-folder.ts'],
    // Cases compare whole objects; a file that hangs is a defect, not a slow machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Files that run built functions mostly wait for the SDK's own retries: one more of them than a small machine has cores.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'world', include: WORLD } },
      // Pure files share a worker, and load the catalogue and its data once.
      { extends: true, test: { name: 'pure', include: ['test/**/*.test.ts'], exclude: WORLD, isolate: false } },
    ],
  },
});
