import { describe, expect, it } from 'vitest';
import { readable, unreadable } from '#core/reading.ts';
import { kubeProxyVersionSkew } from '#core/rules/kube-proxy-version-skew.ts';
import type { ApiClient, ListedInsight } from '#core/snapshot.ts';
import { aCluster, aContext, aNodegroup, anAddon, anInsight, refused } from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

/** A cluster whose kube-proxy EKS does not manage, and nobody may look at. */
function unseen(insights: readonly ListedInsight[] | undefined, more: Parameters<typeof aCluster>[0] = {}) {
  const others = ['coredns', 'vpc-cni'].map((name) => anAddon(name));
  return aCluster({ addons: others, insights: insights ?? unreadable(refused('eks:ListInsights')), ...more });
}

const ofSkew = (overrides: Partial<ListedInsight> = {}) =>
  anInsight({ title: 'kube-proxy version skew', reason: 'As EKS sees it.', ...overrides });

const askedBy = (...clients: readonly ApiClient[]) =>
  anInsight({
    title: 'Deprecated APIs removed in Kubernetes v1.35',
    status: 'ERROR',
    detail: readable({ deprecations: [{ api: '/apis/x', clients }], addons: [] }),
  });

const unreadInsight = anInsight({ status: 'ERROR', detail: unreadable(refused('eks:DescribeInsight')) });

const agent = (version: string, more: Partial<ApiClient> = {}) => ({
  userAgent: `kube-proxy/${version} (linux/amd64) kubernetes/d2965f0`,
  ...more,
});

const blind = { 'kube-proxy now': 'INSUFFICIENT_DATA' };
const next = (word: string) => ({ ...blind, 'kube-proxy next-upgrade/control-plane': word });

ruleTable(kubeProxyVersionSkew, [
  { when: 'nothing tells of it', cluster: unseen([]), says: blind },
  { when: 'the insights could not be listed', cluster: unseen(undefined), says: blind },
  { when: 'EKS itself passes it', cluster: unseen([ofSkew()]), says: next('COMPLIANT') },
  {
    when: 'EKS itself passes it, and who asks for an old API could not be read',
    cluster: unseen([ofSkew(), unreadInsight]),
    says: next('INSUFFICIENT_DATA'),
  },
  {
    when: 'EKS itself does not pass it, and who asks for an old API could not be read',
    cluster: unseen([ofSkew({ status: 'ERROR' }), unreadInsight]),
    says: next('HIGH'),
  },
  { when: 'EKS itself does not pass it', cluster: unseen([ofSkew({ status: 'ERROR' })]), says: next('HIGH') },
  { when: 'EKS itself cannot tell', cluster: unseen([ofSkew({ status: 'UNKNOWN' })]), says: blind },
  { when: 'EKS itself looked too long ago', cluster: unseen([ofSkew({ isStale: true })]), says: blind },
  {
    when: 'EKS speaks of the version that runs',
    cluster: unseen([ofSkew({ kubernetesVersion: '1.34' })]),
    says: blind,
  },
  { when: 'EKS speaks of a rollback', cluster: unseen([ofSkew({ category: 'ROLLBACK_READINESS' })]), says: blind },
  {
    when: 'EKS speaks of no version',
    cluster: unseen([(({ kubernetesVersion: _, ...insight }) => insight)(ofSkew())]),
    says: blind,
  },
  {
    when: 'the oldest that asks for an old API is too old',
    cluster: unseen([askedBy(agent('v1.31.0'), agent('v1.30.0')), ofSkew()]),
    says: {
      'kube-proxy now/control-plane': 'HIGH',
      'kube-proxy now/kubelet': 'NOT_APPLICABLE',
      'kube-proxy next-upgrade/control-plane': 'HIGH',
    },
  },
  {
    when: 'the oldest that asks for an old API would be too old: of today it shows nothing',
    cluster: unseen([askedBy(agent('v1.31.0'))]),
    says: {
      'kube-proxy now/control-plane': 'INSUFFICIENT_DATA',
      'kube-proxy now/kubelet': 'INSUFFICIENT_DATA',
      'kube-proxy next-upgrade/control-plane': 'HIGH',
    },
  },
  {
    when: 'the oldest that asks for an old API is too far from a kubelet',
    cluster: unseen([askedBy(agent('v1.31.0'))], { nodegroups: [aNodegroup({ version: '1.35' })] }),
    says: {
      'kube-proxy now/control-plane': 'INSUFFICIENT_DATA',
      'kube-proxy now/kubelet': 'MEDIUM',
      'kube-proxy next-upgrade/control-plane': 'HIGH',
    },
  },
  {
    when: 'the one that asked has been quiet: it may have been replaced',
    cluster: unseen([askedBy(agent('v1.30.0', { quietSince: '2026-02-10T00:00:00.000Z' }))]),
    says: blind,
  },
  {
    when: 'others ask, or under a name that tells no version',
    cluster: unseen([
      askedBy(
        { userAgent: 'kubectl/v1.21.0' },
        { userAgent: 'kube-proxy/v1.30.0beta' },
        { userAgent: 'my kube-proxy/v1.30.0' },
      ),
    ]),
    says: blind,
  },
  {
    when: 'who asks could not be read',
    cluster: unseen([unreadInsight]),
    says: blind,
  },
]);

describe('a kube-proxy that nobody could look at', () => {
  function verdictOf(insights: readonly ListedInsight[]) {
    const cluster = unseen(insights);
    const { evaluations } = kubeProxyVersionSkew.evaluate(cluster, aContext());
    return verdictAt(evaluations, cluster, 'kube-proxy next-upgrade/control-plane');
  }

  it('is told with the name under which it was seen, and a look at what runs', () => {
    const verdict = verdictOf([askedBy(agent('v1.30.0'))]);

    expect(verdict).toMatchObject({
      evidence: { kubeProxy: 'v1.30.0', behind: 5, seenBy: 'kube-proxy/v1.30.0 (linux/amd64) kubernetes/d2965f0' },
    });
    expect(verdict).toHaveProperty('remediation[0].command[0]', 'kubectl');
  });

  it('is told with the insight by which it is judged', () => {
    expect(verdictOf([ofSkew({ status: 'ERROR' })])).toMatchObject({
      evidence: {
        insight: 'kube-proxy version skew',
        status: 'ERROR',
        controlPlane: '1.35',
        reason: 'As EKS sees it.',
        awsUpgradesFrom: '2027-12-02T00:00:00.000Z',
      },
      remediation: [{ command: expect.arrayContaining(['kubectl']) }],
    });
  });
});

it('holds no reason where EKS gives none', () => {
  const { reason: _, ...insight } = ofSkew({ status: 'ERROR' });
  const { evaluations } = kubeProxyVersionSkew.evaluate(unseen([insight]), aContext());

  expect(evaluations[1]).not.toHaveProperty('verdict.evidence.reason');
});
