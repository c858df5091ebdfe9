import { breakageFaults, listingFault, undecidedBreakages } from '../addons/addon-faults.ts';
import { parseAddonVersion } from '../addons/addon-version.ts';
import type { JudgedVersion } from '../judged-version.ts';
import type { AuditContext } from '../rule.ts';
import { compareSeverities } from '../severity.ts';
import type { AddonSnapshot, ClusterSnapshot } from '../snapshot.ts';
import { isWithinSkew } from './addon-fitness.ts';

/**
 * Whether an add-on is known to run under a Kubernetes version.
 *
 * It is not where anything worse than LOW is wrong with it there, nor where that cannot be told.
 */
export function isKnownToRun(
  addon: AddonSnapshot,
  at: JudgedVersion,
  cluster: ClusterSnapshot,
  context: AuditContext,
): boolean {
  const version = parseAddonVersion(addon.version);
  if (!version) return false;
  const subject = { addon, version, at, cluster, context };
  const isKubeProxy = addon.name === 'kube-proxy';
  if (isKubeProxy && !isWithinSkew(version, at.kubernetes)) return false;
  // kube-proxy within its skew runs, listed or not.
  const listing = isKubeProxy ? undefined : listingFault(subject);
  const found = [...breakageFaults(subject), ...undecidedBreakages(subject), ...(listing ? [listing] : [])];
  return found.every((one) => 'severity' in one && compareSeverities(one.severity, 'LOW') <= 0);
}
