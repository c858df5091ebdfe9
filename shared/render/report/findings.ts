import type { DocumentedCluster, DocumentedFinding } from '#core/document.ts';
import type { Step } from '#core/remediation.ts';
import { compareSeverities, type Severity, severities, worstOf } from '#core/severity.ts';
import type { Group } from '../alike.ts';
import { place } from '../coverage-words.ts';
import { since } from '../day-words.ts';
import { entryWords, openSince, severityOf } from '../entry.ts';
import { groupName } from '../group-name.ts';
import { ofTheFirst } from '../of-the-first.ts';
import { type Phrase, say } from '../phrase.ts';
import { clusterName, resourceName } from '../resource-name.ts';
import { mergeSteps } from '../steps.ts';
import { byNameAlone, type Whereabouts } from '../whereabouts.ts';
import { type Item, type Section, type TellableDocument, todoOf } from './section.ts';

type Shown = Group<DocumentedFinding>;

/** As much of a cluster as its title tells. */
type TitledCluster = Pick<DocumentedCluster, 'arn' | 'account' | 'region' | 'environment' | 'version'>;

/** What is told of many resources of several clusters at once, worst first. */
export function severalClustersSection(
  { audit }: TellableDocument<never>,
  groups: readonly Shown[],
  whereOf: Whereabouts,
): Section {
  const wide = groups.filter((group) => clusterOf(group) === undefined);
  const items = wide.map((group) => {
    const [first] = group[0];
    const title = say`To do for ${resourceName(first)} (${place(first)}), and the like for the others`.text;
    return { ...itemOf(group, audit, whereOf), ...todoOf(title, first.account, first.remediation) };
  });
  return { title: 'In several clusters at once', items, isLong: true };
}

/** A section a cluster: its findings worst first, then all there is to do there, in one order. */
export function clusterSections(
  document: TellableDocument<never> & { readonly clusters: readonly TitledCluster[] },
  groups: readonly Shown[],
  environments: readonly string[],
): readonly Section[] {
  const byCluster = Map.groupBy(
    groups.filter((group) => clusterOf(group) !== undefined),
    (group) => group[0][0].cluster,
  );
  return [...byCluster]
    .map(([arn, own]) => ({ arn, own, cluster: document.clusters.find((one) => one.arn === arn) }))
    .sort((a, b) => rank(b, environments) - rank(a, environments) || compareSeverities(worstIn(b.own), worstIn(a.own)))
    .map(({ arn, own, cluster }) => ({
      title: clusterTitle(arn, cluster),
      cluster: arn,
      // The title says where it is.
      items: own.map((group) => itemOf(group, document.audit, byNameAlone)),
      isLong: true,
      ...todoOf('To do, in this order, each when the one before it is verified', accountOf(own), stepsOf(own)),
    }));
}

function clusterOf(group: Shown): string | undefined {
  const clusters = new Set(group.map(([finding]) => finding.cluster));
  return clusters.size === 1 ? group[0][0].cluster : undefined;
}

/** Its place in the order of promotion; one that has none comes last. */
function rank({ own }: { readonly own: readonly Shown[] }, environments: readonly string[]): number {
  return environments.indexOf(own[0]?.[0][0].environment ?? '');
}

function worstIn(groups: readonly Shown[]): Severity {
  return worstOf(groups.map(([[finding]]) => finding)) ?? severities[0];
}

function clusterTitle(arn: string, cluster: TitledCluster | undefined): string {
  const name = clusterName(arn);
  if (!cluster) return say`${name}`.text;
  const { environment, version, account, region } = cluster;
  const facts = [
    ...(environment === undefined ? [] : [say`${environment.name}`]),
    ...(version === undefined ? [] : [say`Kubernetes ${version}`]),
    say`account ${account}`,
    say`${region}`,
  ];
  return `${say`${name}`.text}: ${facts.map(({ text }) => text).join(', ')}`;
}

/** What is wrong, and under it what else there is to know. */
function itemOf(group: Shown, { asOf, baseline }: TellableDocument<never>['audit'], whereOf: Whereabouts): Item {
  const [entry] = group;
  const { headline, details, strikes } = entryWords(entry, asOf);
  const known = group.map(openSince).toSorted();
  // To a first audit everything is new.
  const since = baseline && known[0] === asOf ? [] : [opened(known, entry[0], asOf)];
  const about = [say`strikes ${strikes}`, ...since, say`rule ${entry[0].rule}`];
  return {
    severity: severityOf(entry),
    text: say`${groupName(group, whereOf)}: ${ofTheFirst(group, asOf)}${headline}`,
    notes: [
      ...(details.length === 0 ? [] : [details.map(({ text }) => text).join(' ')]),
      about.map(({ text }) => text).join(' · '),
    ],
    about: group.map((one) => ({ ...one[0], name: resourceName(one[0], whereOf).text, ids: one.map(({ id }) => id) })),
  };
}

function opened(known: readonly string[], { transition }: DocumentedFinding, asOf: string): Phrase {
  const first = known[0] ?? asOf;
  if (known.length === 1 && transition === 'REOPENED') return say`open again`;
  return first === asOf ? say`new` : since(first, asOf);
}

function stepsOf(groups: readonly Shown[]): readonly Step[] {
  return mergeSteps(groups.flat().flatMap((entry) => entry.map(({ remediation }) => remediation)));
}

/** The account that the title names. */
function accountOf([group]: readonly Shown[]): string {
  return group?.[0][0].account ?? '';
}
