import type { RuleMeta } from '#core/rule.ts';
import type { PagedStore } from '#ports/paged-store.ts';
import type { Store } from '#ports/store.ts';
import type { Knowledge } from '../knowledge.ts';

/** As much of the history as questions read. */
export type AskedStore = PagedStore &
  Pick<
    Store,
    | 'latestSweep'
    | 'latestWholeSweep'
    | 'knownCluster'
    | 'findingsOf'
    | 'insufficienciesOf'
    | 'catalogueOf'
    | 'noticesOf'
    | 'coverageBefore'
    | 'standingLease'
  >;

/** What questions are answered by: the history, and the operator's configuration for what is no history. */
export interface AskDeps {
  readonly store: AskedStore;
  readonly rules: readonly RuleMeta[];
  readonly knowledge: Pick<Knowledge, 'suppressions' | 'settings' | 'extendedSupportPrice'>;
}
