import { highestOf, listingOf } from '../addons/addon-listing.ts';
import { type AddonVersion, compareReleases, parseAddonVersion } from '../addons/addon-version.ts';
import { minorsBehind, parseKubernetesVersion } from '../kubernetes-version.ts';
import { type AuditContext, defineAddonRule } from '../rule.ts';
import type { AddonSnapshot, ClusterSnapshot } from '../snapshot.ts';
import { installableOn } from '../upgrade/addon-fitness.ts';
import { mendingSteps } from '../upgrade/addon-path.ts';
import { compliant, explainedBy, insufficientData, nonCompliant, type Verdict } from '../verdicts.ts';

export const addonVersionCurrency = defineAddonRule({
  id: 'addon-version-currency',
  title: "Each add-on is not older than the version that EKS installs by default on the cluster's Kubernetes version",
  why: 'What is older than the default has missed what AWS fixed since, and is the further from the next version the longer it waits. Moving it in small steps is what keeps the large one out of the night of an upgrade.',
  judged: [
    'LOW, now: older than the default version for the Kubernetes version that runs; with addonCurrency: newest, than the newest that is listed',
    'A build is no difference: v1.12.1-eksbuild.2 is not older than v1.12.1-eksbuild.9.',
    'kube-proxy may be one minor behind its control plane: it moves after it. What is not listed at all, addon-version-compatibility tells.',
  ],
  reads: [
    'eks:ListAddons',
    'eks:DescribeAddon',
    'eks:ListNodegroups',
    'eks:ListFargateProfiles',
    'eks:DescribeAddonVersions',
    'kubernetes:ListDaemonSets',
    'kubernetes:ListDeployments',
  ],
  mend: 'Move the add-on to the default of its Kubernetes version or above, vpc-cni one minor at a time.',
  debug: [
    'aws eks describe-addon-versions --addon-name ADDON --kubernetes-version VERSION marks the default and lists the newest',
    'The release notes of the add-on between the two versions say what has been mended',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html',

  check(addon, cluster, context) {
    const version = parseAddonVersion(addon.version);
    const verdict = version
      ? judge(addon, version, cluster, context)
      : insufficientData(`its version ${addon.version} cannot be read`);
    return [{ horizon: 'now', verdict }];
  },
});

function judge(addon: AddonSnapshot, version: AddonVersion, cluster: ClusterSnapshot, context: AuditContext): Verdict {
  const published = context.catalogue.addons[addon.name];
  if (published && !published.readable) return insufficientData(published.because);
  const [lowest, ...others] = installableOn(cluster, addon.name, context);
  const where = `${addon.name} for Kubernetes ${cluster.version} in ${cluster.region}`;
  if (!lowest) return insufficientData(`AWS lists no version of ${where}`);
  const newest = highestOf([lowest, ...others]);
  // There may be several, one a platform: what none of them is newer than is not behind.
  const byDefault = [lowest, ...others].find(({ isDefault }) => isDefault);
  const wanted = context.settings.addonCurrency === 'newest' ? newest : byDefault;
  if (!wanted) return insufficientData(`AWS names no default version of ${where}`);
  if (compareReleases(version, wanted.version) >= 0 || followsLater(addon, version, cluster)) return compliant;
  const { kind } = listingOf(version, [lowest, ...others], cluster.platformVersion);
  // One that is not listed is told by addon-version-compatibility, with the very same steps.
  if (kind === 'BELOW_LISTED' || kind === 'DELISTED') return explainedBy('unlisted');

  const evidence = {
    addon: addon.name,
    version: addon.version,
    kubernetes: cluster.version,
    olderThan: byDefault && compareReleases(version, byDefault.version) < 0 ? 'DEFAULT' : 'NEWEST',
    ...(byDefault ? { defaultVersion: byDefault.text } : {}),
    newestListed: newest.text,
  };
  return nonCompliant('LOW', evidence, mendingSteps(addon, cluster, context, cluster.version, wanted.version));
}

/** kube-proxy moves after its control plane: a minor behind is where it is between the two steps. */
function followsLater({ name }: AddonSnapshot, version: AddonVersion, cluster: ClusterSnapshot): boolean {
  const controlPlane = parseKubernetesVersion(cluster.version);
  return name === 'kube-proxy' && controlPlane !== undefined && minorsBehind(version, controlPlane) === 1;
}
