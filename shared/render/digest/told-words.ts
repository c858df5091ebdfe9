import { dayOf, type Instant } from '#core/days.ts';
import { place } from '../coverage-words.ts';
import { since } from '../day-words.ts';
import { endings } from '../ending-words.ts';
import type { Entry } from '../entry.ts';
import { listed, type Phrase, say } from '../phrase.ts';
import type { ToldFinding } from './told-entries.ts';

/** What happened, in a word or two: `new`, `worsened from MEDIUM`, `mended`; undefined where nothing did. */
export function happened({ told, cause, lastToldAt }: ToldFinding): Phrase | undefined {
  switch (told?.kind) {
    case undefined:
      return lastToldAt === undefined ? undefined : say`still open`;
    case 'OPENED':
      return say`new`;
    case 'REOPENED':
      return say`open again`;
    case 'WORSENED':
      return told.previousSeverity === undefined ? say`worsened` : say`worsened from ${told.previousSeverity}`;
    case 'EASED':
      return told.previousSeverity === undefined ? say`eased` : say`eased from ${told.previousSeverity}`;
    case 'RESOLVED':
      return say`${endings[told.cause ?? cause ?? 'MENDED']}`;
  }
}

/** The same as a word to sort by. */
export function happening(finding: ToldFinding): string {
  return happened(finding)?.text ?? '';
}

/** Since when a fault is there, where that is not this very night. */
export function openedWhen(entries: readonly Entry<ToldFinding>[], asOf: Instant): Phrase | undefined {
  const earliest = entries.map(([first]) => first.firstObservedAt).toSorted()[0] ?? asOf;
  return dayOf(earliest) === dayOf(asOf) ? undefined : since(earliest, asOf);
}

/** The environments of what is told, before its name; nothing where none is known. */
export function environmentsOf(findings: readonly ToldFinding[]): Phrase {
  const names = [...new Set(findings.flatMap(({ environment }) => environment ?? []))];
  return names.length === 0 ? say`` : say`${listed(names)} `;
}

/** The account and region, where it is one. */
export function placeOf(findings: readonly ToldFinding[]): Phrase | undefined {
  const places = new Map(findings.map((finding) => [place(finding).text, place(finding)]));
  return places.size === 1 ? [...places.values()][0] : undefined;
}
