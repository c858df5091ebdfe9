import { type Coverage, isIncomplete } from '#core/coverage.ts';
import type { AuditDocument, DocumentedInsufficiency } from '#core/document.ts';
import type { Unreadable } from '#core/reading.ts';
import { place, refusalWords, remedyFor, remedyForUnreadable, statusWords } from '../coverage-words.ts';
import { since } from '../day-words.ts';
import { firstOf, listed, type Phrase, say } from '../phrase.ts';
import { resourceName } from '../resource-name.ts';
import type { Whereabouts } from '../whereabouts.ts';
import type { Item, Section, TellableDocument } from './section.ts';

/** Something that was not seen, and what to do about it. */
interface Unseen {
  readonly because: Unreadable;
  readonly where: Phrase;
  readonly why: Phrase;
  readonly remedy: Phrase;
}

/** What AWS refused, failed or does not offer, with what to do about it. */
export function unseenSection({ coverage }: Pick<AuditDocument, 'coverage'>): Section {
  // Of another call nobody would hear: each is named.
  const alike = Map.groupBy(coverage.flatMap(unseenIn), ({ because: { call, obstacle }, why, remedy }) =>
    [call, obstacle, why.shape, remedy.shape].join('|'),
  );
  const title = coverage.some(isIncomplete) ? 'Could not be looked at' : 'Not looked at';
  return { title, items: [...alike.values()].flatMap(unseenItems) };
}

function unseenIn(row: Coverage): readonly Unseen[] {
  const { account, region, role, because } = row;
  const whole = because && {
    because,
    where: place(row),
    why: say`${statusWords[row.status]}, by ${because.call}${because.detail === '' ? say`` : say` (${because.detail})`}`,
    remedy: remedyFor(row) ?? say``,
  };
  const parts = row.unreadable.map((one) => ({
    because: one,
    where: say`${one.resource} (${place(row)})`,
    why: refusalWords(one),
    remedy: remedyForUnreadable(one, { account, region }, role),
  }));
  return [...(whole ? [whole] : []), ...parts];
}

/** Up to this many of one kind are each told in full. */
const few = 3;

function unseenItems(group: readonly Unseen[]): readonly Item[] {
  const [first] = group;
  if (first === undefined) return [];
  if (group.length <= few) return group.map((one) => itemOf(one.where, one));
  return [itemOf(say`${firstOf(group.map(({ where }) => where))}`, first, say`To do, for the first: `)];
}

function itemOf(where: Phrase, { why, remedy }: Unseen, todo = say`To do: `): Item {
  return { text: say`${where}: ${why}`, notes: [say`${todo}${remedy}.`.text] };
}

/** What could not be judged for want of data, by reason. */
export function insufficientSection(
  { insufficientData, audit }: TellableDocument<'insufficientData'>,
  whereOf: Whereabouts,
): Section {
  const byReason = Map.groupBy(insufficientData, ({ reason }) => reason);
  const items = [...byReason].map(([reason, those]) => insufficiency(reason, those, audit.asOf, whereOf));
  return { title: 'Could not be judged', items };
}

function insufficiency(
  reason: string,
  those: readonly DocumentedInsufficiency[],
  asOf: string,
  whereOf: Whereabouts,
): Item {
  const names = [...new Map(those.map((one) => [one.resource, resourceName(one, whereOf)])).values()];
  const rules = [...new Set(those.map(({ rule }) => rule))];
  const earliest = those.map((one) => one.since).toSorted()[0] ?? asOf;
  return {
    text: say`${firstOf(names)}: ${reason}`,
    notes: [say`${since(earliest, asOf)}, for ${listed(rules)}`.text],
  };
}
