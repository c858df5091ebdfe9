import { daysBetween, type Instant } from '../days.ts';
import type { NodeImage } from '../images/node-image.ts';
import { compareImageReleases, releasedAt } from '../images/nodegroup-release.ts';
import { describeNodegroup, type Step } from '../remediation.ts';
import type { NodegroupSnapshot } from '../snapshot.ts';
import { stepsToRenew } from '../upgrade/steps.ts';
import { compliant, insufficientData, nonCompliant, type Verdict } from '../verdicts.ts';
import { contextOf, type FleetSubject } from './fleet-rule.ts';
import { nodegroupsOfFamily, unseenImagesOf } from './sibling-images.ts';
import { type Sibling, siblingFacts, unlessNeverRead } from './siblings.ts';

/** A release that a lower sibling runs, and how far it is ahead. */
interface Ahead {
  readonly sibling: Sibling;
  readonly release: string;
  /** Since when it runs there. */
  readonly since: Instant;
  readonly days: number;
}

/** Whether the image of a node group is far behind those of its family in lower environments. */
export function releaseDrift(nodegroup: NodegroupSnapshot, image: NodeImage, subject: FleetSubject): Verdict {
  const { rank, neverRead, view } = subject;
  const { imageAge, imageSoak } = view.settings.notice;
  const allowedDays = imageAge + imageSoak;
  const lower = subject.siblings.filter((sibling) => sibling.rank < rank);
  const [furthest] = lower
    .flatMap((sibling) => aheadOf(nodegroup.name, image, sibling, view.asOf))
    .filter(({ days }) => days > allowedDays)
    .sort((a, b) => b.days - a.days);
  if (furthest) {
    const { sibling, release, since } = furthest;
    const other = { ...siblingFacts(sibling), siblingRelease: release, siblingSince: since };
    const evidence = { release: image.text, amiFamily: image.family, allowedDays, ...other };
    return nonCompliant('LOW', evidence, mend(nodegroup, image, subject));
  }
  const unseen = lower.flatMap(unseenImagesOf)[0];
  if (unseen !== undefined) return insufficientData(unseen);
  return unlessNeverRead(
    compliant,
    neverRead.filter((one) => one.rank < rank),
  );
}

/** The release of the node group of that name, or else the oldest of that family, where it is newer. */
function aheadOf(nodegroup: string, own: NodeImage, sibling: Sibling, asOf: Instant): readonly Ahead[] {
  const images = nodegroupsOfFamily(own.family, sibling);
  const [oldest] = [...images].sort((a, b) => compareImageReleases(a.release, b.release));
  const compared = images.find(({ name }) => name === nodegroup) ?? oldest;
  const run = sibling.images.find(
    ({ family, release, until }) => family === own.family && release === compared?.release && until === undefined,
  );
  if (!compared || !run || compareImageReleases(compared.release, own.release) <= 0) return [];
  const { since } = run;
  const [from, to] = [releasedAt(own.release), releasedAt(compared.release)];
  const days = from === undefined || to === undefined ? daysBetween(since, asOf) : daysBetween(from, to);
  return [{ sibling, release: compared.text, since, days }];
}

function mend(nodegroup: NodegroupSnapshot, image: NodeImage, { cluster, view }: FleetSubject): readonly Step[] {
  const catalogue = view.catalogues[cluster.region];
  if (!catalogue) return [describeNodegroup(cluster, nodegroup.name)];
  return stepsToRenew(nodegroup, image, cluster, contextOf(view, catalogue));
}
