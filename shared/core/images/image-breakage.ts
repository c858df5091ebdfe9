import type { KnownBreakage } from '../known-breakage.ts';
import { isInKubernetesRange, type KubernetesRange } from '../kubernetes-range.ts';
import type { Severity } from '../severity.ts';
import type { NodeImage } from './node-image.ts';
import { type AmiFamily, compareImageReleases } from './nodegroup-release.ts';

/**
 * Releases of EKS's node images that are known to break. It has no horizon: what runs strikes now, what the next
 * update brings strikes at the next roll.
 */
export interface ImageBreakage {
  readonly id: string;
  readonly rule: 'nodegroup-image-known-bad';
  readonly condition: ImageCondition;
  readonly consequence: string;
  readonly severity: Severity;
  /** The first release after them that is good again, where the source names it. */
  readonly firstGood?: string;
  readonly source: string;
  /** The day on which the source was read. */
  readonly read: string;
}

/** All that is named must hold; ends of ranges count in. */
export interface ImageCondition {
  readonly amiFamily: AmiFamily;
  /** Dates as `20251209`, or of Bottlerocket versions as `1.47.0`. */
  readonly release?: { readonly from?: string; readonly to?: string };
  readonly kubernetes?: KubernetesRange;
}

/** The known breakages that an image meets. */
export function imageBreakagesOf(
  breakages: readonly KnownBreakage[],
  { family, release, kubernetes }: NodeImage,
): readonly ImageBreakage[] {
  return breakages
    .filter((breakage) => breakage.rule === 'nodegroup-image-known-bad')
    .filter(({ condition: { amiFamily, release: { from, to } = {}, kubernetes: minors = {} } }) => {
      return (
        amiFamily === family &&
        (from === undefined || compareImageReleases(release, from) >= 0) &&
        (to === undefined || compareImageReleases(release, to) <= 0) &&
        isInKubernetesRange(kubernetes, minors)
      );
    });
}
