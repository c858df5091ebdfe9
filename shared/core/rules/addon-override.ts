import { type AddonImage, awsRegistryOf, releaseIn } from '../addons/addon-image.ts';
import { compareReleases, parseAddonVersion } from '../addons/addon-version.ts';
import { parseImage } from '../addons/image-reference.ts';
import { describeAddon, showImages } from '../remediation.ts';
import { type AuditContext, defineAddonRule } from '../rule.ts';
import { type AddonSnapshot, addonUpdatesOf, type ClusterSnapshot } from '../snapshot.ts';
import { isUnderWay } from '../update.ts';
import { compliant, insufficientData, nonCompliant, notApplicable, type Verdict } from '../verdicts.ts';
import { whereSetUp } from '../where-set-up.ts';

/** The minors of Kubernetes for which kube-proxy is published as `-minimal-` alone; above them only without. */
const minimalOnly = { from: 25, to: 33 };

const rule = defineAddonRule({
  id: 'addon-override',
  title: 'Each add-on runs the version that EKS says, from a registry and by a tag that there are',
  why: "Somebody who edits the DaemonSet or Deployment of an EKS add-on runs another version than the one that EKS shows, checks and updates: AWS's own insights are blind to it. An image that nobody published runs on where it is cached, and on no new node.",
  judged: [
    'MEDIUM, now (version): the image of an EKS add-on is of another X.Y.Z than the add-on. Builds, -minimal- and whose registry it is make no difference, and while an update is under way nothing is told.',
    'HIGH, next-node-roll (tag): kube-proxy from a registry of AWS by a tag that was never pushed: from 1.25 to 1.33 there are -minimal- tags alone, from 1.34 there is none. One that is given by its digest is pulled by that.',
    "HIGH, next-node-roll (registry): the image is in the registry of an account of AWS that has none in that region. Mirrors are nobody's fault.",
    'Of vpc-cni, kube-proxy, coredns and aws-ebs-csi-driver the image tells the version. Where the Kubernetes API is not to be read, nothing is told; where it refuses, and of an image without a version in its tag: INSUFFICIENT_DATA.',
  ],
  reads: [
    'eks:ListAddons',
    'eks:DescribeAddon',
    'eks:ListNodegroups',
    'eks:ListFargateProfiles',
    'eks:ListUpdates',
    'eks:DescribeUpdate',
    'kubernetes:ListDaemonSets',
    'kubernetes:ListDeployments',
  ],
  mend: 'Find out why it was edited. Update the EKS add-on to the version that should run, with OVERWRITE where it shall take its fields back.',
  debug: [
    'kubectl -n kube-system get daemonset,deployment -o wide shows the images',
    'kubectl -n kube-system get daemonset aws-node kube-proxy --show-managed-fields -o yaml says who last set what',
    'kubectl -n kube-system get pods -o wide shows ImagePullBackOff on the nodes that cannot pull',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-field-management.html',

  check(addon, cluster, context) {
    const { addonImages } = cluster;
    if (!addonImages.readable) return [{ horizon: 'now', verdict: insufficientData(addonImages.because) }];
    const [first, ...others] = addonImages.value.filter((image) => image.addon === addon.name);
    if (!first)
      return [{ horizon: 'now', verdict: notApplicable('no workload is there whose image tells its version') }];
    const of = (judge: (image: AddonImage) => Verdict) => others.map(judge).reduce(worse, judge(first));
    return [
      ...(addon.managed
        ? [{ horizon: 'now', fault: 'version', verdict: of((one) => version(one, addon, cluster)) } as const]
        : []),
      { horizon: 'next-node-roll', fault: 'tag', verdict: of((one) => tag(one, cluster, context)) },
      { horizon: 'next-node-roll', fault: 'registry', verdict: of((one) => registry(one, cluster, context)) },
    ];
  },
});

export const addonOverride = whereSetUp('addonImages', rule);

const fromWorst: readonly Verdict['compliance'][] = [
  'NON_COMPLIANT',
  'INSUFFICIENT_DATA',
  'COMPLIANT',
  'NOT_APPLICABLE',
];

/** One workload that is otherwise is enough, and of one that nobody can read the others do not speak. */
function worse(one: Verdict, other: Verdict): Verdict {
  return fromWorst.indexOf(other.compliance) < fromWorst.indexOf(one.compliance) ? other : one;
}

function version({ workload, image }: AddonImage, addon: AddonSnapshot, cluster: ClusterSnapshot): Verdict {
  const said = parseAddonVersion(addon.version);
  if (!said) return insufficientData(`${addon.name}'s version ${addon.version} cannot be read`);
  const text = parseImage(image)?.tag;
  const running = text === undefined ? undefined : releaseIn(text);
  if (!running) return insufficientData(`the image of ${workload} tells no version: ${image}`);
  if (compareReleases(said, running) === 0) return compliant;
  const updates = addonUpdatesOf(cluster, addon.name);
  if (!updates.readable) return insufficientData(updates.because);
  if (updates.value.some(isUnderWay)) return notApplicable('an update of it is under way');
  const evidence = { addon: addon.name, kind: 'VERSION', version: addon.version, running: `${text}`, workload, image };
  return nonCompliant('MEDIUM', evidence, [showImages(cluster), describeAddon(cluster, addon.name)]);
}

/** Only of kube-proxy is it known by what its tags were published, and only of AWS's own registries. */
function tag({ addon, workload, image }: AddonImage, cluster: ClusterSnapshot, context: AuditContext): Verdict {
  const unknown = notApplicable('by which tags it was published is not known');
  const reference = parseImage(image);
  if (addon !== 'kube-proxy' || !reference || !awsRegistryOf(reference, context.addonRegistries)) return unknown;
  const { tag: text, digest } = reference;
  if (text === undefined || digest !== undefined) return notApplicable('it is pulled by its digest, whatever its tag');
  const { major, minor } = releaseIn(text) ?? {};
  if (major !== 1 || minor === undefined || minor < minimalOnly.from) return unknown;
  const isMinimal = text.includes('-minimal-');
  if (isMinimal === minor <= minimalOnly.to) return compliant;
  return nonCompliant('HIGH', { addon, kind: 'TAG', tag: text, workload, image }, [showImages(cluster)]);
}

function registry({ addon, workload, image }: AddonImage, cluster: ClusterSnapshot, context: AuditContext): Verdict {
  const { addonRegistries } = context;
  const reference = parseImage(image);
  const of = reference && awsRegistryOf(reference, addonRegistries);
  if (!of) return notApplicable('its registry is none of AWS');
  const there = addonRegistries[of.region];
  if (there === undefined) return insufficientData(`in which account AWS keeps images in ${of.region} is not known`);
  if (there === of.account) return compliant;
  const evidence = {
    addon,
    kind: 'REGISTRY',
    registry: of.account,
    region: of.region,
    expected: there,
    workload,
    image,
  };
  return nonCompliant('HIGH', evidence, [showImages(cluster)]);
}
