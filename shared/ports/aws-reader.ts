import type { Catalogue } from '#core/catalogue.ts';
import type { Instant } from '#core/days.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { RecommendedImages, RunningImage } from '#core/images/image-list.ts';
import type { Reading } from '#core/reading.ts';
import type { ClusterSnapshot, Target } from '#core/snapshot.ts';

/**
 * What we ask of AWS. Reads only; all pages of everything.
 *
 * Nothing here throws because AWS refused, failed or could not be reached: that is an unreadable reading.
 */
export interface AwsReader {
  /** The regions that are enabled in an account. */
  listRegions(account: string): Promise<Reading<readonly string[]>>;

  /** The names of all clusters of a target, in their order. */
  listClusters(target: Target): Promise<Reading<readonly string[]>>;

  /**
   * Reads one cluster whole. A facet that AWS refuses is unreadable inside the snapshot.
   *
   * What is known of it already and cannot have changed, such as the end of an update, is not asked for again.
   *
   * A cluster that is gone, is being deleted, or is being created and has no version yet is readable, and undefined.
   */
  readCluster(
    target: Target,
    name: string,
    asOf: Instant,
    known?: KnownCluster,
  ): Promise<Reading<ClusterSnapshot | undefined>>;

  /** Reads of one cluster as much as shows what may be read: of each list that it has, only the first is described. */
  sampleCluster(target: Target, name: string, asOf: Instant): Promise<Reading<ClusterSnapshot | undefined>>;

  /**
   * Reads what AWS publishes in the target's region: cluster versions, and the versions of the AWS and community
   * add-ons and of those named. Which images are recommended is asked for by version, once these are known.
   */
  readCatalogue(target: Target, addons: readonly string[], asOf: Instant): Promise<Omit<Catalogue, 'images'>>;

  /** Reads what AWS publishes in the target's region of single add-ons, by name. */
  readAddonReleases(target: Target, addons: readonly string[], asOf: Instant): Promise<Catalogue['addons']>;

  /** Reads which node images AWS recommends in the target's region, for each of these Kubernetes versions. */
  readRecommendedImages(
    target: Target,
    versions: readonly string[],
  ): Promise<Readonly<Record<string, Reading<RecommendedImages>>>>;

  /** Reads when releases were published, one after the other; undefined for one of which AWS does not know. */
  readReleaseDates(
    target: Target,
    releases: readonly RunningImage[],
  ): Promise<Reading<readonly (Instant | undefined)[]>>;

  /** The role by which an account is read; undefined where the caller's own credentials serve. */
  roleFor(account: string): string | undefined;

  /** Lets go of what is kept for an account: its work is done, or will go on elsewhere. */
  release(account: string): void;

  /** How many calls have been made so far, retries included. */
  callsMade(): number;

  /** How many of them AWS refused because there were too many. */
  callsThrottled(): number;
}
