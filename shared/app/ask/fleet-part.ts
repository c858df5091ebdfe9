import type { Coverage } from '#core/coverage.ts';
import type { AuditDocument, FleetCut } from '#core/document.ts';
import type { Finding } from '#core/finding.ts';
import { compareSeverities, type Severity, severities } from '#core/severity.ts';
import { applySuppressions } from '#core/suppression.ts';
import type { Sweep } from '#core/sweep.ts';
import type { FleetMark, FleetStore, RosterPlace } from '#ports/fleet-store.ts';
import type { PagedStore } from '#ports/paged-store.ts';
import type { Store } from '#ports/store.ts';
import { isNews, makeAuditDocument } from '../audit-document.ts';
import type { AskDeps } from './ask-deps.ts';
import { cataloguesOf } from './ask-fleet.ts';

export interface FleetPartDeps extends Pick<AskDeps, 'rules' | 'knowledge'> {
  readonly store: FleetStore & Pick<PagedStore, 'findingsPage'> & Pick<Store, 'catalogueOf' | 'noticesOf'>;
}

/** Which part of the fleet is told of. */
export interface PartWish {
  /** Counted from 1; one that there is not is the last. */
  readonly part: number;
  /** About how many clusters a part holds: a system is never parted. */
  readonly size: number;
}

/** A part of the fleet at length. */
export interface FleetPart {
  readonly document: AuditDocument;
  /** What there is beside it; absent where this is the whole fleet. */
  readonly cut?: FleetCut;
}

/** Of what is over as many are told as people read; the rest is in the history. */
const mostOver = 500;

/**
 * The document of a part of the fleet, in which systems come by the worst that is wrong in them.
 *
 * All of the fleet is looked at in short, and only what the part shows is read at length: how many requests that takes
 * depends on the part.
 */
export async function readFleetPart(
  deps: FleetPartDeps,
  sweep: Sweep,
  coverage: readonly Coverage[],
  { part, size }: PartWish,
): Promise<FleetPart> {
  const { store, knowledge } = deps;
  const [places, marks] = await Promise.all([store.roster(), store.fleetMarks()]);
  const { counted } = applySuppressions(marks, knowledge.suppressions, sweep.asOf);
  const worst = worstByCluster(counted);
  const parts = partsOf(places, worst, size);
  const number = Math.min(part, parts.length);
  const shown = parts[number - 1] ?? [];
  const arns = new Set(shown.map(({ arn }) => arn));
  const everywhere = new Set(places.map(({ arn }) => arn));
  const clusters = await store.clustersAt(shown);
  const open = await store.findingsAt(marks.filter(({ cluster }) => arns.has(cluster)));
  const over = await overSince(deps, sweep);
  // What is over on clusters that are gone belongs to no part: the first tells it.
  const overHere = over.filter(({ cluster }) => arns.has(cluster) || (number <= 1 && !everywhere.has(cluster)));
  const lacking = await store.insufficienciesOn(clusters);
  const document = makeAuditDocument(
    deps,
    sweep,
    {
      coverage,
      clusters,
      findings: [...open, ...overHere],
      insufficientData: lacking.flatMap(({ cluster: { arn, account, region }, insufficiencies }) =>
        insufficiencies.map((one) => ({ ...one, cluster: arn, account, region })),
      ),
      catalogues: Object.fromEntries(await cataloguesOf(deps, clusters)),
      suppressible: [...marks, ...over],
    },
    { durationSeconds: 0, calls: 0, notices: await store.noticesOf(sweep.id) },
  );
  if (parts.length <= 1) return { document };
  return {
    document,
    cut: { part: number, parts: parts.length, shown: shown.length, clusters: places.length, worst: countsOf(worst) },
  };
}

/** The worst that is told of each cluster: what is INFORMATIONAL is told of none. */
function worstByCluster(marks: readonly FleetMark[]): ReadonlyMap<string, Severity> {
  const worst = new Map<string, Severity>();
  for (const { cluster, severity } of marks) {
    const known = worst.get(cluster);
    const isWorse = known === undefined || compareSeverities(severity, known) > 0;
    if (severity !== 'INFORMATIONAL' && isWorse) worst.set(cluster, severity);
  }
  return worst;
}

/** Whole systems, those of which the worst is told first, in parts; a cluster without a system stands by itself. */
function partsOf(
  places: readonly RosterPlace[],
  worst: ReadonlyMap<string, Severity>,
  size: number,
): readonly (readonly RosterPlace[])[] {
  const weigh = ({ arn }: RosterPlace): number => severities.indexOf(worst.get(arn) ?? 'INFORMATIONAL');
  const systems = [...Map.groupBy(places, ({ system, arn }) => (system === '' ? arn : `${system} `)).values()]
    .map((members) => ({ members, weight: Math.max(...members.map(weigh)) }))
    .sort((a, b) => b.weight - a.weight);
  const parts: RosterPlace[][] = [];
  for (const { members } of systems) {
    const last = parts.at(-1);
    if (last && last.length + members.length <= size) last.push(...members);
    else parts.push([...members]);
  }
  return parts;
}

function countsOf(worst: ReadonlyMap<string, Severity>): FleetCut['worst'] {
  const counts = Map.groupBy(worst.values(), (severity) => severity);
  return severities.toReversed().flatMap((severity) => {
    const clusters = counts.get(severity)?.length ?? 0;
    return clusters === 0 ? [] : [{ severity, clusters }];
  });
}

/** What ended since the sweep that this one is compared with, the last first. */
async function overSince({ store }: FleetPartDeps, sweep: Sweep): Promise<readonly Finding[]> {
  const over: Finding[] = [];
  let from: string | undefined;
  do {
    const { items, next } = await store.findingsPage(
      { status: 'RESOLVED', severity: 'INFORMATIONAL' },
      { size: 100, ...(from === undefined ? {} : { from }) },
    );
    const news = items.filter((finding) => isNews(finding, sweep));
    over.push(...news);
    from = news.length === items.length ? next : undefined;
  } while (from !== undefined && over.length < mostOver);
  return over;
}
