import { hoursBetween } from '../days.ts';
import { describeUpdate } from '../remediation.ts';
import type { AuditContext } from '../rule.ts';
import { isLastEnvironment } from '../settings.ts';
import type { Severity } from '../severity.ts';
import { lastUpdate, type Update } from '../update.ts';
import { defineUpdatesRule } from '../updates-rule.ts';
import { compliant, type Evidence, insufficientData, nonCompliant, notApplicable, type Verdict } from '../verdicts.ts';

/** A control plane takes up to an hour, an add-on minutes. */
const longestHours = 6;
/** A node group waits for each node to be drained: with many nodes, or budgets that hold pods, that takes a day. */
const longestNodegroupHours = 24;

export const lastUpdateOutcome = defineUpdatesRule({
  id: 'last-update-outcome',
  title: 'The last update of the control plane, of each add-on and of each node group succeeded',
  why: 'EKS takes an update that fails back, or leaves it half done, and tells nobody who does not ask. What was to be mended by it is not, and the next attempt fails for the same reason.',
  judged: [
    'HIGH, now: the update that began last failed, was cancelled, or has been in progress for more than 6 hours (24 of a node group), in the last environment of the configuration',
    'MEDIUM, now: the same in another environment, or in none',
    'INFORMATIONAL, now: it is a rollback of the control plane, and succeeded',
    'Not applicable: EKS lists no update. Insufficient data: its status is not known.',
  ],
  reads: [
    'eks:ListUpdates',
    'eks:DescribeUpdate',
    'eks:ListAddons',
    'eks:DescribeAddon',
    'eks:ListNodegroups',
    'eks:DescribeNodegroup',
  ],
  mend: 'Read the errors of the update, mend what they name, and start the same update again. One that succeeds, of whatever kind, ends this finding.',
  debug: [
    'aws eks describe-update --name CLUSTER --update-id UPDATE, with --addon-name or --nodegroup-name where it is about one, shows the errors',
    'PodEvictionFailure: kubectl get pdb --all-namespaces shows the budgets that allow no disruption',
    'NodeCreationFailure: the console output of an instance that does not join, and the log of aws-node on it, show what it waits for',
    'AWS CloudTrail tells who started or cancelled it',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/APIReference/API_Update.html',

  check(updates, of, cluster, context) {
    const last = lastUpdate(updates);
    if (!last) return { horizon: 'now', verdict: notApplicable('EKS lists no update of it') };
    const longest = of.nodegroup === undefined ? longestHours : longestNodegroupHours;
    const tell = (severity: Severity, outcome: string): Verdict =>
      nonCompliant(severity, { outcome, ...factsOf(last) }, [describeUpdate(cluster, last.id, of)]);
    return { horizon: 'now', verdict: judge(last, longest, context, tell) };
  },
});

function judge(
  { type, status, createdAt }: Update,
  longest: number,
  { asOf, environment, settings }: AuditContext,
  tell: (severity: Severity, outcome: string) => Verdict,
): Verdict {
  const severity = isLastEnvironment(environment, settings) ? 'HIGH' : 'MEDIUM';
  switch (status) {
    case 'Successful':
      return type === 'VersionRollback' ? tell('INFORMATIONAL', 'ROLLED_BACK') : compliant;
    case 'Failed':
      return tell(severity, 'FAILED');
    case 'Cancelled':
      return tell(severity, 'CANCELLED');
    case 'InProgress':
      return hoursBetween(createdAt, asOf) > longest ? tell(severity, 'UNFINISHED') : compliant;
    default:
      return insufficientData(`the status of its last update is not one that is known: ${status}`);
  }
}

function factsOf({ id, type, createdAt, version, errors }: Update): Evidence {
  const messages = errors.flatMap(({ message }) => (message === undefined ? [] : [message]));
  return {
    update: id,
    type,
    startedAt: createdAt,
    ...(version === undefined ? {} : { version }),
    ...(errors.length > 0 ? { errors: [...new Set(errors.map(({ code }) => code))] } : {}),
    ...(messages.length > 0 ? { messages: [...new Set(messages)] } : {}),
  };
}
