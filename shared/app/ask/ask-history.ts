import type { Components, HistoryAnswer, RevisionEntry, TransitionEntry } from '#core/answer.ts';
import { type Instant, justBefore } from '#core/days.ts';
import { componentChanges } from '#core/history/component-change.ts';
import type { FindingEvent, HistoryEntry, Revision } from '#core/history/history.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { RuleMeta } from '#core/rule.ts';
import type { PageWish, Period } from '#ports/paged-store.ts';
import { componentsOf } from '../document-cluster.ts';
import type { AskDeps } from './ask-deps.ts';

/** Comes after every instant that is written in the usual way. */
const afterAll = '~';

/** What happened to a cluster, and what it ran at the end of the period; undefined where nothing was ever known of it. */
export async function askHistory(
  { store, rules }: AskDeps,
  arn: string,
  period: Period,
  wish: PageWish,
): Promise<HistoryAnswer | undefined> {
  const known = await store.knownCluster(arn);
  const { items, ...rest } = await store.historyPage(arn, period, wish);
  const ended = await store.revisionUpTo(arn, period.to);
  const isKnown = known ?? ended ?? items[0] ?? (await store.historyPage(arn, always, { size: 1 })).items[0];
  if (!isKnown) return undefined;
  const latest = await store.latestSweep();
  const state = stateAt(period.to, ended, known);
  const oldest = items.findLast((entry) => entry.kind === 'REVISION');
  const before = oldest && (await store.revisionUpTo(arn, justBefore(oldest.at)));
  return {
    ...(latest ? { asOf: latest.asOf } : {}),
    cluster: arn,
    ...(state ? { state } : {}),
    entries: entriesOf(items, before, rules),
    ...rest,
  };
}

const always: Period = { from: '', to: afterAll };

/** What it ran then. The revision may have expired since, where nothing came after it. */
function stateAt(
  at: Instant,
  revision: Revision | undefined,
  known: KnownCluster | undefined,
): (Components & { readonly since: Instant }) | undefined {
  if (revision) return { since: revision.at, ...componentsOf(revision.snapshot) };
  if (!known?.snapshot || known.changedAt > at) return undefined;
  return { since: known.changedAt, ...componentsOf(known.snapshot) };
}

/** Each revision is compared with the one that comes after it here, which was before it in time. */
function entriesOf(
  entries: readonly HistoryEntry[],
  before: Revision | undefined,
  rules: readonly RuleMeta[],
): readonly (RevisionEntry | TransitionEntry)[] {
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  return entries.map((entry, index) => {
    if (entry.kind === 'TRANSITION') return transitionEntry(entry, titles.get(entry.rule) ?? entry.rule);
    const earlier = entries.slice(index + 1).find((one) => one.kind === 'REVISION') ?? before;
    const { at, sweep, snapshot } = entry;
    return {
      kind: 'REVISION',
      at,
      sweep,
      ...componentsOf(snapshot),
      ...(earlier ? { changes: componentChanges(earlier.snapshot, snapshot) } : {}),
    };
  });
}

/** What happened to a finding, as answers show it. */
export function transitionEntry({ transition, ...event }: FindingEvent, title: string): TransitionEntry {
  const { finding, rule, resource, horizon, fault } = event;
  const { at, sweep, kind, severity, previousSeverity, cause } = transition;
  return {
    kind: 'TRANSITION',
    at,
    sweep,
    transition: kind,
    finding,
    rule,
    title,
    resource,
    ...(fault === undefined ? {} : { fault }),
    horizon,
    severity,
    ...(previousSeverity === undefined ? {} : { previousSeverity }),
    ...(cause === undefined ? {} : { cause }),
  };
}
