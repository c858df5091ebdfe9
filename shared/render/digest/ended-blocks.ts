import { groupAlike } from '../alike.ts';
import { type Entry, entryWords, severityOf } from '../entry.ts';
import { groupName } from '../group-name.ts';
import { ofTheFirst } from '../of-the-first.ts';
import { say } from '../phrase.ts';
import type { Whereabouts } from '../whereabouts.ts';
import type { Block } from './bounded.ts';
import { sentenceOf } from './fault-blocks.ts';
import type { ToldFinding } from './told-entries.ts';
import { environmentsOf, happened, happening, hasBeen, wasOpen } from './told-words.ts';

/** What is over or milder, and what it was. */
export function endedBlocks(
  entries: readonly Entry<ToldFinding>[],
  asOf: string,
  whereOf: Whereabouts,
): readonly Block[] {
  return groupAlike(entries, asOf, happening).map((group) => {
    const [entry] = group;
    const { headline } = entryWords(entry, asOf);
    const { told } = entry[0];
    const who = say`${environmentsOf(group.map(([finding]) => finding))}${groupName(group, whereOf)}`;
    const warning = isUntested(entry) ? 'WARNING ' : '';
    const was = say`It was ${severityOf(entry)}${told ? hasBeen(told) : ''}`;
    const then = told?.kind === 'EASED' ? say`It is now ${severityOf(entry)}` : was;
    return {
      faults: group.length,
      about: who.text,
      lines: [
        say`${warning}${who}: ${happened(entry[0]) ?? say`over`}. ${then}: ${ofTheFirst(group, asOf)}${headline}.`.text,
        sentenceOf([wasOpen(group, asOf), say`rule ${entry[0].rule}`]),
      ],
    };
  });
}

/** An upgrade that nobody rehearsed is a warning; what else is over without being mended is only to be known. */
export function untestedFirst(entries: readonly Entry<ToldFinding>[]): readonly Entry<ToldFinding>[] {
  return [...entries.filter(isUntested), ...entries.filter((entry) => !isUntested(entry))];
}

/** Whether the control plane took an upgrade that no lower environment had been through. */
export function isUntested([{ told }]: Entry<ToldFinding>): boolean {
  return told?.cause === 'UPGRADED_UNTESTED';
}

/** Whether it goes on as a part of something worse on the same resource: it is not mended. */
export function isPart([{ told }]: Entry<ToldFinding>): boolean {
  return told?.cause === 'EXPLAINED';
}
