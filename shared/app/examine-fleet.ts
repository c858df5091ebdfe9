import pLimit from 'p-limit';
import type { Examination } from '#core/examination.ts';
import type { Settings } from '#core/settings.ts';
import type { Clock } from '#ports/clock.ts';
import type { AccountAudit } from './audit-account.ts';
import { type ExamineAccountDeps, examineAccount } from './examine-account.ts';
import { placementNotices } from './placement-notices.ts';

export interface ExamineFleetDeps extends ExamineAccountDeps {
  readonly clock: Clock;
  readonly settings: Settings;
  /** @default 8 */
  readonly accountsAtOnce?: number;
}

/** What is examined, and what is known of it already. */
export type ExaminationScope = Pick<
  Examination,
  'caller' | 'auditorArn' | 'deployment' | 'organization' | 'notices'
> & { readonly accounts: readonly AccountAudit[] };

/** Finds out what an audit of these accounts would be let see. Nothing is stored, and nobody is told. */
export async function examineFleet(
  deps: ExamineFleetDeps,
  { accounts, notices, ...known }: ExaminationScope,
): Promise<Examination> {
  const { reader, clock, settings, accountsAtOnce = 8 } = deps;
  const asOf = clock.now();
  const callsBefore = reader.callsMade();
  const limit = pLimit(accountsAtOnce);
  const examined = await Promise.all(accounts.map((account) => limit(() => examineAccount(deps, account, asOf))));
  const targets = examined.flat();
  const examples = targets.flatMap(({ example }) => (example ? [example] : []));
  return {
    ...known,
    asOf,
    durationSeconds: Math.round((Date.parse(clock.now()) - Date.parse(asOf)) / 100) / 10,
    calls: reader.callsMade() - callsBefore,
    notices: [...notices, ...placementNotices(examples, settings)],
    targets,
  };
}
