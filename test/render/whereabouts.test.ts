import { describe, expect, it } from 'vitest';
import type { DocumentedCluster } from '#core/document.ts';
import type { Finding } from '#core/finding.ts';
import { renderFindings } from '#render/answers/findings.ts';
import { renderFleet } from '#render/answers/fleet.ts';
import { subjectOf } from '#render/digest/subject.ts';
import { renderDigestEmail } from '#render/digest-email.ts';
import { renderHtml } from '#render/html-page.ts';
import { renderJunit } from '#render/junit.ts';
import { plain } from '#render/layout.ts';
import { renderReplayNight } from '#render/replay-night.ts';
import { reportOf } from '#render/report.ts';
import { placedName } from '#render/resource-name.ts';
import { renderSarif } from '#render/sarif.ts';
import { renderTable } from '#render/table.ts';
import { whereaboutsAmong, whereaboutsIn } from '#render/whereabouts.ts';
import {
  aCluster,
  accounts,
  aDigest,
  aDocument,
  aFinding,
  anInsufficiency,
  clusterArn,
  documented,
  resolved,
  told,
} from '../support/document-builders.ts';

const inRegion = (region: string, account: string = accounts.prod) => `arn:aws:eks:${region}:${account}:cluster/sick`;
const [milan, paris] = [inRegion('eu-south-1'), inRegion('eu-west-3')];

describe('where a cluster is', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['is told of none whose name is its own', [milan, milan, clusterArn('shop')], ['sick', 'sick', 'shop']],
    ['is the region, where others have its name', [milan, paris], ['sick in eu-south-1', 'sick in eu-west-3']],
    [
      'is the account as well, where another of its region has its name',
      [milan, inRegion('eu-south-1', accounts.dev), paris],
      [
        `sick in eu-south-1 of account ${accounts.prod}`,
        `sick in eu-south-1 of account ${accounts.dev}`,
        'sick in eu-west-3',
      ],
    ],
  ])('%s', (_, clusters, names) => {
    const whereOf = whereaboutsAmong(clusters);

    expect(clusters.map((cluster) => placedName(cluster, whereOf).text)).toEqual(names);
  });

  it.each([
    ['clusters', { clusters: [aCluster({ arn: paris })] }],
    ['findings', { findings: [aFinding({ cluster: paris })] }],
    ['verdicts that lack data', { insufficientData: [anInsufficiency({ cluster: paris })] }],
    ['what is suppressed', { suppressed: [aFinding({ cluster: paris })] }],
  ])('takes account of the %s of a document', (_, part) => {
    const nothing = { clusters: [aCluster({ arn: milan })], findings: [], insufficientData: [], suppressed: [] };
    const document = {
      ...nothing,
      ...part,
      clusters: [...nothing.clusters, ...('clusters' in part ? part.clusters : [])],
    };

    expect(whereaboutsIn(document)(milan).text).toBe(' in eu-south-1');
  });
});

const sick = (cluster: string): Finding =>
  aFinding({ cluster, resource: cluster, rule: 'cluster-health', fault: 'KmsKeyDisabled' });
const both = [milan, paris].map(sick);
const accepted = { rule: 'cluster-health', resource: '*', reason: 'known', owner: 'ada', until: '2024-04-01' };
const clusters = [milan, paris].map((arn) => aCluster({ arn, name: 'sick' }));
const documents = {
  opened: aDocument({ clusters, findings: both.map((one) => documented(one, 'OPENED')) }),
  over: aDocument({ clusters, findings: both.map((one) => documented(resolved(one), 'RESOLVED')) }),
  suppressed: aDocument({ clusters, suppressed: both.map((one) => ({ ...documented(one), suppression: accepted })) }),
  unjudged: aDocument({
    clusters,
    insufficientData: [milan, paris].map((cluster) => anInsufficiency({ cluster, resource: cluster })),
  }),
};
const digests = {
  worse: aDigest({ worse: both.map((one) => told(one)), open: both }),
  better: aDigest({ better: both.map((one) => told(resolved(one), 'RESOLVED', { cause: 'MENDED' })) }),
  over: aDigest({ over: both.map((one) => told(resolved(one), 'RESOLVED', { cause: 'EXPLAINED' })) }),
  changes: aDigest({
    catalogueChanges: [
      {
        change: { kind: 'VERSION_LISTED', version: '1.29' },
        regions: ['eu-south-1'],
        clusters: [milan, paris].map((arn) => ({ arn })),
      },
    ],
  }),
};
const page = renderHtml(documents.opened);
const inFleet = (cluster: DocumentedCluster) => ({
  ...cluster,
  calendar: {},
  changedAt: cluster.firstObservedAt,
  faults: [],
});
const night = { night: 1, of: 1, title: 'a night', story: 'its story', document: aDocument() };

describe('clusters of one name', () => {
  it('are told apart where each of many is pointed to', () => {
    const regions = ['a', 'b', 'c', 'd', 'e', 'f'].map((one) => `eu-${one}-1`);
    const findings = regions.map((one) => documented(sick(inRegion(one))));
    const names = reportOf(aDocument({ findings })).sections.flatMap(({ items }) =>
      items.flatMap(({ about = [] }) => about.map(({ name }) => name)),
    );

    expect(names).toEqual(regions.map((one) => `sick in ${one}`));
  });

  it.each<[string, string]>([
    ['the subject of a digest', subjectOf(digests.worse)],
    ['the subject of a digest of what is mended', subjectOf(digests.better)],
    ['what is worse in a digest', renderDigestEmail(digests.worse).text],
    ['what is mended in a digest', renderDigestEmail(digests.better).text],
    ['what is told with something worse', renderDigestEmail(digests.over).text],
    ['what AWS changed', renderDigestEmail(digests.changes).text],
    [
      'a first digest',
      renderDigestEmail(aDigest({ open: both, sweep: { ...digests.worse.sweep, baseline: true } })).text,
    ],
    ['what opened on a night', renderReplayNight({ ...night, digest: digests.worse, sent: false })],
    ['what is mended on a night', renderReplayNight({ ...night, digest: digests.better, sent: false })],
    ['what is still open on a night', renderReplayNight({ ...night, digest: aDigest({ open: both }), sent: false })],
    ['what changed since the last audit', renderTable(documents.opened)],
    ['what is over since the last audit', renderTable(documents.over)],
    ['what people accepted', renderTable(documents.suppressed)],
    ['what could not be judged', renderTable(documents.unjudged)],
    ['an answer', renderFindings({ asOf: aDocument().audit.asOf, findings: documents.over.findings }, plain)],
    ['a report for code scanning', renderSarif(documents.opened)],
    ['a report for a pipeline', renderJunit(documents.opened)],
    ['the matrix of a page', page.split('id="calendar"')[0] ?? ''],
    ['the support calendar of a page', page.split('id="calendar"')[1]?.split('id="told"')[0] ?? ''],
    ['the fleet', renderFleet({ environments: [], clusters: clusters.map(inFleet) }, plain)],
  ])('are told apart in %s', (_, text) => {
    expect(text.replaceAll(/\s+/g, ' ')).toContain('sick in eu-south-1');
  });
});
