import { isIncomplete } from '#core/coverage.ts';
import type { AuditDocument } from '#core/document.ts';
import { severities } from '#core/severity.ts';
import { entriesOf, severityOf } from './entry.ts';
import { figures } from './phrase.ts';
import type { TellableFinding } from './wording/index.ts';

/**
 * The verdict in one line: what was found, and whether everything could be looked at.
 *
 * It is never a plain all-clear where something could not be seen.
 */
export function verdictLine(document: AuditDocument): string {
  const open = document.findings.filter(({ status }) => status === 'OPEN');
  const told = open.filter(({ severity }) => severity !== 'INFORMATIONAL');
  const unseen = unseenOf(document);
  const clusters = figures(document.clusters.length, 'cluster');
  const end = unseen.length === 0 ? '' : ` Not everything could be looked at: ${unseen.join(', ')}.`;
  if (told.length === 0) return `${nothingFound(document, clusters, unseen.length === 0)}${end}`;
  const affected = new Set(told.map(({ cluster }) => cluster)).size;
  return `${severityCounts(told)} open in ${affected} of ${clusters}.${end}`;
}

function nothingFound({ coverage, clusters, suppressed }: AuditDocument, count: string, whole: boolean): string {
  const targets = figures(coverage.length, 'target');
  if (!whole) return `Nothing was found in what could be seen of ${count} in ${targets}.`;
  if (clusters.length === 0) return `No clusters in ${targets}.`;
  const accepted = suppressed.length === 0 ? '' : ' but what is suppressed';
  return `Nothing is wrong${accepted}: ${count} in ${targets}.`;
}

/** `2 CRITICAL and 1 LOW`: faults, not their horizons, the worst first. */
export function severityCounts(findings: readonly TellableFinding[]): string {
  const worst = entriesOf(findings).map(severityOf);
  const counts = severities
    .toReversed()
    .map((severity) => ({ severity, count: worst.filter((one) => one === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}`);
  return [...counts.slice(0, -2), counts.slice(-2).join(' and ')].join(', ');
}

/** What was not seen, counted. */
function unseenOf({ coverage, insufficientData, clusters }: AuditDocument): readonly string[] {
  const incomplete = coverage.filter(isIncomplete).length;
  const partly = clusters.filter(({ version, unread }) => version === undefined || unread.length > 0).length;
  return [
    ...(incomplete === 0 ? [] : [`${incomplete} of ${figures(coverage.length, 'target')}`]),
    ...(partly === 0 ? [] : [`${figures(partly, 'cluster')} not read whole`]),
    ...(insufficientData.length === 0
      ? []
      : [`${figures(insufficientData.length, 'verdict lacks', 'verdicts lack')} data`]),
    ...(coverage.length === 0 ? ['no target at all'] : []),
  ];
}
