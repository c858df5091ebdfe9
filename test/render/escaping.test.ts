import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Digest } from '#core/digest/digest.ts';
import { renderDigestEmail } from '#render/digest-email.ts';
import { renderReplayNight } from '#render/replay-night.ts';
import { renderTable } from '#render/table.ts';
import { examinationFormats } from '../../functions/cli/doctor.ts';
import { formats } from '../../functions/cli/formats.ts';
import { aDigest, told } from '../support/document-builders.ts';
import { ailing } from '../support/examination-builders.ts';
import { extendedSupport, incidentAudit, lagging, mended, skewNow } from '../support/incident-audit.ts';

/** What may not come through: control characters but the line break, and what is not seen but changes what is. */
const harmful = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Words that we compare with, which no outsider writes: replacing them would test another program. */
const ours = /^(OPEN|RESOLVED|now|next-|eks:|sts:|[A-Z_]+$|\d{4}-\d\d-\d\dT)/;

/** The same value with a text from outside in place of all others. */
function hostile<T>(value: T, text: string): T {
  if (typeof value === 'string') return (ours.test(value) ? value : `${text}${value}${text}`) as T;
  if (Array.isArray(value)) return value.map((item) => hostile(item, text)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hostile(item, text)])) as T;
}

const introducer = '\u001b';
const outside = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\u001b[2J', '\r\n', '\u202e', '\u009b31m', '\u200b', '\u0007', "'$(reboot)\u0000", '\ud800'),
);
const digest = aDigest({
  worse: [told(skewNow), told(extendedSupport, 'WORSENED', { previousSeverity: 'MEDIUM' })],
  better: [told(mended, 'RESOLVED', { cause: 'MENDED' })],
  open: [skewNow, lagging],
  repeated: [lagging],
  coverageLost: incidentAudit().coverage,
});
const story = { night: 1, of: 2, title: 'A title', story: 'A story' };

/** Every text in what a renderer made, be it one or an object of many. */
function textsIn(rendered: unknown): readonly string[] {
  if (typeof rendered === 'string') return [rendered];
  return rendered !== null && typeof rendered === 'object' ? Object.values(rendered).flatMap(textsIn) : [];
}

type DigestRenderer = (digest: Digest) => unknown;

/** What each file `digest-*.ts` of the room exports as `render…`. */
const renderFolder = new URL('../../shared/render/', import.meta.url);
const digestFiles = readdirSync(renderFolder).filter((file) => /^digest-.*\.ts$/.test(file));
const digestRenderers = (
  await Promise.all(digestFiles.map((file): Promise<object> => import(new URL(file, renderFolder).href)))
)
  .flatMap((module) => Object.entries(module) as [string, DigestRenderer][])
  .filter(([name]) => name.startsWith('render'));

describe('a text from outside', () => {
  it.each<[string, (text: string) => string]>([
    ...Object.entries(formats).map(([name, render]): [string, (text: string) => string] => [
      `an audit as ${name}`,
      (text) => render(hostile(incidentAudit(), text), { informational: true }),
    ]),
    ...Object.entries(examinationFormats).map(([name, render]): [string, (text: string) => string] => [
      `an examination as ${name}`,
      (text) => render(hostile(ailing, text), { width: 100, colour: false }),
    ]),
    ...digestRenderers.map(([name, render]): [string, (text: string) => string] => [
      name,
      (text) => textsIn(render(hostile(digest, text))).join('\n'),
    ]),
    [
      'the replay',
      (text) =>
        renderReplayNight({
          ...hostile(story, text),
          digest: hostile(digest, text),
          document: hostile(incidentAudit(), text),
        }),
    ],
  ])('moves, colours, hides or turns round nothing in %s', (_, render) => {
    fc.assert(
      fc.property(outside, (text) => {
        expect(render(text)).not.toMatch(harmful);
      }),
      { numRuns: 60 },
    );
  });

  it('is looked for in every way to tell a digest', () => {
    expect(digestRenderers).toContainEqual(['renderDigestEmail', renderDigestEmail]);
  });

  it('breaks no line in two', () => {
    const count = (text: string) => renderTable(hostile(incidentAudit(), text), { width: 100_000 }).split('\n').length;

    expect(count('a\nb\r\nc\u2028')).toBe(count('a'));
  });

  it('takes no colour from what is coloured', () => {
    const text = renderTable(hostile(incidentAudit(), '\u001b[0m'), { colour: true });
    const colours = new RegExp(`${introducer}\\[[\\d;]*m`, 'g');
    const codes = text.match(colours) ?? [];

    expect(text.replace(colours, '')).not.toMatch(harmful);
    expect(codes.filter((code) => code === '\u001b[0m')).toHaveLength(codes.length / 2);
  });
});
