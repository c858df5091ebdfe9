import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** What lies beside the program of a function, for it to read as it starts. */
export interface BundledFile {
  /** A path in the folder of the program. */
  readonly name: string;
  readonly content: Uint8Array;
}

const project = fileURLToPath(new URL('..', import.meta.url));

/** What CommonJS inside a bundle calls to load Node's own modules. */
const banner = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

/** Writes `functions/<name>/index.ts` with all that it imports into a folder, as an `index.mjs` that Lambda runs. */
export function bundleFunction(name: string, folder: string, files: readonly BundledFile[] = []): void {
  buildSync({
    absWorkingDir: project,
    entryPoints: [`functions/${name}/index.ts`],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // Without `module` first, the SDK's CommonJS is taken, which starts half as fast.
    mainFields: ['module', 'main'],
    banner: { js: banner },
    minify: true,
    // Function names are in the stacks of errors and in their classes.
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'error',
  });
  for (const { name: path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
