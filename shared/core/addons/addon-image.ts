import { type AddonVersion, parseAddonVersion } from './addon-version.ts';
import type { ImageReference } from './image-reference.ts';

/** What a workload of an add-on is to run, whether EKS manages the add-on or not. */
export interface AddonImage {
  readonly addon: string;
  /** As people look for it: `daemonset/aws-node`. */
  readonly workload: string;
  readonly image: string;
}

/** By region, the account from which EKS's own add-ons are pulled there. */
export type AddonRegistries = Readonly<Record<string, string>>;

/** Whose repository of ECR an image is in, and where. */
export interface EcrRegistry {
  readonly account: string;
  readonly region: string;
}

const ecrHost =
  /^(?<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?<region>[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/;

export function ecrRegistryOf({ registry = '' }: ImageReference): EcrRegistry | undefined {
  const { account, region } = ecrHost.exec(registry)?.groups ?? {};
  return account === undefined || region === undefined ? undefined : { account, region };
}

/** The registry of an image where it is AWS's own, of whatever region; a mirror, and a cache that pulls through, are people's. */
export function awsRegistryOf(image: ImageReference, registries: AddonRegistries): EcrRegistry | undefined {
  const registry = ecrRegistryOf(image);
  return registry && Object.values(registries).includes(registry.account) ? registry : undefined;
}

/** The version that a tag begins with, whoever built the image: `v1.11.4-eks-1-31-9` and `1.11.4_2` say as much as `v1.11.4`. */
export function releaseIn(tag: string): AddonVersion | undefined {
  const [release = ''] = /^v?\d+\.\d+\.\d+(?![\d.])/.exec(tag) ?? [];
  return parseAddonVersion(release);
}
