import { describeSubnets } from '../remediation.ts';
import { type AuditContext, defineClusterRule } from '../rule.ts';
import type { ClusterSnapshot } from '../snapshot.ts';
import { addressesOfUpgrade, hasRoom } from '../subnet.ts';
import { nextVersionOf } from '../support.ts';
import { compliant, insufficientData, nonCompliant, notApplicable, type Verdict } from '../verdicts.ts';

export const clusterAddressHeadroom = defineClusterRule({
  id: 'cluster-address-headroom',
  title: 'Each subnet of the cluster has five free addresses, and two zones have such a subnet',
  why: 'An upgrade of the control plane puts new network interfaces into the subnets of the cluster. Where there are no addresses for them, EKS refuses it, or it fails; the day on which AWS forces it is a bad one to learn that.',
  judged: [
    'HIGH, next-upgrade: fewer than two zones have a subnet with five free addresses',
    'MEDIUM, next-upgrade: a subnet has fewer, or is gone, or this account does not see it',
    'Local Zones, Wavelength Zones and Outposts count for no zone.',
    'Not applicable: AWS has released no later version; a local cluster on an Outpost.',
  ],
  reads: ['eks:DescribeCluster', 'ec2:DescribeSubnets', 'eks:DescribeClusterVersions'],
  mend: 'Free addresses in the subnets that are named, or give the cluster others, in at least two zones of the same VPC: update-cluster-config with --resources-vpc-config subnetIds=…',
  debug: [
    'aws eks describe-cluster --name CLUSTER --query cluster.resourcesVpcConfig.subnetIds names the subnets',
    'aws ec2 describe-network-interfaces --filters Name=subnet-id,Values=SUBNET shows who has its addresses',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html',

  check: (cluster, context) => [{ horizon: 'next-upgrade', verdict: judge(cluster, context) }],
});

function judge(cluster: ClusterSnapshot, { catalogue, asOf }: AuditContext): Verdict {
  const { subnets, outpost, version } = cluster;
  if (outpost) return notApplicable('its control plane runs on an Outpost');
  const next = nextVersionOf(cluster, catalogue, asOf);
  if (!next.readable) return insufficientData(next.because);
  if (next.value === undefined) return notApplicable(`AWS has released no version after ${version}`);
  if (!subnets.readable) return insufficientData(subnets.because);
  if (subnets.value.length === 0) return insufficientData('EKS names no subnet of the cluster');

  const zones = [...new Set(subnets.value.filter(hasRoom).map(({ zone }) => zone))].sort();
  const gone = subnets.value.filter(({ zone }) => zone === undefined);
  const short = subnets.value.flatMap(({ id, zone = '', freeAddresses }) =>
    freeAddresses === undefined ? [] : [{ id, zone, freeAddresses }],
  );
  if (zones.length >= 2 && gone.length + short.length === 0) return compliant;
  const evidence = {
    nextVersion: next.value,
    needed: addressesOfUpgrade,
    zones,
    ...(short.length > 0 ? { short } : {}),
    ...(gone.length > 0 ? { gone: gone.map(({ id }) => id) } : {}),
  };
  const look = describeSubnets(
    cluster,
    subnets.value.map(({ id }) => id),
  );
  return nonCompliant(zones.length < 2 ? 'HIGH' : 'MEDIUM', evidence, [look]);
}
