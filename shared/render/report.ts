import type { AuditDocument, DocumentedFinding } from '#core/document.ts';
import { groupAlike } from './alike.ts';
import { minuteOf } from './day-words.ts';
import { entriesOf } from './entry.ts';
import { figures } from './phrase.ts';
import { changesSection } from './report/changes.ts';
import { clusterSections, severalClustersSection } from './report/findings.ts';
import { noticesSection, suppressedSection } from './report/notices.ts';
import type { Section } from './report/section.ts';
import { insufficientSection, unseenSection } from './report/unseen.ts';
import { shapeOf } from './steps.ts';
import { verdictLine } from './verdict-line.ts';
import { whereaboutsIn } from './whereabouts.ts';

/** What people are told of an audit, in words and in order; how it looks is for each format. */
export interface Report {
  /** A line each, the verdict first. */
  readonly opening: readonly string[];
  readonly sections: readonly Section[];
  /** What was left out, and where to read on; a line each. */
  readonly closing: readonly string[];
}

export interface ReportOptions {
  /** Whether what is INFORMATIONAL is shown as well. */
  readonly informational?: boolean;
  /** Whether there is a history that this audit is compared with, be it the first in it. @default true */
  readonly history?: boolean;
  /** The environments in the order of promotion: the last is shown first. */
  readonly environments?: readonly string[];
}

/** The report of an audit. */
export function reportOf(
  document: AuditDocument,
  { informational = false, history = true, environments = [] }: ReportOptions = {},
): Report {
  const { audit, findings } = document;
  const shown = findings.filter(({ severity }) => informational || severity !== 'INFORMATIONAL');
  const open = entriesOf(shown.filter(isOpen));
  const groups = groupAlike(open, audit.asOf, ({ remediation }) => shapeOf(remediation));
  const whereOf = whereaboutsIn(document);
  const changes = changesSection(document, shown, whereOf);
  const isUnchanged = !audit.baseline && changes.items.length === 0;
  const sections = [
    changes,
    severalClustersSection(document, groups, whereOf),
    ...clusterSections(document, groups, environments),
    unseenSection(document),
    insufficientSection(document, whereOf),
    suppressedSection(document, whereOf),
    noticesSection(document),
  ];
  return {
    opening: [
      verdictLine(document),
      occasion(document, history),
      ...(isUnchanged ? ['Nothing changed since the last audit.'] : []),
    ],
    sections: sections.filter(({ items }) => items.length > 0),
    closing: closing(findings, shown),
  };
}

function isOpen({ status }: DocumentedFinding): boolean {
  return status === 'OPEN';
}

function occasion({ audit, coverage, clusters }: AuditDocument, history: boolean): string {
  const size = `${figures(clusters.length, 'cluster')} in ${figures(coverage.length, 'target')}`;
  const work = `${figures(audit.calls, 'call')} in ${audit.durationSeconds.toFixed(1)} s`;
  const before = history ? 'The first audit: nothing was known before it.' : 'No history: what is new is not known.';
  return `As of ${minuteOf(audit.asOf)}: ${size}, ${work}.${audit.baseline ? ` ${before}` : ''}`;
}

function closing(findings: readonly DocumentedFinding[], shown: readonly DocumentedFinding[]): readonly string[] {
  const hidden = entriesOf(findings.filter((one) => isOpen(one) && !shown.includes(one))).length;
  const explain = 'What a rule means, and what to look at when it has already happened: midwatch explain RULE';
  return [...(hidden === 0 ? [] : [`${hidden} INFORMATIONAL not shown.`]), ...(shown.length === 0 ? [] : [explain])];
}
