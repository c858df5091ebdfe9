import { defineConfig } from 'vitest/config';

/** The pages in a real browser, which has to be there: `.ci/browser` looks for it. */
export default defineConfig({
  test: {
    include: ['test/browser/*.browser.ts'],
    reporters: ['verbose'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
