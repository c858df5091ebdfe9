import type { AuditDocument, DocumentedCluster, DocumentedFinding } from '#core/document.ts';
import { compareSeverities, type Severity, severities } from '#core/severity.ts';
import type { Group } from '../alike.ts';
import { since } from '../day-words.ts';
import { entryWords, openSince, worstOf } from '../entry.ts';
import { groupName } from '../group-name.ts';
import { heading, indentFor, type Layout, severityLabel, wrapped } from '../layout.ts';
import { type Phrase, say } from '../phrase.ts';
import { clusterName, resourceName } from '../resource-name.ts';
import { mergeSteps, stepLines } from '../steps.ts';

type Shown = Group<DocumentedFinding>;

/** What is told of many resources of several clusters at once, worst first. */
export function severalClustersSection(
  { audit }: AuditDocument,
  groups: readonly Shown[],
  layout: Layout,
): readonly string[] {
  const wide = groups.filter((group) => clusterOf(group) === undefined);
  if (wide.length === 0) return [];
  const lines = wide.flatMap((group) => {
    const [first] = group[0];
    const steps = stepLines(first.remediation, layout, 2);
    const todo = steps.length === 0 ? [] : [say`  To do for ${resourceName(first)}, and the like for the others:`.text];
    return ['', ...groupLines(group, audit, layout), ...todo, ...steps];
  });
  return [heading('In several clusters at once', layout), ...lines];
}

/** A section a cluster: its findings worst first, then all there is to do there, in one order. */
export function clusterSections(
  document: AuditDocument,
  groups: readonly Shown[],
  environments: readonly string[],
  layout: Layout,
): readonly (readonly string[])[] {
  const byCluster = Map.groupBy(
    groups.filter((group) => clusterOf(group) !== undefined),
    (group) => group[0][0].cluster,
  );
  return [...byCluster]
    .map(([arn, own]) => ({ arn, own, cluster: document.clusters.find((one) => one.arn === arn) }))
    .sort((a, b) => rank(b, environments) - rank(a, environments) || compareSeverities(worst(b.own), worst(a.own)))
    .map(({ arn, own, cluster }) => [
      heading(clusterHeading(arn, cluster).text, layout),
      ...own.flatMap((group) => ['', ...groupLines(group, document.audit, layout)]),
      ...todo(own, layout),
    ]);
}

function clusterOf(group: Shown): string | undefined {
  const clusters = new Set(group.map(([finding]) => finding.cluster));
  return clusters.size === 1 ? group[0][0].cluster : undefined;
}

/** Its place in the order of promotion; one that has none comes last. */
function rank({ own }: { readonly own: readonly Shown[] }, environments: readonly string[]): number {
  return environments.indexOf(own[0]?.[0][0].environment ?? '');
}

function worst(groups: readonly Shown[]): Severity {
  return groups
    .map(([entry]) => worstOf(entry))
    .reduce((a, b) => (compareSeverities(a, b) >= 0 ? a : b), severities[0]);
}

function clusterHeading(arn: string, cluster: DocumentedCluster | undefined): Phrase {
  const name = clusterName(arn);
  if (!cluster) return say`${name}`;
  const { environment, version, account, region } = cluster;
  const facts = [
    ...(environment === undefined ? [] : [say`${environment.name}`]),
    ...(version === undefined ? [] : [say`Kubernetes ${version}`]),
    say`account ${account}`,
    say`${region}`,
  ];
  return { text: `${say`${name}`.text}: ${facts.map(({ text }) => text).join(', ')}`, shape: '…' };
}

/** What is wrong, in a line that may wrap, and under it what else there is to know. */
function groupLines(group: Shown, { asOf, baseline }: AuditDocument['audit'], layout: Layout): readonly string[] {
  const [entry] = group;
  const { headline, details, strikes } = entryWords(entry, asOf);
  const indent = indentFor(layout, 12);
  const head = `  ${severityLabel(worstOf(entry), layout)}  `;
  const other = group.some((one) => entryWords(one, asOf).headline.text !== headline.text) ? 'the first: ' : '';
  const lead = ' '.repeat(indent);
  const known = group.map(openSince).toSorted();
  // To a first audit everything is new.
  const since = baseline && known[0] === asOf ? [] : [opened(known, entry[0], asOf)];
  const about = [say`strikes ${strikes}`, ...since, say`rule ${entry[0].rule}`];
  return [
    ...wrapped(say`${groupName(group)}: ${other}${headline}`.text, layout, head, indent),
    ...(details.length === 0 ? [] : wrapped(details.map(({ text }) => text).join(' '), layout, lead)),
    ...wrapped(about.map(({ text }) => text).join(' · '), layout, lead),
  ];
}

function opened(known: readonly string[], { transition }: DocumentedFinding, asOf: string): Phrase {
  const first = known[0] ?? asOf;
  if (known.length === 1 && transition === 'REOPENED') return say`open again`;
  return first === asOf ? say`new` : since(first, asOf);
}

function todo(groups: readonly Shown[], layout: Layout): readonly string[] {
  const entries = groups.flat();
  const lists = entries.flatMap((entry) => entry.map(({ remediation }) => remediation));
  const lines = stepLines(mergeSteps(lists), layout, 2);
  if (lines.length === 0) return [];
  return ['', '  To do, in this order, each when the one before it is verified:', ...lines];
}
