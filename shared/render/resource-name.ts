import type { Finding } from '#core/finding.ts';
import { firstOf, type Phrase, say } from './phrase.ts';
import { byNameAlone, type Whereabouts } from './whereabouts.ts';

type Located = Pick<Finding, 'resource' | 'cluster'>;

/** What kind of thing a resource is, and its name inside its cluster; undefined where it is the cluster. */
export interface Part {
  readonly kind: string;
  readonly name: string;
}

/** `shop-prod` of a cluster's ARN. */
export function clusterName(arn: string): string {
  const [, name] = arn.split(':cluster/');
  return name ?? arn;
}

export function partOf({ resource, cluster }: Located): Part | undefined {
  if (!resource.startsWith(`${cluster}/`)) return undefined;
  const [kind = '', ...name] = resource.slice(cluster.length + 1).split('/');
  return { kind, name: name.join('/') };
}

/** A resource as people call it: `shop-prod`, `shop-prod kube-proxy`, `shop node group workers in eu-west-1`. */
export function resourceName(located: Located, whereOf: Whereabouts = byNameAlone): Phrase {
  const { resource, cluster } = located;
  if (resource !== cluster && !resource.startsWith(`${cluster}/`)) return say`${resource}`;
  const part = partOf(located);
  if (!part) return placedName(cluster, whereOf);
  return say`${clusterName(cluster)} ${partName(part)}${whereOf(cluster)}`;
}

/** A cluster by its name, and by where it is where that is not enough. */
export function placedName(cluster: string, whereOf: Whereabouts): Phrase {
  return say`${clusterName(cluster)}${whereOf(cluster)}`;
}

function partName({ kind, name }: Part): string {
  if (kind === 'addon') return name;
  return kind === 'nodegroup' ? `node group ${name}` : `${kind} ${name}`;
}

/** Many resources in one breath: `kube-proxy in 7 clusters`, `200 node groups of shop-prod`, `7 clusters`. */
export function countTogether(many: readonly Located[], whereOf: Whereabouts = byNameAlone): Phrase {
  const parts = many.map(partOf);
  const [cluster = '', ...otherClusters] = new Set(many.map((one) => one.cluster));
  const [kind, ...otherKinds] = new Set(parts.map((part) => part?.kind));
  const [name = '', ...otherNames] = new Set(parts.map((part) => part?.name));
  const place =
    otherClusters.length === 0 ? say`of ${placedName(cluster, whereOf)}` : say`in ${otherClusters.length + 1} clusters`;
  if (otherKinds.length > 0) return say`${many.length} resources ${place}`;
  if (kind === undefined) return say`${many.length} clusters`;
  if (kind === 'addon' && otherNames.length === 0) return say`${name} ${place}`;
  return say`${many.length} ${kinds[kind] ?? kind} ${place}`;
}

const kinds: Readonly<Record<string, string>> = { addon: 'add-ons', nodegroup: 'node groups' };

/** The first names of many, without what they have in common. */
export function namesTogether(many: readonly Located[], whereOf: Whereabouts = byNameAlone): Phrase {
  const names = new Set(many.map((one) => partOf(one)?.name));
  const clusters = new Set(many.map((one) => one.cluster));
  if (names.size === 1) return firstOf([...clusters].map((cluster) => placedName(cluster, whereOf)));
  if (clusters.size === 1) return firstOf(many.map((one) => partOf(one)?.name ?? clusterName(one.cluster)));
  return firstOf(many.map((one) => resourceName(one, whereOf)));
}
