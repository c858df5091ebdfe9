import type { Finding, Transition } from '../finding.ts';
import { compareSeverities, type Severity } from '../severity.ts';

/**
 * What all that people have not heard of a finding comes to. Of one transition it is that transition.
 *
 * Instant and revision are those of the last, which names it.
 */
export interface News extends Transition {
  /** The worst that it was, where that is worse than the severities beside it. */
  readonly worst?: Severity;
  /** It came and is over, and people have heard neither. */
  readonly unheardOf?: true;
}

/** Sums up what is untold of a finding, for people who heard of none of it; undefined where they heard of all. */
export function newsOf({ untold }: Pick<Finding, 'untold'>): News | undefined {
  const [first] = untold;
  const last = untold.at(-1);
  if (first === undefined || last === undefined || untold.length === 1) return last;
  const heard = severityHeard(first);
  const kind = kindOf(untold, first, last, heard);
  const { previousSeverity: before, ...what } = last;
  // Back where people take it to be: then the way back is what they hear of.
  const from = last.severity === heard ? before : heard;
  const known = kind === 'WORSENED' || kind === 'EASED' ? from : undefined;
  const worst = untold.map(({ severity }) => severity).reduce(worseOf, heard ?? last.severity);
  return {
    ...what,
    kind,
    ...(known === undefined ? {} : { previousSeverity: known }),
    ...(compareSeverities(worst, worseOf(last.severity, known ?? last.severity)) > 0 ? { worst } : {}),
    ...(kind === 'RESOLVED' && heard === undefined ? { unheardOf: true } : {}),
  };
}

/** How bad news is: what is milder or over by now counts as what people heard of it, and as the worst that it was. */
export function weightOf({ severity, previousSeverity, worst }: News): Severity {
  return worseOf(severity, worseOf(previousSeverity ?? severity, worst ?? severity));
}

/** What people heard last before this, where they took it to be open. */
function severityHeard({ kind, severity, previousSeverity }: Transition): Severity | undefined {
  if (kind === 'OPENED' || kind === 'REOPENED') return undefined;
  return kind === 'RESOLVED' ? severity : previousSeverity;
}

function kindOf(
  untold: readonly Transition[],
  first: Transition,
  last: Transition,
  heard: Severity | undefined,
): Transition['kind'] {
  if (last.kind === 'RESOLVED') return 'RESOLVED';
  if (heard === undefined) return first.kind;
  const order = compareSeverities(last.severity, heard);
  if (order !== 0) return order > 0 ? 'WORSENED' : 'EASED';
  return untold.some(({ kind }) => kind === 'RESOLVED') ? 'REOPENED' : last.kind;
}

function worseOf(one: Severity, other: Severity): Severity {
  return compareSeverities(one, other) >= 0 ? one : other;
}
