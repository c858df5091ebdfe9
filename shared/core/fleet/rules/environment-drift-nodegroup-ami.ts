import { imageOf } from '../../images/node-image.ts';
import type { Judgement } from '../../rule.ts';
import {
  type Listed,
  listedNodegroups,
  type NodegroupSnapshot,
  nodegroupResource,
  nodegroupResources,
} from '../../snapshot.ts';
import { insufficientData, notApplicable } from '../../verdicts.ts';
import { familyDrift } from '../ami-family-drift.ts';
import { releaseDrift } from '../ami-release-drift.ts';
import { defineFleetRule, type FleetSubject } from '../fleet-rule.ts';

export const environmentDriftNodegroupAmi = defineFleetRule({
  id: 'environment-drift-nodegroup-ami',
  title: 'The node groups run the operating systems of their siblings, in releases that are not far apart',
  why: 'On another operating system, or on images that are months apart, the same pods meet another kernel, another container runtime and other defaults: that a lower environment is well says little then.',
  judged: [
    'MEDIUM, now: a node group runs a family (AL2, AL2023, Bottlerocket, Windows) that no sibling runs and that a sibling has left, by our history; or the environment and its siblings share no family at all',
    'LOW, now: a node group is behind one of that family in a lower environment by more than notice.imageSoak and notice.imageAge together (7 and 45 days): by the dates of the releases; of Bottlerocket, whose releases have none, by how long the newer one has run there',
    'No difference: a node group of a further family, architecture or accelerator in one environment; images of its own (CUSTOM).',
    'That no family is shared is told on the environment that is alone against two or more, and else on the higher.',
    'Insufficient data: the image of a node group could not be read, here or where it would decide.',
  ],
  reads: ['eks:ListNodegroups', 'eks:DescribeNodegroup'],
  mend: 'EKS cannot change the family of a node group: make one beside it, move the pods, and delete the old one. A release that is behind is updated, once it has run in a lower environment.',
  debug: [
    "aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NODEGROUP --query 'nodegroup.[amiType,releaseVersion]' on both siblings",
    'kubectl get nodes --output wide shows operating system, kernel and container runtime of each node',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/eks-optimized-amis.html',

  looksAt: ['nodegroups'],
  horizon: 'now',
  judgedBy: 'any',
  resourcesOf: nodegroupResources,
  check: (subject) =>
    listedNodegroups(subject.cluster).flatMap((nodegroup) => {
      const resource = nodegroupResource(subject.cluster.arn, nodegroup.name);
      return judge(nodegroup, subject).map((judgement) => ({ ...judgement, resource }));
    }),
});

function judge({ name, detail }: Listed<NodegroupSnapshot>, subject: FleetSubject): readonly Judgement[] {
  // Of what cannot be judged: about both faults.
  if (!detail.readable) return [{ horizon: 'now', verdict: insufficientData(detail.because) }];
  const sight = imageOf(detail.value);
  if (sight.kind === 'CUSTOM') return [{ horizon: 'now', verdict: notApplicable('it has an image of its own') }];
  if (sight.kind === 'UNREADABLE') return [{ horizon: 'now', verdict: insufficientData(sight.because) }];
  const { image } = sight;
  return [
    { horizon: 'now', fault: 'family', verdict: familyDrift(name, image, subject) },
    { horizon: 'now', fault: 'release', verdict: releaseDrift(detail.value, image, subject) },
  ];
}
