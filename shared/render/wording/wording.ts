import type { Instant } from '#core/days.ts';
import type { Horizon } from '#core/finding.ts';
import type { Severity } from '#core/severity.ts';
import type { Phrase } from '../phrase.ts';
import type { Facts } from './facts.ts';

/** What the words of a finding are made of. */
export interface Told {
  readonly facts: Facts;
  readonly fault?: string;
  readonly severity: Severity;
  readonly horizon: Horizon;
  readonly asOf: Instant;
}

/** A finding in words. It reads on from the name of its resource and a colon. */
export interface Wording {
  /** One clause, without a full stop: what is wrong, and when it strikes where that is not now. */
  readonly headline: Phrase;
  /** Whole sentences. */
  readonly details: readonly Phrase[];
}

/** The words of a rule's findings; undefined for evidence that it does not understand. */
export type Words = (told: Told) => Wording | undefined;
