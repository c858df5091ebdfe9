import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import type { RuleMeta } from '#core/rule.ts';
import { clusterRules } from '#core/rules/index.ts';
import { compareSeverities, severities } from '#core/severity.ts';
import { BreakageFile } from '#data/breakage-schema.ts';
import { renderRuleMarkdown } from '#render/rule-page.ts';
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

interface RulePage {
  readonly file: string;
  readonly rule: RuleMeta;
}

const root = resolve(import.meta.dirname, '..');
const rulePages = [...pagesIn('shared/core/rules', clusterRules), ...pagesIn('shared/core/fleet/rules', fleetRules)];

const pieces: readonly Piece[] = [
  { file: 'shared/data/schemas/midwatch.schema.json', make: () => jsonSchemaOf(Config) },
  { file: 'shared/data/schemas/known-breakages.schema.json', make: () => jsonSchemaOf(BreakageFile) },
  { file: 'shared/data/schemas/audit-document.schema.json', make: () => jsonSchemaOf(AuditDocumentJson) },
  { file: 'shared/data/schemas/digest.schema.json', make: () => jsonSchemaOf(DigestJson) },
  { file: 'shared/data/schemas/transition-event.schema.json', make: () => jsonSchemaOf(TransitionEventJson) },
  { file: 'shared/data/schemas/examination.schema.json', make: () => jsonSchemaOf(ExaminationJson) },
  { file: 'shared/data/schemas/openapi.json', make: () => laidOut(openApiDocument) },
  ...rulePages.map(({ file, rule }) => ({ file, make: () => renderRuleMarkdown(rule) })),
  { file: 'README.md', make: (current) => replacePart('rules', tableOf(rulePages), current) },
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

for (const file of leftOver()) {
  if (!check) rmSync(resolve(root, file));
  console.log(check ? `${file} is of no rule: run npm run docs` : `${file} removed`);
  if (check) process.exitCode = 1;
}
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

function tableOf(pages: readonly RulePage[]): string {
  const rows = pages.map(({ file, rule }) => [`[\`${rule.id}\`](${file})`, rule.title, severitiesOf(rule)]);
  return [['rule', 'what should be so', 'severity where it is not'], ['---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

/** The severities that its page tells of, the worst first; of known breakages alone each entry has its own. */
function severitiesOf({ judged }: RuleMeta): string {
  const told = severities.filter((one) => judged.some((line) => line.includes(one)));
  return told.toSorted((a, b) => compareSeverities(b, a)).join(', ') || 'as the entry says';
}

/** The page of each rule of a folder, beside the rule. */
function pagesIn(folder: string, metas: readonly RuleMeta[]): readonly RulePage[] {
  return metas.map((rule) => ({ rule, file: `${folder}/${rule.id}.md` }));
}

/** Pages of rules that there are no more. */
function leftOver(): readonly string[] {
  const folders = new Set(rulePages.map(({ file }) => dirname(file)));
  return [...folders]
    .flatMap((folder) => readdirSync(resolve(root, folder)).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith('.md') && !rulePages.some((page) => page.file === file));
}
