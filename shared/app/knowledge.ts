import type { SiblingRules } from '#core/fleet/placement.ts';
import type { ImageEnd } from '#core/image-end.ts';
import type { KnownBreakage, MinimumVersion } from '#core/known-breakage.ts';
import type { RollbackTerms } from '#core/rollback.ts';
import type { Settings } from '#core/settings.ts';
import type { ExtendedSupportPrice } from '#core/support.ts';
import type { Suppression } from '#core/suppression.ts';

/** What is judged by, besides what AWS says: the operator's configuration and the dated facts that no API gives. */
export interface Knowledge {
  readonly settings: Settings;
  readonly siblings: SiblingRules;
  readonly suppressions: readonly Suppression[];
  readonly breakages: readonly KnownBreakage[];
  /** Set where a file of more of them is configured and could not be read. */
  readonly breakagesUnread?: true;
  readonly minimumVersions: readonly MinimumVersion[];
  readonly imageEnds: readonly ImageEnd[];
  readonly extendedSupportPrice: ExtendedSupportPrice;
  readonly rollbackTerms: RollbackTerms;
}
