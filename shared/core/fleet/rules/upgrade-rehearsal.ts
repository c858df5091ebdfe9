import type { Catalogue } from '../../catalogue.ts';
import { listAddons, type Step } from '../../remediation.ts';
import {
  compliant,
  type Evidence,
  insufficientData,
  nonCompliant,
  notApplicable,
  type Verdict,
} from '../../verdicts.ts';
import { combinationOf } from '../combination.ts';
import { defineFleetRule, type FleetSubject } from '../fleet-rule.ts';
import { stepsToRehearse } from '../mend-untested.ts';
import { atNextUpgrade, isForced } from '../next-upgrade.ts';
import { type Path, rehearsalBy } from '../rehearsal.ts';
import { siblingFacts, unlessNeverRead } from '../siblings.ts';
import { testedAt } from '../tested-combinations.ts';

export const upgradeRehearsal = defineFleetRule({
  id: 'upgrade-rehearsal',
  title: 'The next upgrade of this cluster has been rehearsed in a lower environment',
  why: 'An upgrade in place moves the control plane under add-ons and nodes that stay. A lower environment that was made anew at the new version shows that the end is well, and nothing of the way there.',
  judged: [
    'MEDIUM, next-upgrade: no lower environment has gone from this version to the next in place with these minors of vpc-cni and coredns, and kube-proxy as far behind, once one runs the next version',
    'MEDIUM, next-upgrade: nobody runs the next version yet, and AWS upgrades this cluster by itself within notice.extendedSupport (90 days; notice.standardSupport with upgradePolicy STANDARD)',
    'That a cluster was upgraded in place, its own updates tell, or our history, or that it is older than the version. One that was made anew at the next version has rehearsed nothing.',
    'Not applicable: in the first environment; where AWS has released no next version; where nobody runs it yet and nothing forces the upgrade.',
    'Insufficient data: with which add-ons a lower environment was upgraded is not known; AWS could not be asked for its versions.',
  ],
  reads: [
    'eks:ListUpdates',
    'eks:DescribeUpdate',
    'eks:ListAddons',
    'eks:DescribeAddon',
    'eks:DescribeClusterVersions',
  ],
  mend: 'Make a cluster like this one in a lower environment, at the version and with the add-ons that this one has today, and upgrade it in place before this one.',
  debug: [
    'aws eks list-updates --name CLUSTER, then aws eks describe-update --name CLUSTER --update-id UPDATE, show which upgrades a sibling has been through',
    'aws eks describe-cluster --name CLUSTER --query cluster.createdAt shows whether a sibling is older than the version that it runs',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/best-practices/cluster-upgrades.html',

  looksAt: ['addons'],
  horizon: 'next-upgrade',
  judgedBy: 'lower',
  check: (subject) => [{ resource: subject.cluster.arn, horizon: 'next-upgrade', verdict: judge(subject) }],
  causeOf: ({ evidence }, { version }) => (evidence.nextVersion === version ? 'UPGRADED_UNTESTED' : undefined),
});

function judge(subject: FleetSubject): Verdict {
  const { cluster, neverRead } = subject;
  return atNextUpgrade(subject, (to, catalogue) => {
    const path: Path = { from: cluster.version, to, combination: { ...combinationOf(cluster), kubernetes: to } };
    return judgePath(path, subject, catalogue, unlessNeverRead(compliant, neverRead));
  });
}

/** Lower environments are at the next version, or were, or are beyond it: has any of them come there by this path? */
function judgePath(path: Path, subject: FleetSubject, catalogue: Catalogue, unlessBlind: Verdict): Verdict {
  const rehearsals = subject.siblings.map((sibling) => rehearsalBy(sibling, path, subject));
  if (rehearsals.some(({ kind }) => kind === 'SAME')) return compliant;
  const other = rehearsals.findLast((one) => one.kind === 'OTHER');
  const unknown = rehearsals.find((one) => one.kind === 'UNKNOWN');
  const isSomebodyThere = other !== undefined || unknown !== undefined || testedAt(path.to, subject).length > 0;
  if (!isSomebodyThere && !isForced(subject, catalogue)) {
    const nobody = notApplicable(`no lower environment runs ${path.to} yet`);
    return unlessBlind.compliance === 'COMPLIANT' ? nobody : unlessBlind;
  }
  if (unknown) return insufficientData(unknown.because);
  // What nobody ever saw may have rehearsed it: that is no fault.
  if (unlessBlind.compliance !== 'COMPLIANT') return unlessBlind;

  const { kubernetes: _, amiFamilies: __, ...taken } = path.combination;
  const evidence: Evidence = {
    version: path.from,
    nextVersion: path.to,
    willTake: { ...taken },
    ...(other
      ? {
          ...siblingFacts(other.sibling),
          differing: other.differing.map(({ part, wanted, ran }) => ({ part, willHave: wanted, ran })),
        }
      : { lower: subject.siblings.map(({ name, cluster }) => `${name} ${cluster.version}`) }),
  };
  return nonCompliant('MEDIUM', evidence, mend(path, subject, catalogue));
}

/** The upgrade of a lower environment that is still where this cluster is, or a look at what such a one has to have. */
function mend(path: Path, subject: FleetSubject, catalogue: Catalogue): readonly Step[] {
  const canRehearse = subject.siblings.some(({ cluster }) => cluster.version === path.from);
  return canRehearse ? stepsToRehearse(subject, path.to, catalogue) : [listAddons(subject.cluster)];
}
