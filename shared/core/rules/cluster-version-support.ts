import { type ClusterVersion, clusterVersionOf } from '../catalogue.ts';
import { daysBetween } from '../days.ts';
import { compareKubernetesVersions, parseKubernetesVersion } from '../kubernetes-version.ts';
import { defineClusterRule } from '../rule.ts';
import type { Severity } from '../severity.ts';
import { type ExtendedSupportPrice, type SupportPhase, supportPhaseAt, surchargePerMonthUsd } from '../support.ts';
import { stepsToNextVersion } from '../upgrade/steps.ts';
import { compliant, insufficientData, nonCompliant, notApplicable } from '../verdicts.ts';

export const clusterVersionSupport = defineClusterRule({
  id: 'cluster-version-support',
  title: 'The control plane runs a Kubernetes version in standard support, for longer than the notice',
  why: 'Extended support costs six times the price, and when it ends EKS upgrades the control plane by itself, without notice and without its nodes and add-ons.',
  judged: [
    'CRITICAL, now: the version is unsupported, or its extended support ends within notice.extendedSupport (90 days)',
    'HIGH, now: the version is in extended support, with what that costs a month',
    'MEDIUM, now: standard support ends within notice.standardSupport (90 days); with upgradePolicy STANDARD, AWS upgrades on that day',
    'Days are days of the UTC calendar: exactly the notice is enough, and on the day that a phase ends the next already holds.',
    'Not applicable: a local cluster on an Outpost, whose versions have a calendar of their own.',
  ],
  reads: ['eks:DescribeCluster', 'eks:DescribeClusterVersions'],
  mend: 'Upgrade the control plane one minor at a time. Move the add-ons that would not fit the next version before it, and the node groups after it.',
  debug: [
    'aws eks describe-cluster-versions --include-all lists the dates of each version in the region',
    'aws eks describe-cluster --name CLUSTER --query cluster.upgradePolicy says what happens at the end of standard support',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html',

  check(cluster, context) {
    const { asOf, catalogue, settings, extendedSupportPrice } = context;
    const { clusterVersions } = catalogue;
    if (cluster.outpost) {
      const verdict = notApplicable('the versions of a local cluster on an Outpost have a calendar of their own');
      return [{ horizon: 'now', verdict }];
    }
    if (!clusterVersions.readable) return [{ horizon: 'now', verdict: insufficientData(clusterVersions.because) }];
    const versions = clusterVersions.value.value;
    const entry = clusterVersionOf(versions, cluster.version);
    const oldestUnsupported = entry ? undefined : olderUnsupported(cluster.version, versions);
    const phase = entry ? supportPhaseAt(entry, asOf) : oldestUnsupported === undefined ? undefined : 'UNSUPPORTED';
    if (phase === undefined) {
      const because = `AWS publishes no support dates for Kubernetes ${cluster.version} in ${cluster.region}`;
      return [{ horizon: 'now', verdict: insufficientData(because) }];
    }

    const severity = severityOf(phase, entry, asOf, settings.notice);
    if (severity === 'UNKNOWN') {
      const because = `AWS publishes no end of standard support for Kubernetes ${cluster.version} in ${cluster.region}`;
      return [{ horizon: 'now', verdict: insufficientData(because) }];
    }
    if (severity === undefined) return [{ horizon: 'now', verdict: compliant }];

    const { endOfStandardSupport, endOfExtendedSupport } = entry ?? {};
    const surcharge =
      phase === 'EXTENDED_SUPPORT' ? surchargePerMonthUsd(extendedSupportPrice, asOf, cluster.region) : 0;
    const forcedFrom = cluster.supportType === 'STANDARD' ? endOfStandardSupport : endOfExtendedSupport;
    const tellsForced =
      forcedFrom !== undefined && (phase !== 'STANDARD_SUPPORT' || cluster.supportType === 'STANDARD');
    const evidence = {
      version: cluster.version,
      phase,
      supportType: cluster.supportType,
      ...(endOfStandardSupport === undefined ? {} : { endOfStandardSupport }),
      ...(endOfExtendedSupport === undefined ? {} : { endOfExtendedSupport }),
      ...(oldestUnsupported === undefined ? {} : { oldestListed: oldestUnsupported }),
      ...(tellsForced ? { awsUpgradesFrom: forcedFrom } : {}),
      ...(surcharge > 0 ? { surchargePerMonthUsd: surcharge } : {}),
      ...chargedLater(extendedSupportPrice, endOfStandardSupport, asOf),
    };
    return [{ horizon: 'now', verdict: nonCompliant(severity, evidence, stepsToNextVersion(cluster, context)) }];
  },
});

/** From when AWS charges for extended support, where that began before it did. */
function chargedLater({ chargedFrom }: ExtendedSupportPrice, from: string | undefined, asOf: string) {
  return asOf < chargedFrom && from !== undefined && from < chargedFrom ? { chargedFrom } : {};
}

/** How bad a phase is; undefined where all is well, UNKNOWN where the date that decides is not published. */
function severityOf(
  phase: SupportPhase,
  entry: ClusterVersion | undefined,
  asOf: string,
  notice: { readonly standardSupport: number; readonly extendedSupport: number },
): Severity | 'UNKNOWN' | undefined {
  if (phase === 'UNSUPPORTED') return 'CRITICAL';
  const end = phase === 'EXTENDED_SUPPORT' ? entry?.endOfExtendedSupport : entry?.endOfStandardSupport;
  if (phase === 'EXTENDED_SUPPORT') {
    return end !== undefined && daysBetween(asOf, end) < notice.extendedSupport ? 'CRITICAL' : 'HIGH';
  }
  if (end === undefined) return 'UNKNOWN';
  return daysBetween(asOf, end) < notice.standardSupport ? 'MEDIUM' : undefined;
}

/** AWS stops listing what is long unsupported: a version below one that is listed as unsupported is so as well. */
function olderUnsupported(version: string, versions: readonly ClusterVersion[]): string | undefined {
  const own = parseKubernetesVersion(version);
  if (!own) return undefined;
  return versions.find((one) => {
    const other = parseKubernetesVersion(one.version);
    return one.status === 'UNSUPPORTED' && other !== undefined && compareKubernetesVersions(own, other) < 0;
  })?.version;
}
