import { nameOfTemplate, type TemplateReference } from './nodes/launch-template.ts';
import type { ClusterSnapshot } from './snapshot.ts';

/** One thing to do: a command, and the command that shows it is done before the next may start (none to look only). */
export interface Step {
  /** The account whose credentials the commands need. */
  readonly account: string;
  readonly command: readonly string[];
  readonly verify: readonly string[];
  /** The words that `verify` prints once it is done: a status and a version; absent where there is nothing to verify. */
  readonly expected?: readonly string[];
  /** Set on a look that what would follow waits for: it is left out, since it may break what runs. */
  readonly holdsBack?: true;
  /** Set on a look at a node group that no command can roll as it should be: what has to come first. */
  readonly waitsFor?: Awaited;
}

/** The end of an update that is under way; a node group of another AMI type, made in the place of one; or an image to roll to: the first of all, or a good one. */
export const awaited = ['UPDATE_END', 'ANOTHER_AMI_TYPE', 'FIRST_IMAGE', 'GOOD_IMAGE'] as const;
export type Awaited = (typeof awaited)[number];

/** A look that has to be followed by a decision before anything else is done. */
export function holdingBack(look: Step): Step {
  return { ...look, holdsBack: true };
}

/** Puts an EKS add-on on another version, keeping what was configured by hand. */
export function updateAddon({ account, name, region }: ClusterSnapshot, addon: string, version: string): Step {
  const which = ['--region', region, '--cluster-name', name, '--addon-name', addon];
  return {
    account,
    command: ['aws', 'eks', 'update-addon', ...which, '--addon-version', version, '--resolve-conflicts', 'PRESERVE'],
    ...untilActive(['describe-addon', ...which], 'addon', 'addonVersion', version),
  };
}

/** Takes the control plane to a version, one minor up from where it is. */
export function updateControlPlane({ account, name, region }: ClusterSnapshot, version: string): Step {
  const which = ['--region', region, '--name', name];
  return {
    account,
    command: ['aws', 'eks', 'update-cluster-version', ...which, '--kubernetes-version', version],
    ...untilActive(['describe-cluster', ...which], 'cluster', 'version', version),
  };
}

/** Rolls a node group to the newest image of a Kubernetes version. */
export function updateNodegroup({ account, name, region }: ClusterSnapshot, nodegroup: string, version: string): Step {
  const which = ['--region', region, '--cluster-name', name, '--nodegroup-name', nodegroup];
  return {
    account,
    command: ['aws', 'eks', 'update-nodegroup-version', ...which, '--kubernetes-version', version],
    ...untilActive(['describe-nodegroup', ...which], 'nodegroup', 'version', version),
  };
}

/** Puts a node group on a release of its images, within its version of Kubernetes: that version says nothing of whether it is there. */
export function updateNodegroupRelease(
  { account, name, region }: ClusterSnapshot,
  nodegroup: string,
  release: string,
): Step {
  const which = ['--region', region, '--cluster-name', name, '--nodegroup-name', nodegroup];
  return {
    account,
    command: ['aws', 'eks', 'update-nodegroup-version', ...which, '--release-version', release],
    ...untilActive(['describe-nodegroup', ...which], 'nodegroup', 'releaseVersion', release),
  };
}

/** Rolls a node group to the newest image of its own version, where nobody knows which that is. */
export function renewNodegroup({ account, name, region }: ClusterSnapshot, nodegroup: string): Step {
  const which = ['--region', region, '--cluster-name', name, '--nodegroup-name', nodegroup];
  return {
    account,
    command: ['aws', 'eks', 'update-nodegroup-version', ...which],
    verify: ['aws', 'eks', 'describe-nodegroup', ...which, ...shown('nodegroup', 'releaseVersion')],
  };
}

/** Shows what a node group is made of, where what to do depends on what a person finds. */
export function describeNodegroup({ account, name, region }: ClusterSnapshot, nodegroup: string): Step {
  const which = ['--region', region, '--cluster-name', name, '--nodegroup-name', nodegroup];
  return { account, command: ['aws', 'eks', 'describe-nodegroup', ...which], verify: [] };
}

/** Shows an image, deprecated or not; nothing where it is gone, or no longer shared with the account. */
export function describeImage({ account, region }: ClusterSnapshot, image: string): Step {
  const which = ['--region', region, '--filters', `Name=image-id,Values=${image}`, '--include-deprecated'];
  return { account, command: ['aws', 'ec2', 'describe-images', ...which], verify: [] };
}

/** Shows the nodes of a cluster that run an image, and by their tags who made them. */
export function showNodes({ account, name, region }: ClusterSnapshot, image: string): Step {
  const filters = [`Name=image-id,Values=${image}`, `Name=tag-key,Values=kubernetes.io/cluster/${name}`];
  return {
    account,
    command: ['aws', 'ec2', 'describe-instances', '--region', region, '--filters', ...filters],
    verify: [],
  };
}

/** Shows versions of a launch template, without the user data in them, which may be secret. */
export function describeTemplateVersions(
  { account, region }: ClusterSnapshot,
  template: TemplateReference,
  versions: readonly (string | number)[],
): Step {
  const which = ['--region', region, ...templateArguments(template), '--versions', ...versions.map(String)];
  const shown = [
    '--query',
    'LaunchTemplateVersions[].[VersionNumber,LaunchTemplateData.[ImageId,KeyName,SecurityGroupIds,NetworkInterfaces[].Groups,BlockDeviceMappings]]',
  ];
  return { account, command: ['aws', 'ec2', 'describe-launch-template-versions', ...which, ...shown], verify: [] };
}

function templateArguments(reference: TemplateReference): readonly string[] {
  const { id } = reference;
  return id === undefined ? ['--launch-template-name', nameOfTemplate(reference)] : ['--launch-template-id', id];
}

/** Rolls a node group to a version of its launch template. */
export function updateTemplateVersion(
  { account, name, region }: ClusterSnapshot,
  nodegroup: string,
  reference: TemplateReference,
  version: number,
): Step {
  const which = ['--region', region, '--cluster-name', name, '--nodegroup-name', nodegroup];
  const template = reference.id === undefined ? `name=${nameOfTemplate(reference)}` : `id=${reference.id}`;
  return {
    account,
    command: [
      ...['aws', 'eks', 'update-nodegroup-version', ...which],
      ...['--launch-template', `${template},version=${version}`],
    ],
    ...untilActive(['describe-nodegroup', ...which], 'nodegroup', 'launchTemplate.version', String(version)),
  };
}

/** Shows what EKS itself has against a cluster. */
export function showClusterHealth({ account, name, region }: ClusterSnapshot): Step {
  const which = ['--region', region, '--name', name];
  return {
    account,
    command: ['aws', 'eks', 'describe-cluster', ...which, '--query', 'cluster.health'],
    verify: [],
  };
}

/** Shows an update of a cluster, or of the add-on or node group that is named, with its errors. */
export function describeUpdate(
  { account, name, region }: ClusterSnapshot,
  update: string,
  of: { readonly addon?: string; readonly nodegroup?: string } = {},
): Step {
  const addon = of.addon === undefined ? [] : ['--addon-name', of.addon];
  const nodegroup = of.nodegroup === undefined ? [] : ['--nodegroup-name', of.nodegroup];
  const which = ['--region', region, '--name', name, ...addon, ...nodegroup, '--update-id', update];
  return { account, command: ['aws', 'eks', 'describe-update', ...which], verify: [] };
}

/** Shows which EKS add-ons there are, where nobody could see them. */
export function listAddons({ account, name, region }: ClusterSnapshot): Step {
  return { account, command: ['aws', 'eks', 'list-addons', '--region', region, '--cluster-name', name], verify: [] };
}

/** Shows which images of the core add-ons run, managed or not; the context is the one that the AWS CLI makes. */
export function showImages({ account, arn }: ClusterSnapshot): Step {
  const workloads = ['daemonset,deployment', '--namespace', 'kube-system', '--output', 'wide'];
  return { account, command: ['kubectl', '--context', arn, 'get', ...workloads], verify: [] };
}

/** Shows the kubelet of each node, and by its labels who made it. */
export function showKubelets({ account, arn }: ClusterSnapshot): Step {
  return { account, command: ['kubectl', '--context', arn, 'get', 'nodes', '--show-labels'], verify: [] };
}

/** Shows subnets with their free addresses: by a filter, since asked for by id one that is gone fails all. */
export function describeSubnets({ account, region }: ClusterSnapshot, ids: readonly string[]): Step {
  const shown = 'Subnets[].[SubnetId,AvailabilityZone,AvailableIpAddressCount]';
  const which = ['--region', region, '--filters', `Name=subnet-id,Values=${ids.join(',')}`];
  return {
    account,
    command: ['aws', 'ec2', 'describe-subnets', ...which, '--query', shown, '--output', 'table'],
    verify: [],
  };
}

/** Shows which node groups there are, where nobody could see them. */
export function listNodegroups({ account, name, region }: ClusterSnapshot): Step {
  return {
    account,
    command: ['aws', 'eks', 'list-nodegroups', '--region', region, '--cluster-name', name],
    verify: [],
  };
}

/** Shows the insights of a category, of one version where they are about one: what to do is said in each. */
export function listInsights(
  { account, name, region }: ClusterSnapshot,
  category: string,
  kubernetes: string | undefined,
): Step {
  const which = ['--region', region, '--cluster-name', name];
  const filter = [`categories=${category}`, ...(kubernetes === undefined ? [] : [`kubernetesVersions=${kubernetes}`])];
  return { account, command: ['aws', 'eks', 'list-insights', ...which, '--filter', filter.join(',')], verify: [] };
}

/** Shows which versions of an add-on AWS lists, where none that is listed would help. */
export function describeAddonVersions({ account, region }: ClusterSnapshot, addon: string, kubernetes: string): Step {
  const which = ['--region', region, '--addon-name', addon, '--kubernetes-version', kubernetes];
  return { account, command: ['aws', 'eks', 'describe-addon-versions', ...which], verify: [] };
}

/** Shows the service accounts of an add-on, and the policies that AWS recommends for each. */
export function showAddonPermissions({ account, region }: ClusterSnapshot, addon: string, version: string): Step {
  const which = ['--region', region, '--addon-name', addon, '--addon-version', version];
  const command = ['describe-addon-configuration', ...which, '--query', 'podIdentityConfiguration'];
  return { account, command: ['aws', 'eks', ...command], verify: [] };
}

/** Shows which versions of Kubernetes AWS offers, where nobody knows what the next one is. */
export function describeClusterVersions({ account, region }: ClusterSnapshot): Step {
  return { account, command: ['aws', 'eks', 'describe-cluster-versions', '--region', region], verify: [] };
}

/** Installs an EKS add-on. What is there already and differs stops it: taking that over is a person's decision. */
export function createAddon({ account, name, region }: ClusterSnapshot, addon: string, version: string): Step {
  const which = ['--region', region, '--cluster-name', name, '--addon-name', addon];
  return {
    account,
    command: ['aws', 'eks', 'create-addon', ...which, '--addon-version', version, '--resolve-conflicts', 'NONE'],
    ...untilActive(['describe-addon', ...which], 'addon', 'addonVersion', version),
  };
}

/** Shows an EKS add-on as it is, to lay it beside another. */
export function describeAddon({ account, name, region }: ClusterSnapshot, addon: string): Step {
  const which = ['--region', region, '--cluster-name', name, '--addon-name', addon];
  return { account, command: ['aws', 'eks', 'describe-addon', ...which], verify: [] };
}

/**
 * Shows status and version together: ACTIVE alone is said after an update that failed as well.
 *
 * The waiters of the AWS CLI look at the status only, and give up on a control plane before it is done.
 */
function untilActive(
  describe: readonly string[],
  what: string,
  versionField: string,
  version: string,
): Required<Pick<Step, 'verify' | 'expected'>> {
  return {
    verify: ['aws', 'eks', ...describe, ...shown(what, versionField)],
    expected: ['ACTIVE', version],
  };
}

function shown(what: string, versionField: string): readonly string[] {
  return ['--query', `${what}.[status,${versionField}]`, '--output', 'text'];
}
