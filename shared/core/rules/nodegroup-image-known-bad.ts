import { imageBreakagesOf } from '../images/image-breakage.ts';
import { nextImageOf } from '../images/next-image.ts';
import type { NodeImage } from '../images/node-image.ts';
import { defineNodeImageRule } from '../images/node-image-rule.ts';
import { describeNodegroup, holdingBack, type Step } from '../remediation.ts';
import type { AuditContext, Judgement } from '../rule.ts';
import { stepsToRenew } from '../upgrade/steps.ts';
import { compliant, type Evidence, nonCompliant } from '../verdicts.ts';

export const nodegroupImageKnownBad = defineNodeImageRule({
  id: 'nodegroup-image-known-bad',
  judgesByBreakages: true,
  title: 'Neither the image release that a node group runs nor the one that its next update brings is known to be bad',
  why: 'Now and then AWS publishes a release of a node image that does not work, and takes it back. A node group that took it keeps it, on each node that comes, until it is updated.',
  judged: [
    'As its entry says, now: a known breakage of images that the release of the node group meets, by family, release and minor of Kubernetes; each is told',
    'As its entry says, next-node-roll: one that the release meets which the next update would bring, the one that AWS recommends for its AMI type and minor, where that is newer',
    'Not applicable: the node group has an image of its own (CUSTOM); AWS recommends no newer release.',
    'Insufficient data: the AMI type or the release version is not one that can be read; AWS could not be asked for the release that it recommends.',
  ],
  reads: ['eks:ListNodegroups', 'eks:DescribeNodegroup', 'ssm:GetParameters'],
  mend: 'Update the node group to a release that is good: the newest, once the add-ons fit it. Where that is bad too, wait for the next, or name one before it by --release-version.',
  debug: [
    'aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NODEGROUP --query nodegroup.releaseVersion shows what new nodes get',
    'kubectl get nodes --output wide shows the kernel and the container runtime of each node, which tell the release that it really runs',
    'The source that the finding names says what to look for on a node',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html',

  check(image, nodegroup, cluster, context) {
    const next = nextImageOf(nodegroup, image, context);
    const look: Step = { ...holdingBack(describeNodegroup(cluster, nodegroup.name)), waitsFor: 'GOOD_IMAGE' };
    return [
      ...judge('now', image, {}, context.breakages, stepsToRenew(nodegroup, image, cluster, context)),
      ...(next.kind === 'NEWER'
        ? judge('next-node-roll', next.image, { running: image.text }, context.breakages, [look])
        : [{ horizon: 'next-node-roll', verdict: next.verdict } as const]),
    ];
  },
});

function judge(
  horizon: Judgement['horizon'],
  image: NodeImage,
  more: Evidence,
  breakages: AuditContext['breakages'],
  steps: readonly Step[],
): readonly Judgement[] {
  const met = imageBreakagesOf(breakages, image);
  if (met.length === 0) return [{ horizon, verdict: compliant }];
  return met.map(({ id, severity, consequence, firstGood, source }) => {
    const good = firstGood === undefined ? {} : { firstGood };
    const evidence = { breakage: id, release: image.text, ...more, consequence, ...good, source };
    return { horizon, fault: id, verdict: nonCompliant(severity, evidence, steps) };
  });
}
