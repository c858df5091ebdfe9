import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';

/** What each room may import besides itself. */
const mayImport: Record<string, RegExp> = {
  'shared/core': /^$/,
  'shared/ports': /^#core\//,
  'shared/app': /^(#(core|ports)\/|p-limit$)/,
  'shared/render': /^(#core\/|node:crypto$|sarif$|string-width$|wrap-ansi$)/,
  'shared/data': /^(#core\/|#shared\/config\/|zod$)/,
  'shared/config': /^(#core\/|zod$|yaml$)/,
  'shared/adapters':
    /^(#(core|ports|render)\/|node:|@aws-sdk\/|@smithy\/|@aws-lambda-powertools\/|zod$|yaml$|p-limit$|dynalite$|classic-level$)/,
  functions:
    /^(#|node:|@aws-sdk\/|@smithy\/|@aws-lambda-powertools\/|zod$|commander$|ora$|hono($|\/)|@hono\/node-server$|\.\.\/\.\.\/package\.json$)/,
  infra:
    /^(#adapters\/(dynamodb\/tables?|(aws|dynamodb)\/iam-actions)\.ts$|#core\/notice\.ts$|#data\/known-breakages\.ts$|#shared\/config\.ts$|node:|aws-cdk-lib|cdk-nag$|constructs$|esbuild$)/,
};

describe('import directions', () => {
  it.each(Object.entries(mayImport))('%s imports only what it may', (room, allowed) => {
    const strangers = sourcesIn(room).flatMap((file) =>
      importsOf(file)
        .filter((specifier) => !staysIn(room, file, specifier) && !allowed.test(specifier))
        .map((specifier) => `${file} → ${specifier}`),
    );

    expect(strangers).toEqual([]);
  });

  it('knows every room there is', () => {
    const rooms = readdirSync('shared', { withFileTypes: true }).filter((entry) => entry.isDirectory());

    expect(rooms.map(({ name }) => `shared/${name}`).filter((room) => !(room in mayImport))).toEqual([]);
  });

  it.each(Object.keys(mayImport))('are told of %s in CONTRIBUTING.md', (room) => {
    const rows = readFileSync('CONTRIBUTING.md', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `'));

    expect(rows.some((row) => row.split('|')[1]?.includes(`\`${room}\``))).toBe(true);
  });

  it('lets no adapter reach into another', () => {
    const adapters = readdirSync('shared/adapters', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const strangers = adapters.flatMap(({ name }) =>
      sourcesIn(`shared/adapters/${name}`).flatMap((file) =>
        importsOf(file).filter((specifier) => specifier.startsWith('#adapters/') || specifier.startsWith('../..')),
      ),
    );

    expect(strangers).toEqual([]);
  });

  it('writes imports that leave a room by name, and those that stay in it by dots', () => {
    const rooms = Object.keys(mayImport).filter((room) => room.startsWith('shared/'));
    const wrong = rooms.flatMap((room) =>
      sourcesIn(room).flatMap((file) =>
        importsOf(file)
          .filter((specifier) => specifier.startsWith('.') && !staysIn(room, file, specifier))
          .map((specifier) => `${file} → ${specifier}`),
      ),
    );

    expect(wrong).toEqual([]);
  });
});

describe('the core', () => {
  it('reads no clock, no environment and no randomness, and waits for nothing', () => {
    const impure = /new Date\(\)|Date\.now|process\.|Math\.random|console\.|\basync\b|\bawait\b|\bfetch\(|setTimeout/;

    expect(sourcesIn('shared/core').filter((file) => impure.test(codeOf(file)))).toEqual([]);
  });

  it.each([
    ['shared/core/rules', clusterRules],
    ['shared/core/fleet/rules', fleetRules],
  ])('registers every rule of %s, under the name of its file and its page', (folder, rules) => {
    const files = readdirSync(folder).filter((file) => file !== 'index.ts');

    expect(rules.flatMap(({ id }) => [`${id}.md`, `${id}.ts`]).sort()).toEqual(files.sort());
  });

  it.each([...clusterRules, ...fleetRules].map(({ id }) => id))('has a table for %s', (id) => {
    const tables = [
      `test/core/rules/${id}.test.ts`,
      `test/core/fleet/rules/${id}.test.ts`,
      `test/core/fleet/${id}.test.ts`,
    ];

    expect(tables.some((path) => existsSync(path))).toBe(true);
  });
});

describe('the house', () => {
  const sources = ['shared', 'functions', 'infra', 'test'].flatMap(sourcesIn);

  it('has no file that is named for nothing', () => {
    expect(sources.filter((file) => /\/(utils?|helpers?|common|types|constants|misc)\.ts$/.test(file))).toEqual([]);
  });

  it('names files in kebab-case', () => {
    expect(sources.filter((file) => !/\/[a-z0-9-]+(\.[a-z0-9-]+)*\.ts$/.test(file))).toEqual([]);
  });

  it('imports nothing from its tests', () => {
    const strangers = sources
      .filter((file) => !file.startsWith('test/'))
      .filter((file) => importsOf(file).some((specifier) => specifier.includes('/test/')));

    expect(strangers).toEqual([]);
  });
});

function staysIn(room: string, file: string, specifier: string): boolean {
  return specifier.startsWith('.') && join(dirname(file), specifier).startsWith(`${room}/`);
}

function sourcesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path));
}

function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:from|import) '([^']+)'/g)].map((match) => match[1] ?? '');
}

/** Without comments and texts: a word in prose is no call. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, "''");
}
