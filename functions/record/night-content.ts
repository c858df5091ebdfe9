import { ec2Lists, isEc2List } from '#adapters/recording/ec2-lists.ts';
import type { Fault } from '#adapters/recording/fault.ts';
import type { Json } from '#core/json.ts';
import { clusterArn } from '#core/partition.ts';
import type { CatalogueDraft, ClusterDraft, Draft } from './draft.ts';

/** What a night holds: its files, by path, and how AWS did not answer. */
export interface NightContent {
  readonly files: ReadonlyMap<string, Json>;
  readonly faults: readonly Fault[];
}

/** The files of a night, of what the accounts answered that the hub asked. */
export function filesOf(draft: Draft, hub: string): ReadonlyMap<string, Json> {
  const files = new Map<string, Json>();
  for (const account of new Set([hub, ...draft.regions.keys()])) {
    const regions = sorted(draft.regions.get(account) ?? new Map());
    files.set(`accounts/${account}/account.json`, { Regions: Object.values(regions) });
  }
  for (const { account, region, draft: cluster } of draft.clusters.values()) {
    const name = String(cluster.cluster.name);
    files.set(
      `accounts/${account}/${region}/${name}.json`,
      clusterFile(cluster, clusterArn({ account, region }, name)),
    );
  }
  for (const [place, list] of draft.ec2) {
    const [account, region, name = ''] = place.split('/');
    if (isEc2List(name)) {
      const all = Object.values(sorted(list));
      files.set(`accounts/${account}/${region}/ec2/${name}.json`, { [ec2Lists[name].member]: all });
    }
  }
  for (const [target, keys] of draft.kmsKeys) {
    files.set(`accounts/${target}/kms/keys.json`, { Keys: sorted(keys) });
  }
  if (draft.parents.size > 0) files.set('organization.json', organizationFile(draft, hub));
  for (const [path, value] of publishedFiles(draft)) files.set(path, value);
  return files;
}

function clusterFile({ cluster, kubernetes, ...maps }: ClusterDraft, arn: string): Json {
  return { cluster: { arn, ...cluster }, ...inOrder(maps), ...(kubernetes ? { kubernetes: inOrder(kubernetes) } : {}) };
}

/** Maps, each in the order of its keys. */
function inOrder(maps: Readonly<Record<string, object>>): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(maps).map(([kind, entries]) => [kind, sorted(new Map<string, Json>(Object.entries(entries)))]),
  );
}

/** The tree as far as it was walked: what nobody asked about lies in a root. */
function organizationFile({ parents }: Draft, hub: string): Json {
  const { all, ...units } = Object.fromEntries(parents);
  const listed = Object.values(units).flatMap(({ OrganizationalUnits }) => OrganizationalUnits.map(({ Id }) => Id));
  const root = Object.keys(units).find((id) => id.startsWith('r-'));
  const strays = Object.keys(units).filter((id) => id !== root && !listed.includes(id));
  const accounts = [...(all?.Accounts ?? []), ...Object.values(units).flatMap(({ Accounts }) => Accounts)];
  const own = accounts.some(({ Id }) => Id === hub) ? [] : [{ Id: hub, Name: '', State: 'ACTIVE' }];
  const { Accounts = [], OrganizationalUnits = [] } = root === undefined ? {} : (units[root] ?? {});
  return {
    administrators: [hub],
    parents: {
      ...units,
      [root ?? 'r-root']: {
        Accounts: [...(all?.Accounts ?? []), ...Accounts, ...own],
        OrganizationalUnits: [...OrganizationalUnits, ...strays.map((Id) => ({ Id }))],
      },
    },
  } as unknown as Json;
}

/** What every region publishes alike is said once. */
function publishedFiles({ published }: Draft): ReadonlyMap<string, Json> {
  const filesIn = [...published].map(([region, catalogue]) => ({ region, files: catalogueFiles(catalogue) }));
  const texts = new Set(filesIn.map(({ files }) => JSON.stringify([...files])));
  const told = texts.size === 1 ? filesIn.slice(0, 1).map(({ files }) => ({ region: 'all', files })) : filesIn;
  return new Map(
    told.flatMap(({ region, files }) => [...files].map(([path, value]) => [`published/${region}/${path}`, value])),
  );
}

function catalogueFiles({ clusterVersions, addons, parameters }: CatalogueDraft): ReadonlyMap<string, Json> {
  return new Map<string, Json>([
    ...(clusterVersions.size > 0
      ? [['cluster-versions.json', { clusterVersions: [...clusterVersions.values()] }] as const]
      : []),
    ...Object.entries(sorted(addons)).map(([name, addon]) => [`addons/${name}.json`, addon] as const),
    ...(parameters.size > 0 ? [['parameters.json', { Parameters: Object.values(sorted(parameters)) }] as const] : []),
  ]);
}

function sorted<V>(entries: ReadonlyMap<string, V>): Readonly<Record<string, V>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
