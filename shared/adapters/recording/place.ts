import { type Ec2List, ec2Lists, isEc2List } from './ec2-lists.ts';

/** What a file of a night is about, told by its path. */
export type Place =
  | { readonly kind: 'organization' }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'cluster'; readonly account: string; readonly region: string; readonly cluster: string }
  | { readonly kind: 'ec2'; readonly account: string; readonly region: string; readonly list: Ec2List }
  | { readonly kind: 'kms-keys'; readonly account: string; readonly region: string }
  | { readonly kind: 'cluster-versions'; readonly region: string }
  | { readonly kind: 'parameters'; readonly region: string }
  | { readonly kind: 'addon'; readonly region: string; readonly addon: string };

export const placeKinds = [
  'organization',
  'account',
  'cluster',
  'ec2',
  'kms-keys',
  'cluster-versions',
  'parameters',
  'addon',
] as const satisfies readonly Place['kind'][];

const account = String.raw`accounts/(?<account>\d{12})`;
const region = String.raw`(?<region>[a-z]{2}(?:-[a-z]+)+-\d+|all)`;
const name = '[0-9A-Za-z][0-9A-Za-z_-]*';

const accountFile = new RegExp(`^${account}/account\\.json$`);
const clusterFile = new RegExp(`^${account}/${region}/(?<cluster>${name})\\.json$`);
const ec2File = new RegExp(`^${account}/${region}/ec2/(?<list>[a-z-]+)\\.json$`);
const kmsKeysFile = new RegExp(`^${account}/${region}/kms/keys\\.json$`);
const clusterVersionsFile = new RegExp(`^published/${region}/cluster-versions\\.json$`);
const parametersFile = new RegExp(`^published/${region}/parameters\\.json$`);
const addonFile = new RegExp(`^published/${region}/addons/(?<addon>${name})\\.json$`);

/** The paths that a night may have, as people write them. */
export const places =
  'organization.json, accounts/<account>/account.json, accounts/<account>/<region>/<cluster>.json, ' +
  `accounts/<account>/<region>/ec2/<${Object.keys(ec2Lists).join(' or ')}>.json, ` +
  'accounts/<account>/<region>/kms/keys.json, ' +
  'published/<region>/cluster-versions.json, published/<region>/parameters.json or ' +
  'published/<region>/addons/<add-on>.json';

/** The place of a path inside a night's folder; undefined for one that a night has not. */
export function placeOf(path: string): Place | undefined {
  if (path === 'organization.json') return { kind: 'organization' };
  const ofAccount = accountFile.exec(path)?.groups;
  if (ofAccount) return { kind: 'account', account: `${ofAccount.account}` };
  const ofCluster = clusterFile.exec(path)?.groups;
  if (ofCluster && ofCluster.region !== 'all') {
    return {
      kind: 'cluster',
      account: `${ofCluster.account}`,
      region: `${ofCluster.region}`,
      cluster: `${ofCluster.cluster}`,
    };
  }
  const ofEc2 = ec2File.exec(path)?.groups;
  if (ofEc2 && ofEc2.region !== 'all') {
    const list = `${ofEc2.list}`;
    return isEc2List(list) ? { kind: 'ec2', account: `${ofEc2.account}`, region: `${ofEc2.region}`, list } : undefined;
  }
  const ofKeys = kmsKeysFile.exec(path)?.groups;
  if (ofKeys && ofKeys.region !== 'all') {
    return { kind: 'kms-keys', account: `${ofKeys.account}`, region: `${ofKeys.region}` };
  }
  const ofVersions = clusterVersionsFile.exec(path)?.groups;
  if (ofVersions) return { kind: 'cluster-versions', region: `${ofVersions.region}` };
  const ofParameters = parametersFile.exec(path)?.groups;
  if (ofParameters) return { kind: 'parameters', region: `${ofParameters.region}` };
  const ofAddon = addonFile.exec(path)?.groups;
  return ofAddon ? { kind: 'addon', region: `${ofAddon.region}`, addon: `${ofAddon.addon}` } : undefined;
}
