import type { SystemMember, SystemView } from '#core/fleet/system.ts';
import type { Evaluation, FleetRule, RuleResult } from '#core/rule.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import type { Evidence, Verdict } from '#core/verdicts.ts';
import { aSystemView } from './builders.ts';

type Seen = SystemMember & { readonly snapshot: ClusterSnapshot };

/** What a rule says of one member among the others. */
export function resultOf(
  rule: FleetRule,
  member: SystemMember,
  members: readonly SystemMember[],
  view: Partial<SystemView> = {},
): RuleResult {
  return rule.evaluate(member as Seen, aSystemView({ members, ...view }));
}

/** A verdict in one line: its compliance, or its severity; undefined where the rule is silent. */
export function shortOf(evaluation: Evaluation | undefined): string | undefined {
  const { verdict } = evaluation ?? {};
  return verdict?.compliance === 'NON_COMPLIANT' ? verdict.severity : verdict?.compliance;
}

/** All that a rule complains of in a system, as `shop-prod/vpc-cni version MEDIUM`. */
export function complaintsOf(
  rule: FleetRule,
  members: readonly SystemMember[],
  view: Partial<SystemView> = {},
): readonly string[] {
  return members
    .filter((member) => member.snapshot)
    .flatMap((member) =>
      resultOf(rule, member, members, view)
        .evaluations.filter(({ verdict }) => verdict.compliance === 'NON_COMPLIANT')
        .map((evaluation) => {
          const resource = evaluation.resource.replace(/^.*:cluster\//, '').replace('addon/', '');
          return [resource, evaluation.fault, shortOf(evaluation)].filter((one) => one !== undefined).join(' ');
        }),
    );
}

export function evidenceOf(verdict: Verdict | undefined): Evidence {
  return verdict?.compliance === 'NON_COMPLIANT' ? verdict.evidence : {};
}

export function reasonOf(verdict: Verdict | undefined): string {
  return verdict && 'because' in verdict ? verdict.because : '';
}

/** The commands of a remediation, each from its verb on, without region and the cluster's own flag. */
export function commandsOf(verdict: Verdict | undefined): readonly string[] {
  if (verdict?.compliance !== 'NON_COMPLIANT') return [];
  return verdict.remediation.map(({ command }) =>
    command
      .slice(2)
      .join(' ')
      .replace(/ --region \S+/, ''),
  );
}
