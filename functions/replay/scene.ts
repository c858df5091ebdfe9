import type { RecordedAccount, RecordedCatalogue, RecordedCluster } from '#adapters/recording/recording.ts';
import { AwsError, notFound } from './aws-error.ts';
import type { Scene } from './operation.ts';

const enabled = ['ENABLED', 'ENABLED_BY_DEFAULT'];

/** The caller's account. A credential of none, or of one that is not in the recording, is refused as AWS does. */
export function accountOf({ caller, night }: Scene): RecordedAccount {
  const account = entryOf(night.accounts, caller.account);
  if (!account) throw invalidToken();
  return account;
}

/** The caller's account, in a region that it has enabled: elsewhere its credentials are worth nothing. */
export function enabledAccountOf(scene: Scene): RecordedAccount {
  const account = accountOf(scene);
  if (!isEnabled(scene)) throw invalidToken();
  return account;
}

/** Whether the caller's credential is an account's, and that account has enabled the region that is called. */
export function isEnabled({ caller, night }: Scene): boolean {
  const regions = entryOf(night.accounts, caller.account)?.regions ?? [];
  const region = regions.find(({ RegionName }) => RegionName === caller.region);
  return region !== undefined && enabled.includes(String(region.RegionOptStatus));
}

/** All clusters of the target that is called, by name. */
export function clustersOf(scene: Scene): Readonly<Record<string, RecordedCluster>> {
  return enabledAccountOf(scene).clusters[scene.caller.region] ?? {};
}

export function clusterOf(scene: Scene, name: string | undefined): RecordedCluster {
  const cluster = entryOf(clustersOf(scene), name);
  if (!cluster) throw notFound(`No cluster found for name: ${name}.`, { clusterName: name });
  return cluster;
}

/** What is published in the region that is called. */
export function catalogueOf(scene: Scene): RecordedCatalogue {
  enabledAccountOf(scene);
  const own = scene.night.published[scene.caller.region];
  const everywhere = scene.night.published.all;
  return {
    clusterVersions: own?.clusterVersions.length ? own.clusterVersions : (everywhere?.clusterVersions ?? []),
    addons: own?.addons.length ? own.addons : (everywhere?.addons ?? []),
    parameters: own?.parameters.length ? own.parameters : (everywhere?.parameters ?? []),
  };
}

/** An entry by a name that came from outside, which may be that of something every object has. */
export function entryOf<T>(entries: Readonly<Record<string, T>>, name: string | undefined): T | undefined {
  return name !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined;
}

function invalidToken(): AwsError {
  return new AwsError('UnrecognizedClientException', 403, 'The security token included in the request is invalid.');
}
