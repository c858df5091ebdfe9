import { type Coverage, isIncomplete } from '#core/coverage.ts';
import type { AuditDocument, DocumentedInsufficiency } from '#core/document.ts';
import { place, refusalWords, remedyFor, remedyForUnreadable, statusWords } from '../coverage-words.ts';
import { since } from '../day-words.ts';
import { heading, type Layout, wrapped } from '../layout.ts';
import { firstOf, listed, type Phrase, say } from '../phrase.ts';
import { resourceName } from '../resource-name.ts';

/** Something that was not seen, and what to do about it. */
interface Unseen {
  readonly where: Phrase;
  readonly why: Phrase;
  readonly remedy: Phrase;
}

/** What AWS refused, failed or does not offer, with what to do about it. */
export function unseenSection({ coverage }: AuditDocument, layout: Layout): readonly string[] {
  const seen = coverage.flatMap(unseenIn);
  if (seen.length === 0) return [];
  const alike = Map.groupBy(seen, ({ why, remedy }) => `${why.shape}|${remedy.shape}`);
  const title = coverage.some(isIncomplete) ? 'Could not be looked at' : 'Not looked at';
  return [heading(title, layout), ...[...alike.values()].flatMap((group) => unseenLines(group, layout))];
}

function unseenIn(row: Coverage): readonly Unseen[] {
  const { account, region, role, because } = row;
  const whole = because && {
    where: place(row),
    why: say`${statusWords[row.status]}, by ${because.call}${because.detail === '' ? say`` : say` (${because.detail})`}`,
    remedy: remedyFor(row) ?? say``,
  };
  const parts = row.unreadable.map((one) => ({
    where: say`${shortResource(one.resource)} (${place(row)})`,
    why: refusalWords(one),
    remedy: remedyForUnreadable(one, { account, region }, role),
  }));
  return [...(whole ? [whole] : []), ...parts];
}

/** Up to this many of one kind are each told in full. */
const few = 3;

function unseenLines(group: readonly Unseen[], layout: Layout): readonly string[] {
  const [first] = group;
  if (first === undefined) return [];
  if (group.length <= few) return group.flatMap((one) => lines(one.where, one, layout));
  return lines(say`${firstOf(group.map(({ where }) => where))}`, first, layout, say`To do, for the first: `);
}

function lines(where: Phrase, { why, remedy }: Unseen, layout: Layout, todo = say`To do: `): readonly string[] {
  return [
    ...wrapped(say`${where}: ${why}`.text, layout, '  ', 4),
    ...wrapped(say`${todo}${remedy}.`.text, layout, '    '),
  ];
}

/** The part of an ARN that says which resource of its region it is. */
function shortResource(resource: string): string {
  return resource.split(':cluster/')[1] ?? resource;
}

/** What could not be judged for want of data, by reason. */
export function insufficientSection({ insufficientData, audit }: AuditDocument, layout: Layout): readonly string[] {
  if (insufficientData.length === 0) return [];
  const byReason = Map.groupBy(insufficientData, ({ reason }) => reason);
  const body = [...byReason].flatMap(([reason, those]) => insufficiencyLines(reason, those, audit.asOf, layout));
  return [heading('Could not be judged', layout), ...body];
}

function insufficiencyLines(
  reason: string,
  those: readonly DocumentedInsufficiency[],
  asOf: string,
  layout: Layout,
): readonly string[] {
  const names = [...new Map(those.map((one) => [one.resource, resourceName(one)])).values()];
  const rules = [...new Set(those.map(({ rule }) => rule))];
  const earliest = those.map((one) => one.since).toSorted()[0] ?? asOf;
  return [
    ...wrapped(say`${firstOf(names)}: ${reason}`.text, layout, '  ', 4),
    ...wrapped(say`${since(earliest, asOf)}, for ${listed(rules)}`.text, layout, '    '),
  ];
}
