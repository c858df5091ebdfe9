import pLimit from 'p-limit';
import type { Coverage } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import type { Digest } from '#core/digest.ts';
import type { AuditDocument } from '#core/document.ts';
import type { ClusterFacts, Placement } from '#core/fleet/placement.ts';
import type { Notice } from '#core/notice.ts';
import type { ClusterRule, FleetRule } from '#core/rule.ts';
import type { Sweep } from '#core/sweep.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import type { Clock } from '#ports/clock.ts';
import type { Progress } from '#ports/progress.ts';
import type { Store } from '#ports/store.ts';
import { type AccountAudit, auditAccount } from './audit-account.ts';
import { readAuditDocument } from './audit-document.ts';
import type { AuditTargetDeps } from './audit-target.ts';
import { type ConcludeSweepDeps, concludeSweep } from './conclude-sweep.ts';
import type { Knowledge } from './knowledge.ts';
import { planSweep } from './plan-sweep.ts';
import { makeRegionCatalogues } from './region-catalogues.ts';

export interface RunSweepDeps extends Pick<ConcludeSweepDeps, 'notifier' | 'notify'> {
  readonly reader: AwsReader;
  readonly store: Store;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly rules: readonly ClusterRule[];
  readonly fleetRules: readonly FleetRule[];
  readonly knowledge: Knowledge;
  readonly place: (facts: ClusterFacts) => Placement;
}

/** The part of the fleet that is looked at; what is absent is not narrowed. */
export interface SweepScope {
  readonly accounts: readonly AccountAudit[];
  readonly onlyCluster?: string;
  /** The instant to speak of, for another than now. */
  readonly asOf?: Instant;
  readonly notices?: readonly Notice[];
}

export interface SweepOutcome {
  readonly document: AuditDocument;
  readonly digest: Digest;
}

/** Accounts side by side: each has throttles of its own. */
const accountsAtOnce = 8;

/** A whole sweep in one process: plan, audit each account, conclude, and read back what came of it. */
export async function runSweep(deps: RunSweepDeps, scope: SweepScope): Promise<SweepOutcome> {
  const { reader, store, clock, rules, fleetRules } = deps;
  const callsBefore = reader.callsMade();
  const { sweep, accounts } = await planSweep(deps, scope.accounts, scope.asOf);
  const only = scope.onlyCluster === undefined ? {} : { onlyCluster: scope.onlyCluster };
  const targetDeps = { ...deps, ...only, catalogues: makeRegionCatalogues(deps, sweep) };

  const limit = pLimit(accountsAtOnce);
  const coverage = (
    await Promise.all(accounts.map((account) => limit(() => auditWhole(targetDeps, sweep, account))))
  ).flat();
  const isWithin: ConcludeSweepDeps['isWithin'] = (cluster) =>
    coverage.some(({ account, region }) => account === cluster.account && region === cluster.region) &&
    (scope.onlyCluster === undefined || scope.onlyCluster === cluster.name);
  const digest = await concludeSweep({ ...deps, isWithin }, sweep);

  const document = await readAuditDocument(
    { store, knowledge: deps.knowledge, rules: [...rules, ...fleetRules], ...only },
    sweep,
    coverage,
    {
      durationSeconds: Math.round((Date.parse(clock.now()) - Date.parse(sweep.startedAt)) / 1000),
      calls: reader.callsMade() - callsBefore,
      notices: scope.notices ?? [],
    },
  );
  return { document, digest };
}

/** Without a deadline nothing remains: one call audits the account whole. */
async function auditWhole(deps: AuditTargetDeps, sweep: Sweep, account: AccountAudit): Promise<readonly Coverage[]> {
  return (await auditAccount(deps, sweep, account)).coverage;
}
