import type { RuleMeta } from '#core/rule.ts';
import { heading, type Layout, plain, wrapped } from './layout.ts';

/** The page of a rule: why it is one, how it is judged, how to mend it, and what to look at when it has happened. */
export function renderRulePage(rule: RuleMeta, options: Partial<Layout> = {}): string {
  const layout: Layout = { ...plain, ...options };
  const bullets = (lines: readonly string[]): readonly string[] =>
    lines.flatMap((line) => wrapped(line, layout, '  - ', 4));
  const numbered = (lines: readonly string[]): readonly string[] =>
    lines.flatMap((line, index) => wrapped(line, layout, `  ${index + 1}. `, 5));
  const sections = [
    [heading(rule.id, layout), ...wrapped(`${rule.title}.`, layout)],
    [heading('Why', layout), ...wrapped(rule.why, layout, '  ')],
    [heading('How it is judged', layout), ...bullets(rule.judged)],
    [heading('How to mend it', layout), ...wrapped(rule.mend, layout, '  ')],
    [heading('When it has already happened, look at', layout), ...numbered(rule.debug)],
    [heading('What it reads', layout), ...wrapped(rule.reads.join(', '), layout, '  ')],
    [heading('Read on', layout), `  ${rule.reference}`],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
