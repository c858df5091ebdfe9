import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import type { RuleMeta } from '#core/rule.ts';
import { clusterRules } from '#core/rules/index.ts';
import { BreakageFile } from '#data/breakage-schema.ts';
import { Config } from '#shared/config/schema.ts';
import { DigestJson, TransitionEventJson } from '#shared/digest-schema.ts';
import { AuditDocumentJson } from '#shared/document-schema.ts';
import { ExaminationJson } from '#shared/examination-schema.ts';
import { openApiDocument } from '../functions/api/openapi.ts';

/** A file, or a part of one, that is made of the code. */
interface Piece {
  readonly file: string;
  /** What the file should hold, given what it holds now. */
  readonly make: (current: string) => string;
}

const root = resolve(import.meta.dirname, '..');
const rules: readonly RuleMeta[] = [...clusterRules, ...fleetRules];

const pieces: readonly Piece[] = [
  { file: 'shared/data/schemas/midwatch.schema.json', make: () => jsonSchemaOf(Config) },
  { file: 'shared/data/schemas/known-breakages.schema.json', make: () => jsonSchemaOf(BreakageFile) },
  { file: 'shared/data/schemas/audit-document.schema.json', make: () => jsonSchemaOf(AuditDocumentJson) },
  { file: 'shared/data/schemas/digest.schema.json', make: () => jsonSchemaOf(DigestJson) },
  { file: 'shared/data/schemas/transition-event.schema.json', make: () => jsonSchemaOf(TransitionEventJson) },
  { file: 'shared/data/schemas/examination.schema.json', make: () => jsonSchemaOf(ExaminationJson) },
  { file: 'shared/data/schemas/openapi.json', make: () => laidOut(openApiDocument) },
  { file: 'README.md', make: (current) => replacePart('rules', tableOf(rules), current) },
  { file: 'README.md', make: (current) => replacePart('permissions', listOf(iamActions.member), current) },
  { file: 'README.md', make: (current) => replacePart('sample', sampleOf(4), current) },
];

const check = process.argv.includes('--check');
const stale = pieces.flatMap(({ file, make }) => {
  const path = resolve(root, file);
  const current = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const wanted = make(current);
  if (current === wanted) return [];
  if (!check) writeFileSync(path, wanted);
  return [file];
});

for (const file of stale) console.log(check ? `${file} is stale: run npm run docs` : `${file} written`);
if (check && stale.length > 0) process.exitCode = 1;

/** The schema of what people write, or read. */
function jsonSchemaOf(schema: z.ZodType): string {
  return laidOut(z.toJSONSchema(schema, { io: 'input' }));
}

/** As the formatter would lay it out. */
function laidOut(json: unknown): string {
  const input = JSON.stringify(json);
  const biome = resolve(root, 'node_modules/.bin/biome');
  return execFileSync(biome, ['format', '--stdin-file-path=schema.json'], { input, cwd: root, encoding: 'utf8' });
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. @throws where the markers are not there */
function replacePart(name: string, content: string, current: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = current.indexOf(start);
  const to = current.indexOf(end);
  if (from === -1 || to < from) throw new Error(`got a text without the markers ${start} and ${end}, wanted both`);
  return `${current.slice(0, from)}${start}\n\n${content}\n\n${current.slice(to)}`;
}

/** What the replay of the incident says is open on one of its nights, from the text that the tests hold it to. */
function sampleOf(night: number): string {
  const incident = readFileSync(resolve(root, 'test/golden/incident.txt'), 'utf8');
  const nights = incident.split(/^(?=Night \d+ of)/m);
  const [heading = ''] = nights[night - 1]?.split('\n') ?? [];
  const [, open = ''] = nights[night - 1]?.split(/^Still open$/m) ?? [];
  const [still = ''] = open.split('\n\n');
  return ['```text', heading, still, '```'].join('\n');
}

function listOf(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function tableOf(all: readonly RuleMeta[]): string {
  const rows = all.map(({ id, title, judged }) => [`\`${id}\``, title, judged.join('<br>')]);
  return [['rule', 'what should be so', 'when it speaks'], ['---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}
