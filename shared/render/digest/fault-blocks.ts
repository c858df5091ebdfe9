import { type Group, groupAlike } from '../alike.ts';
import { type Entry, entryWords, severityOf } from '../entry.ts';
import { groupName } from '../group-name.ts';
import { ofTheFirst } from '../of-the-first.ts';
import { type Phrase, say } from '../phrase.ts';
import { firstCommand, shapeOf } from '../steps.ts';
import type { Whereabouts } from '../whereabouts.ts';
import type { Block } from './bounded.ts';
import type { ToldFinding } from './told-entries.ts';
import { environmentsOf, happened, happening, openedWhen, placeOf } from './told-words.ts';

/** What is wrong, since when, by when, and the first thing to do. */
export function faultBlocks(
  entries: readonly Entry<ToldFinding>[],
  asOf: string,
  whereOf: Whereabouts,
): readonly Block[] {
  const last: LastCommand = {};
  // The first command is told for all of a group.
  const apart = (finding: ToldFinding): string => `${happening(finding)}|${shapeOf(finding.remediation)}`;
  return groupAlike(entries, asOf, apart).map((group) => {
    const [entry] = group;
    const { headline, details, strikes } = entryWords(entry, asOf);
    const findings = group.map(([finding]) => finding);
    const about = [
      say`strikes ${strikes}`,
      happened(entry[0]),
      openedWhen(group, asOf),
      placeOf(findings),
      say`rule ${entry[0].rule}`,
    ];
    const who = say`${environmentsOf(findings)}${groupName(group, whereOf)}`;
    return {
      faults: group.length,
      about: who.text,
      lines: [
        say`${severityOf(entry)} ${who}: ${ofTheFirst(group, asOf)}${headline}.`.text,
        ...details.map(({ text }) => text),
        sentenceOf(about),
        ...commandLinesOf(group, last),
      ],
    };
  });
}

/** What is wrong, in one line. */
export function faultLines(
  entries: readonly Entry<ToldFinding>[],
  asOf: string,
  whereOf: Whereabouts,
): readonly Block[] {
  return groupAlike(entries, asOf).map((group) => {
    const [entry] = group;
    const who = say`${environmentsOf(group.map(([finding]) => finding))}${groupName(group, whereOf)}`;
    const when = openedWhen(group, asOf);
    const words = say`${severityOf(entry)} ${who}: ${ofTheFirst(group, asOf)}${entryWords(entry, asOf).headline}${when ? say`; ${when}` : ''}.`;
    return { faults: group.length, about: who.text, lines: [words.text] };
  });
}

/** Parts of a sentence, those that there are. */
export function sentenceOf(parts: readonly (Phrase | undefined)[]): string {
  const text = parts.flatMap((part) => part?.text ?? []).join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The command that stands last in the text so far. */
interface LastCommand {
  command?: string;
}

/** The first command; where it is the one that stands just above, it is not told twice. */
function commandLinesOf(group: Group<ToldFinding>, last: LastCommand): readonly string[] {
  const [entry, ...others] = group;
  const first = firstCommand(entry[0].remediation);
  if (first === undefined) return [];
  const findings = group.map(([finding]) => finding);
  const isNamed = findings.every(({ account }) => account === first.account);
  const where = isNamed ? say`` : say` in account ${first.account}`;
  const verb = first.looks ? 'Look' : 'Do';
  const more = first.more === 0 ? '' : ` first, of ${first.more + 1} steps`;
  const alike = others.length === 0 ? '' : ', and the like for the others';
  const told = `${first.account} ${first.command}`;
  const waits = first.reservations.length === 0 ? [] : [sentenceOf(first.reservations.map((one) => say`${one}`))];
  if (last.command === told) return [`${verb}${where.text}${more}${alike}: the command above.`, ...waits];
  last.command = told;
  return [`${verb}${where.text}${more}${alike}:`, first.command, ...waits];
}
