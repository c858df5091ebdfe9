import type { DocumentedFinding } from '#core/document.ts';
import { groupAlike } from '../alike.ts';
import { endings } from '../ending-words.ts';
import { entriesOf, entryWords, severityOf } from '../entry.ts';
import { groupName } from '../group-name.ts';
import { ofTheFirst } from '../of-the-first.ts';
import { say } from '../phrase.ts';
import type { Whereabouts } from '../whereabouts.ts';
import type { Item, Section, TellableDocument } from './section.ts';

const kinds = [
  { label: 'opened', of: ['OPENED', 'REOPENED'] },
  { label: 'worsened', of: ['WORSENED'] },
  { label: 'eased', of: ['EASED'] },
] as const;

/** What this audit saw change; nothing for a first audit, to which everything is new. */
export function changesSection(
  { audit }: TellableDocument<never>,
  shown: readonly DocumentedFinding[],
  whereOf: Whereabouts,
): Section {
  const items = audit.baseline ? [] : [...changed(audit.asOf, shown, whereOf), ...resolved(audit.asOf, shown, whereOf)];
  return { title: 'Since the last audit', items };
}

function changed(asOf: string, shown: readonly DocumentedFinding[], whereOf: Whereabouts): readonly Item[] {
  return kinds.flatMap(({ label, of }) => {
    const those = shown.filter(({ transition }) => of.some((kind) => kind === transition));
    return groupAlike(entriesOf(those), asOf).map((group): Item => {
      const [first] = group;
      const { headline } = entryWords(first, asOf);
      const again = label === 'opened' && first[0].transition === 'REOPENED' ? say` (again)` : say``;
      return {
        label,
        severity: severityOf(first),
        text: say`${groupName(group, whereOf)}: ${ofTheFirst(group, asOf)}${headline}${again}`,
        notes: [],
      };
    });
  });
}

function resolved(asOf: string, shown: readonly DocumentedFinding[], whereOf: Whereabouts): readonly Item[] {
  const over = shown.filter(({ status }) => status === 'RESOLVED');
  const byCause = Map.groupBy(over, ({ cause }) => cause ?? 'MENDED');
  return [...byCause].flatMap(([cause, findings]) =>
    groupAlike(entriesOf(findings), asOf).map((group): Item => {
      const { headline } = entryWords(group[0], asOf);
      const text = say`${groupName(group, whereOf)}: ${endings[cause]} (was: ${ofTheFirst(group, asOf)}${headline})`;
      return { label: 'resolved', text, notes: [] };
    }),
  );
}
