import { z } from 'zod';
import { isStandIn } from '#core/core-addon-need.ts';
import { isRepository, parseImage } from '#core/image-reference.ts';
import type { AddonSnapshot, CoreAddon } from '#core/snapshot.ts';

const Container = z.object({ name: z.string(), image: z.string().nullish() });

/** The part of a DaemonSet or Deployment that we use. */
export const WorkloadAnswer = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.array(Container),
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

interface CoreWorkload {
  readonly addon: CoreAddon;
  readonly kind: 'DaemonSet' | 'Deployment';
  readonly name: string;
  /** Which mirrors keep, while hosts and paths differ. */
  readonly repository: string;
}

/** The workloads of `kube-system` that EKS installs, by the container of their own name. */
const core: readonly CoreWorkload[] = [
  { addon: 'coredns', kind: 'Deployment', name: 'coredns', repository: 'coredns' },
  { addon: 'kube-proxy', kind: 'DaemonSet', name: 'kube-proxy', repository: 'kube-proxy' },
  { addon: 'vpc-cni', kind: 'DaemonSet', name: 'aws-node', repository: 'amazon-k8s-cni' },
];

/** Whether anything is told of a workload. Of all others, which are what people run, nothing is kept. */
export function isTelling({ metadata: { name, namespace }, spec }: WorkloadAnswer): boolean {
  if (isStandIn(name)) return true;
  const { containers } = spec.template.spec;
  return (
    namespace === 'kube-system' &&
    core.some((one) => one.name === name || containers.some(({ image }) => isOf(image ?? '', one.repository)))
  );
}

/** The core add-ons among all workloads, and what is known to do their work; in the order of names. */
export function addonsAmong(
  daemonSets: readonly Workload[],
  deployments: readonly Workload[],
): readonly AddonSnapshot[] {
  const running = { DaemonSet: daemonSets.filter(({ isParked }) => !isParked), Deployment: deployments };
  const found = core.flatMap(({ addon, kind, name, repository }) => {
    const inSystem = running[kind].filter(({ namespace }) => namespace === 'kube-system');
    const byImage = (workload: Workload) => workload.containers.find(({ image }) => isOf(image, repository));
    const workload = inSystem.find((one) => one.name === name) ?? inSystem.find(byImage);
    if (!workload) return [];
    const container = byImage(workload) ?? workload.containers.find((one) => one.name === name);
    return [anAddon(addon, container ?? workload.containers[0])];
  });
  const others = [
    ...running.DaemonSet,
    ...deployments.filter(({ name, namespace }) => name === 'kube-dns' && namespace === 'kube-system'),
  ].filter(({ name }) => isStandIn(name));
  const standIns = new Map(others.map(({ name, containers }) => [name, anAddon(name, containers[0])]));
  return [...found, ...standIns.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isOf(image: string, repository: string): boolean {
  const reference = parseImage(image);
  return reference !== undefined && isRepository(reference, repository);
}

/** An add-on by its tag; by its digest, or by whatever it names, where no tag tells a version. */
function anAddon(name: string, container: Workload['containers'][number] | undefined): AddonSnapshot {
  const image = container?.image ?? '';
  const { tag, digest } = parseImage(image) ?? {};
  const version = tag ?? digest ?? image;
  return { name, managed: false, version, healthIssues: [], podIdentityAssociations: [] };
}
