import type { Catalogue } from '../../catalogue.ts';
import { isLastEnvironment } from '../../settings.ts';
import type { Severity } from '../../severity.ts';
import { compliant, insufficientData, nonCompliant, notApplicable, type Verdict } from '../../verdicts.ts';
import {
  type Combination,
  type CombinationComparison,
  combinationOf,
  compareCombinations,
  nearestOf,
} from '../combination.ts';
import { defineFleetRule, type FleetSubject } from '../fleet-rule.ts';
import { combinationsAfterStep } from '../in-place-step.ts';
import { stepsToRehearse, stepsToTested } from '../mend-untested.ts';
import { atNextUpgrade, isForced } from '../next-upgrade.ts';
import { unlessNeverRead } from '../siblings.ts';
import { type TestedCombination, testedAt } from '../tested-combinations.ts';

export const untestedCombination = defineFleetRule({
  id: 'untested-combination',
  title: 'What this cluster will run after its next upgrade has run in a lower environment',
  why: 'An upgrade moves the control plane alone. With the add-ons and nodes that stay, it may make a combination that runs nowhere else, and a green lower environment then says nothing of it.',
  judged: [
    'The combination: the next minor of Kubernetes, the minors of vpc-cni and coredns, how far kube-proxy is behind its control plane today (0 and 1 alike), the families of the node groups',
    'It is tested where it has run in a lower environment, tonight, in our history, or by its own updates between the step of its control plane and that of its add-ons; of families, where all of them ran together.',
    'HIGH, next-upgrade: not tested, in the last environment of the configuration, once a lower one runs the next version. MEDIUM: the same in an environment before the last',
    'MEDIUM, next-upgrade: nobody runs the next version yet, and AWS upgrades this cluster by itself within notice.extendedSupport (90 days; notice.standardSupport with upgradePolicy STANDARD)',
    'Not applicable: in the first environment; where AWS has released no next version; where nobody runs it yet and nothing forces the upgrade.',
    'Insufficient data: AWS could not be asked for its versions; a part that decides could not be seen, or had moved in the lower environment before our history began.',
  ],
  reads: [
    'eks:ListAddons',
    'eks:DescribeAddon',
    'eks:ListNodegroups',
    'eks:DescribeNodegroup',
    'eks:ListUpdates',
    'eks:DescribeUpdate',
    'eks:DescribeClusterVersions',
  ],
  mend: 'Before the control plane moves, bring the add-ons that differ to what was tested; or take a lower environment through the very same upgrade first.',
  debug: [
    'Compare the parts that differ with the siblings: aws eks describe-addon --cluster-name CLUSTER --addon-name ADDON on both',
    'After an upgrade that nobody rehearsed: from a new node, reach the first address of the service range (172.20.0.1:443 or 10.100.0.1:443), then read the log of kube-proxy, then that of aws-node',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/best-practices/cluster-upgrades.html',

  looksAt: ['addons', 'nodegroups'],
  horizon: 'next-upgrade',
  judgedBy: 'lower',
  check: (subject) => [{ resource: subject.cluster.arn, horizon: 'next-upgrade', verdict: judge(subject) }],
  causeOf: ({ evidence }, { version }) => (evidence.nextVersion === version ? 'UPGRADED_UNTESTED' : undefined),
});

function judge(subject: FleetSubject): Verdict {
  const { cluster, neverRead } = subject;
  return atNextUpgrade(subject, (next, catalogue) => {
    const wanted = { ...combinationOf(cluster), kubernetes: next };
    const tested = testedAt(next, subject);
    const nearest = nearestOf(wanted, tested);
    if (nearest) return compare(subject, wanted, nearest, tested, catalogue);
    return unlessNeverRead(whereNobodyIs(subject, wanted, catalogue), neverRead);
  });
}

/** Lower environments are at the next version, or were: has any of them run what this cluster will have? */
function compare(
  subject: FleetSubject,
  wanted: Combination,
  nearest: TestedCombination & { readonly comparison: CombinationComparison },
  tested: readonly TestedCombination[],
  catalogue: Catalogue,
): Verdict {
  const step = { from: subject.cluster.version, to: wanted.kubernetes };
  const passedThrough = subject.siblings.flatMap((sibling) => combinationsAfterStep(sibling, step, subject));
  const compared = [...tested, ...passedThrough].map((ran) => ({
    ...compareCombinations(wanted, ran.combination),
    because: 'unseenBecause' in ran ? ran.unseenBecause : undefined,
  }));
  if (compared.some(({ differing, unseen }) => differing.length + unseen.length === 0)) return compliant;
  const undecided = compared.find(({ differing }) => differing.length === 0);
  if (undecided) {
    const { unseen, because = `whether it has run depends on what could not be seen: ${unseen.join(', ')}` } =
      undecided;
    return insufficientData(because);
  }
  const { differing } = nearest.comparison;
  const evidence = {
    nextVersion: wanted.kubernetes,
    willHave: { ...wanted },
    nearest: { ...nearest.combination },
    sibling: nearest.cluster,
    siblingEnvironment: nearest.environment,
    siblingSince: nearest.firstObservedAt,
    ...(nearest.unreadSince === undefined ? {} : { siblingUnreadSince: nearest.unreadSince }),
    differing: differing.map(({ part, wanted: here, ran }) => ({ part, willHave: here, ran })),
    ...neverReadFact(subject),
  };
  const steps = stepsToTested(subject, wanted.kubernetes, nearest, differing, catalogue);
  return nonCompliant(severityIn(subject), evidence, steps);
}

/** Nobody is at the next version yet: that counts only where AWS will not wait until somebody is. */
function whereNobodyIs(subject: FleetSubject, wanted: Combination, catalogue: Catalogue): Verdict {
  if (!isForced(subject, catalogue)) return notApplicable(`no lower environment runs ${wanted.kubernetes} yet`);
  const evidence = {
    nextVersion: wanted.kubernetes,
    willHave: { ...wanted },
    lower: subject.siblings.map(({ name, cluster }) => `${name} ${cluster.version}`),
    ...neverReadFact(subject),
  };
  return nonCompliant('MEDIUM', evidence, stepsToRehearse(subject, wanted.kubernetes, catalogue));
}

function severityIn({ environment, view }: FleetSubject): Severity {
  return isLastEnvironment(environment, view.settings) ? 'HIGH' : 'MEDIUM';
}

/** Siblings that may have run it, and of which nothing is known. */
function neverReadFact({ neverRead }: FleetSubject): { readonly neverRead?: readonly string[] } {
  return neverRead.length === 0 ? {} : { neverRead: neverRead.map(({ name }) => name) };
}
