import type { Digest } from '#core/digest.ts';
import { type Group, groupAlike } from '../alike.ts';
import { type Entry, entriesOf, entryWords, severityOf } from '../entry.ts';
import { groupName } from '../group-name.ts';
import { ofTheFirst } from '../of-the-first.ts';
import { type Phrase, say } from '../phrase.ts';
import { noticeWords } from '../report/notices.ts';
import { firstCommand, shapeOf } from '../steps.ts';
import type { Whereabouts } from '../whereabouts.ts';
import type { Block, Section } from './bounded.ts';
import { changeWords } from './catalogue-words.ts';
import { type CoverageNews, lostNews, regainedNews } from './coverage-news.ts';
import { isTold, type ToldFinding, toldEntries, whereaboutsInDigest, withLaterHorizons } from './told-entries.ts';
import { environmentsOf, happened, happening, hasBeen, openedWhen, placeOf, wasOpen } from './told-words.ts';

/** What a digest has to tell, in the order in which it should be read. */
export function sectionsOf(digest: Digest): readonly Section[] {
  const { asOf } = digest.sweep;
  const whereOf = whereaboutsInDigest(digest);
  const worse = withLaterHorizons(toldEntries(digest.worse), digest);
  const repeated = entriesOf<ToldFinding>(digest.repeated.filter(isTold));
  const over = toldEntries(digest.over);
  const isPart = ([{ told }]: Entry<ToldFinding>): boolean => told?.cause === 'EXPLAINED';
  // The worst first: what is still critical comes before news that is milder.
  const isCritical = worse.some((entry) => severityOf(entry) === 'CRITICAL');
  const news = { title: 'Worse', blocks: faultBlocks(worse, asOf, whereOf) };
  const still = { title: 'Critical, and still open', blocks: faultBlocks(repeated, asOf, whereOf) };
  const sections = [
    ...(isCritical ? [news, still] : [still, news]),
    { title: 'Could not be looked at', blocks: lostNews(digest).map(coverageBlock) },
    { title: 'Can be looked at again', blocks: regainedNews(digest).map(coverageBlock) },
    {
      title: 'Over, without being mended',
      blocks: endedBlocks(untestedFirst(over.filter((entry) => !isPart(entry))), asOf, whereOf),
    },
    { title: 'Better', blocks: endedBlocks(toldEntries(digest.better), asOf, whereOf) },
    { title: 'Now part of something worse', blocks: partBlocks(over.filter(isPart), asOf, whereOf) },
    {
      title: 'What AWS changed',
      blocks: digest.catalogueChanges.map((change) => oneLine(changeWords(change, whereOf))),
    },
    { title: 'Notices', blocks: digest.notices.map((notice) => oneLine(noticeWords(notice))) },
  ];
  return sections.filter(({ blocks }) => blocks.length > 0);
}

/** An upgrade that nobody rehearsed is a warning; what else is over without being mended is only to be known. */
export function untestedFirst(entries: readonly Entry<ToldFinding>[]): readonly Entry<ToldFinding>[] {
  const isWarning = ([{ told }]: Entry<ToldFinding>): boolean => told?.cause === 'UPGRADED_UNTESTED';
  return [...entries.filter(isWarning), ...entries.filter((entry) => !isWarning(entry))];
}

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
    return {
      faults: group.length,
      lines: [
        say`${severityOf(entry)} ${environmentsOf(findings)}${groupName(group, whereOf)}: ${ofTheFirst(group, asOf)}${headline}.`
          .text,
        ...details.map(({ text }) => text),
        sentenceOf(about),
        ...commandLinesOf(group, last),
      ],
    };
  });
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
  // Its own steps alone are no order: midwatch audit brings together what there is to do on a cluster.
  const findings = group.map(([finding]) => finding);
  const isNamed = findings.every(({ account }) => account === first.account);
  const where = isNamed ? say`` : say` in account ${first.account}`;
  const more = first.more === 0 ? '' : ' first (midwatch audit shows what follows)';
  const alike = others.length === 0 ? '' : ', and the like for the others';
  const told = `${first.account} ${first.command}`;
  const waits = first.reservations.length === 0 ? [] : [sentenceOf(first.reservations.map((one) => say`${one}`))];
  if (last.command === told) return [`Do${where.text}${more}${alike}: the command above.`, ...waits];
  last.command = told;
  return [`Do${where.text}${more}${alike}:`, first.command, ...waits];
}

/** What is over or milder, and what it was. */
function endedBlocks(entries: readonly Entry<ToldFinding>[], asOf: string, whereOf: Whereabouts): readonly Block[] {
  return groupAlike(entries, asOf, happening).map((group) => {
    const [entry] = group;
    const { headline } = entryWords(entry, asOf);
    const { told } = entry[0];
    const who = say`${environmentsOf(group.map(([finding]) => finding))}${groupName(group, whereOf)}`;
    const warning = told?.cause === 'UPGRADED_UNTESTED' ? 'WARNING ' : '';
    const was = say`It was ${severityOf(entry)}${told ? hasBeen(told) : ''}`;
    const then = told?.kind === 'EASED' ? say`It is now ${severityOf(entry)}` : was;
    return {
      faults: group.length,
      lines: [
        say`${warning}${who}: ${happened(entry[0]) ?? say`over`}. ${then}: ${ofTheFirst(group, asOf)}${headline}.`.text,
        sentenceOf([wasOpen(group, asOf), say`rule ${entry[0].rule}`]),
      ],
    };
  });
}

/** What is told from now on with something worse on the same resource: it is not mended. */
function partBlocks(entries: readonly Entry<ToldFinding>[], asOf: string, whereOf: Whereabouts): readonly Block[] {
  return groupAlike(entries, asOf).map((group) => {
    const [entry] = group;
    const who = say`${environmentsOf(group.map(([finding]) => finding))}${groupName(group, whereOf)}`;
    const words = say`${severityOf(entry)} ${who}: ${ofTheFirst(group, asOf)}${entryWords(entry, asOf).headline}; rule ${entry[0].rule}.`;
    return { faults: group.length, lines: [words.text] };
  });
}

function coverageBlock({ targets, words, remedy }: CoverageNews): Block {
  return {
    faults: targets,
    lines: [say`${words}.`.text, ...(remedy === undefined ? [] : [say`${doFor(targets)}: ${remedy}.`.text])],
  };
}

function doFor(targets: number): Phrase {
  return targets === 1 ? say`Do` : say`Do, for the first`;
}

function oneLine(words: Phrase): Block {
  return { faults: 1, lines: [say`${words}.`.text] };
}

function sentenceOf(parts: readonly (Phrase | undefined)[]): string {
  const text = parts.flatMap((part) => part?.text ?? []).join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
