import { imageBreakagesOf } from '../image-breakage.ts';
import { imageOf } from '../node-image.ts';
import { defineNodegroupRule } from '../rule.ts';
import { stepsToRoll } from '../upgrade/steps.ts';
import { compliant, insufficientData, nonCompliant, notApplicable } from '../verdicts.ts';

export const nodegroupImageKnownBad = defineNodegroupRule({
  id: 'nodegroup-image-known-bad',
  judgesByBreakages: true,
  title: 'The image release of each node group is not known to be bad',
  why: 'Now and then AWS publishes a release of a node image that does not work, and takes it back. A node group that took it keeps it, on each node that comes, until it is updated.',
  judged: [
    'As its entry says, now: a known breakage of images that the release of the node group meets, by family, release and minor of Kubernetes; each is told',
    'Not applicable: the node group has an image of its own (CUSTOM).',
    'Insufficient data: the AMI type or the release version is not one that can be read.',
  ],
  reads: ['eks:ListNodegroups', 'eks:DescribeNodegroup'],
  mend: 'Update the node group to a release that is good: the newest, once the add-ons fit it.',
  debug: [
    'aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NODEGROUP --query nodegroup.releaseVersion shows what new nodes get',
    'kubectl get nodes --output wide shows the kernel and the container runtime of each node, which tell the release that it really runs',
    'The source that the finding names says what to look for on a node',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html',

  check(nodegroup, cluster, context) {
    const sight = imageOf(nodegroup);
    if (sight.kind === 'UNREADABLE') return [{ horizon: 'now', verdict: insufficientData(sight.because) }];
    if (sight.kind === 'CUSTOM') return [{ horizon: 'now', verdict: notApplicable('it has an image of its own') }];
    const { image } = sight;
    const met = imageBreakagesOf(context.breakages, image);
    if (met.length === 0) return [{ horizon: 'now', verdict: compliant }];
    const steps = stepsToRoll(nodegroup, cluster, context);
    return met.map(({ id, severity, consequence, firstGood, source }) => {
      const good = firstGood === undefined ? {} : { firstGood };
      const evidence = { breakage: id, release: image.text, consequence, ...good, source };
      return { horizon: 'now', fault: id, verdict: nonCompliant(severity, evidence, steps) };
    });
  },
});
