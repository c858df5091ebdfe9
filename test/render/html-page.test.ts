import { describe, expect, it } from 'vitest';
import type { DocumentedCluster, DocumentedFinding } from '#core/document.ts';
import { renderHtml } from '#render/html-page.ts';
import {
  aCluster,
  accounts,
  aDocument,
  aFinding,
  aLaggingNodegroup,
  clusterArn,
  documented,
  prod,
  resolved,
} from '../support/document-builders.ts';
import { expectGolden } from '../support/golden.ts';
import { incidentAudit } from '../support/incident-audit.ts';

const environments = ['dev', 'test', 'prod'];
const devArn = clusterArn('shop-dev', accounts.dev);

function inDev(overrides: Partial<DocumentedCluster> = {}): DocumentedCluster {
  const addons = [{ name: 'kube-proxy', version: 'v1.25.16-eksbuild.1', managed: true }];
  return aCluster({
    arn: devArn,
    name: 'shop-dev',
    environment: { name: 'dev', from: 'tag' },
    version: '1.25',
    addons,
    ...overrides,
  });
}

interface Shown {
  readonly clusters?: readonly DocumentedCluster[];
  readonly findings?: readonly DocumentedFinding[];
}

const page = ({ clusters = [inDev(), aCluster()], findings = [] }: Shown = {}): string =>
  renderHtml(aDocument({ clusters, findings }), { environments });

/** The cells of the row of a component, their tags left out; the head of the row first. */
function row(component: string, text: string): readonly string[] {
  const [, cells = ''] = new RegExp(`<tr>(<th scope="row">${component}</th>.*?)</tr>`, 's').exec(text) ?? [];
  return [...cells.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) =>
    cell
      .replace(/<\/li>/g, '; ')
      .replace(/<[^>]+>/g, '')
      .trim(),
  );
}

it('shows an audit that has something of everything', () => {
  const document = incidentAudit();
  const calendar = {
    phase: 'EXTENDED_SUPPORT',
    endOfStandardSupport: '2024-01-31T00:00:00.000Z',
    endOfExtendedSupport: '2025-01-31T00:00:00.000Z',
    awsUpgradesFrom: '2025-01-31T00:00:00.000Z',
    extendedSupport: { from: '2024-04-01T00:00:00.000Z', surchargePerMonthUsd: 365 },
  } as const;
  const clusters = document.clusters.map((cluster, index) => (index === 0 ? { ...cluster, calendar } : cluster));

  expectGolden('render/audit.html', renderHtml({ ...document, clusters }, { environments }));
});

describe('the matrix', () => {
  it('has a column for each cluster, in the order of promotion, and a row for each component', () => {
    const text = page({ clusters: [aCluster(), inDev()] });

    expect(text.indexOf('shop-dev')).toBeLessThan(text.indexOf('shop-prod'));
    expect(row('Kubernetes', text)).toEqual(['Kubernetes', '1.25', '1.24 ≠']);
    expect(row('kube-proxy', text)).toEqual(['kube-proxy', 'v1.25.16-eksbuild.1', 'v1.21.2-eksbuild.2 ≠']);
    expect(row('vpc-cni', text)).toEqual(['vpc-cni', 'not there', 'not there']);
    expect(row('Nodes', text)).toEqual(['Nodes', ...Array(2).fill('workers: 1.24.17-20240227 AL2_x86_64;')]);
  });

  it('has the add-ons after the core ones in the order of their names', () => {
    const addons = ['x', 'coredns', 'a'].map((name) => ({ name, version: 'v1.0.0' }));
    const text = page({ clusters: [inDev({ addons })] });

    expect([...text.matchAll(/<th scope="row">([^<]+)/g)].map(([, name]) => name)).toEqual([
      'Kubernetes',
      'vpc-cni',
      'kube-proxy',
      'coredns',
      'a',
      'x',
      'Nodes',
    ]);
  });

  it('calls no patch and no build another version', () => {
    const addons = [{ name: 'kube-proxy', version: 'v1.25.4-eksbuild.9' }];

    expect(row('kube-proxy', page({ clusters: [inDev(), inDev({ arn: prod, name: 'x', addons })] }))[2]).toBe(
      'v1.25.4-eksbuild.9',
    );
  });

  it('says of what could not be read that it was not, and never that it is not there', () => {
    const { addons: _, nodegroups: __, version: ___, ...blind } = inDev();
    const half = inDev({ arn: prod, addons: [{ name: 'kube-proxy' }], nodegroups: [{ name: 'workers' }] });
    const text = page({ clusters: [blind, half] });

    expect(row('Kubernetes', text)).toEqual(['Kubernetes', 'never described', '1.25']);
    expect(row('kube-proxy', text)).toEqual(['kube-proxy', 'not read', 'not read']);
    expect(row('Nodes', text)).toEqual(['Nodes', 'not read;', 'workers: not read;']);
  });

  it('says of what was not read tonight of when it is', () => {
    const because = { call: 'eks:DescribeAddon', obstacle: 'DENIED', detail: '' } as const;
    const lastReadAt = '2024-03-01T23:00:00.000Z';
    const addons = [
      { name: 'coredns', version: 'v1.8.7', managed: false },
      { name: 'kube-proxy', version: 'v1.24.7' },
      { name: 'vpc-cni', version: 'v1.12.0' },
    ];
    const unread = [
      { facet: 'addons', parts: ['kube-proxy'], because, lastReadAt },
      { facet: 'nodegroups', because, lastReadAt },
      { facet: 'selfManagedAddons', because, lastReadAt },
    ] as const;
    const text = page({ clusters: [aCluster({ addons, unread })] });
    const old = 'as of 2024-03-01: not read since';

    expect(row('Kubernetes', text)[1]).toBe('1.24');
    expect(row('kube-proxy', text)[1]).toBe(`v1.24.7 ${old}`);
    expect(row('vpc-cni', text)[1]).toBe('v1.12.0');
    expect(row('coredns', text)[1]).toBe(`v1.8.7 self-managed ${old}`);
    expect(row('Nodes', text)[1]).toContain(old);
    const dark = page({ clusters: [aCluster({ unread: [{ facet: 'cluster', because, lastReadAt }] })] });
    expect(row('Kubernetes', dark)[1]).toBe(`1.24 ${old}`);
  });

  it('marks what is wrong where it is, by the worst of it', () => {
    const findings = [
      documented(aFinding({ severity: 'HIGH' })),
      documented(aFinding({ severity: 'CRITICAL', rule: 'addon-version-compatibility' })),
      documented(aFinding({ resource: prod, rule: 'cluster-health', severity: 'MEDIUM' })),
      documented(aLaggingNodegroup('workers')),
      documented(aFinding({ resource: `${prod}/nodes/ami-1`, rule: 'unmanaged-nodes', severity: 'MEDIUM' })),
    ];
    const text = page({ clusters: [aCluster()], findings });

    expect(row('Kubernetes', text)[1]).toBe('1.24 MEDIUM');
    expect(row('kube-proxy', text)[1]).toBe('v1.21.2-eksbuild.2 CRITICAL');
    expect(row('Nodes', text)[1]).toBe('workers: 1.24.17-20240227 AL2_x86_64 LOW; outside node groups MEDIUM;');
  });

  it('marks nothing that is over or INFORMATIONAL, or of another cluster', () => {
    const findings = [
      documented(resolved(aFinding())),
      documented(aFinding({ severity: 'INFORMATIONAL' })),
      documented(aFinding({ cluster: devArn })),
    ];

    expect(row('kube-proxy', page({ clusters: [aCluster()], findings }))[1]).toBe('v1.21.2-eksbuild.2');
  });

  it('shows the system of which the worst is wrong first, and a cluster without one by itself', () => {
    const { system: _, environment: __, ...alone } = aCluster({ arn: clusterArn('lab'), name: 'lab' });
    const findings = [documented(aFinding({ cluster: alone.arn, resource: alone.arn, severity: 'LOW' }))];
    const text = page({ clusters: [inDev(), alone], findings });

    expect([...text.matchAll(/aria-label="Components of ([^"]+)"/g)].map(([, name]) => name)).toEqual(['lab', 'shop']);
  });

  it('leads to what is told of a cluster, where something is', () => {
    const text = page({ findings: [documented(aFinding())] });
    const [, anchor] = /<a href="#([^"]+)">shop-prod<\/a>/.exec(text) ?? [];

    expect(text).toContain(`<h3 id="${anchor}">shop-prod`);
    expect(text).not.toContain('>shop-dev</a>');
  });

  it('has environments that the configuration does not know last', () => {
    const clusters = [inDev({ environment: { name: 'lab', from: 'tag' }, name: 'of-lab' }), aCluster()];
    const text = page({ clusters });

    expect(text.indexOf('shop-prod')).toBeLessThan(text.indexOf('of-lab'));
  });
});

describe('the support calendar', () => {
  const standard = '2024-05-01T00:00:00.000Z';
  const extended = '2025-05-01T00:00:00.000Z';
  const calendar = {
    endOfStandardSupport: standard,
    endOfExtendedSupport: extended,
    awsUpgradesFrom: extended,
    extendedSupport: { from: standard, surchargePerMonthUsd: 365 },
  };

  it('adds up what the clusters of a version will cost, and when', () => {
    const clusters = [inDev({ calendar }), inDev({ arn: prod, name: 'shop-prod', calendar })];

    expect(row('1.25', page({ clusters }))).toEqual([
      '1.25',
      'shop-dev and shop-prod',
      '2024-05-01, in 57 days',
      '2025-05-01, in 422 days',
      '2025-05-01, in 422 days',
      '730 US dollars a month from then on',
    ]);
  });

  it.each([
    ['2024-03-04T00:00:00.000Z', '2024-03-04, yesterday', '365 US dollars a month'],
    ['2024-03-05T00:00:00.000Z', '2024-03-05, today', '365 US dollars a month'],
    ['2024-03-06T00:00:00.000Z', '2024-03-06, tomorrow', '365 US dollars a month from then on'],
  ])('speaks of a day as it lies to the audit: %s', (endOfStandardSupport, day, cost) => {
    const cells = row('1.25', page({ clusters: [inDev({ calendar: { ...calendar, endOfStandardSupport } })] }));

    expect([cells[2], cells[5]]).toEqual([day, cost]);
  });

  it('keeps clusters apart that AWS upgrades on other days, those that come first first', () => {
    const soon = { ...calendar, awsUpgradesFrom: standard };
    const clusters = [inDev({ calendar }), inDev({ arn: prod, name: 'shop-prod', calendar: soon })];
    const rows = [...page({ clusters }).matchAll(/<th scope="row">1\.25<\/th><td>([^<]+)/g)].map(([, name]) => name);

    expect(rows.slice(-2)).toEqual(['shop-prod', 'shop-dev']);
  });

  it('says of which clusters no dates are known', () => {
    expect(page({ clusters: [inDev({ calendar }), aCluster()] })).toContain('No dates are known of shop-prod.');
    expect(page({ clusters: [aCluster()] })).not.toContain('<svg');
    expect(page({ clusters: [inDev({ calendar })] })).not.toContain('No dates');
  });

  it('says what is not known, and what costs nothing', () => {
    const cells = row('1.25', page({ clusters: [inDev({ calendar: { endOfStandardSupport: standard } })] }));

    expect(cells.slice(3)).toEqual(['not known', 'not known', 'nothing']);
  });
});

describe('a page', () => {
  it('makes text of a name that would be more', () => {
    const name = `<img src=x onerror=alert(1)>"'&`;
    const text = page({ clusters: [aCluster({ name })] });

    expect(text).not.toContain('<img');
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
  });

  it('loads, runs and sends nothing, by its own word', () => {
    const text = page();

    expect(text).toMatch(/content="default-src &#39;none&#39;; style-src &#39;sha256-[A-Za-z0-9+/]+=*&#39;;/);
    expect(text).not.toMatch(/<script|<link|<img|<iframe|\bstyle=|url\(/);
    expect([...text.matchAll(/(?:href|src)="([^"]+)"/g)].filter(([, to]) => !to?.startsWith('#'))).toEqual([]);
  });

  it('says that nothing is told where nothing is', () => {
    expect(page({ clusters: [aCluster()] })).toContain('<p>Nothing.</p>');
  });
});
