import { formatKubernetesVersion, parseKubernetesVersion } from '../kubernetes-version.ts';
import { describeUnreadable } from '../reading.ts';
import type { Listed, NodegroupSnapshot } from '../snapshot.ts';
import { type AmiFamily, amiFamilyOf, parseNodegroupRelease } from './nodegroup-release.ts';

/** An image of EKS's own that nodes are made from. */
export interface NodeImage {
  readonly family: AmiFamily;
  /** Its date as `20251209`, or of Bottlerocket its version: a release is the same one under every minor. */
  readonly release: string;
  /** The minor of Kubernetes that it is made for. */
  readonly kubernetes: string;
  /** The release version as EKS gives it. */
  readonly text: string;
}

/** What is seen of the image of a node group: one of EKS's, one of the group's own, or nothing that can be read. */
export type ImageSight =
  | { readonly kind: 'EKS'; readonly image: NodeImage }
  | { readonly kind: 'CUSTOM' }
  | { readonly kind: 'UNREADABLE'; readonly because: string };

/** As below, of a node group that may not have been described. */
export function listedImageOf({ detail }: Listed<NodegroupSnapshot>): ImageSight {
  return detail.readable ? imageOf(detail.value) : unreadable(describeUnreadable(detail.because));
}

/** The image that the nodes of a group are made from, as its release version tells. */
export function imageOf({ amiType, releaseVersion, version }: NodegroupSnapshot): ImageSight {
  const family = amiFamilyOf(amiType ?? '');
  if (family === undefined) return unreadable(`its AMI type is not one that is known: ${amiType ?? 'AWS gave none'}`);
  if (family === 'CUSTOM') return { kind: 'CUSTOM' };
  const text = releaseVersion ?? '';
  const release = parseNodegroupRelease(family, text);
  if (!release || release.kind === 'custom') {
    return unreadable(`its release version cannot be read: ${text === '' ? 'AWS gave none' : text}`);
  }
  const minor = release.kind === 'bottlerocket' ? version : release.kubernetes;
  const kubernetes = parseKubernetesVersion(minor ?? '');
  if (!kubernetes) return unreadable(`its Kubernetes version cannot be read: ${minor ?? 'AWS gave none'}`);
  return {
    kind: 'EKS',
    image: {
      family,
      release: release.kind === 'bottlerocket' ? release.os : release.date,
      kubernetes: formatKubernetesVersion(kubernetes),
      text,
    },
  };
}

/** The image of the release that AWS recommends for a node group. */
export function recommendedImageOf(
  nodegroup: NodegroupSnapshot,
  recommended: string,
): Exclude<ImageSight, { readonly kind: 'CUSTOM' }> {
  const sight = imageOf({ ...nodegroup, releaseVersion: recommended });
  return sight.kind === 'EKS' ? sight : unreadable(`the release that AWS recommends cannot be read: ${recommended}`);
}

function unreadable(because: string): Extract<ImageSight, { readonly kind: 'UNREADABLE' }> {
  return { kind: 'UNREADABLE', because };
}
