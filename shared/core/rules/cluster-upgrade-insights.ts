import { dayOf } from '../days.ts';
import { forgottenAt, isOutdated, quietSince } from '../insight.ts';
import { describeUnreadable } from '../reading.ts';
import { listInsights } from '../remediation.ts';
import { defineClusterRule } from '../rule.ts';
import type { ClusterSnapshot, ListedInsight } from '../snapshot.ts';
import { compliant, type Evidence, insufficientData, nonCompliant, notApplicable, type Verdict } from '../verdicts.ts';

export const clusterUpgradeInsights = defineClusterRule({
  id: 'cluster-upgrade-insights',
  title: "EKS's own insights on the cluster pass",
  why: 'EKS sees what nobody else does: which clients still ask for an API that the next version removes. It looks once a day, and tells nobody.',
  judged: [
    'Each insight, by its name and Kubernetes version, is a fault of its own',
    'HIGH, next-upgrade: ERROR',
    'MEDIUM, next-upgrade: ERROR by an API of which every client has been quiet for more than 7 days, with the day on which EKS forgets the last request (30 days after it) and the insight passes',
    'LOW, next-upgrade: WARNING, with the version that it is about',
    'LOW, now: a MISCONFIGURATION that does not pass',
    'Not applicable: EKS has no insights on the cluster.',
    'Insufficient data: UNKNOWN; PASSING, and refreshed more than 36 hours ago; about a version that the control plane already runs; ERROR, and what is behind it could not be read.',
    'Those on a rollback (ROLLBACK_READINESS) are no part of it.',
  ],
  reads: ['eks:ListInsights', 'eks:DescribeInsight'],
  mend: 'Move each client that is named to the API that takes the place of the old one. An insight on add-ons, kube-proxy or kubelets passes once these are where the rules on them want them.',
  debug: [
    'aws eks list-insights --cluster-name CLUSTER lists the insights with their ids',
    'aws eks describe-insight --cluster-name CLUSTER --id ID shows which clients asked, and when',
    'kubectl get --raw /metrics | grep apiserver_requested_deprecated_apis counts requests by API, not by client',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-insights.html',

  check(cluster) {
    const { insights } = cluster;
    if (!insights.readable) return [{ horizon: 'next-upgrade', verdict: insufficientData(insights.because) }];
    const judged = insights.value.filter(isJudged);
    if (judged.length === 0) {
      return [{ horizon: 'next-upgrade', verdict: notApplicable('EKS has no insights on the cluster') }];
    }
    return judged.map((insight) => ({
      horizon: insight.category === 'MISCONFIGURATION' ? 'now' : 'next-upgrade',
      fault: faultOf(insight),
      verdict: judge(insight, cluster),
    }));
  },

  /** An insight that EKS has taken back, as after the upgrade that it was about, has not been met: nothing was mended. */
  causeOf: ({ fault }, { insights }) =>
    insights.readable && !insights.value.some((insight) => isJudged(insight) && faultOf(insight) === fault)
      ? 'NO_LONGER_APPLIES'
      : undefined,
});

function isJudged({ category }: ListedInsight): boolean {
  return category !== 'ROLLBACK_READINESS';
}

function faultOf({ title, kubernetesVersion = '' }: ListedInsight): string {
  return `${title} ${kubernetesVersion}`
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]+/gu, '-');
}

function judge(insight: ListedInsight, cluster: ClusterSnapshot): Verdict {
  const { title, category, status, reason = 'it gives no reason', isStale, refreshedAt, detail } = insight;
  if (status === 'PASSING' && !isStale) return compliant;
  if (status === 'PASSING') {
    const when =
      refreshedAt === undefined ? 'does not say when it last looked' : `last looked on ${dayOf(refreshedAt)}`;
    return insufficientData(`${title}: PASSING, and EKS ${when}`);
  }
  if (status !== 'ERROR' && status !== 'WARNING') return insufficientData(`${title}: ${status}, ${reason}`);
  if (isOutdated(insight, cluster)) {
    return insufficientData(`${title}: of ${insight.kubernetesVersion}, which the control plane already runs`);
  }
  const quiet = detail.readable ? quietSince(detail.value) : undefined;
  const met = (severity: 'LOW' | 'MEDIUM' | 'HIGH') =>
    nonCompliant(severity, evidenceOf(insight, quiet), [listInsights(cluster, category, insight.kubernetesVersion)]);
  if (category === 'MISCONFIGURATION') return met('LOW');
  if (category !== 'UPGRADE_READINESS') return insufficientData(`${title}: ${status}, of the category ${category}`);
  if (status === 'WARNING') return met('LOW');
  if (!detail.readable) return insufficientData(`${title}: ERROR, ${describeUnreadable(detail.because)}`);
  return met(quiet === undefined ? 'HIGH' : 'MEDIUM');
}

function evidenceOf({ title, status, kubernetesVersion, reason, detail }: ListedInsight, quiet?: string): Evidence {
  const { deprecations, addons } = detail.readable ? detail.value : { deprecations: [], addons: [] };
  const asked = deprecations.map(({ api, replacedBy, clients }) => ({
    api,
    ...(replacedBy === undefined ? {} : { replacedBy }),
    by: clients.map(({ userAgent }) => userAgent),
  }));
  return {
    insight: title,
    status,
    ...(kubernetesVersion === undefined ? {} : { kubernetes: kubernetesVersion }),
    ...(reason === undefined ? {} : { reason }),
    ...(asked.length === 0 ? {} : { asked }),
    ...(addons.length === 0 ? {} : { addons }),
    ...(quiet === undefined ? {} : { lastRequestedAt: quiet, forgottenAt: forgottenAt(quiet) }),
  };
}
