import { parseConfiguration } from '#adapters/aws/configuration-values.ts';
import type { Fault } from '#adapters/recording/fault.ts';
import { familyOfImage, kubernetesIn } from '#core/images/machine-image.ts';
import type { Json } from '#core/json.ts';
import type { Disguise } from './disguise.ts';
import { kubernetesIn as disguisedKubernetes } from './disguise-kubernetes.ts';
import type { NightContent } from './night-content.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { publicWords } from './public-words.ts';

/** What tells a night's texts, and by which tags siblings are told. */
export interface NightDisguise {
  readonly pseudonyms: Pseudonyms;
  readonly disguise: Disguise;
  /** In lower case. */
  readonly tags: ReadonlySet<string>;
}

/** A night that says the same of nobody: what AWS publishes stays, what people named does not. */
export function disguised({ files, faults }: NightContent, by: NightDisguise): NightContent {
  const addons = new Set([...files.values()].flatMap((value) => Object.keys(Object(Object(value).addons))));
  return {
    files: new Map(
      [...files].map(([path, value]) =>
        path.startsWith('published/') ? [path, value] : [pathIn(path, by), valueIn(value, [], by)],
      ),
    ),
    faults: faults.map((fault) => faultIn(fault, addons, by)),
  };
}

function pathIn(path: string, { pseudonyms, disguise }: NightDisguise): string {
  const [accounts, account = '', ...rest] = path.split('/');
  if (accounts !== 'accounts') return path;
  const [last = '', folder] = rest.toReversed();
  const isCluster = folder !== undefined && !['ec2', 'kms'].includes(folder);
  const file = isCluster ? `${folder}/${disguise.given(last.replace(/\.json$/, ''))}.json` : rest.join('/');
  return [accounts, pseudonyms.account(account), file].join('/');
}

/** An add-on is called as AWS calls it. */
function faultIn(
  { account, cluster, part, ...fault }: Fault,
  addons: ReadonlySet<string>,
  { pseudonyms, disguise }: NightDisguise,
): Fault {
  return {
    ...fault,
    ...(account === undefined ? {} : { account: pseudonyms.account(account) }),
    ...(cluster === undefined ? {} : { cluster: disguise.given(cluster) }),
    ...(part === undefined ? {} : { part: addons.has(part) ? part : disguise.given(part) }),
  };
}

/** Members in which AWS speaks of itself, or that have lost already whose they are. */
const ofAws = new Set(
  [
    'addonName addonVersion addonArchitecture amiType associationId AvailabilityZone category code codes DeviceName errorCode HttpTokens KeyState',
    'kubernetesVersion platformVersion publisher releaseVersion RegionName RegionOptStatus replacedWith State Status status supportType type usage version',
  ]
    .join(' ')
    .split(' '),
);

/** Members in which AWS writes sentences. */
const sentences = new Set(['message', 'reason', 'errorMessage', 'serviceIpv4Cidr', 'serviceIpv6Cidr']);

/** Members whose names are made of words that are everybody's, with those of people between them. */
const inPublicWords = new Set(['userAgent', 'serviceAccount', 'namespace']);

/** Members that say the key of what they lie in. */
const publicNames = ['insights', 'addonCompatibilityDetails'];

function valueIn(value: Json, path: readonly string[], by: NightDisguise): Json {
  const key = path.at(-1) ?? '';
  if (typeof value === 'string') return textIn(value, key, path, by);
  if (Array.isArray(value)) {
    return key === 'params'
      ? value.flatMap((item) => paramIn(Object(item), by))
      : value.map((item) => valueIn(item, path, by));
  }
  if (typeof value !== 'object' || value === null) return value;
  if (key === 'kubernetes' && path.length === 1) return disguisedKubernetes(value, by.disguise);
  if (key === 'tags') return tagsIn(value as Readonly<Record<string, Json>>, by);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) =>
      // Whoever replays it is led to what was recorded, and not to where that was.
      name === 'certificateAuthority' || name === 'endpoint'
        ? []
        : [[keyIn(name, key, path, by), valueIn(item, [...path, name], by)]],
    ),
  );
}

/** What an update was to change may be anything: asked is which version it led to, and whether two gave an add-on the same. */
function paramIn(
  { type, value }: { readonly type?: Json; readonly value?: Json },
  { disguise }: NightDisguise,
): Json[] {
  if (type === 'Version' && value !== undefined) return [{ type, value }];
  if (typeof value !== 'string') return [];
  if (type === 'ConfigurationValues') return [{ type, value: configurationIn(value, disguise) }];
  return type === 'ServiceAccountRoleArn' || type === 'PodIdentityAssociations'
    ? [{ type, value: disguise.given(value) }]
    : [];
}

/** Keys of maps are names: of what is in a cluster, and of the keys of KMS. Those of add-ons are AWS's. */
function keyIn(name: string, map: string, path: readonly string[], { disguise }: NightDisguise): string {
  const isMap =
    path.length === 1 && ['nodegroups', 'fargateProfiles', 'insights', 'updates', 'parents', 'Keys'].includes(map);
  return isMap ? disguise.given(name) : name;
}

function textIn(text: string, key: string, path: readonly string[], { disguise, pseudonyms }: NightDisguise): string {
  const isPublicName = key === 'name' && path.some((one) => publicNames.includes(one));
  // User data were left out before: what stands in for them names nothing.
  if (ofAws.has(key) || key === 'UserData' || isInstant.test(text) || isPublicName) return text;
  if (/^\d{12}$/.test(text)) return pseudonyms.account(text);
  if (key === 'Key' && path.includes('Tags')) return tagKeyIn(text, disguise);
  if (path[0] === 'Images' && (key === 'Name' || key === 'Description')) return imageNameIn(text, disguise);
  if (sentences.has(key)) return disguise.sentence(text);
  if (key === 'configurationValues') return configurationIn(text, disguise);
  return disguise.given(text, inPublicWords.has(key) ? publicWords : undefined);
}

/** By their keys the nodes of a cluster are known, and those that AWS manages. */
function tagKeyIn(key: string, { given }: Disguise): string {
  const [, kept = '', named = ''] = /^(kubernetes\.io\/cluster\/|eks:.*)?(.*)$/s.exec(key) ?? [];
  return `${kept}${given(named)}`;
}

/** Of the name of an image no more is asked than the operating system and the version of Kubernetes that it tells. */
function imageNameIn(name: string, { given }: Disguise): string {
  const family = familyOfImage({ id: '', name, isWindows: false });
  const kubernetes = kubernetesIn(name);
  const told = [family?.toLowerCase() ?? [], kubernetes === undefined ? [] : `k8s-${kubernetes}`].flat();
  return told.length === 0 ? given(name) : told.join('-');
}

/** How it is built, and how much it says of what, is what it is judged by. As JSON, since letters may be written as escapes. */
function configurationIn(text: string, { given }: Disguise): string {
  const inWords = (value: Json): Json => {
    if (typeof value === 'string') return given(value, publicWords);
    if (Array.isArray(value)) return value.map(inWords);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [given(key, publicWords), inWords(item)]));
  };
  const value = parseConfiguration(text);
  if (value === undefined) return '';
  return typeof value === 'string' ? given(text, publicWords) : JSON.stringify(inWords(value));
}

const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Only those by which siblings are told. */
function tagsIn(tags: Readonly<Record<string, Json>>, { disguise, tags: telling }: NightDisguise): Json {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) =>
      telling.has(key.toLowerCase()) ? [[key, typeof value === 'string' ? disguise.given(value) : value]] : [],
    ),
  );
}
