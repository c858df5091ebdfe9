import { parseNodegroupRelease } from '../images/nodegroup-release.ts';
import { type Reading, readable } from '../reading.ts';
import type { ClusterSnapshot, Listed, NodegroupSnapshot } from '../snapshot.ts';
import type { UserDataKind } from './user-data.ts';

/** The launch template that a node group was given by its user; EKS makes one of its own from it. */
export interface TemplateReference {
  readonly id?: string;
  readonly name?: string;
  /** The version in use, `3`. */
  readonly version: string;
}

/**
 * What the launch template of a node group says of the nodes that come next. It is in the snapshot by the name of the
 * node group.
 */
export interface LaunchTemplate {
  /** Absent where AWS has that version no longer. */
  readonly inUse?: TemplateVersion;
  /** The version that an update takes which names none; absent where AWS has the template no longer. */
  readonly byDefault?: TemplateVersion;
  /** In what the default differs from the version in use, by AWS's own names of the parts, in order. */
  readonly differing: readonly string[];
}

/** One version of a launch template. */
export interface TemplateVersion {
  readonly number: number;
  /** The id of an image, or a `resolve:ssm:…` that AWS did not resolve; absent where EKS chooses one. */
  readonly image?: string;
  readonly keyPair?: string;
  /** Ids, or names, in order; those of its network interfaces included. */
  readonly securityGroups: readonly string[];
  /** Of its block devices: ids, ARNs or aliases, in order. */
  readonly kmsKeys: readonly string[];
  readonly disks: readonly TemplateDisk[];
  readonly metadata: TemplateMetadata;
  /** The kinds of its parts, in order, each once; empty where there is none. */
  readonly userData: readonly UserDataKind[];
}

export interface TemplateDisk {
  readonly device: string;
  readonly sizeGiB?: number;
}

/**
 * How instances reach the metadata service, and by it the credentials of the node.
 *
 * At a hop limit of 1 only what is on the host network does. Where a template says nothing, the image and the account
 * decide, and nothing is known.
 */
export interface TemplateMetadata {
  readonly hopLimit?: number;
  /** `required`, or `optional`. */
  readonly tokens?: string;
}

/** Whether something that a template names is there. */
export interface Existence {
  readonly exists: boolean;
}

/** A key of KMS that a template names. */
export interface KmsKey {
  /** AWS's word, `Enabled` where it is of use; absent where there is no such key, or it is hidden. */
  readonly state?: string;
  /** Set where its own policy lets nobody of the account look at it, as that of another account's key may: no fault. */
  readonly hidden?: true;
}

/** As people know it. */
export function nameOfTemplate({ id = '', name = id }: TemplateReference): string {
  return name;
}

/**
 * The versions that decide about nodes to come: the one in use, and the default where it is not an older one.
 *
 * Whoever names a version with each update leaves the default behind for good, and what that names is rightly gone.
 */
export function decidingVersions({ inUse, byDefault }: LaunchTemplate): readonly TemplateVersion[] {
  if (!inUse) return byDefault ? [byDefault] : [];
  return byDefault && byDefault.number > inUse.number ? [inUse, byDefault] : [inUse];
}

const parameter = 'resolve:ssm:';

/** Whether an image is named by a parameter that AWS did not resolve. */
export function isUnresolved(image: string): boolean {
  return image.startsWith(parameter);
}

/** What came of looking for something in a list of the snapshot; undefined where nobody looked for it. */
export function sightOf<T>(parts: Reading<readonly Listed<T>[]>, name: string): Reading<T> | undefined {
  return parts.readable ? parts.value.find((part) => part.name === name)?.detail : parts;
}

/**
 * The id of the image from which a node group with an image of its own makes nodes: that of the version in use, or as
 * EKS recorded it where that version is gone; undefined where nothing names one.
 */
export function imageBehind(
  { name, releaseVersion }: NodegroupSnapshot,
  { launchTemplates }: Pick<ClusterSnapshot, 'launchTemplates'>,
): Reading<string | undefined> {
  const template = sightOf(launchTemplates, name);
  if (template?.readable === false) return template;
  const recorded = parseNodegroupRelease('CUSTOM', releaseVersion ?? '') ? releaseVersion : undefined;
  return readable(template?.value.inUse?.image ?? recorded);
}
