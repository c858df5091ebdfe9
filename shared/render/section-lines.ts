import { heading, indentFor, type Layout, severityLabel, wrapped } from './layout.ts';
import type { Item, Section, Todo } from './report/section.ts';
import { stepLines } from './steps.ts';

/** Columns of a severity, of a label, and of the space after each. */
const column = 10;

/** A section on a terminal: severities and labels under one another, and what wraps beside them. */
export function sectionLines({ title, items, isLong, todo }: Section, layout: Layout): readonly string[] {
  if (items.length === 0) return [];
  const hasLabels = items.some(({ label }) => label !== undefined);
  const lines = items.map((item) => [...itemLines(item, hasLabels, layout), ...todoLines(item.todo, layout)]);
  return [
    heading(title, layout),
    ...(isLong ? lines.flatMap((one) => ['', ...one]) : lines.flat()),
    ...(todo ? ['', ...todoLines(todo, layout)] : []),
  ];
}

function itemLines({ label = '', severity, text, notes }: Item, hasLabels: boolean, layout: Layout): readonly string[] {
  const labelled = hasLabels ? label.padEnd(column) : '';
  const graded = severity ? `${severityLabel(severity, layout)}  ` : ' '.repeat(labelled.length);
  // Not the length of what is graded: its colour takes no columns.
  const indent = graded === '' ? 4 : indentFor(layout, 2 + labelled.length + column);
  return [
    ...wrapped(text.text, layout, `  ${labelled}${graded}`, indent),
    ...notes.flatMap((note) => wrapped(note, layout, ' '.repeat(indent))),
  ];
}

function todoLines(todo: Todo | undefined, layout: Layout): readonly string[] {
  return todo ? [...wrapped(`${todo.title}:`, layout, '  '), ...stepLines(todo.steps, layout, 2, todo.account)] : [];
}
