import { daysBetween } from '../days.ts';
import { type NodeImage, recommendedImageOf } from '../images/node-image.ts';
import { defineNodeImageRule } from '../images/node-image-rule.ts';
import { compareImageReleases } from '../images/nodegroup-release.ts';
import { publishedAt, publishedImages } from '../images/published-images.ts';
import type { AuditContext } from '../rule.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '../snapshot.ts';
import { stepsToRoll } from '../upgrade/steps.ts';
import { compliant, insufficientData, nonCompliant, notApplicable, type Verdict } from '../verdicts.ts';

/** EKS gives out a release days before the parameter that recommends it follows. */
const parameterLagDays = 3;

export const nodegroupImageWithdrawn = defineNodeImageRule({
  id: 'nodegroup-image-withdrawn',
  title: 'No node group runs an image release above the one that AWS recommends',
  why: 'AWS takes a bad release back by recommending an older one again, and tells nobody. A node group that took it keeps it, and each node that comes is made from it.',
  judged: [
    'HIGH, next-node-roll: the release is above the recommended one, and we saw AWS recommend it before, or it is over 3 days old, or has run for longer',
    'INFORMATIONAL, next-node-roll: above it and younger. What AWS recommends lags behind what EKS gives out.',
    'Not applicable: the node group has an image of its own (CUSTOM), or AWS publishes none for it, which nodegroup-ami-support tells.',
    'Insufficient data: the release cannot be read, or what AWS recommends tonight.',
  ],
  reads: ['eks:ListNodegroups', 'eks:DescribeNodegroup', 'ssm:GetParameters'],
  mend: 'Go to the release that AWS recommends. Where EKS refuses a release that is older, make a node group anew with it, move the pods, and delete the old group.',
  debug: [
    'aws ssm get-parameter --name PARAMETER shows which release is recommended, and when that was last changed',
    'The release notes of the image, and the issues of its repository, say what was wrong with the release',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html',

  horizon: 'next-node-roll',
  check: (image, nodegroup, cluster, context) => [
    { horizon: 'next-node-roll', verdict: judge(nodegroup, image, cluster, context) },
  ],
});

function judge(
  nodegroup: NodegroupSnapshot,
  image: NodeImage,
  cluster: ClusterSnapshot,
  context: AuditContext,
): Verdict {
  const { asOf, catalogue } = context;
  const published = publishedImages(catalogue, `${nodegroup.amiType}`, image.kubernetes);
  if (!published.readable) return insufficientData(published.because);
  const { recommended, releases, stale } = published.value;
  if (recommended === undefined)
    return notApplicable('AWS publishes no image for it, which nodegroup-ami-support tells');
  const known = recommendedImageOf(nodegroup, recommended);
  if (known.kind === 'UNREADABLE') return insufficientData(known.because);
  if (compareImageReleases(image.release, known.image.release) <= 0) return compliant;

  const wasRecommended = releases.some(
    ({ text, recommendedSince }) => text === image.text && recommendedSince !== undefined,
  );
  // By the word of an earlier night, what AWS recommends tonight may pass for withdrawn.
  if (stale && !wasRecommended) return insufficientData(stale);
  // A group cannot have taken its release after it was changed last.
  const since = [publishedAt(image, releases), nodegroup.modifiedAt].flatMap((at) => at ?? []).sort()[0];
  const isOld = since !== undefined && daysBetween(since, asOf) > parameterLagDays;
  const evidence = {
    release: image.text,
    recommended,
    ...(wasRecommended ? { wasRecommended } : {}),
    ...(since === undefined ? {} : { outSince: since }),
  };
  const severity = wasRecommended || isOld ? 'HIGH' : 'INFORMATIONAL';
  return nonCompliant(severity, evidence, stepsToRoll(nodegroup, cluster, context, image.kubernetes));
}
