import { dayOf, type Instant } from '#core/days.ts';
import { horizons } from '#core/finding.ts';
import { compareSeverities, type Severity } from '#core/severity.ts';
import { strikes } from './horizon-words.ts';
import { listed, type Phrase, say } from './phrase.ts';
import { forcedUpgrade, isNear, type TellableFinding, wordsOf } from './wording/index.ts';

/** One fault of one resource, at each horizon at which it strikes, the earliest first. */
export type Entry<F extends TellableFinding = TellableFinding> = readonly [F, ...F[]];

/** An entry in words. */
export interface EntryWords {
  /** What is wrong, and when it strikes; led by a forced upgrade that is near. */
  readonly headline: Phrase;
  /** Whole sentences. */
  readonly details: readonly Phrase[];
  /** Each horizon, `now and at the upgrade to 1.25`, and from when AWS forces the last. */
  readonly strikes: Phrase;
}

/** Brings the horizons of each fault together; the worst first. Findings keep the order they came in otherwise. */
export function entriesOf<F extends TellableFinding>(findings: readonly F[]): readonly Entry<F>[] {
  const byFault = Map.groupBy(findings, ({ resource, clusterCreatedAt, rule, fault }) =>
    [resource, clusterCreatedAt, rule, fault ?? ''].join('|'),
  );
  return [...byFault.values()]
    .map((faults) => faults.toSorted((a, b) => horizons.indexOf(a.horizon) - horizons.indexOf(b.horizon)))
    .filter((faults): faults is [F, ...F[]] => faults.length > 0)
    .sort(compareEntries);
}

function compareEntries(a: Entry, b: Entry): number {
  return compareSeverities(worstOf(b), worstOf(a)) || horizons.indexOf(a[0].horizon) - horizons.indexOf(b[0].horizon);
}

/** The severity that an entry is told at: the worst of its horizons. */
export function worstOf(entry: Entry): Severity {
  return entry.map(({ severity }) => severity).reduce((a, b) => (compareSeverities(a, b) >= 0 ? a : b));
}

/** Since when the fault has been open at any horizon. */
export function openSince(entry: Entry): Instant {
  return entry.map(({ firstObservedAt }) => firstObservedAt).toSorted()[0] ?? entry[0].firstObservedAt;
}

/** Says an entry once: the earliest horizon in full, the others where they say something else. */
export function entryWords(entry: Entry, asOf: Instant): EntryWords {
  const [earliest, ...others] = entry;
  const { headline, details, forcedFrom } = wordsOf(earliest, asOf);
  const otherwise = others.filter(({ severity }) => severity !== earliest.severity);
  const later = otherwise.map((other) => {
    const { headline } = wordsOf(other, asOf);
    return say`${other.severity} ${strikes(other)}: ${headline}.`;
  });
  const forced = forcedFrom ?? others.map((other) => wordsOf(other, asOf).forcedFrom).find((one) => one !== undefined);
  const when = listed(entry.map(strikes));
  // What has struck waits for no upgrade.
  const isThere = earliest.horizon === 'now' && earliest.severity === worstOf(entry);
  const leads = forcedFrom !== undefined && isNear(forcedFrom, asOf);
  return {
    headline: leads ? say`${forcedUpgrade(forcedFrom, asOf)}, and ${headline}` : headline,
    details: [...(otherwise.length > 0 ? [say`${earliest.severity} ${strikes(earliest)}.`] : []), ...later, ...details],
    strikes: forced === undefined || leads || isThere ? when : say`${when}, which ${bringsItAbout(forced, asOf)}`,
  };
}

function bringsItAbout(forcedFrom: Instant, asOf: Instant): Phrase {
  if (forcedFrom <= asOf) return say`AWS may do by itself at any time`;
  return say`AWS does by itself from ${dayOf(forcedFrom)}`;
}
