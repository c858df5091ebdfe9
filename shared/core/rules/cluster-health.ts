import { healthFaults } from '../health-faults.ts';
import { showClusterHealth } from '../remediation.ts';
import { defineClusterRule } from '../rule.ts';

/** Codes by which EKS says that something is wrong, and not what. */
const unspecific: readonly string[] = ['Other', 'InternalFailure'];

export const clusterHealth = defineClusterRule({
  id: 'cluster-health',
  title: 'EKS reports no health issue of the cluster, and no failed status',
  why: 'Addresses, subnets, security groups, keys, roles and access that are gone keep EKS from upgrading and from repairing the control plane. Nobody notices until it has to.',
  judged: [
    'HIGH, now: each code that EKS reports, such as Ec2SubnetNotFound, InsufficientFreeAddresses, IamRoleNotFound or KmsKeyDisabled; where it reports none, the status FAILED',
    'MEDIUM, now: the codes Other and InternalFailure',
    'A status in progress is ordinary. Insufficient data: a status that is not known.',
  ],
  reads: ['eks:DescribeCluster'],
  mend: 'Look at what the issue names. Give the cluster subnets and security groups that exist (update-cluster-config), free addresses in them, put its role and the permissions of that role back, enable its key or cancel the deletion of it. A key, a VPC or a grant that is gone for good means a new cluster, and so does a creation that failed.',
  debug: [
    'aws eks describe-cluster --name CLUSTER --query cluster.health names the code, what it is about, and what EKS has to say',
    'aws eks describe-cluster --name CLUSTER --query "cluster.[roleArn,resourcesVpcConfig,encryptionConfig]" names the role, the network and the key that it depends on',
    'AWS CloudTrail tells who deleted, disabled or denied that, and when',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html#cluster-health-status',

  check: (cluster) =>
    healthFaults(cluster, {
      severityOf: (code) => (unspecific.includes(code) ? 'MEDIUM' : 'HIGH'),
      remediation: [showClusterHealth(cluster)],
    }),
});
