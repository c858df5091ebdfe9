import { dayOf, daysBetween } from '../days.ts';
import { endsBefore } from '../images/image-end.ts';
import { amiFamilyOf } from '../images/nodegroup-release.ts';
import { isAwaitingImages, isUnpublished, publishedImages } from '../images/published-images.ts';
import { atEachVersion, type JudgedVersion } from '../judged-version.ts';
import { parseKubernetesVersion } from '../kubernetes-version.ts';
import { describeNodegroup } from '../remediation.ts';
import { type AuditContext, defineNodegroupRule } from '../rule.ts';
import type { Severity } from '../severity.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '../snapshot.ts';
import { compliant, type Evidence, insufficientData, nonCompliant, notApplicable, type Verdict } from '../verdicts.ts';

export const nodegroupAmiSupport = defineNodegroupRule({
  id: 'nodegroup-ami-support',
  title:
    'AWS publishes images for the AMI type and Kubernetes version of each node group, and will for longer than the notice',
  why: 'Nodes of an image that is no longer published run on, without security fixes, and cannot follow the control plane to a version that has none. EKS never changes the AMI type of a node group: another group has to take its place.',
  judged: [
    'HIGH, now: AWS has stopped to publish images of its family, or publishes none of its AMI type for its Kubernetes version',
    'MEDIUM, now: that happens within notice.imageSupport (90 days)',
    'HIGH, next-upgrade: there is none for the next version, by which the nodes could follow; INFORMATIONAL within 30 days of the release of that version, when they may be still to come',
    'Not applicable: the node group has an image of its own (CUSTOM).',
    'Insufficient data: the AMI type is not known, or AWS publishes it for no version at all in the region.',
  ],
  reads: ['eks:ListNodegroups', 'eks:DescribeNodegroup', 'eks:DescribeClusterVersions', 'ssm:GetParameters'],
  mend: 'Make a node group of an AMI type that is published, such as one of AL2023 or Bottlerocket, move the pods to it, and delete the old group. User data of AL2 does not fit AL2023, which also needs vpc-cni v1.16.2 or newer.',
  debug: [
    'aws ssm get-parameter --name /aws/service/eks/optimized-ami/VERSION/amazon-linux-2023/x86_64/standard/recommended shows the image that AWS recommends of a family',
    'aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NODEGROUP --query nodegroup.amiType shows what the group runs',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html',

  check(nodegroup, cluster, context) {
    const { amiType = 'AWS gave none' } = nodegroup;
    const family = amiFamilyOf(amiType);
    if (family === 'CUSTOM') return [{ horizon: 'now', verdict: notApplicable('it has an image of its own') }];
    if (family === undefined) {
      return [{ horizon: 'now', verdict: insufficientData(`its AMI type is not one that is known: ${amiType}`) }];
    }
    const group: JudgedGroup = { ...nodegroup, amiType, family };
    return atEachVersion(cluster, context, (at) => [
      { horizon: at.horizon, verdict: judge(group, at, cluster, context) },
    ]);
  },
});

type JudgedGroup = NodegroupSnapshot & { readonly amiType: string; readonly family: string };

/** Now the nodes need images of the version that they run, later of the one that the control plane takes. */
function judge(group: JudgedGroup, at: JudgedVersion, cluster: ClusterSnapshot, context: AuditContext): Verdict {
  const { amiType, family, name } = group;
  const { asOf, catalogue, settings, imageEnds } = context;
  const isNow = at.horizon === 'now';
  const kubernetes = isNow ? (group.version ?? 'AWS gave none') : at.kubernetes;
  const tell = (severity: Severity, more: Evidence): Verdict =>
    nonCompliant(severity, { amiType, kubernetes, ...more }, [describeNodegroup(cluster, name)]);

  const end = imageEnds.find(({ amiFamily }) => amiFamily === family);
  const dates = end && { family, ends: dayOf(end.on), osSupportEnds: end.osSupportEnds, source: end.source };
  if (isNow && end && dates && asOf >= end.on) return tell('HIGH', dates);
  if (!parseKubernetesVersion(kubernetes))
    return insufficientData(`its Kubernetes version cannot be read: ${kubernetes}`);
  if (end && endsBefore(end, kubernetes))
    return tell('HIGH', { lastKubernetes: end.lastKubernetes, source: end.source });

  const isEnding = isNow && end !== undefined && daysBetween(asOf, end.on) < settings.notice.imageSupport;
  if (isUnpublished(catalogue, amiType, kubernetes)) {
    const isNew = !isNow && isAwaitingImages(catalogue, kubernetes, asOf);
    return tell(isNew ? 'INFORMATIONAL' : 'HIGH', {});
  }
  if (isEnding && dates) return tell('MEDIUM', dates);
  const published = publishedImages(catalogue, amiType, kubernetes);
  if (!published.readable) return insufficientData(published.because);
  if (published.value.recommended !== undefined) return compliant;
  return insufficientData(
    `AWS publishes no image of the AMI type ${amiType} in ${cluster.region}, for whatever version`,
  );
}
