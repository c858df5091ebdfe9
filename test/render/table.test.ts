import { describe, expect, it } from 'vitest';
import type { AuditDocument } from '#core/document.ts';
import type { Step } from '#core/remediation.ts';
import { renderTable } from '#render/table.ts';
import {
  aCluster,
  aCoverage,
  accounts,
  aDocument,
  aFinding,
  aLaggingNodegroup,
  anInsufficiency,
  clusterArn,
  documented,
  nodegroupStep,
  resolved,
} from '../support/document-builders.ts';
import { expectGolden } from '../support/golden.ts';
import { incidentAudit, lagging } from '../support/incident-audit.ts';

const linesOf = (document: AuditDocument, options = {}) => renderTable(document, options).split('\n');

describe('the report for a terminal', () => {
  it('shows an audit that has something of everything', () => {
    expectGolden('render/table.txt', renderTable(incidentAudit()));
  });

  it('fits a narrow terminal', () => {
    expectGolden('render/table-narrow.txt', renderTable(incidentAudit(), { width: 50 }));
  });

  it('shows a first audit without changes, in colour', () => {
    const audit = { baseline: true, notices: [] };

    expectGolden('render/table-baseline-colour.txt', renderTable(incidentAudit({ audit }), { colour: true }));
  });

  it('calls an audit without a history no first one, and nothing in it new', () => {
    const report = renderTable(incidentAudit({ audit: { baseline: true, notices: [] } }), {
      history: false,
      width: 200,
    });

    expect(report).toContain('No history: what is new is not known.');
    expect(report).not.toMatch(/first audit|\bnew ·/i);
  });

  it('shows a healthy fleet in a few lines', () => {
    expectGolden('render/table-healthy.txt', renderTable(aDocument()));
  });

  it('tells many that are alike as one, in a cluster and in several', () => {
    const groups = Array.from({ length: 8 }, (_, index) => documented(aLaggingNodegroup(`batch-${index}`)));
    const clusters = Array.from({ length: 7 }, (_, index) => clusterArn(`shard-${index}`));
    const proxies = clusters.map((cluster, index) =>
      documented(aFinding({ cluster, evidence: { ...aFinding().evidence, kubeProxy: `v1.21.${index}-eksbuild.2` } })),
    );
    const document = aDocument({
      findings: [...groups, ...proxies],
      clusters: [aCluster(), ...clusters.map((arn) => aCluster({ arn, name: arn }))],
    });

    expectGolden('render/table-alike.txt', renderTable(document));
  });

  it('keeps what is mended otherwise apart, alike as it is: the steps told are those of the first', () => {
    const look: Step = {
      account: accounts.prod,
      command: ['aws', 'eks', 'describe-nodegroup', '--nodegroup-name', 'own'],
      verify: [],
    };
    const clusters = Array.from({ length: 12 }, (_, index) => clusterArn(`shard-${index}`));
    const findings = clusters.map((cluster, index) =>
      documented(aLaggingNodegroup('workers', { cluster, ...(index % 2 === 0 ? { remediation: [look] } : {}) })),
    );

    const lines = linesOf(aDocument({ findings }));

    expect(lines.filter((line) => line.startsWith('  LOW'))).toHaveLength(2);
    expect(lines.filter((line) => line.startsWith('  1.  aws eks'))).toEqual([
      '  1.  aws eks describe-nodegroup --nodegroup-name own',
      expect.stringContaining('update-nodegroup-version'),
    ]);
  });

  it('keeps five that are alike apart', () => {
    const findings = ['a', 'b', 'c', 'd', 'e'].map((name) => documented(aLaggingNodegroup(name)));

    expect(linesOf(aDocument({ findings })).filter((line) => line.startsWith('  LOW'))).toHaveLength(5);
  });

  it('keeps what is alike but of another severity apart', () => {
    const findings = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) =>
      documented(aLaggingNodegroup(name, { severity: index < 3 ? 'LOW' : 'MEDIUM' })),
    );

    expect(linesOf(aDocument({ findings })).filter((line) => /^ {2}(LOW|MEDIUM)/.test(line))).toHaveLength(6);
  });

  it('shows what is INFORMATIONAL only when asked', () => {
    const findings = [documented(aLaggingNodegroup('workers', { severity: 'INFORMATIONAL' }))];

    expect(linesOf(aDocument({ findings }))).toContain('1 INFORMATIONAL not shown.');
    expect(renderTable(aDocument({ findings }))).not.toContain('kubelet');
    expect(renderTable(aDocument({ findings }), { informational: true })).toContain(
      'INFORMATIONAL  shop-prod node group',
    );
  });

  it('shows the last environment of the promotion first, and clusters without one last', () => {
    const names = ['lab', 'dev', 'test', 'prod'];
    const findings = names.map((name) => {
      const cluster = clusterArn(`shop-${name}`);
      return documented(aFinding({ cluster, environment: name, severity: name === 'prod' ? 'LOW' : 'HIGH' }));
    });
    const clusters = names.map((name) => aCluster({ arn: clusterArn(`shop-${name}`) }));

    const headings = linesOf(aDocument({ findings, clusters }), { environments: ['dev', 'test', 'prod'] })
      .filter((line) => /^shop-/.test(line))
      .map((line) => line.split(':')[0]);

    expect(headings).toEqual(['shop-prod', 'shop-test', 'shop-dev', 'shop-lab']);
  });

  it('shows the worst cluster first where no order is known', () => {
    const cluster = clusterArn('blue');
    const findings = [documented(lagging), documented(aFinding({ cluster, severity: 'CRITICAL' }))];
    const headings = linesOf(aDocument({ findings })).filter((line) => /^(shop-prod|blue)/.test(line));

    expect(headings).toEqual(['blue', 'shop-prod: prod, Kubernetes 1.24, account 333344445555, eu-west-1']);
  });

  it('repeats no step of two findings', () => {
    const step = nodegroupStep('shop-prod', 'workers', '1.24');
    const findings = ['a', 'b'].map((name) => documented(aLaggingNodegroup(name, { remediation: [step] })));

    expect(linesOf(aDocument({ findings })).filter((line) => line.includes('update-nodegroup-version'))).toHaveLength(
      1,
    );
  });

  it('says what came back, what was gone, and that nothing changed', () => {
    const again = documented(aLaggingNodegroup('a'), 'REOPENED');
    const eased = documented(aLaggingNodegroup('b'), 'EASED');
    const gone = documented(resolved(aLaggingNodegroup('c'), 'GONE'), 'RESOLVED');

    expectGolden('render/table-changes.txt', renderTable(aDocument({ findings: [again, eased, gone] })));
    expect(linesOf(aDocument({ findings: [documented(lagging)] }))).toContain('Nothing changed since the last audit.');
  });

  it('names each call that was refused, with what lets it through', () => {
    const refusals = ['eks:DescribeAddon', 'eks:DescribeNodegroup'].flatMap((call) =>
      Array.from({ length: 6 }, (_, index) => ({
        ...({ call, obstacle: 'DENIED', detail: `not authorized to perform ${index}` } as const),
        resource: `shop-prod/${call}-${index}`,
      })),
    );
    const text = renderTable(aDocument({ coverage: [aCoverage({ unreadable: refusals })] }), { width: 2000 });

    expect(text).toMatch(/eks:DescribeAddon: access was denied .*\n.* allow eks:DescribeAddon for/);
    expect(text).toMatch(/eks:DescribeNodegroup: access was denied .*\n.* allow eks:DescribeNodegroup for/);
  });

  it('brings together what could not be looked at or judged for one reason', () => {
    const regions = ['af-south-1', 'ap-east-1', 'eu-south-1', 'eu-south-2', 'me-south-1', 'sa-east-1', 'ca-west-1'];
    const coverage = regions.map((region) =>
      aCoverage({
        region,
        status: 'REGION_DISABLED',
        clusters: 0,
        because: { call: 'eks:ListClusters', obstacle: 'REGION_DISABLED', detail: '' },
      }),
    );
    const insufficientData = ['kube-proxy-version-skew', 'addon-version-compatibility'].map((rule) =>
      anInsufficiency({ rule }),
    );

    expectGolden('render/table-unseen.txt', renderTable(aDocument({ coverage, insufficientData })));
  });
});
