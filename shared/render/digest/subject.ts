import { dayOf } from '#core/days.ts';
import type { Digest } from '#core/digest.ts';
import { compareSeverities } from '#core/severity.ts';
import { type Group, groupAlike } from '../alike.ts';
import { asciiLine } from '../ascii.ts';
import { type Entry, entriesOf, severityOf } from '../entry.ts';
import { ofTheFirst } from '../of-the-first.ts';
import { say } from '../phrase.ts';
import { noticeWords } from '../report/notices.ts';
import { clusterName, countTogether, resourceName } from '../resource-name.ts';
import { severityCounts } from '../verdict-line.ts';
import type { Whereabouts } from '../whereabouts.ts';
import { isNear, wordsOf } from '../wording/index.ts';
import { changeWords, wordsOf as wordsOfChange } from './catalogue-words.ts';
import { type CoverageNews, lostNews, regainedNews } from './coverage-news.ts';
import { isTold, type ToldFinding, toldEntries, whereaboutsInDigest } from './told-entries.ts';
import { environmentsOf, happening } from './told-words.ts';

const longest = 100;

/** A subject, the longest wording first, and how many things it tells of. */
interface Subject {
  readonly wordings: readonly string[];
  readonly tells: number;
}

/** The worst of a digest in one line. */
export function subjectOf(digest: Digest): string {
  const subjects = inOrder(digest);
  const [worst] = subjects;
  if (worst === undefined) return 'Midwatch: nothing to tell';
  const others = subjects.reduce((sum, { tells }) => sum + tells, 0) - worst.tells;
  const end = others === 0 ? '' : ` (+${others})`;
  const room = longest - end.length;
  const lead = digest.sweep.baseline ? `First audit: ${severityCounts(digest.open.filter(isTold))}; ` : '';
  const wordings = [...worst.wordings.map((wording) => `${lead}${wording}`), ...worst.wordings];
  const ascii = wordings.map((wording) => asciiLine(wording, Number.POSITIVE_INFINITY));
  return `${asciiLine(ascii.find((wording) => wording.length <= room) ?? ascii.at(-1) ?? '', room)}${end}`;
}

/** What there is to tell, the worst first: what is mended is last, whatever it was. */
function inOrder(digest: Digest): readonly Subject[] {
  const { asOf, baseline } = digest.sweep;
  const whereOf = whereaboutsInDigest(digest);
  const worse = baseline ? entriesOf<ToldFinding>(digest.open.filter(isTold)) : toldEntries(digest.worse);
  const over = toldEntries(digest.over);
  const isUntested = (entry: Entry<ToldFinding>): boolean => entry[0].told?.cause === 'UPGRADED_UNTESTED';
  const isCritical = (entry: Entry<ToldFinding>): boolean => severityOf(entry) === 'CRITICAL';
  const isBad = (entry: Entry<ToldFinding>): boolean => compareSeverities(severityOf(entry), 'HIGH') >= 0;
  const faults = (entries: readonly Entry<ToldFinding>[]): readonly Subject[] =>
    groupAlike(entries, asOf).map((group) => faultSubject(group, asOf, whereOf));
  const endings = (entries: readonly Entry<ToldFinding>[]): readonly Subject[] =>
    groupAlike(entries, asOf, happening).map((group) => endingSubject(group, whereOf));
  return [
    ...faults(worse.filter(isCritical)),
    // What is still critical is worse than what is new and is not.
    ...faults(entriesOf<ToldFinding>(digest.repeated.filter(isTold))),
    ...faults(worse.filter((entry) => isBad(entry) && !isCritical(entry))),
    ...endings(over.filter(isUntested)),
    ...lostNews(digest).map(coverageSubject),
    ...faults(worse.filter((entry) => !isBad(entry))),
    ...endings(over.filter((entry) => !isUntested(entry))),
    ...endings(toldEntries(digest.better)),
    ...regainedNews(digest).map(coverageSubject),
    ...digest.catalogueChanges.map((told) => ({
      wordings: [changeWords(told, whereOf).text, wordsOfChange(told.change).text],
      tells: 1,
    })),
    ...digest.notices.map((notice) => ({ wordings: [noticeWords(notice).text], tells: 1 })),
  ];
}

function coverageSubject({ targets, short }: CoverageNews): Subject {
  return { wordings: short.map(({ text }) => text), tells: targets };
}

function faultSubject(group: Group<ToldFinding>, asOf: string, whereOf: Whereabouts): Subject {
  const [entry] = group;
  const { headline, forcedFrom } = wordsOf(entry[0], asOf);
  const still = entry[0].told === undefined && entry[0].lastToldAt !== undefined ? 'still ' : '';
  const known = `${still}${severityOf(entry)} `;
  const forced = forcedFrom !== undefined && isNear(forcedFrom, asOf) ? `, forced ${dayOf(forcedFrom)}` : '';
  const what = say`${ofTheFirst(group, asOf)}${headline}`.text;
  const [shorter = what] = what.split(';');
  const [name, shortName] = [nameOf(group, whereOf), shortNameOf(group, whereOf)];
  const wordings = [
    `${known}${name}: ${what}${forced}`,
    `${name}: ${what}${forced}`,
    `${known}${name}: ${what}`,
    `${known}${name}: ${shorter}`,
    `${name}: ${shorter}`,
    `${shortName}: ${shorter}`,
  ];
  return { wordings, tells: group.length };
}

function endingSubject(group: Group<ToldFinding>, whereOf: Whereabouts): Subject {
  const [entry] = group;
  const [short = ''] = happening(entry[0]).split(':');
  return { wordings: [`${nameOf(group, whereOf)}: ${short} (${entry[0].rule})`], tells: group.length };
}

function nameOf(group: Group<ToldFinding>, whereOf: Whereabouts): string {
  const findings = group.map(([finding]) => finding);
  const [first] = group[0];
  const name = group.length === 1 ? resourceName(first, whereOf) : countTogether(findings, whereOf);
  return say`${environmentsOf(findings)}${name}`.text;
}

/** Without the environment, where the name of the cluster tells it. */
function shortNameOf(group: Group<ToldFinding>, whereOf: Whereabouts): string {
  const [[{ environment = '', cluster, resource }]] = group;
  const tellsIt = group.length === 1 && clusterName(cluster).includes(environment);
  return tellsIt ? resourceName({ cluster, resource }, whereOf).text : nameOf(group, whereOf);
}
