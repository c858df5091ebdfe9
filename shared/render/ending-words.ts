import type { ResolutionCause } from '#core/finding.ts';

/** Why a finding is over, in words. */
export const endings: Record<ResolutionCause, string> = {
  MENDED: 'mended',
  GONE: 'gone: the resource is no more',
  MADE_ANEW: 'made anew: the cluster was deleted, and created again under its old name',
  NO_LONGER_WATCHED: 'nobody looks at it any more: its account or region is not audited',
  NO_LONGER_APPLIES: 'no longer applies',
  RETIRED: 'retired: this release has no such rule any more, and nobody knows whether it was mended',
  EXPLAINED: 'now part of something worse on the same resource',
  UPGRADED_UNTESTED: 'upgraded untested: no lower environment had been through this when the control plane took it',
};
