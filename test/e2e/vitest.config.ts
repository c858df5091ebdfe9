import { defineConfig } from 'vitest/config';

/** The test on a local AWS: minutes long, one step after another, and nothing more once a step has failed. */
export default defineConfig({
  test: {
    include: ['test/e2e/*.e2e.ts'],
    reporters: ['verbose'],
    testTimeout: 240_000,
    bail: 1,
  },
});
