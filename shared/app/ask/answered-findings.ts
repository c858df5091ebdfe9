import type { AnsweredFinding } from '#core/answer.ts';
import type { Instant } from '#core/days.ts';
import type { Finding } from '#core/finding.ts';
import type { Target } from '#core/snapshot.ts';
import { applySuppressions } from '#core/suppression.ts';
import type { ConcludedSweep } from '#core/sweep.ts';
import { findingDocumenter } from '../document-finding.ts';
import type { AskDeps } from './ask-deps.ts';

/** The sweeps that were concluded last: of all, and of those that looked at the whole fleet. */
export interface LastSweeps {
  readonly asOf?: Instant;
  readonly sweeps: readonly ConcludedSweep[];
}

export async function readLastSweeps({ store }: Pick<AskDeps, 'store'>): Promise<LastSweeps> {
  const latest = await store.latestSweep();
  if (!latest) return { sweeps: [] };
  const whole = latest.partial ? await store.latestWholeSweep() : undefined;
  return { asOf: latest.asOf, sweeps: whole ? [latest, whole] : [latest] };
}

/** Findings as answers show them: with what they were accepted for, and when they were really last seen. */
export async function answerFindings(
  { store, rules, knowledge }: AskDeps,
  { asOf = '', sweeps }: LastSweeps,
  findings: readonly Finding[],
): Promise<readonly AnsweredFinding[]> {
  const nameOf = ({ account, region }: Target): string => `${account} ${region}`;
  const targets = new Map(findings.map(({ account, region }) => [nameOf({ account, region }), { account, region }]));
  const rows = await Promise.all(sweeps.map(({ id }) => store.coverageOfTargets(id, [...targets.values()])));
  // An unchanged night writes no finding: whoever saw its target saw it, the last sweep last.
  const covered = rows.toReversed().flatMap((all) => all.filter(({ status }) => status === 'COVERED'));
  const seenAt = new Map(covered.map((row) => [nameOf(row), row.asOf]));
  const { suppressed } = applySuppressions(findings, knowledge.suppressions, asOf);
  const suppressions = new Map(suppressed.map(({ finding, suppression }) => [finding, suppression]));
  const document = findingDocumenter(rules);
  return findings.map((finding) => {
    const { status, unreadableSince, lastObservedAt } = finding;
    const seen = status === 'OPEN' && unreadableSince === undefined ? seenAt.get(nameOf(finding)) : undefined;
    const suppression = suppressions.get(finding);
    return {
      ...document(finding),
      ...(seen !== undefined && seen > lastObservedAt ? { lastObservedAt: seen } : {}),
      ...(suppression ? { suppression } : {}),
    };
  });
}
