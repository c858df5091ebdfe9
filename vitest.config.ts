import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A CDK synthesis, a bundle or a whole replay takes seconds, and many times that on a busy machine.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    coverage: {
      include: ['shared/**/*.ts', 'functions/**/*.ts'],
      reporter: ['text-summary'],
      thresholds: {
        'shared/core/**': { 100: true },
        'shared/app/**': { 100: true },
      },
    },
  },
});
