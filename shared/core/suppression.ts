import { dayOf, type Instant } from './days.ts';
import type { Finding } from './finding.ts';
import { matchesGlob } from './glob.ts';
import type { Notice } from './notice.ts';

/** A finding that people accepted, for a reason and a time. */
export interface Suppression {
  /** The id of a rule, or a glob over them. */
  readonly rule: string;
  /** A glob over the resource names of findings; `*` stands for any run of characters. */
  readonly resource: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day, in UTC, on which it holds: `2027-03-31`. */
  readonly until: string;
}

/** Findings, parted into those that count and those that people accepted. */
export interface Suppressed<T> {
  readonly counted: readonly T[];
  readonly suppressed: readonly { readonly finding: T; readonly suppression: Suppression }[];
  readonly notices: readonly Notice[];
}

/**
 * Takes out what people accepted. Nothing is lost: each finding is in one of the two lists, in the order it came.
 *
 * The first suppression that matches is the one that is told. One that has expired suppresses nothing; that, and one
 * that matches nothing, is a notice.
 */
export function applySuppressions<T extends Pick<Finding, 'rule' | 'resource'>>(
  findings: readonly T[],
  suppressions: readonly Suppression[],
  asOf: Instant,
): Suppressed<T> {
  const today = dayOf(asOf);
  const suppressionOf = suppressionsAt(suppressions, asOf);
  const judged = findings.map((finding) => ({ finding, suppression: suppressionOf(finding) }));
  return {
    counted: judged.flatMap(({ finding, suppression }) => (suppression === undefined ? [finding] : [])),
    suppressed: judged.flatMap(({ finding, suppression }) =>
      suppression === undefined ? [] : [{ finding, suppression }],
    ),
    notices: suppressions.flatMap((suppression) => noticeOf(suppression, findings, today)),
  };
}

/** By what people accept a finding on a day: the first that matches. */
export function suppressionsAt(
  suppressions: readonly Suppression[],
  asOf: Instant,
): (finding: Pick<Finding, 'rule' | 'resource'>) => Suppression | undefined {
  const today = dayOf(asOf);
  const valid = suppressions.filter(({ until }) => today <= until);
  return (finding) => valid.find((suppression) => covers(suppression, finding));
}

function covers({ rule, resource }: Suppression, finding: Pick<Finding, 'rule' | 'resource'>): boolean {
  return matchesGlob(rule, finding.rule) && matchesGlob(resource, finding.resource);
}

function noticeOf(
  suppression: Suppression,
  findings: readonly Pick<Finding, 'rule' | 'resource'>[],
  today: string,
): readonly Notice[] {
  const { rule, resource, owner, until } = suppression;
  const subject = `${rule} on ${resource}`;
  const matching = findings.filter((finding) => covers(suppression, finding)).length;
  if (today > until) {
    const detail = `it held until ${until}, of ${owner}, and matches ${matching} that count again`;
    return [{ kind: 'SUPPRESSION_EXPIRED', subject, detail }];
  }
  if (matching > 0) return [];
  return [{ kind: 'SUPPRESSION_UNUSED', subject, detail: `it matches nothing, of ${owner}, until ${until}` }];
}
