import { addDays, dayOf, daysBetween } from '../../days.ts';
import { listedImageOf, type NodeImage } from '../../images/node-image.ts';
import { describeNodegroup, type Step } from '../../remediation.ts';
import { isLastEnvironment } from '../../settings.ts';
import {
  type Listed,
  listedNodegroups,
  type NodegroupSnapshot,
  nodegroupResource,
  nodegroupResources,
} from '../../snapshot.ts';
import { compliant, insufficientData, nonCompliant, notApplicable, type Verdict } from '../../verdicts.ts';
import { defineFleetRule, type FleetSubject } from '../fleet-rule.ts';
import {
  imagesOfFamily,
  mayHaveRunUnseen,
  nodegroupsOfFamily,
  type SiblingImages,
  unseenImagesOf,
} from '../sibling-images.ts';
import { siblingFacts, unlessNeverRead } from '../siblings.ts';

export const untestedImage = defineFleetRule({
  id: 'untested-image',
  title: 'The image release that the last environment runs has run long enough in a lower one',
  why: 'What is wrong with an image release shows after hours or days on nodes that work. Where the last environment is the first to run it, that is where it shows, and each node that comes brings it.',
  judged: [
    'MEDIUM, next-node-roll: in the last environment of the configuration, a node group runs a release that no lower environment has run for notice.imageSoak (7 days)',
    'A release is the same one by its family and date (Bottlerocket: its version), whatever the minor of Kubernetes. It counts from our first sight of it, or from the last change of a node group that runs it, whichever is earlier; one that ran once, and as long, has been tested.',
    'Not applicable: in an environment before the last; where no lower environment has node groups of that family; an image of its own (CUSTOM).',
    'Insufficient data: a lower environment runs a newer release, and our history does not tell what it ran before: it is younger than notice.imageSoak, or began after that; what a lower environment runs could not be read.',
  ],
  reads: ['eks:ListNodegroups', 'eks:DescribeNodegroup'],
  mend: 'Let the release run in a lower environment for as long before any more nodes of the last one take it, or take the last environment to a release that was tested.',
  debug: [
    'aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NODEGROUP --query nodegroup.releaseVersion shows the release, here and in the lower environments',
    'kubectl get nodes --output wide shows kernel and container runtime of each node, which tell an older release from a newer one',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html',

  looksAt: ['nodegroups'],
  horizon: 'next-node-roll',
  judgedBy: 'lower',
  resourcesOf: nodegroupResources,
  check: (subject) =>
    listedNodegroups(subject.cluster).map((nodegroup) => ({
      resource: nodegroupResource(subject.cluster.arn, nodegroup.name),
      horizon: 'next-node-roll',
      verdict: judge(nodegroup, subject),
    })),
});

function judge(nodegroup: Listed<NodegroupSnapshot>, subject: FleetSubject): Verdict {
  const { environment, view, siblings, neverRead } = subject;
  if (!isLastEnvironment(environment, view.settings)) return notApplicable('another environment comes after it');
  const sight = listedImageOf(nodegroup);
  if (sight.kind === 'CUSTOM') return notApplicable('it has an image of its own');
  if (sight.kind === 'UNREADABLE') return insufficientData(sight.because);
  const { image } = sight;
  const lower = siblings.flatMap((sibling) => imagesOfFamily(image.family, sibling));
  const verdict = judgeAmong(nodegroup.name, image, lower, subject);
  if (verdict.compliance === 'COMPLIANT') return compliant;
  const unseen = siblings.flatMap(unseenImagesOf)[0];
  if (unseen) return insufficientData(unseen);
  // What nobody ever saw may have run it: that is no fault.
  return neverRead.length > 0 ? unlessNeverRead(compliant, neverRead) : verdict;
}

function judgeAmong(
  nodegroup: string,
  image: NodeImage,
  lower: readonly SiblingImages[],
  { cluster, view: { asOf, settings } }: FleetSubject,
): Verdict {
  const { imageSoak } = settings.notice;
  if (lower.length === 0) return notApplicable(`no lower environment has node groups of ${image.family}`);
  const runs = lower.flatMap(({ sibling, images }) =>
    images.filter(({ release }) => release === image.release).map((run) => ({ sibling, ...run })),
  );
  if (runs.some(({ since, until = asOf }) => daysBetween(since, until) >= imageSoak)) return compliant;

  const evidence = { release: image.text, amiFamily: image.family, soakDays: imageSoak };
  const looks = (siblings: readonly SiblingImages['sibling'][]): readonly Step[] => [
    describeNodegroup(cluster, nodegroup),
    ...siblings.flatMap((sibling) =>
      nodegroupsOfFamily(image.family, sibling).map(({ name }) => describeNodegroup(sibling.cluster, name)),
    ),
  ];
  const running = runs.filter(({ until }) => until === undefined).sort((a, b) => (a.since < b.since ? -1 : 1))[0];
  if (running) {
    const { sibling, since } = running;
    const soaked = { siblingSince: since, testedFrom: addDays(since, imageSoak) };
    return nonCompliant('MEDIUM', { ...evidence, ...siblingFacts(sibling), ...soaked }, looks([sibling]));
  }
  const blind = lower.find((one) => mayHaveRunUnseen(image, one, imageSoak, asOf));
  if (blind) {
    const { name } = blind.sibling;
    const from = dayOf(blind.watchedFrom);
    return insufficientData(`its sibling ${name} runs a newer release, and our history of its nodes begins on ${from}`);
  }
  const now = lower.flatMap(({ sibling, images }) =>
    images.filter(({ until }) => until === undefined).map(({ release }) => `${sibling.name} ${release}`),
  );
  return nonCompliant('MEDIUM', { ...evidence, lower: now }, looks(lower.map(({ sibling }) => sibling)));
}
