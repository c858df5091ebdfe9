import type { ListedRelease } from '../catalogue.ts';
import { amiFamilies } from '../images/nodegroup-release.ts';
import type { JudgedVersion } from '../judged-version.ts';
import { breakagesOf } from '../known-breakage.ts';
import type { Unreadable } from '../reading.ts';
import type { AuditContext, Judgement } from '../rule.ts';
import type { Severity } from '../severity.ts';
import type { AddonSnapshot, ClusterSnapshot } from '../snapshot.ts';
import { amiFamiliesOf, listedFor, minimumOf, whyAmiFamilyUnknown } from '../upgrade/addon-fitness.ts';
import { type Evidence, insufficientData } from '../verdicts.ts';
import { highestOf, listingOf } from './addon-listing.ts';
import { type AddonVersion, compareAddonVersions } from './addon-version.ts';

/** An add-on, looked at under one Kubernetes version. */
export interface Subject {
  readonly addon: AddonSnapshot;
  readonly version: AddonVersion;
  readonly at: JudgedVersion;
  readonly cluster: ClusterSnapshot;
  readonly context: AuditContext;
}

/** Something that is wrong with an add-on's version, before it is decided which of them is told. */
export interface AddonFault {
  readonly fault: string;
  readonly horizon: Judgement['horizon'];
  readonly severity: Severity;
  /** The word that evidence has for it. */
  readonly kind: string;
  readonly evidence: Evidence;
}

/** The known breakages that the version meets. One that strikes new nodes only strikes at the next roll, not now. */
export function breakageFaults({ addon, version, at, cluster, context }: Subject): readonly AddonFault[] {
  const around = { kubernetes: at.kubernetes, amiFamilies: amiFamiliesOf(cluster) };
  return breakagesOf(context.breakages, addon.name, version, around).map(
    ({ id, horizon, severity, consequence, source }) => ({
      fault: id,
      horizon: at.horizon === 'now' ? horizon : at.horizon,
      severity,
      kind: 'KNOWN_BREAKAGE',
      evidence: { breakage: id, consequence, source },
    }),
  );
}

/** The known breakages that cannot be ruled out, since the family of some node group is not known. */
export function undecidedBreakages(subject: Subject): readonly Judgement[] {
  const { addon, version, at, cluster, context } = subject;
  const why = whyAmiFamilyUnknown(cluster);
  if (why === undefined) return [];
  const certain = new Set(breakageFaults(subject).map(({ fault }) => fault));
  const around = { kubernetes: at.kubernetes, amiFamilies };
  return breakagesOf(context.breakages, addon.name, version, around)
    .filter(({ id }) => !certain.has(id))
    .map(({ id, horizon, condition }) => ({
      fault: id,
      horizon: at.horizon === 'now' ? horizon : at.horizon,
      verdict: insufficientData(`whether a node group runs ${condition.amiFamily} is not known: ${why}`),
    }));
}

/** Where the version stands in the published list; a judgement where the list cannot tell, a fault where it is off it. */
export function listingFault(subject: Subject): AddonFault | Judgement | undefined {
  const { addon, at, cluster, context } = subject;
  const fault = 'unlisted';
  const { horizon, kubernetes } = at;
  // It cannot be set again, and no more than that: whether it runs is told by its skew and the known breakages.
  if (addon.name === 'kube-proxy' && horizon === 'next-upgrade') return undefined;
  const published = context.catalogue.addons[addon.name];
  if (published && !published.readable) return { horizon, fault, verdict: insufficientData(published.because) };
  const [lowest, ...others] = listedFor(addon.name, kubernetes, context);
  if (!lowest) {
    const because = `AWS lists no version of ${addon.name} for Kubernetes ${kubernetes} in ${cluster.region}`;
    return { horizon, fault, verdict: insufficientData(because) };
  }
  return offList(subject, [lowest, ...others], published?.value.stale);
}

function offList(
  subject: Subject,
  listed: readonly [ListedRelease, ...ListedRelease[]],
  stale: Unreadable | undefined,
): AddonFault | Judgement | undefined {
  const { addon, version, at, cluster } = subject;
  const { horizon } = at;
  const listing = listingOf(version, listed, cluster.platformVersion);
  const fault = 'unlisted';
  const off = (severity: Severity, more: Evidence = {}): AddonFault => ({
    fault,
    horizon,
    severity: addon.name === 'kube-proxy' && severity !== 'INFORMATIONAL' ? 'LOW' : severity,
    kind: listing.kind,
    evidence: { ...landmarks(listed), ...more },
  });
  // What AWS has published since is on no list of an earlier night.
  const unseen = stale && { horizon, fault, verdict: insufficientData(stale) };
  switch (listing.kind) {
    case 'LISTED':
      return undefined;
    case 'BELOW_LISTED':
      return off('HIGH');
    case 'ABOVE_LISTED':
      // Its project publishes before EKS lists: who installs it by hand may be ahead.
      return unseen ?? off(listing.buildOnly || !addon.managed ? 'INFORMATIONAL' : 'HIGH');
    case 'DELISTED':
      return horizon === 'now' ? (unseen ?? off('MEDIUM', { nearestListed: listing.nearest })) : undefined;
    case 'OTHER_PLATFORM':
    case 'UNKNOWN_PLATFORM': {
      // The platform version that the next minor will bring is not known before it is there.
      if (horizon !== 'now') return undefined;
      const { platformVersions: listedPlatforms } = listing;
      if (listing.kind === 'OTHER_PLATFORM') {
        return off('MEDIUM', { listedPlatforms, platformVersion: String(cluster.platformVersion) });
      }
      const because = `listed for ${listedPlatforms.join(', ')} only, and the cluster's platform version is not known`;
      return { horizon, fault, verdict: insufficientData(because) };
    }
  }
}

/** Below what AWS recommends at least: no breakage, but no version to upgrade with. */
export function minimumFault({ addon, version, at, context }: Subject): AddonFault | undefined {
  const minimum = minimumOf(context.minimumVersions, addon.name, at.kubernetes);
  if (!minimum || compareAddonVersions(version, minimum.version) >= 0) return undefined;
  const evidence = { minimum: minimum.text, source: minimum.source };
  return { fault: 'below-minimum', horizon: at.horizon, severity: 'MEDIUM', kind: 'BELOW_MINIMUM', evidence };
}

/** The ends of the list and what EKS installs by default, for orientation. */
function landmarks(listed: readonly [ListedRelease, ...ListedRelease[]]): Evidence {
  const defaultVersion = listed.findLast(({ isDefault }) => isDefault)?.text;
  return {
    lowestListed: listed[0].text,
    newestListed: highestOf(listed).text,
    ...(defaultVersion === undefined ? {} : { defaultVersion }),
  };
}
