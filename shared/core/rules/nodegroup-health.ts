import { healthFaults } from '../health-faults.ts';
import { describeNodegroup } from '../remediation.ts';
import { defineNodegroupRule } from '../rule.ts';

export const nodegroupHealth = defineNodegroupRule({
  id: 'nodegroup-health',
  title: 'EKS reports no health issue of the node group, and no failed status',
  why: 'A node group that cannot launch, join or end nodes runs on with those it has, until one of them is lost, more are needed, or an update is due.',
  judged: [
    'HIGH, now: each code that EKS reports, such as AsgInstanceLaunchFailures, NodeCreationFailure or Ec2LaunchTemplateNotFound; where it reports none, the status DEGRADED, CREATE_FAILED or DELETE_FAILED',
    'LOW, now: the same at desired size 0. EKS keeps DEGRADED after a failed launch until one succeeds, which at that size nobody tries.',
    'A status in progress is ordinary. Insufficient data: a status that is not known.',
  ],
  reads: ['eks:ListNodegroups', 'eks:DescribeNodegroup'],
  mend: 'Look at what the issue names: the launch template, subnet, role, security group or quota that is gone, changed or used up. Put it back, then let the group launch a node: its status is right again when one has joined.',
  debug: [
    'aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NODEGROUP --query nodegroup.health names the code and what it is about',
    'aws autoscaling describe-scaling-activities --auto-scaling-group-name GROUP says why an instance was not launched, or was ended',
    'Of an instance that runs and does not join: aws ec2 get-console-output --instance-id INSTANCE --latest, then the logs of kubelet and aws-node on it',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html',

  check: (nodegroup, cluster) =>
    healthFaults(nodegroup, {
      severityOf: () => (nodegroup.isScaledToZero ? 'LOW' : 'HIGH'),
      remediation: [describeNodegroup(cluster, nodegroup.name)],
      evidence: nodegroup.isScaledToZero ? { scaledToZero: true } : {},
    }),
});
