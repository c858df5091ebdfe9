import { describe, expect, it } from 'vitest';
import { readable, unreadable } from '#core/reading.ts';
import { clusterUpgradeInsights } from '#core/rules/cluster-upgrade-insights.ts';
import type { InsightDetail, ListedInsight } from '#core/snapshot.ts';
import { aCluster, aContext, anInsight, refused } from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const skew = 'next-upgrade/kubelet-version-skew-1.35';
const noDetail = unreadable(refused('eks:DescribeInsight'));

const insights = (...overrides: readonly Partial<ListedInsight>[]) => aCluster({ insights: overrides.map(anInsight) });

/** An API that is asked for by clients, each with the last request of one that has been quiet. */
function asked(clients: Readonly<Record<string, string | undefined>>): Partial<ListedInsight> {
  const listed = Object.entries(clients).map(([userAgent, quietSince]) => ({
    userAgent,
    ...(quietSince === undefined ? {} : { quietSince }),
  }));
  const detail: InsightDetail = {
    deprecations: [{ api: '/apis/batch/v1beta1/cronjobs', clients: listed }],
    addons: [],
  };
  return { detail: readable(detail) };
}

const quiet = asked({ 'argocd/v2.9': '2026-02-20T00:00:00.000Z', 'helm/v3': '2026-02-10T00:00:00.000Z' });

ruleTable(clusterUpgradeInsights, [
  { when: 'it passes', says: { [skew]: 'COMPLIANT' } },
  { when: 'it passed too long ago', cluster: insights({ isStale: true }), says: { [skew]: 'INSUFFICIENT_DATA' } },
  { when: 'EKS cannot tell', cluster: insights({ status: 'UNKNOWN' }), says: { [skew]: 'INSUFFICIENT_DATA' } },
  { when: 'the status is new', cluster: insights({ status: 'MOON' }), says: { [skew]: 'INSUFFICIENT_DATA' } },
  { when: 'it fails', cluster: insights({ status: 'ERROR' }), says: { [skew]: 'HIGH' } },
  { when: 'it failed long ago', cluster: insights({ status: 'ERROR', isStale: true }), says: { [skew]: 'HIGH' } },
  { when: 'it warns', cluster: insights({ status: 'WARNING' }), says: { [skew]: 'LOW' } },
  {
    when: 'it fails by requests of which one may go on',
    cluster: insights({ status: 'ERROR', ...asked({ 'argocd/v2.9': '2026-02-20T00:00:00.000Z', kubectl: undefined }) }),
    says: { [skew]: 'HIGH' },
  },
  {
    when: 'it fails by requests of which all are over',
    cluster: insights({ status: 'ERROR', ...quiet }),
    says: { [skew]: 'MEDIUM' },
  },
  {
    when: 'it warns by requests of which all are over',
    cluster: insights({ status: 'WARNING', ...quiet }),
    says: { [skew]: 'LOW' },
  },
  {
    when: 'it fails, and by what could not be read',
    cluster: insights({ status: 'ERROR', detail: noDetail }),
    says: { [skew]: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'it warns, and of what could not be read',
    cluster: insights({ status: 'WARNING', detail: noDetail }),
    says: { [skew]: 'LOW' },
  },
  {
    when: 'the nodes outside AWS are set up wrongly',
    cluster: insights({ category: 'MISCONFIGURATION', title: 'Hybrid nodes', status: 'ERROR', detail: noDetail }),
    says: { 'now/hybrid-nodes-1.35': 'LOW' },
  },
  {
    when: 'it fails about the version that the control plane already runs',
    cluster: insights({ kubernetesVersion: '1.34', status: 'ERROR' }),
    says: { 'next-upgrade/kubelet-version-skew-1.34': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'it passes about the version that the control plane already runs',
    cluster: insights({ kubernetesVersion: '1.34' }),
    says: { 'next-upgrade/kubelet-version-skew-1.34': 'COMPLIANT' },
  },
  {
    when: 'its version, or that of the control plane, cannot be read',
    cluster: aCluster({
      version: 'latest',
      insights: [anInsight({ status: 'ERROR' }), anInsight({ status: 'ERROR', kubernetesVersion: 'next' })],
    }),
    says: { [skew]: 'HIGH', 'next-upgrade/kubelet-version-skew-next': 'HIGH' },
  },
  {
    when: 'its category is new',
    cluster: insights({ category: 'MOON', status: 'ERROR' }),
    says: { [skew]: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'there are several, of which those on a rollback are none of its own',
    cluster: insights(
      { status: 'ERROR', title: 'Deprecated APIs removed in Kubernetes v1.35' },
      { status: 'WARNING', kubernetesVersion: '1.36' },
      { status: 'ERROR', category: 'ROLLBACK_READINESS' },
    ),
    says: {
      'next-upgrade/deprecated-apis-removed-in-kubernetes-v1.35-1.35': 'HIGH',
      'next-upgrade/kubelet-version-skew-1.36': 'LOW',
    },
  },
  { when: 'there are none', cluster: insights(), says: { 'next-upgrade': 'NOT_APPLICABLE' } },
  {
    when: 'there are none but those on a rollback',
    cluster: insights({ category: 'ROLLBACK_READINESS' }),
    says: { 'next-upgrade': 'NOT_APPLICABLE' },
  },
  {
    when: 'they could not be listed',
    cluster: aCluster({ insights: unreadable(refused('eks:ListInsights')) }),
    says: { 'next-upgrade': 'INSUFFICIENT_DATA' },
  },
]);

function lookedUpBy(categories: string): readonly string[] {
  const which = ['--region', 'eu-west-1', '--cluster-name', 'shop-prod', '--filter', `categories=${categories}`];
  return ['aws', 'eks', 'list-insights', ...which];
}

function verdictOn(insight: Partial<ListedInsight>, place = skew) {
  const cluster = insights(insight);
  return verdictAt(clusterUpgradeInsights.evaluate(cluster, aContext()).evaluations, cluster, place);
}

describe('an insight that does not pass', () => {
  it('says who asks for what, what takes its place, and when the upgrade comes by itself', () => {
    const detail: InsightDetail = {
      deprecations: [
        {
          api: '/apis/batch/v1beta1/cronjobs',
          replacedBy: '/apis/batch/v1/cronjobs',
          clients: [{ userAgent: 'argocd/v2.9' }, { userAgent: 'kubectl/v1.21' }],
        },
      ],
      addons: ['vpc-cni'],
    };

    expect(verdictOn({ status: 'ERROR', reason: 'Because.', detail: readable(detail) })).toMatchObject({
      evidence: {
        insight: 'Kubelet version skew',
        status: 'ERROR',
        kubernetes: '1.35',
        reason: 'Because.',
        asked: [
          {
            api: '/apis/batch/v1beta1/cronjobs',
            replacedBy: '/apis/batch/v1/cronjobs',
            by: ['argocd/v2.9', 'kubectl/v1.21'],
          },
        ],
        addons: ['vpc-cni'],
        awsUpgradesFrom: '2027-12-02T00:00:00.000Z',
      },
    });
  });

  it('says of requests that are over which was the last, and when EKS forgets it', () => {
    expect(verdictOn({ status: 'ERROR', ...quiet })).toMatchObject({
      evidence: { lastRequestedAt: '2026-02-20T00:00:00.000Z', forgottenAt: '2026-03-22T00:00:00.000Z' },
    });
  });

  it('holds nothing that it has not got', () => {
    expect(Object.keys((verdictOn({ status: 'ERROR' }) as { evidence: object }).evidence)).toEqual([
      'insight',
      'status',
      'kubernetes',
      'awsUpgradesFrom',
    ]);
  });

  it('begins with a look at the insights of its category and version', () => {
    expect(verdictOn({ status: 'ERROR' })).toMatchObject({
      remediation: [{ command: lookedUpBy('UPGRADE_READINESS,kubernetesVersions=1.35') }],
    });
  });

  it('may be about no version', () => {
    const { kubernetesVersion: _, ...insight } = anInsight({ category: 'MISCONFIGURATION', status: 'ERROR' });
    const cluster = aCluster({ insights: [insight] });

    const { evaluations } = clusterUpgradeInsights.evaluate(cluster, aContext());

    expect(evaluations).toMatchObject([
      {
        fault: 'kubelet-version-skew',
        verdict: {
          severity: 'LOW',
          evidence: expect.not.objectContaining({ kubernetes: expect.anything() }),
          remediation: [{ command: lookedUpBy('MISCONFIGURATION') }],
        },
      },
    ]);
  });
});

it.each<[string, Partial<ListedInsight>, string]>([
  [
    'when EKS last looked',
    { isStale: true, refreshedAt: '2026-02-20T09:00:00.000Z' },
    'Kubelet version skew: PASSING, and EKS last looked on 2026-02-20',
  ],
  [
    'that EKS does not say when it looked',
    { isStale: true },
    'Kubelet version skew: PASSING, and EKS does not say when it last looked',
  ],
  ['why EKS cannot tell', { status: 'UNKNOWN', reason: 'No nodes.' }, 'Kubelet version skew: UNKNOWN, No nodes.'],
  ['that EKS does not say why', { status: 'UNKNOWN' }, 'Kubelet version skew: UNKNOWN, it gives no reason'],
  [
    'which call was refused',
    { status: 'ERROR', detail: noDetail },
    'Kubelet version skew: ERROR, eks:DescribeInsight: DENIED (not authorized)',
  ],
  ['which category is new', { status: 'ERROR', category: 'MOON' }, 'Kubelet version skew: ERROR, of the category MOON'],
])('says %s where it cannot judge', (_, insight, because) => {
  expect(verdictOn(insight)).toEqual({ compliance: 'INSUFFICIENT_DATA', because });
});

describe('a finding that is over', () => {
  const finding = { fault: 'kubelet-version-skew-1.35' } as never;
  const causeIn = (cluster = insights({})) => clusterUpgradeInsights.causeOf?.(finding, cluster);

  it('was mended where its insight passes', () => {
    expect(causeIn()).toBeUndefined();
  });

  it.each([
    ['EKS has taken its insight back', insights({ kubernetesVersion: '1.36' })],
    ['only a rollback has one of that name', insights({ category: 'ROLLBACK_READINESS' })],
  ])('no longer applies where %s', (_, cluster) => {
    expect(causeIn(cluster)).toBe('NO_LONGER_APPLIES');
  });

  it('has no cause of its own where insights could not be listed', () => {
    expect(causeIn(aCluster({ insights: unreadable(refused('eks:ListInsights')) }))).toBeUndefined();
  });
});
