import type { Catalogue } from '#core/catalogue.ts';
import { facets, partsOf, type SnapshotFacet, snapshotFacets } from '#core/facets.ts';
import { reconcile } from '#core/history/reconcile.ts';
import { describeUnreadable, type Reading, type Unreadable, unreadable } from '#core/reading.ts';
import type { AuditContext, ClusterRule, Evaluation, RuleMeta } from '#core/rule.ts';
import type { ClusterSnapshot, Listed } from '#core/snapshot.ts';

/** What a rule does that it may not, as AWS refuses one call of an audit after another. */
export function troublesOf(rule: ClusterRule, whole: ClusterSnapshot, context: AuditContext): readonly string[] {
  const occasion = { sweep: 'a-sweep', asOf: context.asOf, cluster: whole };
  const before = rule.evaluate(whole, context);
  const { open } = reconcile([], [before], occasion);
  // What a worse fault explained is told where nobody can see the worse.
  const explained = before.evaluations.filter(({ verdict }) => 'explainedBy' in verdict);
  const known = new Set([...open, ...explained].map(placeOf));
  const unknown = new Set(before.evaluations.filter(isUnknown).map(placeOf));
  const troubles = withRefusals(whole, context).flatMap(({ call, ...sight }) => {
    const result = rule.evaluate(sight.cluster, sight.context);
    const { changed, open: after } = reconcile(open, [result], occasion);
    return [
      ...changed.filter(({ status }) => status === 'RESOLVED').map((one) => `${call} ends ${placeOf(one)}`),
      ...after.filter((one) => !known.has(placeOf(one))).map((one) => `${call} opens ${placeOf(one)}`),
      ...result.evaluations
        .filter((one) => isUnknown(one) && !unknown.has(placeOf(one)) && !namesCall(one))
        .map((one) => `${call} leaves ${placeOf(one)} unknown without a call`),
      ...unlistedCalls(rule, result.evaluations, [call]),
    ];
  });
  return [...new Set(troubles)];
}

/** The calls, of some that were refused, by which a rule does not know a verdict, and of which its page says nothing. */
export function unlistedCalls(
  { reads }: RuleMeta,
  evaluations: readonly Evaluation[],
  calls: readonly string[],
): readonly string[] {
  const missed = calls.filter((call) => !reads.includes(call) && evaluations.some((one) => namedIn(one, call)));
  return missed.map((call) => `reads ${call}, and does not say so`);
}

/** A refusal as no builder has it. */
export function refusal(call: string): Unreadable {
  return { call, obstacle: 'DENIED', detail: 'for a while' };
}

function namedIn({ verdict }: Evaluation, call: string): boolean {
  return verdict.compliance === 'INSUFFICIENT_DATA' && verdict.because.includes(describeUnreadable(refusal(call)));
}

/** Whether it names some call that was refused: a cluster may be one of which more could not be seen. */
function namesCall({ verdict }: Evaluation): boolean {
  return verdict.compliance === 'INSUFFICIENT_DATA' && /\b[a-z0-9]+:[A-Z]\w+: [A-Z_]+\b/.test(verdict.because);
}

function isUnknown({ verdict }: Evaluation): boolean {
  return verdict.compliance === 'INSUFFICIENT_DATA';
}

function placeOf({ resource, horizon, fault = '' }: Omit<Evaluation, 'verdict'>): string {
  return `${resource} ${horizon} ${fault}`;
}

/** What is seen where one call of an audit is refused. */
interface Sight {
  readonly call: string;
  readonly cluster: ClusterSnapshot;
  readonly context: AuditContext;
}

/** A cluster, and what AWS publishes, as they are seen where a call is refused whenever, and for one part of a list. */
function withRefusals(cluster: ClusterSnapshot, context: AuditContext): readonly Sight[] {
  const calls = new Set<string>(snapshotFacets.flatMap((facet) => facets[facet].calls));
  return [
    ...[...calls].map((call) => ({ call, cluster: without(cluster, call), context })),
    ...snapshotFacets.flatMap((facet) => withoutParts(cluster, facet).map((one) => ({ ...one, context }))),
    ...withoutLists(context.catalogue).map(({ call, catalogue }) => ({
      call,
      cluster,
      context: { ...context, catalogue },
    })),
  ];
}

/** Every facet that the call reads. What was not seen before stays as it was. */
export function without(cluster: ClusterSnapshot, call: string): ClusterSnapshot {
  const hidden = snapshotFacets.map((facet) => {
    const reading: Reading<unknown> = cluster[facet];
    const calls: readonly string[] = facets[facet].calls;
    if (!reading.readable || !calls.includes(call)) return [facet, reading];
    const parts = call === calls[0] ? undefined : partsOf(facet, reading.value);
    return [
      facet,
      parts ? { ...reading, value: parts.map((part) => hiddenPart(part, call)) } : unreadable(refusal(call)),
    ];
  });
  return { ...cluster, ...Object.fromEntries(hidden) };
}

function withoutParts(cluster: ClusterSnapshot, facet: SnapshotFacet): readonly Omit<Sight, 'context'>[] {
  const reading: Reading<unknown> = cluster[facet];
  const parts = reading.readable ? (partsOf(facet, reading.value) ?? []) : [];
  const call = facets[facet].calls.at(-1)!;
  return parts.map((part) => {
    const value = parts.map((one) => (one === part ? hiddenPart(one, call) : one));
    return { call, cluster: { ...cluster, [facet]: { ...reading, value } } };
  });
}

function hiddenPart(part: Listed<unknown>, call: string): Listed<unknown> {
  return part.detail.readable ? { ...part, detail: unreadable(refusal(call)) } : part;
}

function withoutLists(catalogue: Catalogue): readonly { readonly call: string; readonly catalogue: Catalogue }[] {
  const hidden = <T>(list: Reading<T>, call: string): Reading<T> => (list.readable ? unreadable(refusal(call)) : list);
  const all = <T>(lists: Readonly<Record<string, Reading<T>>>, call: string) =>
    Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, hidden(list, call)]));
  const { clusterVersions, addons, images } = catalogue;
  const [ofClusters, ofAddons, ofImages] = [
    'eks:DescribeClusterVersions',
    'eks:DescribeAddonVersions',
    'ssm:GetParameters',
  ] as const;
  return [
    { call: ofClusters, catalogue: { ...catalogue, clusterVersions: hidden(clusterVersions, ofClusters) } },
    { call: ofAddons, catalogue: { ...catalogue, addons: all(addons, ofAddons) } },
    { call: ofImages, catalogue: { ...catalogue, images: all(images, ofImages) } },
  ];
}
