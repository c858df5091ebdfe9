import type { Catalogue } from '#core/catalogue.ts';
import type { RegionalChange } from '#core/catalogue-change.ts';
import type { Coverage } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import type { Finding } from '#core/finding.ts';
import type { RanCombination } from '#core/fleet/system.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { Insufficiency } from '#core/insufficiency.ts';
import type { Notice } from '#core/notice.ts';
import type { Target } from '#core/snapshot.ts';
import type { ConcludedSweep, Lease, Sweep } from '#core/sweep.ts';
import type { FleetStore } from './fleet-store.ts';
import type { PagedStore } from './paged-store.ts';

/** Which of the two steps of a sweep judged something: what one cluster tells, or what several tell together. */
export type Phase = 'cluster' | 'fleet';

/** Which lists of a region AWS gave a sweep, so that nobody asks for them again in it. */
export interface CatalogueRead {
  readonly region: string;
  /** The sweep's id. */
  readonly sweep: string;
  /** The add-ons whose releases were read. */
  readonly addons: readonly string[];
  /** The Kubernetes versions whose images were read. */
  readonly images: readonly string[];
}

/** Some of the lists of a catalogue, by what they are about. */
export type NamedLists = Pick<CatalogueRead, 'addons' | 'images'>;

/** A file that lies elsewhere, as it was read last. */
export interface FileCopy {
  readonly text: string;
  /** When this text of it was first read. */
  readonly readAt: Instant;
}

/**
 * The history of the fleet.
 *
 * Every save is idempotent under its sweep, and one item is the unit of atomicity: what a crash leaves behind is
 * made whole by running the same sweep again. A save of a sweep that started before the one that wrote last
 * changes nothing. No method reads more than it has to give back: queries only, no scans.
 */
export interface Store extends PagedStore, FleetStore {
  /** The last sweep that was concluded, by the instant it speaks of. */
  latestSweep(): Promise<ConcludedSweep | undefined>;
  /** The last that looked at the whole fleet. */
  latestWholeSweep(): Promise<ConcludedSweep | undefined>;
  /** Those that come after a sweep in the order of the instants they speak of, and of their start. */
  sweepsAfter(sweep: ConcludedSweep): Promise<readonly ConcludedSweep[]>;
  saveSweep(sweep: ConcludedSweep): Promise<void>;

  /** Saves what a part of a sweep met that was not as it should be; a part that met nothing has nothing to save. */
  saveNotices(sweep: Sweep, part: string, notices: readonly Notice[]): Promise<void>;
  /** The notices of all parts of a sweep. */
  noticesOf(sweepId: string): Promise<readonly Notice[]>;
  /** Saves which notices a sweep told people of, should it be run again: they have heard of them by now. */
  saveToldNotices(sweep: Sweep, notices: readonly Notice[]): Promise<void>;
  toldNoticesOf(sweepId: string): Promise<readonly Notice[]>;

  /** Takes the lease, unless another holder has it and it has not run out. Answers with the one that stands. */
  takeLease(lease: Lease): Promise<Lease>;
  /** Whether a sweep still has the lease; then it is extended. One that ran out and that nobody took is still had. */
  renewLease(sweep: Sweep, until: Instant): Promise<boolean>;
  /** The lease that a sweep has now; undefined where none has it, or it ran out. */
  standingLease(): Promise<Lease | undefined>;
  /** Gives the lease back: who asks next gets it. */
  releaseLease(sweep: Sweep): Promise<void>;

  /** One row a target and sweep. */
  saveCoverage(sweep: Sweep, coverage: Coverage): Promise<void>;
  /** The rows of one sweep, by account and region. */
  coverageOf(sweepId: string): Promise<readonly Coverage[]>;
  /** The same rows, a page of them in memory at a time. */
  coverageRowsOf(sweepId: string): AsyncIterable<Coverage>;
  /** The row of one target in a sweep. */
  coverageIn(sweepId: string, target: Target): Promise<Coverage | undefined>;
  /** The last row of a target that speaks of an instant before the given one. */
  coverageBefore(target: Target, asOf: Instant): Promise<Coverage | undefined>;

  clustersOf(target: Target): Promise<readonly KnownCluster[]>;
  knownCluster(arn: string): Promise<KnownCluster | undefined>;
  /**
   * Saves what is known of a cluster; where its snapshot differs from the stored one, a revision joins the history.
   * The roster of its system, and the combinations that have run there, are kept as it is saved.
   */
  saveCluster(sweep: Sweep, cluster: KnownCluster, combination: RanCombination | undefined): Promise<void>;
  /** Takes a cluster out of its target's and system's rosters; its history stays. */
  removeCluster(sweep: Sweep, cluster: KnownCluster): Promise<void>;

  /** All findings of a cluster, open and resolved, as they last were. */
  findingsOf(clusterArn: string): Promise<readonly Finding[]>;
  /** Saves findings as they are now. Each last transition that is new joins the history. */
  saveFindings(sweep: Sweep, findings: readonly Finding[]): Promise<void>;

  insufficienciesOf(clusterArn: string, phase: Phase): Promise<readonly Insufficiency[]>;
  saveInsufficiencies(
    sweep: Sweep,
    clusterArn: string,
    phase: Phase,
    insufficiencies: readonly Insufficiency[],
  ): Promise<void>;

  /** The names of all systems that have clusters. */
  systems(): Promise<readonly string[]>;
  membersOf(system: string): Promise<readonly KnownCluster[]>;
  /** Every combination that has run in a system, tonight or ever. */
  combinationsOf(system: string): Promise<readonly RanCombination[]>;

  /** All findings that are open, in the whole fleet. */
  openFindings(): Promise<readonly Finding[]>;
  /** The findings that hold something people have not heard of, or other systems. */
  untoldFindings(): Promise<readonly Finding[]>;
  /** Clears what these findings had untold, and leaves unpublished what they say, unless they changed in between. */
  markTold(sweep: Sweep, findings: readonly Finding[]): Promise<void>;
  /** Leaves unpublished of these findings what they say, unless they changed in between. */
  markPublished(sweep: Sweep, findings: readonly Finding[]): Promise<void>;

  /** What is stored of a region's catalogue: the versions, and all other lists or those named. */
  catalogueOf(region: string, named?: NamedLists): Promise<Catalogue | undefined>;
  /** Writes only what differs from the stored catalogue. What AWS changed joins the history, before the lists do. */
  saveCatalogue(sweep: Sweep, catalogue: Catalogue): Promise<void>;
  /** What AWS changed, as it was seen after one instant and up to another, in the order of sight. */
  catalogueChanges(after: Instant, until: Instant): Promise<readonly RegionalChange[]>;
  /** Every region of which a catalogue was ever read, and what was read of it last. */
  catalogueReads(): Promise<readonly CatalogueRead[]>;
  catalogueReadOf(region: string): Promise<CatalogueRead | undefined>;
  saveCatalogueRead(sweep: Sweep, read: CatalogueRead): Promise<void>;

  fileCopy(address: string): Promise<FileCopy | undefined>;
  saveFileCopy(sweep: Sweep, address: string, copy: FileCopy): Promise<void>;
}
