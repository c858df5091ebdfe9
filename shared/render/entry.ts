import { dayOf, type Instant } from '#core/days.ts';
import { horizons } from '#core/finding.ts';
import { compareSeverities, type Severity } from '#core/severity.ts';
import { strikes } from './horizon-words.ts';
import { listed, type Phrase, say } from './phrase.ts';
import { forcedUpgrade, isNear, type TellableFinding, wordsOf } from './wording/index.ts';

/**
 * One fault of one resource, at each horizon at which it strikes.
 *
 * The first is told, with its words at its severity: the worst, and of those the soonest. The others are named.
 */
export type Entry<F extends TellableFinding = TellableFinding> = readonly [F, ...F[]];

/** An entry in words. */
export interface EntryWords {
  /** What is wrong, and when it strikes; led by a forced upgrade that is near. */
  readonly headline: Phrase;
  /** Whole sentences. */
  readonly details: readonly Phrase[];
  /** Each horizon, `now and at the upgrade to 1.25`, with its severity where they differ, and from when AWS forces the last. */
  readonly strikes: Phrase;
}

/** Brings the horizons of each fault together; the worst entry first. Findings keep the order they came in otherwise. */
export function entriesOf<F extends TellableFinding>(findings: readonly F[]): readonly Entry<F>[] {
  const byFault = Map.groupBy(findings, ({ resource, clusterCreatedAt, rule, fault }) =>
    [resource, clusterCreatedAt, rule, fault ?? ''].join('|'),
  );
  return [...byFault.values()]
    .map((faults) => faults.toSorted(worseOrSooner))
    .filter((faults): faults is [F, ...F[]] => faults.length > 0)
    .sort(([a], [b]) => worseOrSooner(a, b));
}

function worseOrSooner(a: TellableFinding, b: TellableFinding): number {
  return compareSeverities(b.severity, a.severity) || sooner(a, b);
}

function sooner(a: TellableFinding, b: TellableFinding): number {
  return horizons.indexOf(a.horizon) - horizons.indexOf(b.horizon);
}

/** The severity that an entry is told at. */
export function severityOf([{ severity }]: Entry): Severity {
  return severity;
}

/** When an entry strikes, soonest first. */
export function horizonsOf<F extends TellableFinding>(entry: Entry<F>): readonly F[] {
  return entry.toSorted(sooner);
}

/** Since when the fault has been open at any horizon. */
export function openSince(entry: Entry): Instant {
  return entry.map(({ firstObservedAt }) => firstObservedAt).toSorted()[0] ?? entry[0].firstObservedAt;
}

/** Says an entry once: the first in full, the others where they are of another severity and say something else. */
export function entryWords(entry: Entry, asOf: Instant): EntryWords {
  const [first, ...others] = entry;
  const { headline, details, forcedFrom } = wordsOf(first, asOf);
  const otherwise = others.filter(({ severity }) => severity !== first.severity);
  const also = otherwise.flatMap((other) => {
    const { headline: another } = wordsOf(other, asOf);
    return another.text === headline.text ? [] : [say`${other.severity} ${strikes(other)}: ${another}.`];
  });
  const forced = forcedFrom ?? others.map((other) => wordsOf(other, asOf).forcedFrom).find((one) => one !== undefined);
  const when = listed(
    horizonsOf(entry).map((one) => (otherwise.length === 0 ? strikes(one) : say`${strikes(one)} (${one.severity})`)),
  );
  // What has struck waits for no upgrade.
  const isThere = first.horizon === 'now' && others.every((other) => worseOrSooner(first, other) <= 0);
  const leads = forcedFrom !== undefined && isNear(forcedFrom, asOf);
  return {
    headline: leads ? say`${forcedUpgrade(forcedFrom, asOf)}, and ${headline}` : headline,
    details: [...details, ...also],
    strikes: forced === undefined || leads || isThere ? when : say`${when}, which ${bringsItAbout(forced, asOf)}`,
  };
}

function bringsItAbout(forcedFrom: Instant, asOf: Instant): Phrase {
  if (forcedFrom <= asOf) return say`AWS may do by itself at any time`;
  return say`AWS does by itself from ${dayOf(forcedFrom)}`;
}
