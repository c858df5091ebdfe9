import type { Judgement } from '../../rule.ts';
import { addonResource } from '../../snapshot.ts';
import { compliant, insufficientData, notApplicable, type Verdict } from '../../verdicts.ts';
import { addonNamesOf, peersOf, presenceOf, unseenPeersOf } from '../addon-presence.ts';
import { extraDrift, missingDrift } from '../addon-presence-drift.ts';
import { configurationDrift, iamDrift, managementDrift } from '../addon-setting-drift.ts';
import { versionDrift } from '../addon-version-drift.ts';
import { defineFleetRule, type FleetSubject } from '../fleet-rule.ts';

export const environmentDriftAddon = defineFleetRule({
  id: 'environment-drift-addon',
  title: 'Each add-on agrees with the siblings: version, configuration, permissions, and that it is there',
  why: 'A green lower environment says nothing of a higher one whose add-ons are others. They drift apart in silence: EKS moves no add-on, and no insight of AWS compares clusters.',
  judged: [
    'MEDIUM, now: more than a minor behind a lower sibling; one minor behind, once the sibling has had it for longer than drift.grace (30 days); ahead of every lower environment by a minor',
    'LOW, now: a patch behind, as long; the lowest of three or more environments a minor behind all others; an EKS add-on where the siblings manage it themselves, or the other way round',
    'MEDIUM, now: another configuration, or IAM permissions by another way (pod identity, a role of its own, the role of the nodes)',
    'MEDIUM, now: missing where two or more lower environments have it. INFORMATIONAL: missing where one has it, or there where none of them has it',
    'A lower environment leads: what its updates tell that it was configured with, or given permissions by, within drift.grace and after the higher one, is no difference yet; nor does an environment count that got an add-on within drift.grace, unless it was made anew with it.',
    'kube-proxy is compared by how far it is behind its own control plane, 0 and 1 alike, and without grace',
    'No difference: a version that the Kubernetes version of the one that is behind lists nothing nearer to',
    'No difference: a build alone, replicas, autoscaling, resources and limits, disruption budgets, how many addresses vpc-cni keeps ready, ids and names of the cluster, its network, account and environment, {} and no configuration, aws-guardduty-agent, what EKS Auto Mode or Fargate does itself',
    'A difference is told once: on the environment that is alone against two or more, and else on the higher.',
    'Insufficient data: an add-on that EKS does not manage could not be read, here or where it would decide.',
  ],
  reads: [
    'eks:ListAddons',
    'eks:DescribeAddon',
    'eks:ListPodIdentityAssociations',
    'eks:DescribeAddonVersions',
    'eks:ListUpdates',
    'eks:DescribeUpdate',
    'kubernetes:ListDaemonSets',
    'kubernetes:ListDeployments',
  ],
  mend: 'Bring the add-on that is behind to the version of its siblings, vpc-cni one minor at a time, kube-proxy to the minor of its own control plane. For configuration and permissions, lay the two side by side, decide which is right, and set the other.',
  debug: [
    'aws eks describe-addon --cluster-name CLUSTER --addon-name ADDON on both siblings shows version, configurationValues and roles',
    'kubectl -n kube-system get daemonset,deployment -o wide shows the images that run, managed or not',
    'aws eks list-updates --name CLUSTER --addon-name ADDON shows when it moved',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html',

  looksAt: ['addons'],
  horizon: 'now',
  judgedBy: 'any',
  resourcesOf: (cluster) => addonNamesOf([cluster]).map((name) => addonResource(cluster.arn, name)),

  check: (subject) =>
    addonNamesOf([subject.cluster, ...subject.siblings.map(({ cluster }) => cluster)]).flatMap((name) =>
      evaluate(name, subject).map((judgement) => ({
        ...judgement,
        resource: addonResource(subject.cluster.arn, name),
      })),
    ),
});

/** What can be different about an add-on that is there. */
const faults = {
  version: versionDrift,
  configuration: configurationDrift,
  iam: iamDrift,
  management: managementDrift,
  extra: extraDrift,
} as const;

function evaluate(name: string, subject: FleetSubject): readonly Judgement[] {
  const presence = presenceOf(subject.cluster, name);
  const peers = peersOf(name, subject);
  const unseen = unseenPeersOf(name, subject);
  switch (presence.kind) {
    case 'UNSEEN':
      // About all faults: of none of them is anything known.
      return [{ horizon: 'now', verdict: insufficientData(presence.because) }];
    case 'NOT_NEEDED':
      return [{ horizon: 'now', verdict: notApplicable('EKS Auto Mode does itself what it would do') }];
    case 'ABSENT':
      return [
        on('missing', missingDrift(name, subject, peers, unseen)),
        ...Object.keys(faults).map((fault) => on(fault, notApplicable('it is not installed'))),
      ];
    case 'THERE': {
      const { addon } = presence;
      const judged = Object.entries(faults).map(([fault, drift]) =>
        on(fault, drift({ ...subject, addon, peers, unseen })),
      );
      return [...judged, on('missing', compliant)];
    }
  }
}

function on(fault: string, verdict: Verdict): Judgement {
  return { horizon: 'now', fault, verdict };
}
