import { chmodSync } from 'node:fs';
import { build } from 'esbuild';

/** The program as plain JavaScript, for a Node that runs no TypeScript. Packages stay where npm puts them. */
await build({
  entryPoints: { midwatch: 'functions/cli/index.ts' },
  outdir: 'dist',
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node22',
  sourcemap: true,
});
chmodSync('dist/midwatch.js', 0o755);
