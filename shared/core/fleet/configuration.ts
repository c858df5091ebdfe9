import { canonicalJson, type Json } from '../json.ts';
import type { Environment } from '../settings.ts';
import type { ClusterSnapshot } from '../snapshot.ts';
import { namesFor } from './environment-names.ts';

/** Whose configuration it is: its own names and ids are no difference. */
export interface Owner {
  readonly cluster: Pick<ClusterSnapshot, 'name' | 'account' | 'region'>;
  readonly environment: string;
  readonly environments: readonly Environment[];
}

/** What says how much, and not how: environments differ in size on purpose. */
const sizes: ReadonlySet<string> = new Set([
  'replicas',
  'replicacount',
  'minreplicas',
  'maxreplicas',
  'resources',
  'limits',
  'requests',
]);

/** Ids that every account, network and cluster has of its own, and what they are replaced by. */
const ids: readonly (readonly [RegExp, string])[] = [
  [/\barn:aws[a-z-]*:([a-z0-9-]+):[^\s"',]*/g, '<arn of $1>'],
  [/\bhttps:\/\/[0-9A-F]{32}\.[a-z0-9.-]+/gi, '<endpoint>'],
  [/\b(vpc|subnet|sg|eni|lt|ami|i|rtb|nat|igw|acl|vol|snap|vpce|pl|fs|fsap|eipalloc)-[0-9a-f]{8,17}\b/g, '<$1>'],
  [/\b\d{12}\b/g, '<account>'],
];

/** Addresses of private networks, which every VPC has of its own. */
const privateNetwork =
  /\b(?:10(?:\.\d{1,3}){3}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|192\.168(?:\.\d{1,3}){2})(?:\/\d{1,2})?(?![\d.])/g;

/** A configuration without sizes and without its owner's own names and ids; undefined where nothing is left. */
export function comparableConfiguration(configuration: Json | undefined, owner: Owner): Json | undefined {
  return configuration === undefined ? undefined : without(configuration, owner);
}

/** The paths at which two configurations differ, in order: `env.WARM_ENI_TARGET`. */
export function differingPaths(a: Json | undefined, b: Json | undefined, path = ''): readonly string[] {
  if (canonicalJson(a) === canonicalJson(b)) return [];
  const left = a ?? {};
  const right = b ?? {};
  if (!isMapping(left) || !isMapping(right)) return [path === '' ? '.' : path];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return keys.flatMap((key) => {
    const inner = path === '' ? key : `${path}.${key}`;
    // A whole branch that only one of them has is one difference.
    if (left[key] === undefined || right[key] === undefined) return [inner];
    return differingPaths(left[key], right[key], inner);
  });
}

function without(value: Json, owner: Owner): Json | undefined {
  if (typeof value === 'string') return withoutNames(value, owner);
  if (Array.isArray(value)) return distinct(value.flatMap((item) => without(item, owner) ?? []));
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const kept = sizes.has(key.toLowerCase()) ? undefined : without(item, owner);
    return kept === undefined ? [] : [[withoutNames(key, owner), kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** How many subnets there are is a size: once their ids are gone, they are alike. */
function distinct(items: readonly Json[]): readonly Json[] {
  return [...new Map(items.map((item) => [canonicalJson(item), item])).values()];
}

function withoutNames(text: string, { cluster, environment, environments }: Owner): string {
  const plain = ids.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
  const zone = new RegExp(`\\b${escaped(cluster.region)}[a-z]\\b`, 'g');
  const names: readonly (readonly [string, string])[] = [
    [cluster.name, '<cluster>'],
    [cluster.region, '<region>'],
    ...namesFor(environment, environments).map((name) => [name, '<environment>'] as const),
  ];
  return names.reduce(
    (rest, [name, instead]) => rest.replace(standingAlone(name), instead),
    plain.replace(privateNetwork, '<network>').replace(zone, '<zone>'),
  );
}

/** A name as a part of a text, and not within a word. */
function standingAlone(name: string): RegExp {
  return new RegExp(`(?<![a-z0-9])${escaped(name)}(?![a-z0-9])`, 'gi');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function isMapping(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
