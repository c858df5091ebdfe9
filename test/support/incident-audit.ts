import type { AuditDocument } from '#core/document.ts';
import {
  aBreakage,
  aCluster,
  aCoverage,
  accounts,
  aDocument,
  addonStep,
  aFinding,
  aLaggingNodegroup,
  anInsufficiency,
  clusterArn,
  controlPlaneStep,
  documented,
  nodegroupStep,
  prod,
  resolved,
} from './document-builders.ts';

const since = '2024-02-20T23:00:00.000Z';
const dev = clusterArn('shop-dev', accounts.dev);

export const skewNow = aFinding({ fault: 'control-plane', firstObservedAt: since });

export const skewNext = aFinding({
  fault: 'control-plane',
  horizon: 'next-upgrade',
  firstObservedAt: since,
  evidence: {
    kubeProxy: 'v1.21.2-eksbuild.2',
    kubeProxyMinor: '1.21',
    controlPlane: '1.25',
    behind: 4,
    allowed: 2,
    awsUpgradesFrom: '2025-01-31T00:00:00.000Z',
  },
});

export const extendedSupport = aFinding({
  rule: 'cluster-version-support',
  resource: prod,
  firstObservedAt: '2024-01-31T23:00:00.000Z',
  evidence: {
    version: '1.24',
    phase: 'EXTENDED_SUPPORT',
    supportType: 'EXTENDED',
    endOfStandardSupport: '2024-01-31T00:00:00.000Z',
    endOfExtendedSupport: '2025-01-31T00:00:00.000Z',
    awsUpgradesFrom: '2025-01-31T00:00:00.000Z',
    surchargePerMonthUsd: 365,
  },
  remediation: [
    addonStep('shop-prod', 'kube-proxy', 'v1.24.17-eksbuild.2'),
    addonStep('shop-prod', 'vpc-cni', 'v1.11.5-eksbuild.1'),
    nodegroupStep('shop-prod', 'workers', '1.24'),
    controlPlaneStep('shop-prod', '1.25'),
    nodegroupStep('shop-prod', 'workers', '1.25'),
  ],
});

export const belowMinimum = aFinding({
  rule: 'addon-version-compatibility',
  resource: `${prod}/addon/vpc-cni`,
  fault: 'below-minimum',
  horizon: 'next-upgrade',
  severity: 'MEDIUM',
  firstObservedAt: since,
  evidence: {
    addon: 'vpc-cni',
    version: 'v1.10.1-eksbuild.1',
    kubernetes: '1.25',
    kind: 'BELOW_MINIMUM',
    minimum: 'v1.11.4',
    source: 'https://github.com/aws/amazon-vpc-cni-k8s/blob/master/README.md#recommended-version',
    awsUpgradesFrom: '2025-01-31T00:00:00.000Z',
  },
  remediation: [addonStep('shop-prod', 'vpc-cni', 'v1.11.5-eksbuild.1')],
});

/** The combination that prod would run after the upgrade, and that it did run: nobody had tried it. */
export const enteredUntested = resolved(
  aFinding({
    rule: 'untested-combination',
    resource: prod,
    horizon: 'next-upgrade',
    firstObservedAt: since,
    evidence: {
      nextVersion: '1.25',
      willHave: { kubernetes: '1.25', vpcCni: '1.10', coredns: '1.9', kubeProxyBehind: '3', amiFamilies: ['AL2'] },
      nearest: { kubernetes: '1.25', vpcCni: '1.16', coredns: '1.9', kubeProxyBehind: '0', amiFamilies: ['AL2'] },
      sibling: 'shop-test',
      siblingEnvironment: 'test',
      siblingSince: '2024-01-16T02:00:00.000Z',
      differing: [
        { part: 'vpcCni', willHave: '1.10', ran: '1.16' },
        { part: 'kubeProxyBehind', willHave: '3', ran: '0' },
      ],
    },
  }),
  'UPGRADED_UNTESTED',
);

export const lagging = aLaggingNodegroup('workers', { firstObservedAt: since });

export const laggingLater = aLaggingNodegroup('workers', {
  firstObservedAt: since,
  horizon: 'next-upgrade',
  severity: 'HIGH',
  evidence: { kubelet: '1.22', controlPlane: '1.25', behind: 3, allowed: 2 },
});

export const mended = resolved(
  aFinding({
    rule: 'nodegroup-version-skew',
    cluster: dev,
    resource: `${dev}/nodegroup/workers`,
    account: accounts.dev,
    environment: 'dev',
    severity: 'LOW',
    firstObservedAt: since,
    evidence: { kubelet: '1.24', controlPlane: '1.25', behind: 1, allowed: 2 },
  }),
);

/** The night before the upgrade, with something of everything that a report can hold. */
export function incidentAudit(overrides: Parameters<typeof aDocument>[0] = {}): AuditDocument {
  return aDocument({
    coverage: [
      aCoverage({ account: accounts.dev }),
      aCoverage({
        account: accounts.test,
        status: 'DENIED',
        clusters: 0,
        role: `arn:aws:iam::${accounts.test}:role/midwatch-member`,
        because: {
          call: 'sts:AssumeRole',
          obstacle: 'DENIED',
          detail: `User: arn:aws:iam::999988887777:user/ops is not authorized to perform: sts:AssumeRole`,
        },
      }),
      aCoverage({
        unreadable: [
          {
            resource: 'shop-prod/coredns',
            call: 'eks:DescribeAddon',
            obstacle: 'THROTTLED',
            detail: 'Too Many Requests',
          },
        ],
      }),
      aCoverage({
        region: 'ap-east-1',
        status: 'REGION_DISABLED',
        clusters: 0,
        because: { call: 'eks:ListClusters', obstacle: 'REGION_DISABLED', detail: '' },
      }),
    ],
    clusters: [
      aCluster({ arn: dev, name: 'shop-dev', account: accounts.dev, version: '1.25' }),
      aCluster({
        unread: [
          {
            facet: 'addons',
            because: { call: 'eks:DescribeAddon', obstacle: 'THROTTLED', detail: 'Too Many Requests' },
            lastReadAt: since,
          },
        ],
      }),
    ],
    findings: [
      documented(aBreakage(), 'OPENED'),
      documented(skewNow),
      documented(skewNext),
      documented(extendedSupport, 'WORSENED'),
      documented(belowMinimum),
      documented(lagging),
      documented(laggingLater),
      documented(mended, 'RESOLVED'),
    ],
    insufficientData: [
      anInsufficiency({
        resource: `${prod}/addon/coredns`,
        rule: 'addon-version-compatibility',
        reason: 'eks:DescribeAddon: THROTTLED (Too Many Requests)',
        since,
      }),
    ],
    suppressed: [
      {
        ...documented(aLaggingNodegroup('batch')),
        suppression: { rule: '*', resource: '*/batch', reason: 'goes away', owner: 'platform', until: '2024-06-30' },
      },
    ],
    ...overrides,
    audit: {
      notices: [
        { kind: 'SUPPRESSION_EXPIRED', subject: 'suppressions[1]', detail: 'was valid through 2024-02-29' },
        { kind: 'NO_ENVIRONMENT', subject: 'scratch', detail: '' },
      ],
      ...overrides.audit,
    },
  });
}
