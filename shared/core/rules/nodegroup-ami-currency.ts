import { daysBetween } from '../days.ts';
import { type NodeImage, recommendedImageOf } from '../images/node-image.ts';
import { defineNodeImageRule } from '../images/node-image-rule.ts';
import { compareImageReleases } from '../images/nodegroup-release.ts';
import { publishedAt, publishedImages } from '../images/published-images.ts';
import type { AuditContext } from '../rule.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '../snapshot.ts';
import { stepsToRenew } from '../upgrade/steps.ts';
import { compliant, insufficientData, nonCompliant, notApplicable, type Verdict } from '../verdicts.ts';

/** By then two releases in three have passed the group by: nobody rolls it. */
const timesTooOld = 3;

export const nodegroupAmiCurrency = defineNodeImageRule({
  id: 'nodegroup-ami-currency',
  title: 'Each node group runs the image release that AWS recommends, or one that is younger than the limit',
  why: 'AWS mends kernel, kubelet and container runtime by new images alone. A node group keeps the release that it has, with all that is known to be wrong with it, until it is rolled.',
  judged: [
    'LOW, now: AWS recommends a newer release, and the one that runs is older than notice.imageAge (45 days)',
    'MEDIUM, now: it is over three times as old',
    'The age is that of the release: its date, or of Bottlerocket the day on which AWS published it.',
    'Not applicable: the node group has an image of its own (CUSTOM), or AWS publishes none for it any more, which nodegroup-ami-support tells.',
    'Insufficient data: the release cannot be read, or what AWS recommends, or nobody knows how old the release is.',
  ],
  reads: ['eks:ListNodegroups', 'eks:DescribeNodegroup', 'ssm:GetParameters'],
  mend: 'Roll the node group to the newest release of its version, once the add-ons fit it.',
  debug: [
    'aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NODEGROUP --query nodegroup.releaseVersion shows what new nodes get',
    'aws ssm get-parameter --name /aws/service/eks/optimized-ami/VERSION/amazon-linux-2023/x86_64/standard/recommended/release_version shows what AWS recommends, of a family and version',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html',

  check: (image, nodegroup, cluster, context) => [
    { horizon: 'now', verdict: judge(nodegroup, image, cluster, context) },
  ],
});

function judge(
  nodegroup: NodegroupSnapshot,
  image: NodeImage,
  cluster: ClusterSnapshot,
  context: AuditContext,
): Verdict {
  const { asOf, catalogue, settings } = context;
  const { imageAge } = settings.notice;
  const published = publishedImages(catalogue, `${nodegroup.amiType}`, image.kubernetes);
  const at = publishedAt(image, published.readable ? published.value.releases : []);
  const age = at === undefined ? undefined : daysBetween(at, asOf);
  // Of one that is young it does not matter which AWS recommends.
  if (age !== undefined && age <= imageAge) return compliant;
  if (!published.readable) return insufficientData(published.because);
  const { recommended } = published.value;
  if (recommended === undefined)
    return notApplicable('AWS publishes no image for it, which nodegroup-ami-support tells');
  const newest = recommendedImageOf(nodegroup, recommended);
  if (newest.kind === 'UNREADABLE') return insufficientData(newest.because);
  if (compareImageReleases(image.release, newest.image.release) >= 0) return compliant;
  if (at === undefined || age === undefined) {
    return insufficientData(`nobody knows when its release ${image.text} was published`);
  }
  const evidence = { release: image.text, publishedAt: at, recommended, kubernetes: image.kubernetes };
  const severity = age > timesTooOld * imageAge ? 'MEDIUM' : 'LOW';
  return nonCompliant(severity, evidence, stepsToRenew(nodegroup, image, cluster, context));
}
