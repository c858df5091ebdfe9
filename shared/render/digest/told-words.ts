import { dayOf, type Instant } from '#core/days.ts';
import type { OfEnvironments } from '#core/digest/digest.ts';
import type { News } from '#core/digest/news.ts';
import type { Target } from '#core/snapshot.ts';
import type { Group } from '../alike.ts';
import { place } from '../coverage-words.ts';
import { since } from '../day-words.ts';
import { endings } from '../ending-words.ts';
import type { Entry } from '../entry.ts';
import { listed, type Phrase, say } from '../phrase.ts';
import type { ToldFinding } from './told-entries.ts';

/** What happened, in a few words: `new`, `worsened from MEDIUM`, `mended`; undefined where nothing did. */
export function happened({ told, cause, lastToldAt, horizon, aheadSince }: ToldFinding): Phrase | undefined {
  switch (told?.kind) {
    case undefined:
      return lastToldAt === undefined ? undefined : say`still open`;
    case 'OPENED':
      if (aheadSince !== undefined) return say`told ahead, and ${horizon === 'now' ? 'here' : 'nearer'} now`;
      return say`new${hasBeen(told)}`;
    case 'REOPENED':
      return say`open again${hasBeen(told)}`;
    case 'WORSENED':
      return say`worsened${from(told)}${hasBeen(told)}`;
    case 'EASED':
      return say`eased${from(told)}${hasBeen(told)}`;
    case 'RESOLVED': {
      const ending = endings[told.cause ?? cause ?? 'MENDED'];
      return told.unheardOf ? say`came and went before it could be told: ${ending}` : say`${ending}`;
    }
  }
}

function from({ previousSeverity }: News): Phrase {
  return previousSeverity === undefined ? say`` : say` from ${previousSeverity}`;
}

/** What it was meanwhile, and nobody heard of. */
export function hasBeen({ worst }: News): Phrase {
  return worst === undefined ? say`` : say`, and has been ${worst}`;
}

/** The same as a word to sort by. */
export function happening(finding: ToldFinding): string {
  return happened(finding)?.text ?? '';
}

/** Since when a fault is there, where that is not this very night. */
export function openedWhen(entries: readonly Entry<ToldFinding>[], asOf: Instant): Phrase | undefined {
  const instants = entries.map(([{ firstObservedAt, aheadSince = firstObservedAt }]) => aheadSince);
  const earliest = instants.toSorted()[0] ?? asOf;
  return dayOf(earliest) === dayOf(asOf) ? undefined : since(earliest, asOf);
}

/** Since when what is over was open; until when, where nobody has heard that it was. */
export function wasOpen(group: Group<ToldFinding>, asOf: Instant): Phrase | undefined {
  const [[{ told, firstObservedAt, resolvedAt = asOf }]] = group;
  if (told?.unheardOf) return say`open from ${dayOf(firstObservedAt)} to ${dayOf(resolvedAt)}`;
  const when = openedWhen(group, asOf);
  return when && say`open ${when}`;
}

/** The environments of what is told, before its name; nothing where none is known. */
export function environmentsOf(findings: readonly ToldFinding[]): Phrase {
  const names = [...new Set(findings.flatMap(({ environment }) => environment ?? []))];
  return names.length === 0 ? say`` : say`${listed(names)} `;
}

/** A target with the environments of its clusters: `prod account 333344445555 in eu-west-1`. */
export function placeIn(target: Target & OfEnvironments): Phrase {
  const { environments = [] } = target;
  return environments.length === 0 ? place(target) : say`${listed(environments)} ${place(target)}`;
}

/** The account and region, where it is one. */
export function placeOf(findings: readonly ToldFinding[]): Phrase | undefined {
  const places = new Map(findings.map((finding) => [place(finding).text, place(finding)]));
  return places.size === 1 ? [...places.values()][0] : undefined;
}
