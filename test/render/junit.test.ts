import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { AuditDocument } from '#core/document.ts';
import { type JunitOptions, renderJunit } from '#render/junit.ts';
import {
  aCluster,
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

const many = ['testsuite', 'testcase', 'failure', 'error', 'skipped', 'system-out'];
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && many.includes(name),
});

function parsed(document: AuditDocument, options: JunitOptions = {}) {
  return parser.parse(renderJunit(document, options)).testsuites;
}

/** How the cases of the clusters ended, by name. */
function endings(document: AuditDocument, options: JunitOptions = {}): Readonly<Record<string, string>> {
  const [, ...suites] = parsed(document, options).testsuite;
  const cases = suites.flatMap((one: { testcase?: object[] }) => one.testcase ?? []);
  return Object.fromEntries(
    cases.map((one: Record<string, unknown>) => [
      one.name,
      ['failure', 'error', 'skipped'].find((ending) => ending in one) ?? 'passed',
    ]),
  );
}

const group = documented(aLaggingNodegroup('workers'));
const words = 'shop-prod node group workers: ';

it('shows an audit that has something of everything', () => {
  expectGolden('render/audit.junit.xml', renderJunit(incidentAudit()));
});

it('shows a cluster of which nothing is to be told as a case that passed', () => {
  expect(endings(aDocument({ clusters: [aCluster()] }))).toEqual({ 'nothing is wrong with it': 'passed' });
});

it('never says so of a cluster that was not seen whole', () => {
  const because = { call: 'eks:ListAddons', obstacle: 'DENIED', detail: '' } as const;
  const clusters = [aCluster({ unread: [{ facet: 'addons', because }] })];

  expect(endings(aDocument({ clusters }))).toEqual({});
});

describe('a finding', () => {
  it.each([
    ['LOW', 'HIGH', 'passed'],
    ['MEDIUM', 'HIGH', 'passed'],
    ['HIGH', 'HIGH', 'failure'],
    ['CRITICAL', 'HIGH', 'failure'],
    ['LOW', 'LOW', 'failure'],
    ['CRITICAL', 'none', 'passed'],
  ] as const)('of severity %s, where %s fails: %s', (severity, failOn, expected) => {
    const document = aDocument({ clusters: [aCluster()], findings: [{ ...group, severity }] });

    expect(Object.values(endings(document, { failOn }))).toEqual([expected]);
  });

  it('fails from HIGH on unless it is said', () => {
    const document = aDocument({ clusters: [aCluster()], findings: [{ ...group, severity: 'HIGH' }] });

    expect(Object.values(endings(document))).toEqual(['failure']);
  });

  it('that is over is no case', () => {
    const document = aDocument({
      clusters: [aCluster()],
      findings: [documented(resolved(aLaggingNodegroup('workers')))],
    });

    expect(endings(document)).toEqual({ 'nothing is wrong with it': 'passed' });
  });

  it('that is INFORMATIONAL is one where it is asked for', () => {
    const document = aDocument({ clusters: [aCluster()], findings: [{ ...group, severity: 'INFORMATIONAL' }] });

    expect(Object.keys(endings(document))).toEqual(['nothing is wrong with it']);
    expect(Object.keys(endings(document, { informational: true }))[0]).toContain(words);
  });

  it('at several horizons is one case, as bad as the worst', () => {
    const findings = [
      documented(aFinding({ severity: 'LOW' })),
      documented(aFinding({ horizon: 'next-upgrade', severity: 'HIGH' })),
    ];

    expect(Object.values(endings(aDocument({ clusters: [aCluster()], findings })))).toEqual(['failure']);
  });
});

it('skips what could not be judged and what is suppressed, and says why', () => {
  const document = aDocument({
    clusters: [aCluster()],
    insufficientData: [anInsufficiency({ reason: 'it could not be seen' })],
    suppressed: [
      {
        ...group,
        suppression: { rule: '*', resource: '*', reason: 'it leaves', owner: 'platform', until: '2024-06-30' },
      },
    ],
  });

  expect(Object.values(endings(document))).toEqual(['skipped', 'skipped']);
  expect(renderJunit(document)).toContain('message="could not be judged: it could not be seen"');
  expect(renderJunit(document)).toContain('message="suppressed by platform until 2024-06-30: it leaves"');
});

it('tells of a target that could not be looked at as an error, and of a region that is switched off as none', () => {
  const because = { call: 'eks:ListClusters', obstacle: 'DENIED', detail: '' } as const;
  const coverage = [
    aCoverage(),
    aCoverage({ region: 'eu-central-1', status: 'DENIED', because }),
    aCoverage({
      region: 'me-south-1',
      status: 'REGION_DISABLED',
      because: { ...because, obstacle: 'REGION_DISABLED' },
    }),
  ];

  const [first] = parsed(aDocument({ coverage })).testsuite;

  expect(first).toMatchObject({ name: 'coverage', tests: '3', errors: '1', failures: '0', skipped: '0' });
  expect(first['system-out']).toHaveLength(1);
});

it('counts its cases', () => {
  const findings = [
    documented(aLaggingNodegroup('a')),
    { ...documented(aLaggingNodegroup('b')), severity: 'HIGH' as const },
  ];
  const document = aDocument({ clusters: [aCluster()], findings, insufficientData: [anInsufficiency()] });
  const { testsuite, ...all } = parsed(document);

  expect(all).toMatchObject({ name: 'midwatch', tests: '4', failures: '1', errors: '0' });
  expect(testsuite[1]).toMatchObject({ name: 'shop-prod', tests: '3', failures: '1', errors: '0', skipped: '1' });
});

it('makes text of what XML would read as more', () => {
  const subject = '<a b="c">&amp;\ufffe]]>';
  const notices = [{ kind: 'SUPPRESSION_UNUSED', subject, detail: '' }] as const;
  const [first] = parsed(aDocument({ audit: { notices } })).testsuite;

  expect(first['system-out'][0]).toContain('<a b="c">&amp;?]]>');
});
