import type { AuditDocument, DocumentedFinding } from '#core/document.ts';
import { groupAlike } from '../alike.ts';
import { endings } from '../ending-words.ts';
import { entriesOf, entryWords, worstOf } from '../entry.ts';
import { groupName } from '../group-name.ts';
import { heading, indentFor, type Layout, severityLabel, wrapped } from '../layout.ts';
import { say } from '../phrase.ts';

const kinds = [
  { label: 'opened', of: ['OPENED', 'REOPENED'] },
  { label: 'worsened', of: ['WORSENED'] },
  { label: 'eased', of: ['EASED'] },
] as const;

/** What this audit saw change; nothing for a first audit, to which everything is new. */
export function changesSection(
  { audit }: AuditDocument,
  shown: readonly DocumentedFinding[],
  layout: Layout,
): readonly string[] {
  if (audit.baseline) return [];
  const changed = kinds.flatMap(({ label, of }) => {
    const those = shown.filter(({ transition }) => of.some((kind) => kind === transition));
    return groupAlike(entriesOf(those), audit.asOf).flatMap((group) => {
      const [first] = group;
      const { headline } = entryWords(first, audit.asOf);
      const head = `  ${label.padEnd(10)}${severityLabel(worstOf(first), layout)}  `;
      const again = label === 'opened' && first[0].transition === 'REOPENED' ? say` (again)` : say``;
      return wrapped(say`${groupName(group)}: ${headline}${again}`.text, layout, head, indentFor(layout, 22));
    });
  });
  const lines = [...changed, ...resolved(audit.asOf, shown, layout)];
  return lines.length === 0
    ? ['Nothing changed since the last audit.']
    : [heading('Since the last audit', layout), ...lines];
}

function resolved(asOf: string, shown: readonly DocumentedFinding[], layout: Layout): readonly string[] {
  const over = shown.filter(({ status }) => status === 'RESOLVED');
  const byCause = Map.groupBy(over, ({ cause }) => cause ?? 'MENDED');
  return [...byCause].flatMap(([cause, findings]) =>
    groupAlike(entriesOf(findings), asOf).flatMap((group) => {
      const { headline } = entryWords(group[0], asOf);
      const text = say`${groupName(group)}: ${endings[cause]} (was: ${headline})`.text;
      return wrapped(text, layout, `  ${'resolved'.padEnd(10)}${''.padEnd(10)}`, indentFor(layout, 22));
    }),
  );
}
