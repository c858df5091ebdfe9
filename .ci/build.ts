import { chmodSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** dynalite loads its parts by names that it puts together; esbuild finds them where the names are whole. */
const dynaliteParts: Plugin = {
  name: 'dynalite-parts',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]dynalite[\\/]index\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: source.replace(/require\(('\.\/\w+\/' \+ action)\)/g, "require($1 + '.js')") };
    });
  },
};

/** The program whole, in a folder that runs wherever it is copied to: plain JavaScript, and LevelDB for each machine. */
const dist = 'dist';
rmSync(dist, { recursive: true, force: true });
await build({
  entryPoints: { midwatch: 'functions/cli/index.ts' },
  outdir: dist,
  bundle: true,
  platform: 'node',
  format: 'esm',
  // With CommonJS first, the SDK would load itself by `require`, of which a module has none.
  mainFields: ['module', 'main'],
  target: 'node22',
  sourcemap: true,
  legalComments: 'linked',
  plugins: [dynaliteParts],
  // What is CommonJS all the same asks for these; LevelDB's binding looks for its prebuilds beside the latter.
  banner: {
    js: [
      "import { createRequire as __createRequire } from 'node:module';",
      'const require = __createRequire(import.meta.url);',
      'const __dirname = import.meta.dirname;',
    ].join('\n'),
  },
});
const level = dirname(fileURLToPath(import.meta.resolve('classic-level')));
cpSync(join(level, 'prebuilds'), join(dist, 'prebuilds'), { recursive: true });
cpSync('events/recordings', join(dist, 'recordings'), { recursive: true });
// Node would go by the package.json of whatever folder this one is copied into.
writeFileSync(join(dist, 'package.json'), '{ "type": "module" }\n');
chmodSync(join(dist, 'midwatch.js'), 0o755);
