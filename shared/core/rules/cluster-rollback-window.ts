import { clusterVersionOf } from '../catalogue.ts';
import { addDays } from '../days.ts';
import { formatKubernetesVersion, parseKubernetesVersion, previousMinor } from '../kubernetes-version.ts';
import { listInsights } from '../remediation.ts';
import { rollbackBlockers, upgradeToUndo } from '../rollback.ts';
import { type AuditContext, defineClusterRule } from '../rule.ts';
import { allOf, type ClusterSnapshot } from '../snapshot.ts';
import { supportPhaseAt } from '../support.ts';
import { compliant, insufficientData, nonCompliant, notApplicable, type Verdict } from '../verdicts.ts';

export const clusterRollbackWindow = defineClusterRule({
  id: 'cluster-rollback-window',
  title: 'No upgrade of the control plane waits to be kept or undone',
  why: 'For a week EKS takes a control plane back to the version that it left. Afterwards nothing does, and what prevents it (nodes on the new version, use of its APIs) grows by the day.',
  judged: [
    'INFORMATIONAL, now: for 7 days from an in-place upgrade, at least (of an upgrade the beginning is known, and not the end), or until extended support of the version that it left ends',
    'With what prevents it already: insights on a rollback with ERROR or UNKNOWN, and upgradePolicy STANDARD where the version that it left is in extended support',
    'None after an upgrade that AWS made at the end of extended support, after a rollback, and of a cluster that was made with its version.',
    'Not applicable: before EKS could roll back (July 2026).',
    'Insufficient data: updates could not be read, or AWS publishes no end of support of the version that the upgrade left.',
  ],
  reads: ['eks:ListUpdates', 'eks:DescribeUpdate', 'eks:ListInsights', 'eks:DescribeClusterVersions'],
  mend: 'Decide within the window. To undo it, roll the node groups back first, then add-ons that do not fit the older version, then the control plane: update-cluster-version with the older version.',
  debug: [
    'aws eks list-insights --cluster-name CLUSTER --filter categories=ROLLBACK_READINESS shows what EKS has against it',
    'aws eks list-updates --name CLUSTER shows the updates of the control plane by their ids',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html',

  check: (cluster, context) => [{ horizon: 'now', verdict: judge(cluster, context) }],

  /** A window closes; nothing was mended. */
  causeOf: () => 'NO_LONGER_APPLIES',
});

function judge(
  cluster: ClusterSnapshot,
  { asOf, catalogue: { clusterVersions }, rollbackTerms }: AuditContext,
): Verdict {
  const { version } = cluster;
  const updates = allOf(cluster.updates);
  if (asOf < rollbackTerms.since) return notApplicable('EKS could not roll a control plane back yet');
  if (!updates.readable) return insufficientData(updates.because);
  const upgrade = upgradeToUndo(updates.value, asOf);
  if (!upgrade) return compliant;
  const windowEnds = addDays(upgrade.createdAt, rollbackTerms.windowDays);
  if (asOf >= windowEnds) return compliant;

  if (!clusterVersions.readable) return insufficientData(clusterVersions.because);
  const own = parseKubernetesVersion(version);
  const left = own && formatKubernetesVersion(previousMinor(own));
  const entry = left === undefined ? undefined : clusterVersionOf(clusterVersions.value.value, left);
  if (left === undefined || entry?.endOfExtendedSupport === undefined) {
    return insufficientData(`AWS publishes no end of support of the version before ${version}`);
  }
  const supportEnds = entry.endOfExtendedSupport;
  // Also where AWS made the upgrade: it does so once that support has ended.
  if (asOf >= supportEnds) return compliant;

  const blockers = rollbackBlockers(cluster)?.map(({ title, status, reason }) => ({
    insight: title,
    status,
    ...(reason === undefined ? {} : { reason }),
  }));
  const needsExtendedPolicy = cluster.supportType === 'STANDARD' && supportPhaseAt(entry, asOf) !== 'STANDARD_SUPPORT';
  const evidence = {
    version,
    previousVersion: left,
    upgradedAt: upgrade.createdAt,
    ...(supportEnds < windowEnds ? { until: supportEnds } : { atLeastUntil: windowEnds }),
    ...(blockers ? { blockers } : { blockersUnknown: true }),
    ...(needsExtendedPolicy ? { needsExtendedPolicy } : {}),
  };
  return nonCompliant('INFORMATIONAL', evidence, [listInsights(cluster, 'ROLLBACK_READINESS', undefined)]);
}
