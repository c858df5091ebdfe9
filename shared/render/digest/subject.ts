import type { Digest } from '#core/digest/digest.ts';
import { compareSeverities } from '#core/severity.ts';
import { type Group, groupAlike } from '../alike.ts';
import { asciiLine } from '../ascii.ts';
import { type Entry, entriesOf, severityOf } from '../entry.ts';
import { noticeWords } from '../report/notices.ts';
import { severityCounts } from '../verdict-line.ts';
import type { Whereabouts } from '../whereabouts.ts';
import { changeWords, wordsOf as wordsOfChange } from './catalogue-words.ts';
import { type CoverageNews, lostNews, regainedNews } from './coverage-news.ts';
import { isPart, isUntested } from './ended-blocks.ts';
import { faultSubjects, nameOf } from './fault-subject.ts';
import { endedEntries, isTold, type ToldFinding, toldEntries, whereaboutsInDigest } from './told-entries.ts';
import { happening } from './told-words.ts';

const longest = 100;

/** Something that a subject may tell. */
export interface Subject {
  /** In full, and in fewer words. */
  readonly wordings: readonly string[];
  /** Cut to as many characters, where even the last wording is longer. */
  cut(room: number): string;
  /** Of how many things it tells. */
  readonly tells: number;
  /** Set where it is no bad news: then the subject says what is still open. */
  readonly isMild?: true;
}

/** The worst of a digest in one line. */
export function subjectOf(digest: Digest): string {
  const subjects = inOrder(digest);
  const [worst] = subjects;
  if (worst === undefined) return 'Midwatch: nothing to tell';
  const others = subjects.reduce((sum, { tells }) => sum + tells, 0) - worst.tells;
  const end = `${others === 0 ? '' : ` (+${others})`}${worst.isMild ? stillOpen(digest) : ''}`;
  const room = longest - end.length;
  const counts = `${firstAudit}${severityCounts(digest.open.filter(isTold))}; `;
  const leads = digest.sweep.baseline ? [counts, firstAudit, ''] : [''];
  const wordings = leads.flatMap((lead) => worst.wordings.map((wording) => `${lead}${wording}`));
  return `${wordings.find(({ length }) => length <= room) ?? worst.cut(room)}${end}`;
}

const firstAudit = 'First audit: ';

/** The worst that is open: what is better must not be taken for all. */
function stillOpen({ open }: Digest): string {
  const [worst] = severityCounts(open.filter(isTold)).split(/,| and/);
  return worst === '' ? '' : `; still open: ${worst}`;
}

/** What there is to tell, the worst first: what is mended is last, whatever it was. */
function inOrder(digest: Digest): readonly Subject[] {
  const { asOf, baseline } = digest.sweep;
  const whereOf = whereaboutsInDigest(digest);
  const worse = baseline ? entriesOf<ToldFinding>(digest.open.filter(isTold)) : toldEntries(digest.worse);
  const over = endedEntries(digest, 'over');
  const isCritical = (entry: Entry<ToldFinding>): boolean => severityOf(entry) === 'CRITICAL';
  const isBad = (entry: Entry<ToldFinding>): boolean => compareSeverities(severityOf(entry), 'HIGH') >= 0;
  const faults = (entries: readonly Entry<ToldFinding>[]) => faultSubjects(entries, asOf, whereOf);
  const endings = (entries: readonly Entry<ToldFinding>[]) =>
    groupAlike(entries, asOf, happening).map((group) => endingSubject(group, whereOf));
  return [
    ...faults(worse.filter(isCritical)),
    // What is still critical is worse than what is new and is not.
    ...faults(entriesOf<ToldFinding>(digest.repeated.filter(isTold))),
    ...faults(worse.filter((entry) => isBad(entry) && !isCritical(entry))),
    ...endings(over.filter(isUntested)).map(({ isMild: _, ...warning }) => warning),
    ...lostNews(digest).map(coverageSubject),
    ...faults(worse.filter((entry) => !isBad(entry))),
    ...endings(over.filter((entry) => !isUntested(entry) && !isPart(entry))),
    ...endings(endedEntries(digest, 'better')),
    ...regainedNews(digest).map((one) => mild(coverageSubject(one))),
    ...digest.catalogueChanges.map((told) =>
      mild(plain([changeWords(told, whereOf).text, wordsOfChange(told.change).text])),
    ),
    ...digest.notices.map((notice) => mild(plain([noticeWords(notice).text]))),
    // What goes on as a part of something worse is not one thing more.
    ...endings(over.filter(isPart)).map((part) => ({ ...part, tells: 0 })),
  ];
}

/** What is over or milder, and how bad it was. */
function endingSubject(group: Group<ToldFinding>, whereOf: Whereabouts): Subject {
  const [entry] = group;
  const [{ told }] = entry;
  const [short = ''] = happening(entry[0]).split(':');
  const bad = told?.kind === 'EASED' ? `now ${severityOf(entry)}` : `was ${told?.worst ?? severityOf(entry)}`;
  const isWarning = isUntested(entry) ? 'WARNING ' : '';
  return { ...mild(plain([`${isWarning}${nameOf(group, whereOf)}: ${short}, ${bad}`])), tells: group.length };
}

function coverageSubject({ targets, short }: CoverageNews): Subject {
  return { ...plain(short.map(({ text }) => text)), tells: targets };
}

function plain(words: readonly string[]): Subject {
  const wordings = words.map((one) => asciiLine(one, Number.POSITIVE_INFINITY));
  return { wordings, cut: (room) => asciiLine(wordings.at(-1) ?? '', room), tells: 1 };
}

function mild(subject: Subject): Subject {
  return { ...subject, isMild: true };
}
