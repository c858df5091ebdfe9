import type { DatedFacts } from '#core/dated-facts.ts';
import type { SiblingRules } from '#core/fleet/placement.ts';
import type { KnownBreakage } from '#core/known-breakage.ts';
import type { Settings } from '#core/settings.ts';
import type { Suppression } from '#core/suppression.ts';

/** What is judged by, besides what AWS says: the operator's configuration and the dated facts that no API gives. */
export interface Knowledge extends DatedFacts {
  readonly settings: Settings;
  readonly siblings: SiblingRules;
  readonly suppressions: readonly Suppression[];
  readonly breakages: readonly KnownBreakage[];
  /** Set where a file of more of them is configured and could not be read. */
  readonly breakagesUnread?: true;
}
