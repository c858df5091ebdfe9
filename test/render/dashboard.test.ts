import { describe, expect, it } from 'vitest';
import type { ClusterAnswer, FleetCluster, HistoryAnswer, TransitionEntry } from '#core/answer.ts';
import type { ComponentChange } from '#core/history/component-change.ts';
import { renderClusterPage, renderFleetPage, renderNotice } from '#render/dashboard.ts';
import { clusterAddress, findingAddress } from '#render/finding-address.ts';
import { aCluster, aCoverage, aDocument, aFinding, asOf, documented, prod } from '../support/document-builders.ts';

const cluster: FleetCluster = { ...aCluster(), calendar: {}, changedAt: '2024-02-20T23:00:00.000Z', faults: [] };
const answer: ClusterAnswer = { asOf, cluster, findings: [], insufficientData: [], coverage: aCoverage() };
const empty: HistoryAnswer = { asOf, cluster: prod, entries: [] };

/** The text of a page from a heading on, its tags left out. */
function textAfter(heading: string, page: string): string {
  const [, after = ''] = page.split(`>${heading}</h2>`);
  return after
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
const happened = (entries: HistoryAnswer['entries'], older?: string) =>
  textAfter('What happened', renderClusterPage(answer, { ...empty, entries }, older));

const transition: TransitionEntry = {
  kind: 'TRANSITION',
  at: asOf,
  sweep: 's',
  transition: 'OPENED',
  finding: `${prod}/addon/kube-proxy|2022-01-10T09:00:00.000Z|kube-proxy-version-skew|now`,
  rule: 'kube-proxy-version-skew',
  title: 'What should be so',
  resource: `${prod}/addon/kube-proxy`,
  horizon: 'now',
  severity: 'HIGH',
};

function changed(...changes: readonly ComponentChange[]): string {
  return happened([{ kind: 'REVISION', at: asOf, sweep: 's', version: '1.24', changes }]);
}

it('leads from the fleet to each cluster, be something told of it or not', () => {
  expect(renderFleetPage(aDocument(), ['prod'])).toContain(`<a href="${clusterAddress(prod)}">shop-prod</a>`);
});

it('leads from what is told, and from the mark in the matrix, to the page of each finding', () => {
  const [now, later] = [aFinding(), aFinding({ horizon: 'next-upgrade', severity: 'CRITICAL' })];
  const page = renderFleetPage(aDocument({ findings: [now, later].map((one) => documented(one)) }), ['prod']);

  expect(page).toContain(`<a href="${findingAddress(later)}">All about shop-prod kube-proxy</a>`);
  expect(page).toContain(
    `<a class="mark CRITICAL" href="${findingAddress(later)}" aria-label="CRITICAL: shop-prod kube-proxy">CRITICAL</a>`,
  );
});

it('says that a sweep is running, also where nothing is known yet', () => {
  const running = {
    ...{ id: 's', asOf, startedAt: '2024-03-05T23:04:00.000Z', baseline: false },
    leasedUntil: '2024-03-05T23:09:00.000Z',
  };
  const words =
    'A sweep of 2024-03-05 23:00 UTC is running, begun 2024-03-05 23:04 UTC; it has the lease until 2024-03-05 23:09 UTC.';

  expect(renderFleetPage(aDocument(), [], { running })).toContain(words);
  expect(renderNotice('Nothing.', running)).toContain(words);
  expect(renderFleetPage(aDocument(), []) + renderNotice('Nothing.')).not.toContain('running');
});

it('tells what EKS does not manage apart from what it does', () => {
  const addons = [
    { name: 'kube-proxy', version: 'v1.31.2', managed: false },
    { name: 'coredns', managed: false },
    { name: 'vpc-cni', version: 'v1.19.0-eksbuild.1', managed: true },
  ];
  const text = renderFleetPage(aDocument({ clusters: [aCluster({ addons })] }), []);

  expect(text).toContain('v1.31.2 <span class="soft">self-managed</span>');
  expect(text).toContain('<span class="soft">not read</span> <span class="soft">self-managed</span>');
  expect(text).toContain('<td>v1.19.0-eksbuild.1</td>');
});

describe('the page of a cluster', () => {
  it('says by which sweep it speaks, and since when the cluster is so', () => {
    expect(renderClusterPage(answer, empty)).toContain(
      'By the sweep of 2024-03-05 23:00 UTC; as it is since 2024-02-20 23:00 UTC; account 333344445555, eu-west-1.',
    );
  });

  it('says of one that was not found any more since when', () => {
    const missing = { ...answer, cluster: { ...cluster, missingSince: asOf } };

    expect(renderClusterPage(missing, empty)).toContain('It was not found any more since 2024-03-05 23:00 UTC.');
    expect(renderClusterPage(answer, empty)).not.toContain('not found');
  });

  it('shows what people accepted as that, and what is wrong as that', () => {
    const suppression = { rule: '*', resource: '*', reason: 'it leaves', owner: 'platform', until: '2024-06-30' };
    const finding = documented(aFinding());
    const open = renderClusterPage({ ...answer, findings: [finding] }, empty);
    const accepted = renderClusterPage({ ...answer, findings: [{ ...finding, suppression }] }, empty);

    expect(open).toContain('1 HIGH open');
    expect(accepted).toContain('it leaves');
    expect(accepted).not.toContain('1 HIGH open');
  });

  it('is no all-clear where its account and region could not be seen', () => {
    const because = { call: 'eks:ListClusters', obstacle: 'DENIED', detail: '' } as const;
    const coverage = aCoverage({ status: 'DENIED', because });

    expect(renderClusterPage({ ...answer, coverage }, empty)).toContain('Not everything could be looked at');
  });

  it('makes text of a name that would be more', () => {
    const name = '<img src=x onerror=alert(1)>';

    expect(renderClusterPage({ ...answer, cluster: { ...cluster, name } }, empty)).not.toContain('<img');
  });
});

describe('what happened', () => {
  it('is nothing where nothing is kept', () => {
    expect(happened([])).toBe('Nothing is kept.');
  });

  it.each<[string, ComponentChange, string]>([
    [
      'a version',
      { component: 'addon/x', kind: 'CHANGED', field: 'version', from: '1', to: '2' },
      'addon/x version: 1 → 2',
    ],
    ['a field without text', { component: 'cluster', kind: 'CHANGED', field: 'tags' }, 'cluster tags changed'],
    [
      'a field that came',
      { component: 'cluster', kind: 'CHANGED', field: 'status', to: 'FAILED' },
      'cluster status: FAILED',
    ],
    ['a part that came', { component: 'addon/x', kind: 'ADDED', to: 'v1' }, 'addon/x added: v1'],
    ['a part that went', { component: 'addon/x', kind: 'REMOVED', from: 'v1' }, 'addon/x removed: v1'],
    ['a part that is another', { component: 'updates', kind: 'CHANGED' }, 'updates changed'],
  ])('tells of %s', (_, change, words) => {
    expect(changed(change)).toBe(`2024-03-05 23:00 UTC ${words}`);
  });

  it('tells of the first sight of it', () => {
    const first = { kind: 'REVISION', at: asOf, sweep: 's', version: '1.24' } as const;

    expect(happened([first])).toBe('2024-03-05 23:00 UTC first known, on Kubernetes 1.24');
  });

  it('tells of a finding what it is on, how bad, of which rule, and when it strikes', () => {
    expect(happened([transition])).toBe(
      '2024-03-05 23:00 UTC opened HIGH shop-prod kube-proxy kube-proxy-version-skew, now',
    );
    const worse = { ...transition, transition: 'WORSENED', previousSeverity: 'LOW', fault: 'kubelet' } as const;
    expect(happened([worse])).toContain(
      'worsened HIGH (was LOW) shop-prod kube-proxy kube-proxy-version-skew, kubelet, now',
    );
    const over = { ...transition, transition: 'RESOLVED', cause: 'MENDED', horizon: 'next-upgrade' } as const;
    expect(happened([over])).toContain('at the next upgrade : mended');
  });

  it('brings together what one sweep saw, changes first', () => {
    const revision = {
      kind: 'REVISION',
      at: asOf,
      sweep: 's',
      version: '1.24',
      changes: [{ component: 'updates', kind: 'CHANGED' }],
    } as const;
    const before = { ...transition, at: '2024-03-04T23:00:00.000Z' };

    expect(happened([transition, revision, before])).toMatch(
      /^2024-03-05 23:00 UTC updates changed opened .*2024-03-04 23:00 UTC opened/,
    );
  });

  it('leads to what was before, where there is more', () => {
    expect(happened([transition], '/older?before=x')).toContain('What was before');
    expect(happened([transition])).not.toContain('What was before');
  });
});
