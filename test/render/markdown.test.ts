import { expect, it } from 'vitest';
import { renderMarkdown } from '#render/markdown.ts';
import { aDocument, aLaggingNodegroup, documented } from '../support/document-builders.ts';
import { expectGolden } from '../support/golden.ts';
import { incidentAudit } from '../support/incident-audit.ts';

it('shows an audit that has something of everything', () => {
  expectGolden('render/audit.md', renderMarkdown(incidentAudit()));
});

it('shows a healthy fleet in a few lines', () => {
  expect(renderMarkdown(aDocument())).toMatch(
    /^## [^\n]+\n\nAs of [^\n]+\n\nNothing changed since the last audit\.\n$/,
  );
});

it('shows what is INFORMATIONAL where it is asked for', () => {
  const document = aDocument({ findings: [documented({ ...aLaggingNodegroup('batch'), severity: 'INFORMATIONAL' })] });

  expect(renderMarkdown(document)).not.toContain('batch');
  expect(renderMarkdown(document, { informational: true })).toContain('batch');
});

it.each([
  ['emphasis and code', '*a*_b_`c`~d~', String.raw`\*a\*\_b\_\`c\`\~d\~`],
  ['links, tags and entities', '[a](b)<img src=x>&lt;', String.raw`\[a\](b)\<img src=x\>&amp;lt;`],
  ['tables', 'a | b', String.raw`a \| b`],
  ['a heading', '# a # b', String.raw`\# a # b`],
  ['no address', 'see https://example.com/a_b#c_d, _e_', String.raw`see https://example.com/a_b#c_d, \_e\_`],
  ['escapes', String.raw`\*`, String.raw`\\\*`],
  ['mentions', '@platform', '@<!-- -->platform'],
])('makes text of %s', (_, text, expected) => {
  const notices = [{ kind: 'SUPPRESSION_UNUSED', subject: text, detail: '' }] as const;

  expect(renderMarkdown(aDocument({ audit: { notices } }))).toContain(`- ${expected}: a suppression matches nothing`);
});

it('lets nothing in a command end its block', () => {
  const remediation = [{ account: '333344445555', command: ['aws', '```', 'x````y'], verify: [] }];
  const document = aDocument({ findings: [documented({ ...aLaggingNodegroup('own'), remediation })] });

  expect(renderMarkdown(document)).toMatch(/\n`````text\n[^\n]*x````y[^\n]*\n`````\n/);
});
