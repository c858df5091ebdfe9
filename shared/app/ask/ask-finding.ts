import type { FindingAnswer } from '#core/answer.ts';
import type { Instant } from '#core/days.ts';
import { type Finding, horizons } from '#core/finding.ts';
import type { FindingEvent } from '#core/history/history.ts';
import { answerFindings, readLastSweeps } from './answered-findings.ts';
import type { AskDeps } from './ask-deps.ts';
import { transitionEntry } from './ask-history.ts';

/** How far back it is looked for what happened to a finding, among all that happened to its cluster: so many pages. */
const pages = 4;
const entriesAPage = 200;

/**
 * One finding, with what it is at its other horizons and what happened to it, the last first; undefined where none of
 * that id is kept.
 */
export async function askFinding(deps: AskDeps, cluster: string, id: string): Promise<FindingAnswer | undefined> {
  const all = await deps.store.findingsOf(cluster);
  const asked = all.find((finding) => finding.id === id);
  const fault = all
    .filter((one) => asked !== undefined && one.status === asked.status && isSameFault(one, asked))
    .toSorted((a, b) => horizons.indexOf(a.horizon) - horizons.indexOf(b.horizon));
  const last = await readLastSweeps(deps);
  const [first, ...others] = await answerFindings(deps, last, fault);
  if (!asked || !first) return undefined;
  const since = new Date(Math.min(...fault.map(({ firstObservedAt }) => Date.parse(firstObservedAt)))).toISOString();
  const { events, isWhole } = await eventsOf(deps, cluster, new Set(fault.map((one) => one.id)), since);
  const rule = deps.rules.find((one) => one.id === asked.rule);
  return {
    ...(last.asOf === undefined ? {} : { asOf: last.asOf }),
    findings: [first, ...others],
    ...(rule ? { rule } : {}),
    happened: events.map((event) => transitionEntry(event, rule?.title ?? asked.rule)),
    isWhole,
  };
}

function isSameFault(one: Finding, other: Finding): boolean {
  const nameOf = ({ resource, clusterCreatedAt, rule, fault }: Finding) => [resource, clusterCreatedAt, rule, fault];
  return JSON.stringify(nameOf(one)) === JSON.stringify(nameOf(other));
}

async function eventsOf({ store }: AskDeps, cluster: string, ids: ReadonlySet<string>, since: Instant) {
  const events: FindingEvent[] = [];
  let from: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const wish = { size: entriesAPage, ...(from === undefined ? {} : { from }) };
    const { items, next } = await store.historyPage(cluster, { from: since, to: '~' }, wish);
    events.push(...items.flatMap((entry) => (entry.kind === 'TRANSITION' && ids.has(entry.finding) ? [entry] : [])));
    from = next;
    if (from === undefined) return { events, isWhole: true };
  }
  return { events, isWhole: false };
}
