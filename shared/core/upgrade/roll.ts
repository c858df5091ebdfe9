import { imageBreakagesOf } from '../images/image-breakage.ts';
import { endsBefore } from '../images/image-end.ts';
import { type NodeImage, recommendedImageOf } from '../images/node-image.ts';
import { amiFamilyOf } from '../images/nodegroup-release.ts';
import { isAwaitingImages, isUnpublished, publishedImages } from '../images/published-images.ts';
import {
  type Awaited,
  describeNodegroup,
  renewNodegroup,
  type Step,
  updateNodegroup,
  updateNodegroupRelease,
} from '../remediation.ts';
import type { AuditContext } from '../rule.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '../snapshot.ts';
import { isUnderWay } from '../update.ts';

/** The step that rolls a node group; or a look at it where none may, since it has, or would get, an image that does not do. */
export interface Roll {
  readonly step: Step;
  readonly isRoll: boolean;
}

/**
 * Rolls a node group to the image that AWS recommends of its AMI type for a Kubernetes version.
 *
 * Not to one that is known to be bad, and not to a version that has none of its AMI type: EKS changes no AMI type.
 */
export function rollTo(
  kubernetes: string,
  nodegroup: NodegroupSnapshot,
  cluster: ClusterSnapshot,
  context: AuditContext,
): Roll {
  const { name, amiType, version, releaseVersion } = nodegroup;
  const look = describeNodegroup(cluster, name);
  if (amiType === 'CUSTOM') return { step: look, isRoll: false };
  const missing = missingImage(kubernetes, nodegroup, context);
  if (missing) return { step: { ...look, waitsFor: missing }, isRoll: false };
  const image = imageFor(kubernetes, nodegroup, context);
  if (image && imageBreakagesOf(context.breakages, image).length > 0) {
    return { step: { ...look, waitsFor: 'GOOD_IMAGE' }, isRoll: false };
  }
  if (kubernetes !== version) return { step: updateNodegroup(cluster, name, kubernetes), isRoll: true };
  if (!image) return { step: renewNodegroup(cluster, name), isRoll: true };
  if (image.text === releaseVersion) return { step: look, isRoll: false };
  return { step: updateNodegroupRelease(cluster, name, image.text), isRoll: true };
}

/** The same tonight: EKS makes one update of a node group at a time, and refuses others. */
export function rollNow(
  kubernetes: string,
  nodegroup: NodegroupSnapshot,
  cluster: ClusterSnapshot,
  context: AuditContext,
): Roll {
  if (!isBeingUpdated(nodegroup, cluster)) return rollTo(kubernetes, nodegroup, cluster, context);
  return { step: { ...describeNodegroup(cluster, nodegroup.name), waitsFor: 'UPDATE_END' }, isRoll: false };
}

function isBeingUpdated({ name }: NodegroupSnapshot, { nodegroupUpdates }: ClusterSnapshot): boolean {
  const updates = nodegroupUpdates.readable
    ? nodegroupUpdates.value.find((group) => group.name === name)?.detail
    : undefined;
  return updates?.readable === true && updates.value.some(isUnderWay);
}

/** What a node group waits for, where AWS publishes no image of its AMI type for a Kubernetes version. */
export function missingImage(
  kubernetes: string,
  { amiType = '' }: NodegroupSnapshot,
  { asOf, catalogue, imageEnds }: AuditContext,
): Awaited | undefined {
  const end = imageEnds.find(({ amiFamily }) => amiFamily === amiFamilyOf(amiType));
  if (end && endsBefore(end, kubernetes)) return 'ANOTHER_AMI_TYPE';
  if (!isUnpublished(catalogue, amiType, kubernetes)) return undefined;
  return isAwaitingImages(catalogue, kubernetes, asOf) ? 'FIRST_IMAGE' : 'ANOTHER_AMI_TYPE';
}

/** The image that AWS recommends for a node group, where it is known. */
function imageFor(
  kubernetes: string,
  nodegroup: NodegroupSnapshot,
  { catalogue }: AuditContext,
): NodeImage | undefined {
  const published = publishedImages(catalogue, `${nodegroup.amiType}`, kubernetes);
  const recommended = published.readable ? published.value.recommended : undefined;
  if (recommended === undefined) return undefined;
  const sight = recommendedImageOf({ ...nodegroup, version: kubernetes }, recommended);
  return sight.kind === 'EKS' ? sight.image : undefined;
}
