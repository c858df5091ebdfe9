import {
  decidingVersions,
  type LaunchTemplate,
  nameOfTemplate,
  sightOf,
  type TemplateReference,
} from '../nodes/launch-template.ts';
import { templateFaults } from '../nodes/template-faults.ts';
import { describeNodegroup, describeTemplateVersions, holdingBack, type Step } from '../remediation.ts';
import { defineNodegroupRule, type Judgement } from '../rule.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '../snapshot.ts';
import { stepsToTemplateVersion } from '../upgrade/steps.ts';
import { compliant, type Evidence, insufficientData, nonCompliant, notApplicable, type Verdict } from '../verdicts.ts';

export const nodegroupLaunchTemplate = defineNodegroupRule({
  id: 'nodegroup-launch-template',
  title:
    'The node group runs no version of its launch template that is older than the default, and what it names exists and fits',
  why: 'A launch template is looked at when a node is launched, and not before. What it names may long be gone, or its user data be meant for another operating system, and nobody knows until a node is replaced and none comes in its place.',
  judged: [
    'HIGH, next-node-roll, each a fault: the version in use, or a default newer than it, names an image, key pair, security group or KMS key that is gone, or a KMS key that is not enabled',
    'HIGH, next-node-roll: its user data does not fit the image: bootstrap.sh or TOML on AL2023, NodeConfig on AL2, anything but TOML on Bottlerocket, anything but PowerShell on Windows',
    'MEDIUM, next-node-roll: the template is gone. EKS goes on making nodes from its own copy of it, but can give them nothing new: a node group cannot be given another template.',
    'LOW, next-node-roll: the version in use is gone, of which EKS has a copy as well: the next update has to name another',
    'LOW, next-node-roll: the version in use is older than the default. An update that names no version takes the default, with all else that it changes.',
    'A default older than the version in use is not judged: whoever names a version with each update leaves it behind. Of user data only the kind is looked at and kept.',
    'A key whose own policy does not let it be described, as that of another account may, is insufficient data, and no call that failed. The keys that AWS keeps for the account are always there.',
    'The image in use of a group with its own image is told by nodegroup-custom-ami alone.',
    'Of a group with its own image the family is the one that the image names itself by; where it names none, its user data is not judged.',
  ],
  reads: [
    'eks:ListNodegroups',
    'eks:DescribeNodegroup',
    'ec2:DescribeLaunchTemplateVersions',
    'ec2:DescribeImages',
    'ec2:DescribeKeyPairs',
    'ec2:DescribeSecurityGroups',
    'kms:DescribeKey',
  ],
  mend: 'Make a new version of the launch template that names what is there, and user data of the kind that the image reads; make it the default, and roll the node group to it. Where the template itself is gone, make another node group from a new one, and move the pods there.',
  debug: [
    'aws ec2 describe-launch-template-versions --launch-template-id TEMPLATE --versions VERSION shows what it names',
    'aws autoscaling describe-scaling-activities --auto-scaling-group-name GROUP says why an instance was not launched',
    'Of an instance that runs and does not join: aws ec2 get-console-output --instance-id INSTANCE --latest shows what became of its user data',
    'aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NODEGROUP --query nodegroup.health names what EKS has against it',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html',

  check(nodegroup, cluster, context) {
    const { launchTemplate, name } = nodegroup;
    if (!launchTemplate) return [atRoll(notApplicable('it was given no launch template'))];
    const template = sightOf(cluster.launchTemplates, name);
    if (!template) return [atRoll(insufficientData('nobody looked for its launch template'))];
    if (!template.readable) return [atRoll(insufficientData(template.because))];
    const faults = templateFaults(nodegroup, launchTemplate, template.value, cluster);
    const stepsTo: StepsTo = (version) =>
      isAtFault(version, faults)
        ? [holdingBack(describeTemplateVersions(cluster, launchTemplate, [version]))]
        : stepsToTemplateVersion(nodegroup, launchTemplate, version, cluster, context);
    const judged = [
      ...goneVersion(template.value, nodegroup, launchTemplate, cluster, stepsTo),
      ...behind(template.value, launchTemplate, stepsTo),
      ...faults,
    ];
    return judged.length === 0 ? [atRoll(compliant)] : judged;
  },
});

function atRoll(verdict: Verdict, fault?: string): Judgement {
  return { horizon: 'next-node-roll', ...(fault === undefined ? {} : { fault }), verdict };
}

/** What takes a node group to a version of its template; a look, where no node would come of that version. */
type StepsTo = (version: number) => readonly Step[];

function isAtFault(version: number, faults: readonly Judgement[]): boolean {
  return faults.some(({ verdict }) => {
    const versions = verdict.compliance === 'NON_COMPLIANT' ? verdict.evidence.versions : undefined;
    return Array.isArray(versions) && versions.includes(version);
  });
}

/** Nodes come from the copy that EKS made of what it was given, and go on doing so: what is lost is the next update. */
function goneVersion(
  { inUse, byDefault }: LaunchTemplate,
  nodegroup: NodegroupSnapshot,
  reference: TemplateReference,
  cluster: ClusterSnapshot,
  stepsTo: StepsTo,
): readonly Judgement[] {
  if (inUse) return [];
  if (!byDefault) {
    const evidence = { kind: 'TEMPLATE_GONE', ...nameOf(reference) };
    return [atRoll(nonCompliant('MEDIUM', evidence, [describeNodegroup(cluster, nodegroup.name)]), 'template')];
  }
  const evidence = { kind: 'VERSION_GONE', ...nameOf(reference), defaultVersion: byDefault.number };
  return [atRoll(nonCompliant('LOW', evidence, stepsTo(byDefault.number)), 'version')];
}

function behind(template: LaunchTemplate, reference: TemplateReference, stepsTo: StepsTo): readonly Judgement[] {
  const [inUse, next] = decidingVersions(template);
  if (!inUse || !next) return [];
  const sizes = (disks: typeof next.disks) => disks.map(({ device, sizeGiB }) => `${device} ${sizeGiB ?? '?'} GiB`);
  const evidence: Evidence = {
    kind: 'BEHIND',
    ...nameOf(reference),
    defaultVersion: next.number,
    changes: template.differing,
    ...(template.differing.includes('BlockDeviceMappings')
      ? { disks: sizes(inUse.disks), nextDisks: sizes(next.disks) }
      : {}),
    ...(inUse.metadata.hopLimit === next.metadata.hopLimit
      ? {}
      : { hopLimit: inUse.metadata.hopLimit ?? null, nextHopLimit: next.metadata.hopLimit ?? null }),
  };
  return [atRoll(nonCompliant('LOW', evidence, stepsTo(next.number)), 'behind')];
}

function nameOf(reference: TemplateReference): Evidence {
  return { template: nameOfTemplate(reference), version: reference.version };
}
