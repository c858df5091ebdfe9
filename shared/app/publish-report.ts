import type { Notice } from '#core/notice.ts';
import type { RuleMeta } from '#core/rule.ts';
import type { Sweep } from '#core/sweep.ts';
import type { ReportPublisher } from '#ports/report-publisher.ts';
import type { Store } from '#ports/store.ts';
import { type FleetPartDeps, readFleetPart } from './ask/fleet-part.ts';

/** Where the page of each sweep is put. */
export interface Report {
  /** What people call it, where it fails. */
  readonly name: string;
  readonly publisher: ReportPublisher;
  /** All rules, whose titles it shows. */
  readonly rules: readonly RuleMeta[];
}

/** About how many clusters the page shows: with 5 kB for all that is wrong on each, 1.5 MB that a phone still opens. */
const clustersOnPage = 300;

/** Puts the page of what is known now. Where it fails, a notice says so: nobody else is held up by it. */
export async function publishReport(
  { store, knowledge }: Pick<FleetPartDeps, 'knowledge'> & { readonly store: Store },
  { name, publisher, rules }: Report,
  sweep: Sweep,
): Promise<readonly Notice[]> {
  try {
    const coverage = await store.coverageOf(sweep.id);
    const wish = { part: 1, size: clustersOnPage };
    const { document, cut } = await readFleetPart({ store, knowledge, rules }, sweep, coverage, wish);
    await publisher.publish(document, cut);
    return [];
  } catch (error) {
    return [{ kind: 'REPORT_NOT_PUT', subject: name, detail: error instanceof Error ? error.message : String(error) }];
  }
}
