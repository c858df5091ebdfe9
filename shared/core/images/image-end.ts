import type { Instant } from '../days.ts';
import { compareKubernetesVersions, parseKubernetesVersion } from '../kubernetes-version.ts';
import type { AmiFamily } from './nodegroup-release.ts';

/** The end of a family of node images: no API tells of it, and parameters go on naming the last release. */
export interface ImageEnd {
  readonly amiFamily: AmiFamily;
  /** From this day on there are no new releases. */
  readonly on: Instant;
  /** The last Kubernetes version that has such images. */
  readonly lastKubernetes: string;
  /** The day on which support of the operating system itself ends. */
  readonly osSupportEnds: string;
  readonly source: string;
  /** The day on which the source was read. */
  readonly read: string;
}

/** Whether a family has no images for a Kubernetes version, because it ends before that. */
export function endsBefore({ lastKubernetes }: ImageEnd, kubernetes: string): boolean {
  const [last, version] = [parseKubernetesVersion(lastKubernetes), parseKubernetesVersion(kubernetes)];
  return last !== undefined && version !== undefined && compareKubernetesVersions(version, last) > 0;
}
