import type { Coverage } from './coverage.ts';
import type { Finding, Transition } from './finding.ts';
import type { Sweep } from './sweep.ts';

/** A transition with the finding it happened to, as it is now. */
export interface Told {
  readonly finding: Finding;
  readonly transition: Transition;
}

/** What one sweep has to tell: facts only, the words are made for each audience. */
export interface Digest {
  /** The same for the same sweep, however often it is sent. */
  readonly id: string;
  readonly sweep: Sweep;
  /** Opened, reopened, worsened. Worst first. */
  readonly worse: readonly Told[];
  /** Mended or eased. */
  readonly better: readonly Told[];
  /** Resolved without being mended. */
  readonly over: readonly Told[];
  /** Open criticals that are told again. */
  readonly repeated: readonly Finding[];
  /** Targets that were seen last time and could not be seen now. */
  readonly coverageLost: readonly Coverage[];
  /** All that is open, for the summary line. */
  readonly open: readonly Finding[];
}
