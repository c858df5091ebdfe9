import type { Instant } from '#core/days.ts';
import { minuteOf } from '../day-words.ts';
import { type Layout, wrapped } from '../layout.ts';
import type { Section } from '../report/section.ts';
import { sectionLines } from '../section-lines.ts';

/** Paragraphs of an answer, each of its lines, with a line between them. */
export function paragraphs(all: readonly (readonly string[])[]): string {
  const told = all.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${told.join('\n\n')}\n`;
}

/** Sections as paragraphs. */
export function sectionParagraphs(sections: readonly Section[], layout: Layout): readonly (readonly string[])[] {
  return sections.map((section) => sectionLines(section, layout));
}

/** Of when an answer speaks. */
export function occasion(asOf: Instant | undefined, layout: Layout): readonly string[] {
  const words = asOf === undefined ? 'No audit was concluded yet: run midwatch audit.' : `As of ${minuteOf(asOf)}.`;
  return wrapped(words, layout);
}
