import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    // Cases compare whole objects; a file that hangs is a defect, not a slow machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
