import type { Reading, Unreadable } from './reading.ts';
import type { ClusterSnapshot, Listed } from './snapshot.ts';

/** The parts of a snapshot that are read by calls of their own: whatever of it is a reading. */
export type SnapshotFacet = {
  [K in keyof ClusterSnapshot]-?: ClusterSnapshot[K] extends Reading<unknown> ? K : never;
}[keyof ClusterSnapshot];

/** A part of a cluster that may be unread: the whole of it, or a facet of its snapshot. */
export type Facet = 'cluster' | SnapshotFacet;

interface FacetFacts<F extends SnapshotFacet> {
  /** The calls that read it, as IAM names their actions; of a list, the one that lists, then the one that describes. */
  readonly calls: readonly [string, ...string[]];
  /** Whether a list names its parts, so that each may be unreadable by itself. */
  readonly isList: ClusterSnapshot[F] extends Reading<readonly Listed<unknown>[]> ? true : false;
  /** Whether an audit is whole without it. */
  readonly isOptional: boolean;
}

/** Every facet there is: what keeps, stores, compares, counts and shows facets goes by this table. */
export const facets = {
  addons: { calls: ['eks:ListAddons', 'eks:DescribeAddon'], isList: true, isOptional: false },
  nodegroups: { calls: ['eks:ListNodegroups', 'eks:DescribeNodegroup'], isList: true, isOptional: false },
  fargateProfiles: { calls: ['eks:ListFargateProfiles'], isList: false, isOptional: false },
  podIdentityAssociations: { calls: ['eks:ListPodIdentityAssociations'], isList: false, isOptional: false },
  subnets: { calls: ['ec2:DescribeSubnets'], isList: false, isOptional: false },
  unmanagedNodes: { calls: ['ec2:DescribeInstances', 'ec2:DescribeImages'], isList: true, isOptional: false },
  // The Kubernetes API has no IAM actions: its verbs and kinds are named in their form.
  selfManagedAddons: {
    calls: ['kubernetes:ListDaemonSets', 'kubernetes:ListDeployments'],
    isList: false,
    isOptional: true,
  },
  addonImages: {
    calls: ['kubernetes:ListDaemonSets', 'kubernetes:ListDeployments'],
    isList: false,
    isOptional: true,
  },
  otherNodes: { calls: ['kubernetes:ListNodes'], isList: false, isOptional: true },
  insights: { calls: ['eks:ListInsights', 'eks:DescribeInsight'], isList: true, isOptional: false },
  updates: { calls: ['eks:ListUpdates', 'eks:DescribeUpdate'], isList: true, isOptional: false },
  addonUpdates: { calls: ['eks:ListUpdates', 'eks:DescribeUpdate'], isList: true, isOptional: false },
  nodegroupUpdates: { calls: ['eks:ListUpdates', 'eks:DescribeUpdate'], isList: true, isOptional: false },
  launchTemplates: {
    calls: ['eks:ListNodegroups', 'ec2:DescribeLaunchTemplateVersions'],
    isList: true,
    isOptional: false,
  },
  images: { calls: ['eks:ListNodegroups', 'ec2:DescribeImages'], isList: true, isOptional: false },
  keyPairs: { calls: ['eks:ListNodegroups', 'ec2:DescribeKeyPairs'], isList: true, isOptional: false },
  securityGroups: { calls: ['eks:ListNodegroups', 'ec2:DescribeSecurityGroups'], isList: true, isOptional: false },
  kmsKeys: { calls: ['eks:ListNodegroups', 'kms:DescribeKey'], isList: true, isOptional: false },
} as const satisfies { readonly [F in SnapshotFacet]: FacetFacts<F> };

export const snapshotFacets = Object.keys(facets) as readonly SnapshotFacet[];

export const allFacets: readonly Facet[] = ['cluster', ...snapshotFacets];

/** The parts of a facet that is a list; undefined for another. The compiler holds the table to the snapshot. */
export function partsOf(facet: SnapshotFacet, value: unknown): readonly Listed<unknown>[] | undefined {
  return facets[facet].isList ? (value as readonly Listed<unknown>[]) : undefined;
}

/** What is known of a facet that was never asked for, as in a snapshot that is older than the facet. */
export function notReadYet(facet: SnapshotFacet): Reading<never> {
  return { readable: false, because: { call: facets[facet].calls[0], obstacle: 'NOT_READ_YET', detail: '' } };
}

/** A call on a facet that was refused or failed; `part` is what the list had named. */
export interface Refusal {
  readonly part?: string;
  readonly because: Unreadable;
}

/** What of one facet could not be read. What may be left unread, and nobody set up to be read, was not refused. */
export function refusalsOf(facet: SnapshotFacet, snapshot: ClusterSnapshot): readonly Refusal[] {
  const reading: Reading<unknown> = snapshot[facet];
  if (reading.readable) {
    const parts = partsOf(facet, reading.value) ?? [];
    return parts.flatMap(({ name, detail }) => (detail.readable ? [] : [{ part: name, because: detail.because }]));
  }
  const { because } = reading;
  return facets[facet].isOptional && because.obstacle === 'NOT_CONFIGURED' ? [] : [{ because }];
}

/** Every refusal by which the audit of a cluster is not whole. */
export function refusalsIn(snapshot: ClusterSnapshot): readonly Refusal[] {
  const needed = snapshotFacets.filter((facet) => !facets[facet].isOptional);
  return needed.flatMap((facet) => refusalsOf(facet, snapshot));
}

/** Every refusal that leaves the audit of a cluster whole, of what could be read before. */
export function optionalRefusalsIn(snapshot: ClusterSnapshot, before: ClusterSnapshot | undefined): readonly Refusal[] {
  const known = snapshotFacets.filter((facet) => facets[facet].isOptional && before?.[facet].readable);
  return known.flatMap((facet) => refusalsOf(facet, snapshot));
}

/** The facets that a call reads, alone or with others. */
export function facetsReadBy(call: string): readonly SnapshotFacet[] {
  return snapshotFacets.filter((facet) => (facets[facet].calls as readonly string[]).includes(call));
}
