import { expect, it } from 'vitest';
import type { Finding } from '#core/finding.ts';
import { subjectOf } from '#render/digest/subject.ts';
import { renderDigestEmail } from '#render/digest-email.ts';
import { renderReplayNight } from '#render/replay-night.ts';
import { renderTable } from '#render/table.ts';
import { aDigest, aDocument, aLaggingNodegroup, documented, resolved, told } from '../support/document-builders.ts';

const alike = Array.from({ length: 6 }, (_, index) => aLaggingNodegroup(`workers-${index}`));
const [first, ...others] = alike as [Finding, ...Finding[]];
const differing = [first, ...others.map((one) => ({ ...one, evidence: { ...one.evidence, kubelet: '1.22' } }))];

const night = { night: 1, of: 1, title: 'a night', story: 'its story', document: aDocument() };
const worse = (findings: readonly Finding[]) => aDigest({ worse: findings.map((one) => told(one)), open: findings });
const over = (findings: readonly Finding[], cause: NonNullable<Finding['cause']>) =>
  findings.map((one) => told(resolved(one, cause), 'RESOLVED', { cause }));

it.each<[string, (findings: readonly Finding[]) => string]>([
  ['the subject of a digest', (findings) => subjectOf(worse(findings))],
  ['what is worse in a digest', (findings) => renderDigestEmail(worse(findings)).text],
  ['what is mended', (findings) => renderDigestEmail(aDigest({ better: over(findings, 'MENDED') })).text],
  [
    'what is told with something worse',
    (findings) => renderDigestEmail(aDigest({ over: over(findings, 'EXPLAINED') })).text,
  ],
  [
    'a night of a replay',
    (findings) => renderReplayNight({ ...night, digest: worse(findings), sent: false }, { width: 200 }),
  ],
  [
    'what is open',
    (findings) => renderTable(aDocument({ findings: findings.map((one) => documented(one)) }), { width: 200 }),
  ],
  ['what changed since the last audit', (findings) => changes(findings.map((one) => documented(one, 'OPENED')))],
  [
    'what is over since the last audit',
    (findings) => changes(findings.map((one) => documented(resolved(one), 'RESOLVED'))),
  ],
])('%s says of a group that its words are those of the first, where others have other words', (_where, render) => {
  expect(render(differing)).toContain('the first: kubelet 1.23');
  expect(render(alike)).not.toContain('the first: kubelet');
});

/** The part of a report that comes before all that is open. */
function changes(findings: ReturnType<typeof documented>[]): string {
  const document = aDocument({ findings, audit: { baseline: false } });
  return renderTable(document, { width: 200 }).split('\nshop-prod')[0] ?? '';
}
