import type { Digest } from '#core/digest/digest.ts';
import { compareSeverities } from '#core/severity.ts';
import { type Entry, entriesOf, severityOf } from '../entry.ts';
import { type Phrase, say } from '../phrase.ts';
import { noticeWords } from '../report/notices.ts';
import { type Block, faultsIn, type Section } from './bounded.ts';
import { changeWords, wordsOf } from './catalogue-words.ts';
import { type CoverageNews, lostNews, regainedNews } from './coverage-news.ts';
import { endedBlocks, isPart, untestedFirst } from './ended-blocks.ts';
import { faultBlocks, faultLines } from './fault-blocks.ts';
import { endedEntries, isTold, type ToldFinding, whereaboutsInDigest, worseEntries } from './told-entries.ts';

/** What a digest has to tell, in the order in which it should be read. */
export function sectionsOf(digest: Digest): readonly Section[] {
  const { asOf } = digest.sweep;
  const whereOf = whereaboutsInDigest(digest);
  const worse = worseEntries(digest);
  const repeated = entriesOf<ToldFinding>(digest.repeated.filter(isTold));
  const over = endedEntries(digest, 'over');
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
    { title: 'Better', blocks: endedBlocks(endedEntries(digest, 'better'), asOf, whereOf) },
    { title: 'Now part of something worse', blocks: faultLines(over.filter(isPart), asOf, whereOf) },
    { title: 'Bad, and still open', blocks: firstOf(faultLines(stillOpen(digest), asOf, whereOf)) },
    {
      title: 'What AWS changed',
      blocks: digest.catalogueChanges.map((told) => oneLine(changeWords(told, whereOf), wordsOf(told.change))),
    },
    { title: 'Notices', blocks: digest.notices.map((notice) => oneLine(noticeWords(notice))) },
  ];
  return sections.filter(({ blocks }) => blocks.length > 0);
}

/** What is bad and no news: whoever reads that something is mended must not take all to be. */
function stillOpen(digest: Digest): readonly Entry<ToldFinding>[] {
  const told = [...worseEntries(digest).flat(), ...digest.better.map(({ finding }) => finding), ...digest.repeated];
  const ids = new Set(told.map(({ id }) => id));
  const others = entriesOf<ToldFinding>(digest.open.filter(({ id }) => !ids.has(id)));
  return others.filter((entry) => compareSeverities(severityOf(entry), 'HIGH') >= 0);
}

/** It is no news, and must not hide what is. */
const mostStillOpen = 10;

function firstOf(blocks: readonly Block[]): readonly Block[] {
  const others = blocks.slice(mostStillOpen);
  const faults = faultsIn(others);
  const more = { faults, about: `${faults} more`, lines: [`${faults} more.`] };
  return [...blocks.slice(0, mostStillOpen), ...(faults === 0 ? [] : [more])];
}

function coverageBlock({ targets, words, about, remedy }: CoverageNews): Block {
  return {
    faults: targets,
    about: about.text,
    lines: [say`${words}.`.text, ...(remedy === undefined ? [] : [say`${doFor(targets)}: ${remedy}.`.text])],
  };
}

function doFor(targets: number): Phrase {
  return targets === 1 ? say`Do` : say`Do, for the first`;
}

function oneLine(words: Phrase, about = words): Block {
  return { faults: 1, about: about.text, lines: [say`${words}.`.text] };
}
