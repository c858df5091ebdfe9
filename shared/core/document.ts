import type { Calendar } from './calendar.ts';
import type { Coverage } from './coverage.ts';
import type { Instant } from './days.ts';
import type { Finding, TransitionKind } from './finding.ts';
import type { Placed } from './fleet/placement.ts';
import type { UnreadFacet } from './history/known-cluster.ts';
import type { Insufficiency } from './insufficiency.ts';
import type { Notice } from './notice.ts';
import type { Severity } from './severity.ts';
import type { Suppression } from './suppression.ts';

/** The answer to an audit: what every format is made of, and what the API serves. */
export interface AuditDocument {
  readonly schemaVersion: 1;
  readonly audit: {
    readonly id: string;
    readonly asOf: Instant;
    readonly durationSeconds: number;
    /** Calls made of AWS, retries included. */
    readonly calls: number;
    /** Whether nothing was known before. */
    readonly baseline: boolean;
    readonly notices: readonly Notice[];
  };
  readonly coverage: readonly Coverage[];
  readonly clusters: readonly DocumentedCluster[];
  /** Open, and resolved by this audit; the worst first. */
  readonly findings: readonly DocumentedFinding[];
  readonly insufficientData: readonly DocumentedInsufficiency[];
  readonly suppressed: readonly SuppressedFinding[];
}

export interface DocumentedCluster {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly environment?: Placed;
  readonly system?: Placed;
  /** Absent, as all that follows, for a cluster that could never be described. */
  readonly version?: string;
  readonly platformVersion?: string;
  readonly endOfStandardSupport?: Instant;
  readonly endOfExtendedSupport?: Instant;
  /** What lies before its control plane; absent where it could never be described. */
  readonly calendar?: Calendar;
  /** Absent where they could not be read. */
  readonly addons?: readonly { readonly name: string; readonly version?: string; readonly managed?: boolean }[];
  readonly nodegroups?: readonly {
    readonly name: string;
    readonly version?: string;
    readonly releaseVersion?: string;
    readonly amiType?: string;
  }[];
  readonly unread: readonly UnreadFacet[];
  readonly firstObservedAt: Instant;
}

/** What a document that tells of a part of the fleet leaves out. */
export interface FleetCut {
  /** Counted from 1; the part with the worst is the first. */
  readonly part: number;
  readonly parts: number;
  /** How many clusters the part shows. */
  readonly shown: number;
  /** How many there are. */
  readonly clusters: number;
  /** Of how many clusters what is the worst that is told, the worst first. */
  readonly worst: readonly { readonly severity: Severity; readonly clusters: number }[];
}

/** A finding as it is shown: what happened to it in this audit, and where to read about its rule. */
export interface DocumentedFinding
  extends Omit<Finding, 'untold' | 'unpublished' | 'lastTransition' | 'revision' | 'lastToldAt'> {
  /** What this audit saw happen to it; absent where it is as it was. */
  readonly transition?: TransitionKind;
  readonly title: string;
  readonly reference: string;
}

export interface DocumentedInsufficiency extends Insufficiency {
  readonly cluster: string;
  readonly account: string;
  readonly region: string;
}

export interface SuppressedFinding extends DocumentedFinding {
  readonly suppression: Suppression;
}
