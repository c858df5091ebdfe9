import { healthFaults } from '../health-faults.ts';
import { describeAddon } from '../remediation.ts';
import { defineAddonRule } from '../rule.ts';
import { isWithoutNodes } from '../snapshot.ts';

export const addonHealth = defineAddonRule({
  managedOnly: true,
  id: 'addon-health',
  title: 'EKS reports no health issue of the add-on, and no failed status',
  why: 'An add-on that EKS could not install, update or keep running is not what its version says. It may serve on with what was there before, and fail with the next node or the next upgrade.',
  judged: [
    'HIGH, now: each code that EKS reports, such as InsufficientNumberOfReplicas, ConfigurationConflict or AddonPermissionFailure; where it reports none, the status DEGRADED, CREATE_FAILED, UPDATE_FAILED or DELETE_FAILED',
    'LOW, now: the same in a cluster that EKS runs no node for: each of its node groups is at desired size 0, and neither Auto Mode nor Fargate brings one. There, an add-on has nowhere to run.',
    'A status in progress is ordinary. An add-on that EKS does not manage has no health that EKS could report. Insufficient data: a status that is not known.',
  ],
  reads: [
    'eks:ListAddons',
    'eks:DescribeAddon',
    'eks:ListNodegroups',
    'eks:DescribeNodegroup',
    'eks:ListFargateProfiles',
  ],
  mend: 'Look at what the issue names. Of a conflict it lists the fields that somebody else set: keep them by an update with PRESERVE, or give them up by one with OVERWRITE. Give an add-on that lacks permissions its role or pod identity, and one that lacks replicas nodes that take its pods. An add-on that could not be created is deleted and created again.',
  debug: [
    'aws eks describe-addon --cluster-name CLUSTER --addon-name ADDON --query addon.health names the code and what EKS has to say',
    'kubectl -n kube-system get pods -o wide shows which of its pods do not run, and kubectl -n kube-system describe pod POD why',
    'aws eks list-updates --name CLUSTER --addon-name ADDON, then aws eks describe-update with the newest of them, shows the errors of an update that failed',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html',

  check(addon, cluster) {
    const withoutNodes = isWithoutNodes(cluster);
    return healthFaults(addon, {
      severityOf: () => (withoutNodes ? 'LOW' : 'HIGH'),
      remediation: [describeAddon(cluster, addon.name)],
      evidence: withoutNodes ? { withoutNodes } : {},
    });
  },
});
