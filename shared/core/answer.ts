import type { Calendar } from './calendar.ts';
import type { Coverage } from './coverage.ts';
import type { Instant } from './days.ts';
import type { DocumentedCluster, DocumentedFinding, DocumentedInsufficiency } from './document.ts';
import type { Horizon, ResolutionCause, TransitionKind } from './finding.ts';
import type { ComponentChange } from './history/component-change.ts';
import type { Notice } from './notice.ts';
import type { RuleMeta } from './rule.ts';
import type { Severity } from './severity.ts';
import type { Suppression } from './suppression.ts';
import type { ConcludedSweep, Sweep } from './sweep.ts';

/** What all answers say. */
interface Answer {
  /** The instant of the last audit that was concluded; absent before the first. */
  readonly asOf?: Instant;
}

/** A part of a long answer. */
interface PagedAnswer extends Answer {
  /** Where the next part begins; absent at the end. */
  readonly next?: string;
}

/** A finding, with what people accepted it for where they did. */
export interface AnsweredFinding extends DocumentedFinding {
  readonly suppression?: Suppression;
}

export interface FindingsAnswer extends PagedAnswer {
  readonly findings: readonly AnsweredFinding[];
}

/** As much of a cluster as its place among the others shows. */
export interface FleetCluster extends DocumentedCluster {
  readonly calendar: Calendar;
  /** Since when what is known of it is as it is. */
  readonly changedAt: Instant;
  /** The sweep that did not find it any more. */
  readonly missingSince?: Instant;
  /** What is open on it. */
  readonly faults: readonly Fault[];
}

/** What is wrong, and where. */
export interface Fault {
  readonly resource: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly horizon: Horizon;
  /** Whether people accepted it. */
  readonly suppressed: boolean;
}

export interface FleetAnswer extends PagedAnswer {
  /** In the order of promotion. */
  readonly environments: readonly string[];
  /** By system; those that are in none first. */
  readonly clusters: readonly FleetCluster[];
}

export interface ClusterAnswer extends Answer {
  readonly cluster: FleetCluster;
  readonly findings: readonly AnsweredFinding[];
  readonly insufficientData: readonly DocumentedInsufficiency[];
  /** What the last sweep that looked there could see of its account and region; absent where none is kept. */
  readonly coverage?: Coverage;
}

/** What a cluster ran. */
export type Components = Pick<DocumentedCluster, 'version' | 'platformVersion' | 'addons' | 'nodegroups'>;

export interface RevisionEntry extends Components {
  readonly kind: 'REVISION';
  readonly at: Instant;
  readonly sweep: string;
  /** How it differs from what was before; absent where nothing before it is kept. */
  readonly changes?: readonly ComponentChange[];
}

export interface TransitionEntry {
  readonly kind: 'TRANSITION';
  readonly at: Instant;
  readonly sweep: string;
  readonly transition: TransitionKind;
  /** The finding's id. */
  readonly finding: string;
  readonly rule: string;
  readonly title: string;
  readonly resource: string;
  readonly fault?: string;
  readonly horizon: Horizon;
  readonly severity: Severity;
  readonly previousSeverity?: Severity;
  readonly cause?: ResolutionCause;
}

export interface HistoryAnswer extends PagedAnswer {
  /** The ARN. */
  readonly cluster: string;
  /** What it ran at the end of the period, and since when; absent where that is not kept any more. */
  readonly state?: Components & { readonly since: Instant };
  /** The last first. */
  readonly entries: readonly (RevisionEntry | TransitionEntry)[];
}

/** One fault of one resource, with all there is to know of it. */
export interface FindingAnswer extends Answer {
  /** At each horizon at which it strikes, the earliest first. */
  readonly findings: readonly [AnsweredFinding, ...AnsweredFinding[]];
  /** Absent where no rule of this release tells it. */
  readonly rule?: RuleMeta;
  /** The last first. */
  readonly happened: readonly TransitionEntry[];
  /** Whether that is all that is kept. */
  readonly isWhole: boolean;
}

/** A sweep that was begun and is not concluded. */
export interface RunningSweep extends Sweep {
  /** Until when it has the lease, which it renews: past that, it stands still. */
  readonly leasedUntil: Instant;
}

export interface SweepsAnswer extends PagedAnswer {
  /** Absent where none is running, or its lease ran out. */
  readonly running?: RunningSweep;
  /** The last first. */
  readonly sweeps: readonly ConcludedSweep[];
}

export interface SweepAnswer extends PagedAnswer {
  readonly sweep: ConcludedSweep;
  readonly notices: readonly Notice[];
  /** By account and region. */
  readonly coverage: readonly Coverage[];
}
