import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000, // a CDK synthesis or a whole replay takes seconds on a busy machine
    coverage: {
      include: ['shared/**', 'functions/**'],
      reporter: ['text-summary'],
      thresholds: {
        'shared/core/**': { 100: true },
        'shared/app/**': { 100: true },
      },
    },
  },
});
