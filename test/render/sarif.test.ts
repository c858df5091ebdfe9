import type { Log, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { AuditDocument } from '#core/document.ts';
import { severities } from '#core/severity.ts';
import { renderSarif } from '#render/sarif.ts';
import {
  aCoverage,
  aDocument,
  aFinding,
  aLaggingNodegroup,
  anInsufficiency,
  documented,
  resolved,
} from '../support/document-builders.ts';
import { expectGolden } from '../support/golden.ts';
import { incidentAudit } from '../support/incident-audit.ts';

function runOf(document: AuditDocument, options = {}): Run {
  const log: Log = JSON.parse(renderSarif(document, options));
  return log.runs[0]!;
}

const group = documented(aLaggingNodegroup('workers'));
const resultsOf = (findings: AuditDocument['findings'], options = {}) =>
  runOf(aDocument({ audit: { baseline: false }, findings }), options).results ?? [];

it('shows an audit that has something of everything', () => {
  expectGolden('render/audit.sarif.json', renderSarif(incidentAudit()));
});

it('has a level for each severity', () => {
  const results = severities.map((severity) => resultsOf([{ ...group, severity }], { informational: true })[0]?.level);

  expect(results).toEqual(['note', 'note', 'warning', 'error', 'error']);
});

it('leaves out what is INFORMATIONAL unless it is asked for', () => {
  expect(resultsOf([{ ...group, severity: 'INFORMATIONAL' }])).toEqual([]);
});

it('is one result for a fault at several horizons, known by the same fingerprint at each', () => {
  const now = documented(aFinding());
  const later = documented(aFinding({ horizon: 'next-upgrade' }));
  const [both, ...others] = resultsOf([now, later]);

  expect(others).toEqual([]);
  expect(both).toMatchObject({ properties: { horizons: ['now', 'next-upgrade'] } });
  expect(resultsOf([later])[0]?.partialFingerprints).toEqual(both?.partialFingerprints);
});

describe('the state since the audit before', () => {
  it.each([
    ['OPENED', 'new'],
    ['REOPENED', 'new'],
    ['WORSENED', 'updated'],
    ['EASED', 'updated'],
    ['RESOLVED', 'absent'],
  ] as const)('of what was %s is %s', (kind, state) => {
    const finding = aLaggingNodegroup('workers');
    const one = documented(kind === 'RESOLVED' ? resolved(finding) : finding, kind);

    expect(resultsOf([one])).toMatchObject([{ baselineState: state }]);
  });

  it('of what is as it was is unchanged', () => {
    const { transition: _, ...unchanged } = group;

    expect(resultsOf([unchanged])).toMatchObject([{ baselineState: 'unchanged' }]);
  });

  it('is none where there was no audit before', () => {
    const { results } = runOf(aDocument({ audit: { baseline: true }, findings: [group] }));

    expect(results?.[0]).not.toHaveProperty('baselineState');
  });
});

it('names each rule once, with its title and where to read of it', () => {
  const findings = [group, documented(aLaggingNodegroup('batch'))];

  expect(runOf(aDocument({ findings })).tool.driver.rules).toEqual([
    { id: group.rule, shortDescription: { text: group.title }, helpUri: group.reference },
  ]);
});

it('says of what is suppressed why, by whom and until when', () => {
  const suppression = { rule: '*', resource: '*', reason: 'it leaves', owner: 'platform', until: '2024-06-30' };

  expect(runOf(aDocument({ suppressed: [{ ...group, suppression }] })).results).toMatchObject([
    {
      suppressions: [{ kind: 'external', status: 'accepted', justification: 'it leaves (platform, until 2024-06-30)' }],
    },
  ]);
});

describe('what could not be seen', () => {
  const because = { call: 'eks:ListClusters', obstacle: 'DENIED', detail: '' } as const;
  const invocationOf = (document: AuditDocument) => runOf(document).invocations?.[0];

  it('is an error by which the run did not succeed', () => {
    const denied = aCoverage({ status: 'DENIED', because });

    expect(invocationOf(aDocument({ coverage: [denied] }))).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'error', message: { text: expect.stringContaining('eks:ListClusters') } }],
    });
  });

  it('in a region that is switched off is no error', () => {
    const disabled = aCoverage({ status: 'REGION_DISABLED', because: { ...because, obstacle: 'REGION_DISABLED' } });

    expect(invocationOf(aDocument({ coverage: [disabled] }))).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [{ level: 'note' }],
    });
  });

  it('or judged is a warning beside its rule', () => {
    const insufficientData = [anInsufficiency({ reason: 'it could not be seen' })];

    expect(invocationOf(aDocument({ insufficientData }))).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [
        {
          level: 'warning',
          associatedRule: { id: insufficientData[0]?.rule },
          message: { text: expect.stringContaining('could not be seen') },
        },
      ],
    });
  });
});
