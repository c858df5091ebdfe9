import { minorsBehind, parseKubernetesVersion } from '../../kubernetes-version.ts';
import { describeClusterVersions, holdingBack, type Step } from '../../remediation.ts';
import type { ClusterSnapshot } from '../../snapshot.ts';
import { stepsToNextVersion } from '../../upgrade/steps.ts';
import { compliant, insufficientData, nonCompliant, type Verdict } from '../../verdicts.ts';
import { contextOf, defineFleetRule, type FleetSubject } from '../fleet-rule.ts';
import { siblingFacts, unlessNeverRead } from '../siblings.ts';
import type { SystemView } from '../system.ts';

export const environmentDriftClusterVersion = defineFleetRule({
  id: 'environment-drift-cluster-version',
  title: 'The control plane is within the allowed distance of its siblings, and lower environments lead',
  why: 'What runs in a lower environment says something of a higher one only while the two are close, and only where the lower one goes first.',
  judged: [
    'MEDIUM, now: behind a cluster of a lower environment by more than drift.clusterVersionsBehind (1 minor)',
    'HIGH, now: ahead of every cluster of every lower environment',
    'A lower environment that leads by as much as is allowed is ordinary. The lowest environment has nobody to be judged by.',
    'Insufficient data: the version of a cluster in a lower environment is not known, and those that are known decide nothing.',
  ],
  reads: ['eks:DescribeCluster'],
  mend: 'Take the cluster that is behind up one minor at a time, its add-ons first. Where the order of promotion was left, bring the lower environments up.',
  debug: [
    'aws eks describe-cluster --name CLUSTER --query cluster.version shows the version of each of the siblings',
    'aws eks list-updates --name CLUSTER, then describe-update, shows when each control plane moved',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/best-practices/cluster-upgrades.html',

  looksAt: [],
  horizon: 'now',
  judgedBy: 'lower',
  check: (subject) => [{ resource: subject.cluster.arn, horizon: 'now', verdict: judge(subject) }],
});

function judge({ cluster, siblings, neverRead, view }: FleetSubject): Verdict {
  const own = parseKubernetesVersion(cluster.version);
  if (!own) return insufficientData(`its version ${cluster.version} cannot be read`);
  const known = siblings.flatMap((sibling) => {
    const version = parseKubernetesVersion(sibling.cluster.version);
    return version ? [{ sibling, behind: minorsBehind(own, version) }] : [];
  });
  const allowed = view.settings.drift.clusterVersionsBehind;
  const evidenceOf = (differing: typeof known, nearest: (typeof known)[number]) => ({
    version: cluster.version,
    allowed,
    ...siblingFacts(nearest.sibling),
    siblingVersion: nearest.sibling.cluster.version,
    differing: differing.map(({ sibling }) => `${sibling.name} ${sibling.cluster.version}`),
  });

  const beyond = known.filter(({ behind }) => behind > allowed);
  const [furthest] = [...beyond].sort((a, b) => b.behind - a.behind);
  if (furthest) {
    const evidence = { difference: 'BEHIND', ...evidenceOf(beyond, furthest) };
    return nonCompliant('MEDIUM', evidence, oneMinorUp(cluster, view));
  }
  const unread = siblings.find((sibling) => !parseKubernetesVersion(sibling.cluster.version));
  if (unread) return insufficientData(`version ${unread.cluster.version} of its sibling ${unread.name} cannot be read`);
  const nearest = known.at(-1);
  if (neverRead.length > 0 || !nearest || known.some(({ behind }) => behind >= 0)) {
    return unlessNeverRead(compliant, neverRead);
  }
  const steps = known.flatMap(({ sibling }) => stepsUp(sibling.cluster, view));
  return nonCompliant('HIGH', { difference: 'AHEAD', ...evidenceOf(known, nearest) }, steps);
}

/** Where nobody knows the next minor, or what fits it, a look: an upgrade is named only where what runs is known to stand it. */
function oneMinorUp(cluster: ClusterSnapshot, view: SystemView): readonly Step[] {
  const steps = stepsUp(cluster, view);
  return steps.length > 0 ? steps : [holdingBack(describeClusterVersions(cluster))];
}

function stepsUp(cluster: ClusterSnapshot, view: SystemView): readonly Step[] {
  const catalogue = view.catalogues[cluster.region];
  return catalogue ? stepsToNextVersion(cluster, contextOf(view, catalogue)) : [];
}
