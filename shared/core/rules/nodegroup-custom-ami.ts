import { daysBetween } from '../days.ts';
import type { Horizon } from '../finding.ts';
import { isLaunchable, type MachineImage } from '../images/machine-image.ts';
import { imageBehind, isUnresolved, sightOf } from '../nodes/launch-template.ts';
import { describeImage } from '../remediation.ts';
import { type AuditContext, defineNodegroupRule, type Judgement } from '../rule.ts';
import {
  compliant,
  type Evidence,
  explainedBy,
  insufficientData,
  nonCompliant,
  notApplicable,
  type Verdict,
} from '../verdicts.ts';

export const nodegroupCustomAmi = defineNodegroupRule({
  id: 'nodegroup-custom-ami',
  title: 'The image behind a node group with its own image exists, is not deprecated, and is not old',
  why: 'EKS neither renews an image that is not its own nor tells of a new one. When such an image is deregistered, or no longer shared, the nodes that run go on, and the next one cannot be launched.',
  judged: [
    'HIGH, next-node-roll: AWS does not return the image, so that it is gone or no longer shared with the account, or nothing can be launched from it',
    'MEDIUM, now: it is deprecated, or over three times as old as imageAge (45 days)',
    'LOW, now: it is older than imageAge',
    'The image is the one that the launch template in use names, parameters resolved. Groups whose images EKS chooses are not judged here.',
  ],
  reads: ['eks:ListNodegroups', 'eks:DescribeNodegroup', 'ec2:DescribeLaunchTemplateVersions', 'ec2:DescribeImages'],
  mend: 'Build the image anew from the newest one of EKS for this Kubernetes version, name it in a new version of the launch template, and roll the node group to that version. One that was no longer shared: have its owner share it again.',
  debug: [
    'aws ec2 describe-images --filters Name=image-id,Values=IMAGE --include-deprecated shows nothing for one that is gone',
    'aws autoscaling describe-scaling-activities --auto-scaling-group-name GROUP says why an instance was not launched',
    'aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=IMAGE says who deregistered it, in the account that owned it',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html#launch-template-custom-ami',

  check(nodegroup, cluster, context) {
    const { amiType = undefined } = nodegroup;
    if (amiType === undefined) return atBoth(insufficientData('AWS gave no AMI type'));
    if (amiType !== 'CUSTOM') return atBoth(notApplicable('its images are those of EKS'));
    const id = imageBehind(nodegroup, cluster);
    if (!id.readable) return atBoth(insufficientData(id.because));
    if (id.value === undefined) return atBoth(insufficientData('nothing names the image that it makes nodes of'));
    if (isUnresolved(id.value)) return atBoth(insufficientData(`AWS did not resolve its image ${id.value}`));
    const sight = sightOf(cluster.images, id.value);
    if (sight === undefined) return atBoth(insufficientData(`nobody looked for its image ${id.value}`));
    if (!sight.readable) return atBoth(insufficientData(sight.because));

    const { image } = sight.value;
    const steps = [describeImage(cluster, id.value)];
    if (image && isLaunchable(image)) {
      return [at('now', ageOf(image, context, steps)), at('next-node-roll', compliant)];
    }
    const evidence = { image: id.value, ...(image ? namesOf(image) : {}) };
    return [at('now', explainedBy('gone')), at('next-node-roll', nonCompliant('HIGH', evidence, steps))];
  },
});

/** From how many times the age on that people want to hear of, it is no longer a trifle. */
const timesTooOld = 3;

function ageOf(
  image: MachineImage,
  { asOf, settings: { notice } }: AuditContext,
  steps: Parameters<typeof nonCompliant>[2],
): Verdict {
  const { id, createdAt, deprecatedAt } = image;
  const deprecated = deprecatedAt !== undefined && deprecatedAt <= asOf ? { deprecatedAt } : {};
  const isDeprecated = 'deprecatedAt' in deprecated;
  if (createdAt === undefined) {
    if (isDeprecated) return nonCompliant('MEDIUM', { image: id, ...deprecated }, steps);
    return insufficientData(`AWS does not say when its image ${id} was made`);
  }
  const age = daysBetween(createdAt, asOf);
  const limit = [timesTooOld * notice.imageAge, notice.imageAge].find((days) => age > days);
  const isOld = limit !== undefined && limit > notice.imageAge;
  if (!isDeprecated && limit === undefined) return compliant;
  const older = limit === undefined ? {} : { olderThanDays: limit };
  const evidence: Evidence = { image: id, ...namesOf(image), createdAt, ...older, ...deprecated };
  return nonCompliant(isDeprecated || isOld ? 'MEDIUM' : 'LOW', evidence, steps);
}

function namesOf({ name, state }: MachineImage): Evidence {
  return {
    ...(name === undefined ? {} : { imageName: name }),
    ...(state === undefined || state === 'available' ? {} : { state }),
  };
}

function at(horizon: Horizon, verdict: Verdict): Judgement {
  return { horizon, verdict };
}

function atBoth(verdict: Verdict): readonly Judgement[] {
  return [at('now', verdict), at('next-node-roll', verdict)];
}
