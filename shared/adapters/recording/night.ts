import { AccountFile, AddonFile, ClusterFile, ClusterVersionsFile, KmsKeysFile, ParametersFile } from './content.ts';
import { ec2File } from './ec2-lists.ts';
import type { NightFile } from './night-files.ts';
import { OrganizationFile } from './organization-file.ts';
import { laidOver } from './partial.ts';
import { problem } from './problems.ts';
import type {
  JsonObject,
  RecordedAccount,
  RecordedCatalogue,
  RecordedCluster,
  RecordedEc2,
  RecordedOrganization,
} from './recording.ts';
import { type UsualAnswers, withUsual } from './usual-answers.ts';

/** The files that hold on a night, by path. */
export type Layers = ReadonlyMap<string, NightFile>;

export interface NightState {
  readonly organization?: RecordedOrganization;
  readonly accounts: Readonly<Record<string, RecordedAccount>>;
  readonly published: Readonly<Record<string, RecordedCatalogue>>;
}

/** Lays the files of a night over those that held the night before. */
export function layOver(before: Layers, files: Layers): Layers {
  const after = new Map(before);
  for (const [path, file] of files) {
    if (file.value === null) after.delete(path);
    else after.set(path, file.isPartial ? { ...file, value: laidOver(before.get(path)?.value, file.value) } : file);
  }
  return new Map([...after].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Files that take away what was not there: a path with a slip in it. */
export function layerProblems(before: Layers, files: Layers): readonly string[] {
  return [...files]
    .filter(([path, { value }]) => value === null && !before.has(path))
    .map(([, { file }]) => problem(file, [], null, 'something that an earlier night had there'));
}

/** The files that hold on a night, each with what is usual of its kind where it says nothing. */
export function completed(layers: Layers, usual: UsualAnswers, asOf: string): Layers {
  return new Map(
    [...layers].map(([path, file]) => [path, { ...file, value: withUsual(usual, file.place, asOf, file.value) }]),
  );
}

interface Account extends RecordedAccount {
  regions: JsonObject[];
  readonly clusters: Record<string, Record<string, RecordedCluster>>;
  readonly ec2: Record<string, RecordedEc2>;
  readonly kmsKeys: Record<string, Readonly<Record<string, JsonObject>>>;
}

/** What a night's files say together. Each has been checked by itself. */
export function stateOf(layers: Layers): NightState {
  const accounts: Record<string, Account> = {};
  let organization: RecordedOrganization | undefined;
  const published: Record<string, { clusterVersions: JsonObject[]; addons: JsonObject[]; parameters: JsonObject[] }> =
    {};
  const accountOf = (id: string) => {
    accounts[id] ??= { regions: [], clusters: {}, ec2: {}, kmsKeys: {} };
    return accounts[id];
  };
  const catalogueOf = (region: string) => {
    published[region] ??= { clusterVersions: [], addons: [], parameters: [] };
    return published[region];
  };

  for (const { place, value } of layers.values()) {
    switch (place.kind) {
      case 'organization':
        organization = OrganizationFile.parse(value);
        break;
      case 'account':
        accountOf(place.account).regions = AccountFile.parse(value).Regions;
        break;
      case 'cluster': {
        const { clusters } = accountOf(place.account);
        clusters[place.region] = { ...clusters[place.region], [place.cluster]: ClusterFile.parse(value) };
        break;
      }
      case 'ec2': {
        const { ec2 } = accountOf(place.account);
        ec2[place.region] = { ...ec2[place.region], [place.list]: ec2File(place.list).parse(value) };
        break;
      }
      case 'kms-keys':
        accountOf(place.account).kmsKeys[place.region] = KmsKeysFile.parse(value).Keys;
        break;
      case 'cluster-versions':
        catalogueOf(place.region).clusterVersions = ClusterVersionsFile.parse(value).clusterVersions;
        break;
      case 'parameters':
        catalogueOf(place.region).parameters = ParametersFile.parse(value).Parameters;
        break;
      case 'addon':
        catalogueOf(place.region).addons.push(AddonFile.parse(value));
        break;
    }
  }
  return { ...(organization ? { organization } : {}), accounts, published };
}

/** What does not fit together: clusters where nobody could have one, a hub that does not exist. */
export function stateProblems(folder: string, { accounts }: NightState, hub: string): readonly string[] {
  const strays = Object.entries(accounts).flatMap(([id, { regions, clusters, ec2 = {}, kmsKeys = {} }]) =>
    [...new Set([clusters, ec2, kmsKeys].flatMap(Object.keys))]
      .filter((region) => !regions.some((known) => known.RegionName === region))
      .map((region) => {
        const got = clusters[region] ? 'clusters' : ec2[region] ? 'EC2 lists' : 'KMS keys';
        return problem(`${folder}/accounts/${id}`, [region], got, `${region} among the Regions of account.json first`);
      }),
  );
  if (accounts[hub]) return strays;
  return [...strays, problem(folder, [], `no accounts/${hub}/account.json`, "the hub's, tonight or before")];
}
