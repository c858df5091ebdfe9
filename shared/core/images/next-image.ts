import type { AuditContext } from '../rule.ts';
import type { NodegroupSnapshot } from '../snapshot.ts';
import { insufficientData, notApplicable, type Verdict } from '../verdicts.ts';
import { type NodeImage, recommendedImageOf } from './node-image.ts';
import { compareImageReleases } from './nodegroup-release.ts';

/** What the next update of a node group would bring: a newer image, or why there is none to judge. */
export type NextImage =
  | { readonly kind: 'NEWER'; readonly image: NodeImage }
  | { readonly kind: 'NONE'; readonly verdict: Verdict };

/** The release that AWS recommends for the AMI type and minor of a node group: an update without another wish takes it. */
export function nextImageOf(
  nodegroup: NodegroupSnapshot,
  running: NodeImage,
  { catalogue }: Pick<AuditContext, 'catalogue'>,
): NextImage {
  const none = (verdict: Verdict): NextImage => ({ kind: 'NONE', verdict });
  const list = catalogue.images[running.kubernetes];
  if (!list) return none(insufficientData(`AWS was not asked for its images for Kubernetes ${running.kubernetes}`));
  if (!list.readable) return none(insufficientData(list.because));
  const recommended = list.value.value[nodegroup.amiType ?? '']?.recommended;
  if (recommended === undefined) return none(notApplicable('AWS recommends no release of its AMI type any more'));
  const sight = recommendedImageOf(nodegroup, recommended);
  if (sight.kind === 'UNREADABLE') return none(insufficientData(sight.because));
  const { image } = sight;
  if (compareImageReleases(image.release, running.release) > 0) return { kind: 'NEWER', image };
  return none(notApplicable('AWS recommends no newer release'));
}
