import { awsRegistryOf } from '#core/addons/addon-image.ts';
import { parseAddonVersion } from '#core/addons/addon-version.ts';
import { parseImage } from '#core/addons/image-reference.ts';
import type { Json } from '#core/json.ts';
import { parseKubernetesVersion } from '#core/kubernetes-version.ts';
import { addonRegistries } from '#data/addon-registries.ts';
import type { Disguise } from './disguise.ts';

/** What the Kubernetes API of a cluster lists, of nobody: workloads keep the names by which they are known, images their versions. */
export function kubernetesIn(value: Json, { given }: Disguise): Json {
  const named = (text: string) => given(text, words);
  const textIn = (text: string, key: string): string => {
    if (key === 'image') return imageIn(text, given);
    if (key === 'kubeletVersion') return kubeletIn(text, named);
    return key === 'eks.amazonaws.com/compute-type' ? text : named(text);
  };
  const within = (item: Json, key: string): Json => {
    if (typeof item === 'string') return textIn(item, key);
    if (Array.isArray(item)) return item.map((one) => within(one, key));
    if (typeof item !== 'object' || item === null) return item;
    // What nodes are labelled with is asked by the labels that are everybody's.
    const isNames = ['daemonSets', 'deployments', 'nodes', 'labels', 'nodeSelector'].includes(key);
    return Object.fromEntries(
      Object.entries(item).map(([name, one]) => [isNames ? keyIn(name, named) : name, within(one, name)]),
    );
  };
  return within(value, '');
}

/** By these labels workloads are told that were set aside, and who made a node. */
function keyIn(name: string, named: (text: string) => string): string {
  return everybodysKeys.test(name) ? name : named(name);
}

const everybodysKeys =
  /^(?:(?:beta\.)?kubernetes\.io\/(?:os|arch)|eks\.amazonaws\.com\/(?:nodegroup|compute-type)|karpenter\.sh\/(?:nodepool|provisioner-name)|node-\d+)$/;

/** Of a kubelet its version, and that EKS built it: whoever else did may have called it by their own name. */
function kubeletIn(text: string, named: (text: string) => string): string {
  if (!parseKubernetesVersion(text)) return named(text);
  return text.replace(
    /^(v?\d+\.\d+(?:\.\d+)?(?:-eks-[0-9a-f]+)?)(.*)$/s,
    (_, version, build) => version + named(build),
  );
}

/** Of an image its version and what it is of, whoever keeps it. Of a digest none is told. */
function imageIn(text: string, given: Disguise['given']): string {
  const image = parseImage(text);
  if (!image) return given(text, words);
  const { registry, repository, tag, digest } = image;
  const host =
    registry === undefined ? [] : [awsRegistryOf(image, addonRegistries) ? registry : given(registry, words)];
  const name = [...host, given(repository, words)].join('/');
  const version = tag === undefined ? '' : `:${parseAddonVersion(tag) ? tag : given(tag)}`;
  return `${name}${version}${digest === undefined ? '' : `@sha256:${'0'.repeat(64)}`}`;
}

/** The words in the names of what everybody runs, and of where it is kept, in lower case. */
const words: ReadonlySet<string> = new Set(
  [
    'kube system aws node proxy coredns dns vpc cni init k8s amazon eks nodeagent linux windows amd64 arm64 true false',
    'ebs csi driver controller plugin',
    'cilium calico antrea flannel router weave net operator agent envoy',
    'dkr ecr amazonaws com cn public docker quay io registry ghcr gcr mirror',
  ].flatMap((some) => some.split(' ')),
);
