import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/bundles-folder.ts'],
    // Cases compare whole objects; a file that hangs is a defect, not a slow machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Files that run built functions mostly wait for the SDK's own retries: one more of them than a small machine has cores.
    maxWorkers: 3,
  },
});
