import { describe, expect, it } from 'vitest';
import type { AuditDocument } from '#core/document.ts';
import { verdictLine } from '#render/verdict-line.ts';
import {
  aBreakage,
  aCluster,
  aCoverage,
  aDocument,
  aLaggingNodegroup,
  anInsufficiency,
  documented,
  resolved,
} from '../support/document-builders.ts';
import { lagging, laggingLater, skewNext, skewNow } from '../support/incident-audit.ts';

const suppression = { rule: '*', resource: '*', reason: 'known', owner: 'platform', until: '2024-06-30' };
const denied = aCoverage({
  status: 'DENIED',
  because: { call: 'eks:ListClusters', obstacle: 'DENIED', detail: '' },
});

describe('the verdict in one line', () => {
  it.each<[string, AuditDocument, string]>([
    ['a healthy fleet', aDocument(), 'Nothing is wrong: 1 cluster in 1 target.'],
    [
      'a fleet with nothing but what is suppressed',
      aDocument({ suppressed: [{ ...documented(lagging), suppression }] }),
      'Nothing is wrong but what is suppressed: 1 cluster in 1 target.',
    ],
    [
      'nothing but INFORMATIONAL and what is mended',
      aDocument({
        findings: [
          documented(aLaggingNodegroup('a', { severity: 'INFORMATIONAL' })),
          documented(resolved(aBreakage()), 'RESOLVED'),
        ],
      }),
      'Nothing is wrong: 1 cluster in 1 target.',
    ],
    [
      'no clusters',
      aDocument({ clusters: [], coverage: [aCoverage({ status: 'EMPTY', clusters: 0 })] }),
      'No clusters in 1 target.',
    ],
    [
      'a region that is not enabled, which is no failure',
      aDocument({ coverage: [aCoverage(), aCoverage({ status: 'REGION_DISABLED' })] }),
      'Nothing is wrong: 1 cluster in 2 targets.',
    ],
    [
      'findings, faults and not horizons counted, at their worst',
      aDocument({ findings: [aBreakage(), skewNow, skewNext, lagging, laggingLater].map((one) => documented(one)) }),
      '1 CRITICAL and 2 HIGH open in 1 of 1 cluster.',
    ],
  ])('is plain about %s', (_, document, line) => {
    expect(verdictLine(document)).toBe(line);
  });

  it.each<[string, AuditDocument, string]>([
    ['a target is denied', aDocument({ coverage: [aCoverage(), denied] }), '1 of 2 targets'],
    [
      'a call is refused inside a target',
      aDocument({
        coverage: [{ ...aCoverage(), unreadable: [{ resource: 'x', call: 'x', obstacle: 'ERROR', detail: '' }] }],
      }),
      '1 of 1 target',
    ],
    ['verdicts lack data', aDocument({ insufficientData: [anInsufficiency()] }), '1 verdict lacks data'],
    ['a cluster was never described', aDocument({ clusters: [neverDescribed()] }), '1 cluster not read whole'],
    [
      'a facet is unread',
      aDocument({
        clusters: [aCluster({ unread: [{ facet: 'addons', because: { call: 'x', obstacle: 'ERROR', detail: '' } }] })],
      }),
      '1 cluster not read whole',
    ],
    ['there is no target', aDocument({ coverage: [], clusters: [] }), 'no target at all'],
  ])('is no all-clear when %s', (_, document, unseen) => {
    expect(verdictLine(document)).toMatch(/^Nothing was found in what could be seen of /);
    expect(verdictLine(document)).toContain(` Not everything could be looked at: ${unseen}.`);
  });

  it('says with findings as well that something was not seen', () => {
    const document = aDocument({ findings: [documented(lagging)], coverage: [denied] });

    expect(verdictLine(document)).toBe(
      '1 LOW open in 1 of 1 cluster. Not everything could be looked at: 1 of 1 target.',
    );
  });
});

function neverDescribed() {
  const { version: _, ...cluster } = aCluster();
  return cluster;
}
