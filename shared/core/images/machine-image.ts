import type { Instant } from '../days.ts';
import type { AmiFamily } from './nodegroup-release.ts';

/** What came of asking for an image by its id: none where it is gone, or no longer shared with the account. */
export interface ImageSight {
  readonly image?: MachineImage;
}

/** A machine image that AWS returned when it was asked for it by its id. */
export interface MachineImage {
  readonly id: string;
  /** Somebody's words; of an EKS image they name the family and the Kubernetes version. */
  readonly name?: string;
  /** The minor of Kubernetes that it is made for, where its name or description tells one. */
  readonly kubernetes?: string;
  /** `available` where instances can be launched from it. */
  readonly state?: string;
  readonly isWindows: boolean;
  readonly createdAt?: Instant;
  /** The day from which it is to be used no more; it may lie ahead. */
  readonly deprecatedAt?: Instant;
}

const names: readonly (readonly [AmiFamily, RegExp])[] = [
  ['AL2023', /al2023|amazon-?linux-?2023/i],
  ['BOTTLEROCKET', /bottlerocket/i],
  ['AL2', /amazon-eks-(?:gpu-|arm64-)?node-\d|amzn2|(?:\bal|amazon-?linux-?)2(?!\d)/i],
];

/** The family that the name of an image tells; undefined where it tells none, or two. */
export function familyOfImage({ name = '', isWindows }: MachineImage): AmiFamily | undefined {
  if (isWindows) return 'WINDOWS';
  const [family, ...others] = names.filter(([, sign]) => sign.test(name)).map(([named]) => named);
  return others.length > 0 ? undefined : family;
}

/** An image is there when instances can be launched from it, or soon can. */
export function isLaunchable({ state }: MachineImage): boolean {
  return state === undefined || ['available', 'pending'].includes(state);
}

/** How those who build images write the Kubernetes version into their names and descriptions. */
const signs = [
  /(?:k8s|kubernetes|eks(?:_optimized)?)[-_ :/]{1,2}v?(1\.\d{1,2})(?![\d])/gi,
  /^amazon-eks-[a-z0-9_-]*?-(1\.\d{1,2})-v\d{8}/gi,
] as const;

/** The Kubernetes minor that an image is made for, by its name, else its description; undefined where neither tells one. */
export function kubernetesOf(name = '', description = ''): string | undefined {
  return [name, description].map(kubernetesIn).find((minor) => minor !== undefined);
}

/** The minor that such a text tells. One that names two tells none. */
export function kubernetesIn(text: string): string | undefined {
  const [minor, ...others] = new Set(signs.flatMap((sign) => [...text.matchAll(sign)].map(([, found]) => found)));
  return others.length > 0 ? undefined : minor;
}
