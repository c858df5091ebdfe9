import { matchesGlob } from '../glob.ts';
import type { Environment } from '../settings.ts';
import { readClusterName } from './cluster-name.ts';
import { environmentCalled, knownNames, namesFor } from './environment-names.ts';

/** Where a name was taken from. */
export type PlacementSource = 'override' | 'tag' | 'account' | 'name';

export interface Placed {
  readonly name: string;
  readonly from: PlacementSource;
}

/** A cluster's place among its siblings; a part that nothing told is absent. */
export interface Placement {
  readonly environment?: Placed;
  readonly system?: Placed;
}

/** What is known of a cluster before it is placed. */
export interface ClusterFacts {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** By which tags, and by which part of a cluster's name, something is told. */
export interface NamingRules {
  readonly tags: readonly string[];
  /** A regular expression, taken as it is: its first group is the name. Absent for the usual manners of naming. */
  readonly name?: string | RegExp;
}

/** How clusters are placed: which are one system in several environments. */
export interface SiblingRules {
  readonly environment: NamingRules;
  readonly system: NamingRules;
  /** `cluster` is a glob over ARNs. */
  readonly overrides: readonly { readonly cluster: string; readonly environment?: string; readonly system?: string }[];
  readonly accounts: readonly { readonly id: string; readonly environment?: string }[];
  readonly environments: readonly Environment[];
}

/** The rules of a configuration that says nothing of siblings. */
export const defaultSiblingRules: SiblingRules = {
  environment: { tags: ['Environment', 'env', 'stage'] },
  system: { tags: ['System', 'Application', 'app'] },
  overrides: [],
  accounts: [],
  environments: ['dev', 'test', 'prod'].map((name) => ({ name, also: [] })),
};

/** The system of clusters whose names say their environment and nothing else: they are one another's siblings. */
const unnamedSystem = 'default';

/**
 * Finds a cluster's place: its environment by override, tag, account, name; its system by override, tag, name.
 *
 * An environment that the configuration does not know stays as it was found, in lower case, so that it can be told.
 */
export function placeCluster(cluster: ClusterFacts, rules: SiblingRules): Placement {
  const environment = findEnvironment(cluster, rules);
  const system = findSystem(cluster, rules, environment?.name);
  return { ...(environment ? { environment } : {}), ...(system ? { system } : {}) };
}

function findEnvironment(cluster: ClusterFacts, rules: SiblingRules): Placed | undefined {
  const { environment: naming, environments, accounts } = rules;
  return firstOf(
    [
      ['override', overrideOf(cluster, rules, 'environment')],
      ['tag', tagOf(cluster, naming.tags)],
      ['account', accounts.find(({ id, environment }) => id === cluster.account && environment)?.environment],
      ['name', environmentInName(cluster, rules)],
    ],
    (found) => nameOfEnvironment(found, environments),
  );
}

/** The environment that the configuration says of an account, by the name that the order of promotion has for it. */
export function environmentOfAccount(
  account: string,
  { accounts, environments }: Pick<SiblingRules, 'accounts' | 'environments'>,
): string | undefined {
  const said = accounts.find(({ id }) => id === account)?.environment;
  return said === undefined ? undefined : nameOfEnvironment(said, environments);
}

function nameOfEnvironment(found: string, environments: readonly Environment[]): string {
  return environmentCalled(found, environments) ?? found.toLowerCase();
}

function findSystem(cluster: ClusterFacts, rules: SiblingRules, environment: string | undefined): Placed | undefined {
  return firstOf(
    [
      ['override', overrideOf(cluster, rules, 'system')],
      ['tag', tagOf(cluster, rules.system.tags)],
      ['name', systemInName(cluster, rules, environment)],
    ],
    (found) => found,
  );
}

function environmentInName({ name }: ClusterFacts, { environment, environments }: SiblingRules): string | undefined {
  if (environment.name !== undefined) return captured(environment.name, name);
  return readClusterName(name, knownNames(environments))?.environment;
}

/** Where the name tells no system, a cluster whose environment is known is a system by its own name. */
function systemInName(
  { name }: ClusterFacts,
  { system, environments }: SiblingRules,
  environment: string | undefined,
): string | undefined {
  const whole = environment === undefined ? undefined : name;
  if (system.name !== undefined) return captured(system.name, name) ?? whole;
  // The environment's own names first: what is called `test` in a cluster of prod is part of the system.
  const own = environment === undefined ? [] : namesFor(environment, environments);
  const reading =
    readClusterName(
      name,
      own.map((one) => ({ name: one, certain: true })),
    ) ?? readClusterName(name, knownNames(environments));
  if (!reading) return whole;
  return reading.system === '' ? unnamedSystem : reading.system;
}

function firstOf(
  found: readonly (readonly [PlacementSource, string | undefined])[],
  nameOf: (found: string) => string,
): Placed | undefined {
  for (const [from, text] of found) {
    if (text !== undefined && text.trim() !== '') return { name: nameOf(text.trim()), from };
  }
  return undefined;
}

function overrideOf(
  { arn }: ClusterFacts,
  { overrides }: SiblingRules,
  part: 'environment' | 'system',
): string | undefined {
  return overrides.find((override) => override[part] !== undefined && matchesGlob(override.cluster, arn))?.[part];
}

/** Keys as they are listed; one that is written in another case counts where none is written so. */
function tagOf({ tags }: ClusterFacts, keys: readonly string[]): string | undefined {
  const written = Object.keys(tags).sort();
  const values = keys.flatMap((key) => {
    const alike = written.filter((one) => one.toLowerCase() === key.toLowerCase());
    return [key, ...alike].map((one) => tags[one]);
  });
  return values.find((value) => value !== undefined && value.trim() !== '');
}

function captured(pattern: string | RegExp, text: string): string | undefined {
  const match = new RegExp(pattern).exec(text);
  return match ? (match[1] ?? match[0]) : undefined;
}
