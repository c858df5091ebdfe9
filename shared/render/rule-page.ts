import type { RuleMeta } from '#core/rule.ts';
import { heading, type Layout, plain, wrapped } from './layout.ts';
import { inline } from './markdown-text.ts';

/** A part of the page of a rule; what is a list has a mark before each of its lines. */
interface Part {
  readonly title: string;
  readonly lines: readonly string[];
  readonly list?: 'BULLETS' | 'STEPS';
}

/** What a page says below its title: why it is one, how it is judged, how to mend it, and what to look at when it has happened. */
function partsOf({ why, judged, mend, debug, reads, reference }: RuleMeta): readonly Part[] {
  return [
    { title: 'Why', lines: [why] },
    { title: 'How it is judged', lines: judged, list: 'BULLETS' },
    { title: 'How to mend it', lines: [mend] },
    { title: 'When it has already happened, look at', lines: debug, list: 'STEPS' },
    { title: 'What it reads', lines: [reads.join(', ')] },
    { title: 'Read on', lines: [reference] },
  ];
}

/** The page of a rule on a terminal. */
export function renderRulePage(rule: RuleMeta, options: Partial<Layout> = {}): string {
  const layout: Layout = { ...plain, ...options };
  const sections = partsOf(rule).map(({ title, lines, list }) => [
    heading(title, layout),
    ...lines.flatMap((line, index) => wrapped(line, layout, `  ${markOf(list, index)}`)),
  ]);
  const head = [heading(rule.id, layout), ...wrapped(`${rule.title}.`, layout)];
  return `${[head, ...sections].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The page of a rule in Markdown, to be read beside its code. */
export function renderRuleMarkdown(rule: RuleMeta): string {
  const sections = partsOf(rule).flatMap(({ title, lines, list }) => [
    `## ${title}`,
    lines.map((line, index) => `${markOf(list, index)}${inline(line)}`).join('\n'),
  ]);
  return `${[`# ${rule.id}`, `${inline(rule.title)}.`, ...sections].join('\n\n')}\n`;
}

function markOf(list: Part['list'], index: number): string {
  if (list === undefined) return '';
  return list === 'BULLETS' ? '- ' : `${index + 1}. `;
}
