import type { Catalogue } from '../catalogue.ts';
import { daysBetween } from '../days.ts';
import { awsUpgradesFrom, nextVersionOf } from '../support.ts';
import { insufficientData, notApplicable, type Verdict } from '../verdicts.ts';
import type { FleetSubject } from './fleet-rule.ts';

/** A verdict on the next upgrade of a member, to the version that AWS released next; or why there is none to judge. */
export function atNextUpgrade(
  { cluster, view }: FleetSubject,
  judge: (next: string, catalogue: Catalogue) => Verdict,
): Verdict {
  const catalogue = view.catalogues[cluster.region];
  if (!catalogue) return insufficientData(`what AWS publishes in ${cluster.region} was never read`);
  const next = nextVersionOf(cluster, catalogue, view.asOf);
  if (!next.readable) return insufficientData(next.because);
  if (next.value === undefined) return notApplicable(`AWS has released no version after ${cluster.version}`);
  return judge(next.value, catalogue);
}

/** Whether AWS upgrades a member by itself so soon that nobody can wait for a lower environment. */
export function isForced({ cluster, view }: FleetSubject, catalogue: Catalogue): boolean {
  const { notice } = view.settings;
  const forcedFrom = awsUpgradesFrom(cluster, catalogue);
  const noticeDays = cluster.supportType === 'STANDARD' ? notice.standardSupport : notice.extendedSupport;
  return forcedFrom !== undefined && daysBetween(view.asOf, forcedFrom) < noticeDays;
}
