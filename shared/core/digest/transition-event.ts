import type { Finding, FindingKey, Transition } from '../finding.ts';
import type { Suppression } from '../suppression.ts';

/** Something that happened to a finding, once, as other systems hear of it. */
export interface TransitionEvent {
  /** The same however often it is published. */
  readonly id: string;
  readonly transition: Transition;
  readonly finding: FindingThen;
  /** By what people accept the finding as it is published; absent where they do not. */
  readonly suppression?: Suppression;
}

/**
 * A finding as it was when something happened to it.
 *
 * What a transition does not tell of it is as it was seen last, and absent once more has happened.
 */
export interface FindingThen
  extends FindingKey,
    Pick<
      Finding,
      | 'id'
      | 'cluster'
      | 'account'
      | 'region'
      | 'environment'
      | 'system'
      | 'status'
      | 'severity'
      | 'cause'
      | 'resolvedAt'
    >,
    Partial<Pick<Finding, 'evidence' | 'remediation' | 'firstObservedAt' | 'lastObservedAt' | 'unreadableSince'>> {}

/** All that happened to a finding and other systems have not heard of, in order. */
export function eventsOf(finding: Finding, suppression: Suppression | undefined): readonly TransitionEvent[] {
  return finding.unpublished.map((transition) => ({
    id: eventId(finding, transition),
    transition,
    finding: asOfTransition(finding, transition),
    ...(suppression === undefined ? {} : { suppression }),
  }));
}

/** A finding and its revision name what happened. */
export function eventId({ id }: Pick<Finding, 'id'>, { revision }: Pick<Transition, 'revision'>): string {
  return `${id}|${revision}`;
}

function asOfTransition(finding: Finding, transition: Transition): FindingThen {
  if (transition.revision === finding.lastTransition.revision) return finding;
  const { id, rule, resource, horizon, fault, clusterCreatedAt, cluster, account, region } = finding;
  const { environment, system } = finding;
  const { kind, at, severity, cause } = transition;
  return {
    ...{ id, rule, resource, horizon, clusterCreatedAt, cluster, account, region, severity },
    ...(fault === undefined ? {} : { fault }),
    ...(environment === undefined ? {} : { environment }),
    ...(system === undefined ? {} : { system }),
    ...(kind === 'RESOLVED' ? { status: 'RESOLVED', resolvedAt: at } : { status: 'OPEN' }),
    ...(cause === undefined ? {} : { cause }),
  };
}
