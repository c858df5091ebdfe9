import type { Finding } from '#core/finding.ts';
import { firstOf, type Phrase, say } from './phrase.ts';

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

/** A resource as people call it: `shop-prod`, `shop-prod kube-proxy`, `shop-prod node group workers`. */
export function resourceName(located: Located): Phrase {
  const { resource, cluster } = located;
  if (resource !== cluster && !resource.startsWith(`${cluster}/`)) return say`${resource}`;
  const part = partOf(located);
  if (!part) return say`${clusterName(cluster)}`;
  return say`${clusterName(cluster)} ${partName(part)}`;
}

function partName({ kind, name }: Part): string {
  if (kind === 'addon') return name;
  return kind === 'nodegroup' ? `node group ${name}` : `${kind} ${name}`;
}

/** Many resources in one breath, with the first of their names: `kube-proxy in 7 clusters (a, b, c, d, e and 2 more)`. */
export function resourcesTogether(many: readonly Located[]): Phrase {
  const parts = many.map(partOf);
  const clusters = [...new Set(many.map(({ cluster }) => cluster))];
  const [kind, ...otherKinds] = new Set(parts.map((part) => part?.kind));
  const [name = '', ...otherNames] = new Set(parts.map((part) => part?.name));
  const place = clusters.length === 1 ? say`of ${clusterName(clusters[0] ?? '')}` : say`in ${clusters.length} clusters`;
  const names = clusters.map((cluster) => say`${clusterName(cluster)}`);
  if (otherKinds.length > 0) return say`${many.length} resources ${place} (${firstOf(many.map(resourceName))})`;
  if (kind === undefined) return say`${many.length} clusters (${firstOf(names)})`;
  if (kind === 'addon' && otherNames.length === 0) return say`${name} ${place} (${firstOf(names)})`;
  const noun = kinds[kind] ?? kind;
  const inside = clusters.length === 1 ? parts.map((part) => part?.name ?? '') : many.map(resourceName);
  return say`${many.length} ${noun} ${place} (${firstOf(inside)})`;
}

const kinds: Readonly<Record<string, string>> = { addon: 'add-ons', nodegroup: 'node groups' };
