import type { MadeCall } from '#adapters/aws/connection.ts';
import type { Ec2List } from '#adapters/recording/ec2-lists.ts';
import type { Json } from '#core/json.ts';

type Mutable = Record<string, Json>;

/** One cluster as a file of a night holds it. */
export interface ClusterDraft {
  readonly cluster: Mutable;
  readonly addons: Record<string, Mutable | null>;
  readonly nodegroups: Record<string, Mutable | null>;
  readonly fargateProfiles: Record<string, Mutable | null>;
  readonly podIdentityAssociations: Record<string, Mutable>;
  readonly insights: Record<string, Mutable>;
  readonly updates: Record<string, { addonName?: string; nodegroupName?: string; update: Mutable }>;
  /** Absent where its Kubernetes API was not asked. */
  kubernetes?: KubernetesDraft;
}

/** What the Kubernetes API of a cluster lists, by namespace and name. */
export type KubernetesDraft = Record<'daemonSets' | 'deployments' | 'nodes', Mutable>;

/** What is published in a region, by name. */
export interface CatalogueDraft {
  readonly clusterVersions: Map<string, Mutable>;
  readonly addons: Map<string, Mutable>;
  readonly parameters: Map<string, Mutable>;
}

export interface ParentDraft {
  readonly Accounts: Mutable[];
  readonly OrganizationalUnits: Mutable[];
}

/** A night as its answers come in. */
export interface Draft {
  /** By account, then by name. */
  readonly regions: Map<string, Map<string, Mutable>>;
  /** By account, region and name. */
  readonly clusters: Map<string, { readonly account: string; readonly region: string; readonly draft: ClusterDraft }>;
  /** What EC2 lists, by account, region and list, then by the id of each. */
  readonly ec2: Map<string, Map<string, Mutable>>;
  /** What KMS says of keys, by account and region, then by what each was asked for by. */
  readonly kmsKeys: Map<string, Map<string, Mutable>>;
  readonly published: Map<string, CatalogueDraft>;
  /** By the id of a root or a unit; `all` where the organization was listed as a whole. */
  readonly parents: Map<string, ParentDraft>;
}

export function emptyDraft(): Draft {
  return {
    regions: new Map(),
    clusters: new Map(),
    ec2: new Map(),
    kmsKeys: new Map(),
    published: new Map(),
    parents: new Map(),
  };
}

/** The regions of an account, with that of the call: what answers is enabled. */
export function regionsOf(draft: Draft, account: string): Map<string, Mutable> {
  return entryOf(draft.regions, account, () => new Map());
}

export function clusterOf(draft: Draft, { account = '', region }: MadeCall, name: string): ClusterDraft {
  return entryOf(draft.clusters, `${account}/${region}/${name}`, () => ({
    account,
    region,
    draft: {
      cluster: { name },
      addons: {},
      nodegroups: {},
      fargateProfiles: {},
      podIdentityAssociations: {},
      insights: {},
      updates: {},
    },
  })).draft;
}

export function kubernetesOf(draft: Draft, call: MadeCall): KubernetesDraft {
  const cluster = clusterOf(draft, call, String(call.input.clusterName));
  cluster.kubernetes ??= { daemonSets: {}, deployments: {}, nodes: {} };
  return cluster.kubernetes;
}

export function ec2ListOf(draft: Draft, { account = '', region }: MadeCall, list: Ec2List): Map<string, Mutable> {
  return entryOf(draft.ec2, `${account}/${region}/${list}`, () => new Map());
}

export function kmsKeysOf(draft: Draft, { account = '', region }: MadeCall): Map<string, Mutable> {
  return entryOf(draft.kmsKeys, `${account}/${region}`, () => new Map());
}

export function catalogueOf(draft: Draft, region: string): CatalogueDraft {
  return entryOf(draft.published, region, () => ({
    clusterVersions: new Map(),
    addons: new Map(),
    parameters: new Map(),
  }));
}

export function parentOf(draft: Draft, id: string): ParentDraft {
  return entryOf(draft.parents, id, () => ({ Accounts: [], OrganizationalUnits: [] }));
}

function entryOf<V>(entries: Map<string, V>, key: string, make: () => V): V {
  const entry = entries.get(key) ?? make();
  entries.set(key, entry);
  return entry;
}
