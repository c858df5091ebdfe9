import type { AddonImage } from './addons/addon-image.ts';
import { needOf } from './addons/core-addon-need.ts';
import type { Instant } from './days.ts';
import type { HealthIssue } from './health.ts';
import type { ImageSight } from './images/machine-image.ts';
import type { Json } from './json.ts';
import type { Existence, KmsKey, LaunchTemplate, TemplateReference } from './nodes/launch-template.ts';
import type { OtherNodes } from './nodes/other-nodes.ts';
import type { ListedNodeImage } from './nodes/unmanaged-nodes.ts';
import { type Reading, readable, unreadable } from './reading.ts';
import type { ClusterSubnet } from './subnet.ts';
import type { Update } from './update.ts';

/** One account and region: the unit of coverage. */
export interface Target {
  readonly account: string;
  readonly region: string;
}

/** What was seen of one cluster at one instant. Durable facts only: two equal nights give two equal snapshots. */
export interface ClusterSnapshot extends Target {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: Instant;
  /** The Kubernetes version of the control plane as EKS gives it, `1.25`. */
  readonly version: string;
  /** `eks.8`; absent where AWS did not say. */
  readonly platformVersion?: string;
  /** What happens at the end of standard support. EKS's default, also for clusters older than the setting, is EXTENDED. */
  readonly supportType: 'STANDARD' | 'EXTENDED';
  /** EKS Auto Mode: AWS runs the nodes and the networking add-ons. */
  readonly autoMode: boolean;
  /** Set where machines outside AWS may join as EKS Hybrid Nodes. vpc-cni does not run on them. */
  readonly hybridNodes?: true;
  /** Set for a local cluster on an Outpost: its versions live by a calendar of their own, and EKS manages no add-on of it. */
  readonly outpost?: true;
  /** As of an add-on. */
  readonly status?: string;
  readonly serviceCidr?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** In the order of their codes. */
  readonly healthIssues: readonly HealthIssue[];
  /** The EKS add-ons. */
  readonly addons: Reading<readonly Listed<AddonSnapshot>[]>;
  readonly nodegroups: Reading<readonly Listed<NodegroupSnapshot>[]>;
  /** Their names, in order. */
  readonly fargateProfiles: Reading<readonly string[]>;
  /**
   * The service accounts, as `kube-system/ebs-csi-controller-sa`, that got a pod identity association beside their
   * add-ons; in order. None where each add-on has permissions of its own, since nobody asks then.
   */
  readonly podIdentityAssociations: Reading<readonly string[]>;
  /** Those that EKS places its network interfaces in, in the order of their ids. */
  readonly subnets: Reading<readonly ClusterSubnet[]>;
  /** What the nodes run that belong to no node group, neither Auto Mode's nor Fargate's: a part an image, by its id. */
  readonly unmanagedNodes: Reading<readonly ListedNodeImage[]>;
  /** The core add-ons that are no EKS add-ons, as the Kubernetes API shows them. */
  readonly selfManagedAddons: Reading<readonly AddonSnapshot[]>;
  /** What the workloads of add-ons are to run of which the image tells the version, in order; EKS add-ons or not. */
  readonly addonImages: Reading<readonly AddonImage[]>;
  /** The kubelets of nodes that belong to no node group, in the order of their versions and kinds. */
  readonly otherNodes: Reading<readonly OtherNodes[]>;
  /** What AWS itself has to say of the cluster, all categories, what passes included. */
  readonly insights: Reading<readonly ListedInsight[]>;
  /** Those of the control plane that EKS still lists, by id. */
  readonly updates: Reading<readonly Listed<Update>[]>;
  /** Those of each EKS add-on, by its name. */
  readonly addonUpdates: Reading<readonly Listed<readonly Update[]>[]>;
  readonly nodegroupUpdates: Reading<readonly Listed<readonly Update[]>[]>;
  /** Of each node group that its user gave one, by the name of the group: `metadata` in it has the hop limit of its nodes. */
  readonly launchTemplates: Reading<readonly Listed<LaunchTemplate>[]>;
  /** Those from which nodes come that EKS has no image for, by id. */
  readonly images: Reading<readonly Listed<ImageSight>[]>;
  /** Those that launch templates name, as the next two, named as they are there. */
  readonly keyPairs: Reading<readonly Listed<Existence>[]>;
  readonly securityGroups: Reading<readonly Listed<Existence>[]>;
  readonly kmsKeys: Reading<readonly Listed<KmsKey>[]>;
}

/** Something that a list named, and what describing it gave. */
export interface Listed<T> {
  readonly name: string;
  readonly detail: Reading<T>;
}

/** All of a list, or why one of them could not be seen: it may be the one that decides. */
export function allOf<T>(parts: Reading<readonly Listed<T>[]>): Reading<readonly T[]> {
  if (!parts.readable) return parts;
  const values: T[] = [];
  for (const { detail } of parts.value) {
    if (!detail.readable) return detail;
    values.push(detail.value);
  }
  return readable(values);
}

export interface AddonSnapshot {
  readonly name: string;
  readonly managed: boolean;
  /** As AWS or the image tag gives it; parsed where it is judged, so that what does not parse is told. */
  readonly version: string;
  /** Absent while it is ACTIVE, or while something is in progress: what passes by itself is no durable fact. */
  readonly status?: string;
  readonly healthIssues: readonly HealthIssue[];
  readonly createdAt?: Instant;
  readonly modifiedAt?: Instant;
  /** What was configured, parsed; absent where nothing was. Text that is neither JSON nor YAML stays a text. */
  readonly configuration?: Json;
  readonly serviceAccountRoleArn?: string;
  /** ARNs. */
  readonly podIdentityAssociations: readonly string[];
}

export interface NodegroupSnapshot {
  readonly name: string;
  /** The Kubernetes version of the nodes; absent where AWS did not say. */
  readonly version?: string;
  readonly releaseVersion?: string;
  readonly amiType?: string;
  /** Absent where EKS made one by itself. */
  readonly launchTemplate?: TemplateReference;
  /** As of an add-on. */
  readonly status?: string;
  readonly healthIssues: readonly HealthIssue[];
  /** Whether it is to have no node at all. How many else is the autoscaler's affair. */
  readonly isScaledToZero: boolean;
  /** How many nodes it is to have tonight: nothing that is kept. Absent where AWS did not say, and in what is stored. */
  readonly desiredSize?: number;
  readonly modifiedAt?: Instant;
}

/** One of AWS's own insights. Its detail is asked for, and can be unreadable, where it does not pass. */
export interface ListedInsight extends Listed<InsightDetail> {
  /** Category, title and Kubernetes version, by which it is the same tomorrow: its id is a UUID. */
  readonly name: string;
  readonly category: string;
  readonly title: string;
  /** The version that it is about, where it is about one. */
  readonly kubernetesVersion?: string;
  readonly status: string;
  readonly reason?: string;
  /** Whether EKS has not looked for longer than it should. */
  readonly isStale: boolean;
  /** When EKS last looked, where that is too long ago; until then it moves each day and is no lasting fact. */
  readonly refreshedAt?: Instant;
}

export interface InsightDetail {
  /** The APIs that are going to be removed and that somebody asks for. */
  readonly deprecations: readonly Deprecation[];
  /** The add-ons that it names, without versions: those move whenever AWS publishes one. */
  readonly addons: readonly string[];
}

export interface Deprecation {
  /** The path of the API, as `/apis/policy/v1beta1/podsecuritypolicies`. */
  readonly api: string;
  readonly replacedBy?: string;
  readonly clients: readonly ApiClient[];
}

export interface ApiClient {
  readonly userAgent: string;
  /** Its last request, where it has not asked for a while; until then it moves each day and is no lasting fact. */
  readonly quietSince?: Instant;
}

/** The resource names of findings: what survives when an add-on or node group is made anew. */
export function addonResource(clusterArn: string, addon: string): string {
  return `${clusterArn}/addon/${addon}`;
}

export function nodegroupResource(clusterArn: string, nodegroup: string): string {
  return `${clusterArn}/nodegroup/${nodegroup}`;
}

/** Those of all node groups that were listed. */
export function nodegroupResources(cluster: ClusterSnapshot): readonly string[] {
  return listedNodegroups(cluster).map(({ name }) => nodegroupResource(cluster.arn, name));
}

/** Add-ons that every cluster's own nodes need; where none is an EKS add-on, one that nobody manages is there. */
export const coreAddons = ['vpc-cni', 'kube-proxy', 'coredns'] as const;
export type CoreAddon = (typeof coreAddons)[number];

/** The node groups of a cluster that were listed; none where they could not be. */
export function listedNodegroups({ nodegroups }: ClusterSnapshot): readonly Listed<NodegroupSnapshot>[] {
  return nodegroups.readable ? nodegroups.value : [];
}

/**
 * Whether a cluster is seen to have no node: each of its node groups is at desired size 0, and neither Auto Mode nor
 * Fargate brings one.
 *
 * One without any node group is not: its nodes come by a way that is not looked at.
 */
export function isWithoutNodes({ autoMode, nodegroups, fargateProfiles }: ClusterSnapshot): boolean {
  if (autoMode || !fargateProfiles.readable || fargateProfiles.value.length > 0) return false;
  if (!nodegroups.readable || nodegroups.value.length === 0) return false;
  return nodegroups.value.every(({ detail }) => detail.readable && detail.value.isScaledToZero);
}

/** The updates of one EKS add-on; none of one that has none listed. */
export function addonUpdatesOf({ addonUpdates }: ClusterSnapshot, addon: string): Reading<readonly Update[]> {
  if (!addonUpdates.readable) return addonUpdates;
  return addonUpdates.value.find(({ name }) => name === addon)?.detail ?? readable([]);
}

/** The add-ons of a cluster, managed or not, or why one of them could not be seen. */
export function addonsOf(cluster: ClusterSnapshot): Reading<readonly Listed<AddonSnapshot>[]> {
  if (!cluster.addons.readable) return cluster.addons;
  const managed = cluster.addons.value;
  const others = coreAddons.filter((name) => !managed.some((addon) => addon.name === name));
  return { readable: true, value: [...managed, ...others.flatMap((name) => selfManaged(cluster, name))] };
}

/** A core add-on that EKS does not manage: seen, not seen, or rightly absent. */
function selfManaged(cluster: ClusterSnapshot, name: CoreAddon): Listed<AddonSnapshot>[] {
  const { selfManagedAddons } = cluster;
  const need = needOf(cluster, name);
  // One may stand there since the cluster was made, and run nowhere.
  if (need.kind === 'NEEDLESS') return [];
  if (selfManagedAddons.readable) {
    const found = selfManagedAddons.value.find((addon) => addon.name === name);
    if (!found) return [];
    return [{ name, detail: need.kind === 'UNSEEN' ? unreadable(need.because) : readable(found) }];
  }
  // Where it may be that it is not needed at all, what keeps that from being seen is told.
  return [{ name, detail: need.kind === 'UNSEEN' ? unreadable(need.because) : selfManagedAddons }];
}
