import { z } from 'zod';
import type { AddonImage } from '#core/addons/addon-image.ts';
import { isStandIn } from '#core/addons/core-addon-need.ts';
import { isRepository, parseImage } from '#core/addons/image-reference.ts';
import { type AddonSnapshot, type CoreAddon, coreAddons } from '#core/snapshot.ts';

const ContainerAnswer = z.object({ name: z.string(), image: z.string().nullish() });

/** The part of a DaemonSet or Deployment that we use. */
export const WorkloadAnswer = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.array(ContainerAnswer),
        nodeSelector: z.record(z.string(), z.string()).nullish(),
      }),
    }),
  }),
  status: z.object({ desiredNumberScheduled: z.number().nullish() }).nullish(),
});
export type WorkloadAnswer = z.output<typeof WorkloadAnswer>;

export function workloadOf({ metadata: { name, namespace }, spec, status }: WorkloadAnswer): Workload {
  const { containers, nodeSelector } = spec.template.spec;
  const selects = Object.keys(nodeSelector ?? {}).some((key) => !/^(beta\.)?kubernetes\.io\/(os|arch)$/.test(key));
  return {
    name,
    namespace,
    containers: containers.map((one) => ({ name: one.name, image: one.image ?? '' })),
    isParked: selects && status?.desiredNumberScheduled === 0,
  };
}

export interface Workload {
  readonly name: string;
  readonly namespace: string;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
  /** Whether it was set aside: it asks for nodes of a label that none has, as who replaces it is told to do. */
  readonly isParked: boolean;
}

interface AddonWorkload {
  readonly addon: string;
  readonly kind: 'DaemonSet' | 'Deployment';
  readonly name: string;
  /** The container whose image tells the version. */
  readonly container: string;
  /** Which mirrors keep, while hosts and paths differ. */
  readonly repository: string;
}

/** The workloads of `kube-system` that EKS installs, of add-ons whose image has the version of the add-on for its tag. */
const known: readonly AddonWorkload[] = [
  { addon: 'aws-ebs-csi-driver', kind: 'DaemonSet', name: 'ebs-csi-node', ...of('ebs-plugin', 'aws-ebs-csi-driver') },
  {
    addon: 'aws-ebs-csi-driver',
    kind: 'DaemonSet',
    name: 'ebs-csi-node-windows',
    ...of('ebs-plugin', 'aws-ebs-csi-driver'),
  },
  {
    addon: 'aws-ebs-csi-driver',
    kind: 'Deployment',
    name: 'ebs-csi-controller',
    ...of('ebs-plugin', 'aws-ebs-csi-driver'),
  },
  { addon: 'coredns', kind: 'Deployment', name: 'coredns', ...of('coredns', 'coredns') },
  { addon: 'kube-proxy', kind: 'DaemonSet', name: 'kube-proxy', ...of('kube-proxy', 'kube-proxy') },
  { addon: 'vpc-cni', kind: 'DaemonSet', name: 'aws-node', ...of('aws-node', 'amazon-k8s-cni') },
];

function of(container: string, repository: string): Pick<AddonWorkload, 'container' | 'repository'> {
  return { container, repository };
}

const isCore = (addon: string): addon is CoreAddon => coreAddons.some((name) => name === addon);

/** Whether anything is told of a workload. Of all others, which are what people run, nothing is kept. */
export function isTelling({ metadata: { name, namespace }, spec }: WorkloadAnswer): boolean {
  if (isStandIn(name)) return true;
  if (namespace !== 'kube-system') return false;
  const { containers } = spec.template.spec;
  return known.some(
    (one) =>
      one.name === name || (isCore(one.addon) && containers.some(({ image }) => isOf(image ?? '', one.repository))),
  );
}

/** The workloads of a cluster, by their kinds. */
export type Workloads = Readonly<Record<'DaemonSet' | 'Deployment', readonly Workload[]>>;

/** The core add-ons among all workloads, and what is known to do their work; in the order of names. */
export function addonsAmong(all: Workloads): readonly AddonSnapshot[] {
  const running = whatRuns(all);
  const found = known.flatMap((one) => {
    if (!isCore(one.addon)) return [];
    const inSystem = running[one.kind].filter(({ namespace }) => namespace === 'kube-system');
    const workload = inSystem.find(({ name }) => name === one.name) ?? inSystem.find((each) => byImage(each, one));
    return workload ? [anAddon(one.addon, tellingContainer(workload, one))] : [];
  });
  const others = [
    ...running.DaemonSet,
    ...all.Deployment.filter(({ name, namespace }) => name === 'kube-dns' && namespace === 'kube-system'),
  ].filter(({ name }) => isStandIn(name));
  const standIns = new Map(others.map(({ name, containers }) => [name, anAddon(name, containers[0])]));
  return [...found, ...standIns.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What the workloads of add-ons are to run, under the names that EKS gives them. */
export function imagesAmong(all: Workloads): readonly AddonImage[] {
  const running = whatRuns(all);
  return known.flatMap((one) => {
    const isIt = ({ name, namespace }: Workload) => name === one.name && namespace === 'kube-system';
    const workload = running[one.kind].find(isIt);
    const container = workload && tellingContainer(workload, one);
    if (!container) return [];
    return [{ addon: one.addon, workload: `${one.kind.toLowerCase()}/${one.name}`, image: container.image }];
  });
}

function whatRuns({ DaemonSet, Deployment }: Workloads): Workloads {
  return { DaemonSet: DaemonSet.filter(({ isParked }) => !isParked), Deployment };
}

type Container = Workload['containers'][number];

function byImage({ containers }: Workload, { repository }: AddonWorkload): Container | undefined {
  return containers.find(({ image }) => isOf(image, repository));
}

/** The container of an add-on beside those that others put there. */
function tellingContainer(workload: Workload, one: AddonWorkload): Container | undefined {
  const { containers } = workload;
  return byImage(workload, one) ?? containers.find(({ name }) => name === one.container) ?? containers[0];
}

function isOf(image: string, repository: string): boolean {
  const reference = parseImage(image);
  return reference !== undefined && isRepository(reference, repository);
}

/** An add-on by its tag; by its digest, or by whatever it names, where no tag tells a version. */
function anAddon(name: string, container: Container | undefined): AddonSnapshot {
  const image = container?.image ?? '';
  const { tag, digest } = parseImage(image) ?? {};
  const version = tag ?? digest ?? image;
  return { name, managed: false, version, healthIssues: [], podIdentityAssociations: [] };
}
