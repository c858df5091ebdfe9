import type { AuditDocument } from '#core/document.ts';
import { plain } from './layout.ts';
import { inline } from './markdown-text.ts';
import type { Item, Section, Todo } from './report/section.ts';
import { type ReportOptions, reportOf } from './report.ts';
import { stepLines } from './steps.ts';

/** The report of an audit as GitHub Flavored Markdown, the verdict first: for a comment on a pull request. */
export function renderMarkdown(document: AuditDocument, options: ReportOptions = {}): string {
  const { opening, sections, closing } = reportOf(document, options);
  const [verdict = '', ...occasion] = opening;
  const parts = [
    `## ${inline(verdict)}`,
    ...occasion.map(inline),
    ...sections.flatMap(sectionParts),
    ...closing.map(inline),
  ];
  return `${parts.join('\n\n')}\n`;
}

function sectionParts({ title, items, todo }: Section): readonly string[] {
  return [`### ${inline(title)}`, items.map(itemLines).join('\n'), ...todoParts(todo)];
}

function itemLines({ label, severity, text, notes, todo }: Item): string {
  const lead = [...(label === undefined ? [] : [label]), ...(severity === undefined ? [] : [`**${severity}**`])];
  const first = `- ${[...lead, inline(text.text)].join(' ')}`;
  const below = [...notes.map(inline), ...todoParts(todo)].map((part) => `  ${part.replaceAll('\n', '\n  ')}`);
  // A line of its own each: what follows a hard break is the same item.
  return [first, ...below].join('  \n');
}

function todoParts(todo: Todo | undefined): readonly string[] {
  return todo ? [`${inline(todo.title)}:`, fenced(stepLines(todo.steps, plain, 0, todo.account).join('\n'))] : [];
}

/** A block that nothing in it ends. */
function fenced(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}text\n${text}\n${fence}`;
}
