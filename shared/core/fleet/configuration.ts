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

type Mapping = { readonly [key: string]: Json };

/** What says how much, and not how: environments differ in size on purpose, and in whether it follows their load. */
const sizes: ReadonlySet<string> = new Set([
  'replicas',
  'replicacount',
  'minreplicas',
  'maxreplicas',
  'autoscaling',
  'resources',
  'limits',
  'requests',
  'poddisruptionbudget',
  // How many addresses vpc-cni keeps ready.
  'minimum_ip_target',
  'warm_eni_target',
  'warm_ip_target',
  'warm_prefix_target',
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

/** A configuration and whose it is; absent where nothing was configured. */
export interface Owned extends Owner {
  readonly configuration: Json | undefined;
}

/**
 * The paths at which two configurations differ, in order: `env.ENABLE_PREFIX_DELEGATION`. Sizes are no difference, nor is
 * nothing from an empty mapping.
 *
 * What is the same as it stands is the same; what is not may be the same once each has lost its owner's names and ids.
 */
export function differingPaths(a: Owned, b: Owned): readonly string[] {
  return differencesIn(withoutSizes(a.configuration) ?? {}, withoutSizes(b.configuration) ?? {}, a, b, []);
}

function differencesIn(
  a: Json | undefined,
  b: Json | undefined,
  ofA: Owner,
  ofB: Owner,
  path: readonly string[],
): readonly string[] {
  const here = [path.join('.') || '.'];
  if (a === undefined || b === undefined) return here;
  if (canonicalJson(a) === canonicalJson(b)) return [];
  if (isMapping(a) && isMapping(b)) {
    const left = withComparableKeys(a, b, ofA);
    const right = withComparableKeys(b, a, ofB);
    const keys = [...new Set([...left.keys(), ...right.keys()])].sort();
    return keys.flatMap((key) => differencesIn(left.get(key), right.get(key), ofA, ofB, [...path, key]));
  }
  return canonicalJson(withoutNames(a, ofA)) === canonicalJson(withoutNames(b, ofB)) ? [] : here;
}

/** Keys that both have stay as they are: `stage` is no environment's name where both say it. */
function withComparableKeys(mapping: Mapping, other: Mapping, owner: Owner): ReadonlyMap<string, Json> {
  return new Map(
    Object.entries(mapping).map(([key, item]) => [
      Object.hasOwn(other, key) ? key : textWithoutNames(key, owner),
      item,
    ]),
  );
}

function withoutSizes(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => withoutSizes(item) ?? {});
  if (value === undefined || !isMapping(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const kept = sizes.has(key.toLowerCase()) ? undefined : withoutSizes(item);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function withoutNames(value: Json, owner: Owner): Json {
  if (typeof value === 'string') return textWithoutNames(value, owner);
  if (Array.isArray(value)) return distinct(value.map((item) => withoutNames(item, owner)));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [textWithoutNames(key, owner), withoutNames(item, owner)]),
  );
}

/** How many subnets there are is a size: once their ids are gone, they are alike. */
function distinct(items: readonly Json[]): readonly Json[] {
  return [...new Map(items.map((item) => [canonicalJson(item), item])).values()];
}

function textWithoutNames(text: string, { cluster, environment, environments }: Owner): string {
  const plain = ids.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
  const zone = new RegExp(`\\b${escaped(cluster.region)}[a-z]\\b`, 'g');
  const names: readonly (readonly [string, string])[] = [
    [cluster.name, '<cluster>'],
    [cluster.region, '<region>'],
    ...namesFor(environment, environments).map((name) => [name, '<environment>'] as const),
  ];
  const nameless = names.reduce(
    (rest, [name, instead]) => rest.replace(standingAlone(name), instead),
    plain.replace(privateNetwork, '<network>').replace(zone, '<zone>'),
  );
  return nameless.replace(repeated, '$1');
}

/** How many networks a text lists is a size, as it is of a list. */
const repeated = /(<[a-z ]+>)(?:\s*,\s*\1)+/g;

/** A name as a part of a text, and not within a word. */
function standingAlone(name: string): RegExp {
  return new RegExp(`(?<![a-z0-9])${escaped(name)}(?![a-z0-9])`, 'gi');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function isMapping(value: Json): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
