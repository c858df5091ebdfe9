import { dayOf } from '#core/days.ts';
import { type Group, groupAlike } from '../alike.ts';
import { asciiLine } from '../ascii.ts';
import { type Entry, severityOf } from '../entry.ts';
import { ofTheFirst } from '../of-the-first.ts';
import { say } from '../phrase.ts';
import { clusterName, countTogether, resourceName } from '../resource-name.ts';
import type { Whereabouts } from '../whereabouts.ts';
import { isNear, wordsOf } from '../wording/index.ts';
import type { Subject } from './subject.ts';
import type { ToldFinding } from './told-entries.ts';
import { environmentsOf } from './told-words.ts';

/** The faults as subjects, in their order. */
export function faultSubjects(
  entries: readonly Entry<ToldFinding>[],
  asOf: string,
  whereOf: Whereabouts,
): readonly Subject[] {
  return groupAlike(entries, asOf).map((group) => faultSubject(group, asOf, whereOf));
}

/**
 * How bad, where, what, and from when AWS forces it. Where room is short, what tells least goes first: the end of what
 * is wrong, the environment that the name tells, the version that runs. How bad it is and when it is forced stay.
 */
function faultSubject(group: Group<ToldFinding>, asOf: string, whereOf: Whereabouts): Subject {
  const [entry] = group;
  const { headline, forcedFrom } = wordsOf(entry[0], asOf);
  const still = entry[0].told === undefined && entry[0].lastToldAt !== undefined ? 'still ' : '';
  const lead = `${still}${severityOf(entry)} `;
  const end = forcedFrom !== undefined && isNear(forcedFrom, asOf) ? `, forced ${dayOf(forcedFrom)}` : '';
  const [name, shortName] = [whole(nameOf(group, whereOf)), whole(shortNameOf(group, whereOf))];
  const what = whole(say`${ofTheFirst(group, asOf)}${headline}`.text);
  const [first = what] = what.split(';');
  const brief = withoutVersion(first);
  const wordings = [
    [name, what],
    [name, first],
    [shortName, first],
    [shortName, brief],
  ];
  return {
    wordings: wordings.map(([who, words]) => `${lead}${who}: ${words}${end}`),
    cut: (room) => `${lead}${squeezed(shortName, brief, room - lead.length - end.length)}${end}`,
    tells: group.length,
  };
}

/** Of a long name its middle is left out, of what is wrong its end. */
function squeezed(name: string, what: string, room: number): string {
  const left = room - ': '.length;
  const ofName = Math.min(name.length, Math.max(leastName, left - what.length));
  return `${withoutMiddle(name, ofName)}: ${asciiLine(what, left - ofName)}`;
}

/** Names differ at their ends: `shop-pr...kube-proxy`. */
const leastName = 32;

function withoutMiddle(name: string, length: number): string {
  if (name.length <= length) return name;
  const kept = length - '...'.length;
  return `${name.slice(0, Math.ceil(kept / 2))}...${name.slice(name.length - Math.floor(kept / 2))}`;
}

/** `is three minors behind the control plane`, without what is. */
function withoutVersion(words: string): string {
  return words.replace(/^(the first: )?v\d\S* (is )?/, '$1');
}

function whole(text: string): string {
  return asciiLine(text, Number.POSITIVE_INFINITY);
}

/** What a group is about, with its environment. */
export function nameOf(group: Group<ToldFinding>, whereOf: Whereabouts): string {
  const findings = group.map(([finding]) => finding);
  const [first] = group[0];
  const name = group.length === 1 ? resourceName(first, whereOf) : countTogether(findings, whereOf);
  return `${environmentsOf(findings).text}${name.text}`;
}

/** Without the environment, where the name of the cluster tells it. */
function shortNameOf(group: Group<ToldFinding>, whereOf: Whereabouts): string {
  const [[{ environment = '', cluster, resource }]] = group;
  const tellsIt = group.length === 1 && clusterName(cluster).includes(environment);
  return tellsIt ? resourceName({ cluster, resource }, whereOf).text : nameOf(group, whereOf);
}
