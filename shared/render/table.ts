import type { AuditDocument, DocumentedFinding } from '#core/document.ts';
import { groupAlike } from './alike.ts';
import { minuteOf } from './day-words.ts';
import { entriesOf } from './entry.ts';
import { type Layout, plain, wrapped } from './layout.ts';
import { figures } from './phrase.ts';
import { shapeOf } from './steps.ts';
import { changesSection } from './table/changes.ts';
import { clusterSections, severalClustersSection } from './table/findings.ts';
import { noticesSection, suppressedSection } from './table/notices.ts';
import { insufficientSection, unseenSection } from './table/unseen.ts';
import { verdictLine } from './verdict-line.ts';

export interface TableOptions extends Partial<Layout> {
  /** Whether what is INFORMATIONAL is shown as well. */
  readonly informational?: boolean;
  /** Whether there is a history that this audit is compared with, be it the first in it. @default true */
  readonly history?: boolean;
  /** The environments in the order of promotion: the last is shown first. */
  readonly environments?: readonly string[];
}

/** The report of an audit for a terminal, the verdict first. */
export function renderTable(document: AuditDocument, options: TableOptions = {}): string {
  const layout: Layout = { width: options.width ?? plain.width, colour: options.colour ?? plain.colour };
  const isShown = ({ severity }: DocumentedFinding): boolean =>
    options.informational === true || severity !== 'INFORMATIONAL';
  const { asOf } = document.audit;
  const shown = document.findings.filter(isShown);
  const open = shown.filter(({ status }) => status === 'OPEN');
  const groups = groupAlike(entriesOf(open), asOf, ({ remediation }) => shapeOf(remediation));

  const sections = [
    [...wrapped(verdictLine(document), layout), ...wrapped(occasion(document, options.history ?? true), layout)],
    changesSection(document, shown, layout),
    severalClustersSection(document, groups, layout),
    ...clusterSections(document, groups, options.environments ?? [], layout),
    unseenSection(document, layout),
    insufficientSection(document, layout),
    suppressedSection(document, layout),
    noticesSection(document, layout),
    closing(document, shown, layout),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function occasion({ audit, coverage, clusters }: AuditDocument, history: boolean): string {
  const size = `${figures(clusters.length, 'cluster')} in ${figures(coverage.length, 'target')}`;
  const work = `${figures(audit.calls, 'call')} in ${audit.durationSeconds.toFixed(1)} s`;
  const before = history ? 'The first audit: nothing was known before it.' : 'No history: what is new is not known.';
  return `As of ${minuteOf(audit.asOf)}: ${size}, ${work}.${audit.baseline ? ` ${before}` : ''}`;
}

/** What was left out, and where to read on. */
function closing({ findings }: AuditDocument, shown: readonly DocumentedFinding[], layout: Layout): readonly string[] {
  const hidden = entriesOf(findings.filter((one) => !shown.includes(one) && one.status === 'OPEN')).length;
  const left = hidden === 0 ? [] : wrapped(`${hidden} INFORMATIONAL not shown.`, layout);
  const more =
    shown.length === 0
      ? []
      : wrapped('What a rule means, and what to look at when it has already happened: midwatch explain RULE', layout);
  return [...left, ...more];
}
