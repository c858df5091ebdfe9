import type { FindingsAnswer } from '#core/answer.ts';
import { compareFindings, type Finding } from '#core/finding.ts';
import { compareSeverities } from '#core/severity.ts';
import type { FindingFilter, Page, PageWish } from '#ports/paged-store.ts';
import { answerFindings, readLastSweeps } from './answered-findings.ts';
import type { AskDeps } from './ask-deps.ts';

export interface FindingsQuestion extends FindingFilter {
  /** The ARN of one cluster. */
  readonly cluster?: string;
}

/** What is wrong, the worst first; or was, what ended last first. Undefined where nothing is known of the cluster that was asked for. */
export async function askFindings(
  deps: AskDeps,
  { cluster, ...filter }: FindingsQuestion,
  wish: PageWish,
): Promise<FindingsAnswer | undefined> {
  const page =
    cluster === undefined
      ? await deps.store.findingsPage(filter, wish)
      : await findingsOnCluster(deps, cluster, filter, wish);
  if (!page) return undefined;
  const last = await readLastSweeps(deps);
  const { items, ...rest } = page;
  const findings = await answerFindings(deps, last, items);
  return { ...(last.asOf === undefined ? {} : { asOf: last.asOf }), findings, ...rest };
}

/** Of one cluster there are few: they are read whole, in one Query. */
async function findingsOnCluster(
  { store }: AskDeps,
  cluster: string,
  filter: FindingFilter,
  { size, from }: PageWish,
): Promise<Page<Finding> | undefined> {
  const all = await store.findingsOf(cluster);
  if (all.length === 0 && !(await store.knownCluster(cluster))) return undefined;
  const wanted = all
    .filter((finding) => isOf(filter, finding))
    .toSorted(filter.status === 'OPEN' ? compareFindings : lastEndedFirst);
  const start = from === undefined ? 0 : wanted.findIndex(({ id }) => id === from) + 1;
  const items = wanted.slice(start, start + size);
  const last = items.at(-1);
  return start + size < wanted.length && last ? { items, next: last.id } : { items };
}

function lastEndedFirst(a: Finding, b: Finding): number {
  return Date.parse(b.lastTransition.at) - Date.parse(a.lastTransition.at) || compareFindings(a, b);
}

function isOf({ status, severity, environment, rule }: FindingFilter, finding: Finding): boolean {
  return (
    finding.status === status &&
    compareSeverities(finding.severity, severity) >= 0 &&
    (environment === undefined || finding.environment === environment) &&
    (rule === undefined || finding.rule === rule)
  );
}
