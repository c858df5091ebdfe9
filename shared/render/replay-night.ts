import { dayOf } from '#core/days.ts';
import type { Digest } from '#core/digest/digest.ts';
import type { AuditDocument } from '#core/document.ts';
import { groupAlike } from './alike.ts';
import { place } from './coverage-words.ts';
import { untestedFirst } from './digest/ended-blocks.ts';
import { endedEntries, isTold, type ToldFinding, worseEntries } from './digest/told-entries.ts';
import { happening } from './digest/told-words.ts';
import { type DigestEmail, renderDigestEmail, worthTelling } from './digest-email.ts';
import { type Entry, entriesOf, entryWords, severityOf } from './entry.ts';
import { groupName } from './group-name.ts';
import { heading, indentFor, type Layout, plain, severityLabel, wrapped } from './layout.ts';
import { ofTheFirst } from './of-the-first.ts';
import { say, visible } from './phrase.ts';
import { insufficientSection, unseenSection } from './report/unseen.ts';
import { clusterName } from './resource-name.ts';
import { sectionLines } from './section-lines.ts';
import { mergeSteps, stepLines } from './steps.ts';
import { type Whereabouts, whereaboutsIn } from './whereabouts.ts';

/** One night of a recording, and what came of it. */
export interface ReplayedNight {
  /** Its place among the nights, from 1. */
  readonly night: number;
  readonly of: number;
  readonly title: string;
  readonly story: string;
  readonly document: AuditDocument;
  readonly digest: Digest;
  /** Whether the digest was sent. @default whether it has anything to tell */
  readonly sent?: boolean;
}

/** What one night of a replay shows: what changed, what is still open, and what people were told. */
export function renderReplayNight(replayed: ReplayedNight, options: Partial<Layout> = {}): string {
  const layout: Layout = { ...plain, ...options };
  const { digest, document } = replayed;
  const isOver = ({ told }: ToldFinding): boolean => told?.kind === 'RESOLVED';
  const isWorse = ({ told }: ToldFinding): boolean => told?.kind === 'WORSENED';
  const worse = worseEntries(digest);
  const better = endedEntries(digest, 'better');
  const opened = worse.filter(([first]) => !isWorse(first));
  const changed = [...worse, ...better];
  const shown = new Set(changed.flat().map(({ id }) => id));
  const still = entriesOf<ToldFinding>(digest.open.filter((one) => isTold(one) && !shown.has(one.id)));

  const told = [...digest.worse, ...digest.better, ...digest.over].map(({ finding }) => finding);
  const whereOf = whereaboutsIn({ ...document, findings: [...told, ...digest.open] });
  const lines = (entries: readonly Entry<ToldFinding>[]): readonly string[] =>
    entryLines(entries, digest.sweep.asOf, whereOf, layout);

  const sections = [
    headingLines(replayed, layout),
    withTitle('Opened', [...lines(opened), ...todoLines(opened, layout)], layout),
    withTitle('Worsened', lines(worse.filter(([first]) => isWorse(first))), layout),
    withTitle('Eased', lines(better.filter(([first]) => !isOver(first))), layout),
    withTitle('Mended', lines(better.filter(([first]) => isOver(first))), layout),
    withTitle('Over, without being mended', lines(untestedFirst(endedEntries(digest, 'over'))), layout),
    withTitle('Still open', lines(still), layout),
    sectionLines(unseenSection(document), layout),
    sectionLines(insufficientSection(document, whereOf), layout),
    digestLines(replayed, layout),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headingLines({ night, of, title, story, digest }: ReplayedNight, layout: Layout): readonly string[] {
  const name = say`Night ${night} of ${of}, ${dayOf(digest.sweep.asOf)}: ${title}`.text;
  return [heading(name, layout), '='.repeat(Math.min(name.length, layout.width)), ...wrapped(visible(story), layout)];
}

function withTitle(title: string, lines: readonly string[], layout: Layout): readonly string[] {
  return lines.length === 0 ? [] : [heading(title, layout), ...lines];
}

/** One line an entry; why it is over, where that is not said by the title. */
function entryLines(
  entries: readonly Entry<ToldFinding>[],
  asOf: string,
  whereOf: Whereabouts,
  layout: Layout,
): readonly string[] {
  return groupAlike(entries, asOf, happening).flatMap((group) => {
    const [entry] = group;
    const [{ told }] = entry;
    const { headline } = entryWords(entry, asOf);
    const alsoLater =
      entry.length > 1 && told?.kind !== 'RESOLVED' ? say`; strikes ${entryWords(entry, asOf).strikes}` : say``;
    const cause = told?.kind === 'RESOLVED' && told.cause !== 'MENDED' ? say`${happening(entry[0])}. It was: ` : say``;
    const again = told?.kind === 'REOPENED' ? say` (again)` : say``;
    const text = say`${groupName(group, whereOf)}: ${cause}${ofTheFirst(group, asOf)}${headline}${alsoLater}${again}`
      .text;
    return wrapped(text, layout, `  ${severityLabel(severityOf(entry), layout)}  `, indentFor(layout, 12));
  });
}

/** What there is to do about what was opened, for each cluster in one order. */
function todoLines(entries: readonly Entry<ToldFinding>[], layout: Layout): readonly string[] {
  const byCluster = Map.groupBy(entries.flat(), ({ cluster }) => cluster);
  return [...byCluster].flatMap(([cluster, findings]) => {
    const { account = '', region = '' } = findings[0] ?? {};
    const steps = stepLines(mergeSteps(findings.map(({ remediation }) => remediation)), layout, 2, account);
    const head = say`  To do on ${clusterName(cluster)} (${place({ account, region })}), in this order:`.text;
    return steps.length === 0 ? [] : ['', head, ...steps];
  });
}

function digestLines({ digest, sent }: ReplayedNight, layout: Layout): readonly string[] {
  if (!(sent ?? worthTelling(digest))) {
    return [`${anyChange(digest) ? 'Nothing to tell' : 'Nothing changed'}: nothing would have been sent.`];
  }
  const { subject, text }: DigestEmail = renderDigestEmail(digest);
  const lines = text.trimEnd().split('\n');
  return [
    heading('The digest that would have been sent', layout),
    ...wrapped(`Subject: ${subject}`, layout, '  ', 4),
    '',
    // Commands stay whole: they are shown over several lines above.
    ...lines.flatMap((line) =>
      line === '' || line.startsWith('aws ') ? [`  ${line}`.trimEnd()] : wrapped(line, layout, '  '),
    ),
  ];
}

function anyChange({ worse, better, over }: Digest): boolean {
  return worse.length + better.length + over.length > 0;
}
