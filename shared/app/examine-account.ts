import pLimit from 'p-limit';
import type { Catalogue } from '#core/catalogue.ts';
import type { Instant } from '#core/days.ts';
import type { TargetExamination } from '#core/examination.ts';
import { facets, partsOf, refusalsOf as refusalsOfFacet, type SnapshotFacet, snapshotFacets } from '#core/facets.ts';
import type { ClusterFacts, Placement } from '#core/fleet/placement.ts';
import { type Reading, readable, type Unreadable } from '#core/reading.ts';
import type { ClusterSnapshot, Listed, Target } from '#core/snapshot.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import type { Progress } from '#ports/progress.ts';
import { type AccountAudit, withoutExcluded } from './audit-account.ts';
import { coverageOf, refusalsOf, type Seen } from './target-coverage.ts';

export interface ExamineAccountDeps {
  readonly reader: AwsReader;
  readonly progress: Progress;
  readonly place: (facts: ClusterFacts) => Placement;
}

const listRegions = 'account:ListRegions';
const listClusters = 'eks:ListClusters';
const describeCluster = 'eks:DescribeCluster';
const describeClusterVersions = 'eks:DescribeClusterVersions';
const describeAddonVersions = 'eks:DescribeAddonVersions';
const getParameters = 'ssm:GetParameters';

/** Of the facets that the same calls read, the first. */
const asked = snapshotFacets.filter((facet, index) => snapshotFacets.findIndex((one) => asksAs(one, facet)) === index);

/** The facets that an audit needs, nobody having to set up the others. */
const needed = asked.filter((facet) => !facets[facet].isOptional);
const optional = asked.filter((facet) => facets[facet].isOptional);

/** All that an audit asks of an account and its regions. */
export const examinedActions: readonly string[] = eachOnce([
  listRegions,
  listClusters,
  describeCluster,
  ...needed.flatMap((facet): readonly string[] => facets[facet].calls),
  describeClusterVersions,
  describeAddonVersions,
  getParameters,
]);

/** One list names the parts of several facets. */
function eachOnce(actions: readonly string[]): readonly string[] {
  return [...new Set(actions)];
}

function asksAs(one: SnapshotFacet, other: SnapshotFacet): boolean {
  return facets[one].calls.join() === facets[other].calls.join();
}

/** An add-on that AWS publishes everywhere. */
const publishedAddon = 'vpc-cni';

/** An image of which AWS says when it was published, or that it knows none; either is an answer. */
const publishedImage = { kubernetes: '1.34', amiType: 'BOTTLEROCKET_x86_64', release: '1.47.0-6154605b' };

/** Regions of one account side by side: EKS throttles each on its own. */
const regionsAtOnce = 8;

/**
 * Finds out what an audit of an account would be let see: each action is asked once a region, where there is a cluster.
 *
 * An account whose role is refused, or whose regions are not known, has one row for all of them; so has one that may be
 * read by its configured regions although it may not be asked for those that it has.
 */
export async function examineAccount(
  deps: ExamineAccountDeps,
  work: AccountAudit,
  asOf: Instant,
): Promise<readonly TargetExamination[]> {
  const { reader } = deps;
  const { account, homeRegion, excludeRegions = [] } = work;
  try {
    const enabled = await reader.listRegions(account);
    const regions = withoutExcluded(work.regions ? readable(work.regions) : enabled, excludeRegions);
    const because = enabled.readable ? (regions.readable ? undefined : regions.because) : enabled.because;
    const answered = enabled.readable ? [listRegions] : [];
    const examine = (region: string) => examineTarget(deps, { account, region }, answered, asOf);
    if (because === undefined) return await Promise.all(inOrder(regions, examine));

    const forAll = examinationOf(
      deps,
      { account, region: '*' },
      asOf,
      { because, clusters: 0, refusals: [] },
      answered,
    );
    // By a role that is refused, no region can be read either.
    if (because.call === 'sts:AssumeRole') return [forAll];
    const home = homeRegion === undefined ? readable([]) : withoutExcluded(readable([homeRegion]), excludeRegions);
    return [forAll, ...(await Promise.all(inOrder(regions.readable ? regions : home, examine)))];
  } finally {
    reader.release(account);
  }
}

function inOrder<T>(regions: Reading<readonly string[]>, examine: (region: string) => Promise<T>): Promise<T>[] {
  const limit = pLimit(regionsAtOnce);
  return regions.readable ? regions.value.map((region) => limit(() => examine(region))) : [];
}

async function examineTarget(
  deps: ExamineAccountDeps,
  target: Target,
  answered: readonly string[],
  asOf: Instant,
): Promise<TargetExamination> {
  deps.progress.report({ step: 'target-started', target });
  const examination = await lookInto(deps, target, answered, asOf);
  deps.progress.report({ step: 'target-ended', target, status: examination.status });
  return examination;
}

async function lookInto(
  deps: ExamineAccountDeps,
  target: Target,
  answered: readonly string[],
  asOf: Instant,
): Promise<TargetExamination> {
  const { reader, progress, place } = deps;
  const listed = await reader.listClusters(target);
  if (!listed.readable) {
    return examinationOf(deps, target, asOf, { because: listed.because, clusters: 0, refusals: [] }, answered);
  }
  const clusters = listed.value.length;
  const example = await firstPresent(reader, target, listed.value, asOf);
  progress.report({ step: 'clusters-listed', target, clusters: example ? 1 : 0 });
  if (!example) return examinationOf(deps, target, asOf, { clusters, refusals: [] }, [...answered, listClusters]);
  progress.report({ step: 'cluster-read', target, cluster: example.name });

  const catalogue = await readLittle(reader, target, asOf);
  const { refusals } = refusalsOf(example);
  const { detail } = example;
  const seen = { clusters, refusals, catalogue, ...(detail.readable ? {} : { because: detail.because }) };
  const all = [...answered, listClusters, ...answeredFor(example), ...answeredOf(catalogue)];
  const examination = examinationOf(deps, target, asOf, seen, all);
  if (!detail.readable) return examination;
  const seenInside = lookedInside(detail.value);
  return {
    ...examination,
    example: { name: example.name, placement: place(detail.value) },
    ...(seenInside ? { inside: seenInside } : {}),
  };
}

/** What the Kubernetes API of a cluster let see; undefined where nobody set it up to be looked at. */
function lookedInside(snapshot: ClusterSnapshot): TargetExamination['inside'] {
  const readings = optional.map((facet) => ({ facet, reading: snapshot[facet] as Reading<unknown> }));
  const answered = readings.flatMap(({ facet, reading }) => (reading.readable ? facets[facet].calls : []));
  const refused = optional.flatMap((facet) => refusalsOfFacet(facet, snapshot).map(({ because }) => because));
  return answered.length + refused.length === 0 ? undefined : { answered: eachOnce(answered), refused };
}

/** Of the clusters in order the first that is neither going nor still to come. */
async function firstPresent(
  reader: AwsReader,
  target: Target,
  names: readonly string[],
  asOf: Instant,
): Promise<Listed<ClusterSnapshot> | undefined> {
  for (const name of names) {
    const detail = await reader.sampleCluster(target, name, asOf);
    if (!detail.readable) return { name, detail };
    if (detail.value) return { name, detail: readable(detail.value) };
  }
  return undefined;
}

/** Of each list that AWS publishes as little as shows that it may be read. */
async function readLittle(reader: AwsReader, target: Target, asOf: Instant): Promise<Catalogue> {
  const catalogue = await reader.readCatalogue(target, [], asOf);
  const addons = await reader.readAddonReleases(target, [publishedAddon], asOf);
  const dates = await reader.readReleaseDates(target, [publishedImage]);
  const images = { [publishedImage.kubernetes]: dates.readable ? readable({ value: {}, readAt: asOf }) : dates };
  return { ...catalogue, addons, images };
}

function answeredFor({ detail }: Listed<ClusterSnapshot>): readonly string[] {
  if (!detail.readable) return [];
  const snapshot = detail.value;
  const ofFacets = needed.flatMap((facet) => {
    const [list, ...describe]: readonly string[] = facets[facet].calls;
    const reading: Reading<unknown> = snapshot[facet];
    if (list === undefined || !reading.readable) return [];
    const isDescribed = partsOf(facet, reading.value)?.some((one) => one.detail.readable);
    return isDescribed ? [list, ...describe] : [list];
  });
  return eachOnce([describeCluster, ...ofFacets]);
}

function answeredOf({ clusterVersions, addons, images }: Catalogue): readonly string[] {
  const areAnswered = (lists: Readonly<Record<string, Reading<unknown>>>) =>
    Object.values(lists).some((list) => list.readable);
  return [
    ...(clusterVersions.readable ? [describeClusterVersions] : []),
    ...(areAnswered(addons) ? [describeAddonVersions] : []),
    ...(areAnswered(images) ? [getParameters] : []),
  ];
}

function examinationOf(
  { reader }: ExamineAccountDeps,
  target: Target,
  asOf: Instant,
  seen: Seen,
  answered: readonly string[],
): TargetExamination {
  const coverage = coverageOf(target, asOf, reader.roleFor(target.account), seen);
  const refused = [coverage.because, ...coverage.unreadable].map((because: Unreadable | undefined) => because?.call);
  const unasked = examinedActions.filter((action) => !answered.includes(action) && !refused.includes(action));
  return { ...coverage, answered, unasked };
}
