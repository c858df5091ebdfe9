import { DescribeClusterCommand, type EKSClient } from '@aws-sdk/client-eks';
import type { z } from 'zod';
import type { Instant } from '#core/days.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import { storedUpdatesOf, storedUpdatesOfPart } from '#core/history/stored-updates.ts';
import { type Reading, readable } from '#core/reading.ts';
import type { ClusterSnapshot, Listed, Target } from '#core/snapshot.ts';
import { withLastingStatus } from '#core/status.ts';
import type { KubernetesReader } from '#ports/kubernetes-reader.ts';
import { subnetsAmong } from './cluster-subnets.ts';
import { ClusterAnswer, ClusterEndpoint, type ClusterFacts, ClusterLife, ClusterSubnets } from './eks-schema.ts';
import { unlessGone } from './gone.ts';
import { ofEach } from './listed.ts';
import { attempt } from './obstacle.ts';
import { parseAnswer } from './parse-answer.ts';
import { readAddons } from './read-addons.ts';
import { readFargateProfiles } from './read-fargate-profiles.ts';
import { readInside, selfManagedAmong, settledImagesAmong } from './read-inside.ts';
import { readInsights } from './read-insights.ts';
import { readLaunchTemplates } from './read-launch-templates.ts';
import { readNodegroups } from './read-nodegroups.ts';
import { readPodIdentityAssociations } from './read-pod-identity-associations.ts';
import { readUnmanagedNodes } from './read-unmanaged-nodes.ts';
import { readUpdates, readUpdatesOfPart } from './read-updates.ts';
import type { RegionInventory } from './region-inventory.ts';

/** What a cluster is read from: EKS, and what its region answers once for all clusters. */
export interface ClusterSources {
  readonly eks: EKSClient;
  readonly inventory: RegionInventory;
}

/** How a cluster is read. */
export interface ClusterReading {
  readonly asOf: Instant;
  readonly known?: KnownCluster | undefined;
  /** How many of a list are described: all, where the cluster is to be read whole. */
  readonly most?: number;
  /** Absent where nobody set up the Kubernetes API to be read. */
  readonly kubernetes?: KubernetesReader | undefined;
}

/**
 * Reads one cluster, and of each list that it has so many; undefined for one that is gone, is going, or is not there yet.
 *
 * What is known of it already, and cannot have changed, is not asked for again.
 */
export async function readCluster(
  { eks: client, inventory }: ClusterSources,
  target: Target,
  name: string,
  { asOf, known, most = Number.POSITIVE_INFINITY, kubernetes }: ClusterReading,
): Promise<Reading<ClusterSnapshot | undefined>> {
  const cluster = await attempt('eks:DescribeCluster', () => describeCluster(client, name));
  if (!cluster.readable || !cluster.value) return cluster as Reading<undefined>;
  const { facts, access, subnetIds } = cluster.value;
  const lookInside = readInside(client, { ...target, name }, access, kubernetes);
  const [addons, nodegroups, fargateProfiles, subnets, unmanagedNodes, insights, updates, inside] = await Promise.all([
    // Once it is listed what runs: an update that began before that shows in the status of its add-on.
    lookInside.then(() => readAddons(client, name, most)),
    readNodegroups(client, name, most),
    readFargateProfiles(client, name),
    subnetsAmong(inventory, subnetIds),
    readUnmanagedNodes(inventory, name, most),
    readInsights(client, name, asOf, most),
    readUpdates(client, { name }, storedUpdatesOf(facts, known), most),
    lookInside,
  ]);
  const [podIdentityAssociations, addonUpdates, nodegroupUpdates, templates] = await Promise.all([
    readPodIdentityAssociations(client, name, addons, most),
    ofEach(addons, (addon) => {
      const stored = storedUpdatesOfPart('addons', addon, facts, known);
      return readUpdatesOfPart(client, { name, addonName: addon.name }, stored, most);
    }),
    ofEach(nodegroups, (group) => {
      const stored = storedUpdatesOfPart('nodegroups', group, facts, known);
      return readUpdatesOfPart(client, { name, nodegroupName: group.name }, stored, most);
    }),
    readLaunchTemplates(inventory, nodegroups),
  ]);
  const { running, otherNodes } = inside;
  return readable({
    ...target,
    ...facts,
    name,
    addons: inLastingTerms(addons),
    nodegroups: inLastingTerms(nodegroups),
    fargateProfiles,
    podIdentityAssociations,
    subnets,
    unmanagedNodes,
    selfManagedAddons: selfManagedAmong(running, addons),
    addonImages: settledImagesAmong(running, addons),
    otherNodes,
    insights,
    updates: updates.readable ? readable(updates.value ?? []) : updates,
    addonUpdates,
    nodegroupUpdates,
    ...templates,
  });
}

/** What one description tells: of the cluster, of where it lies, and of how its Kubernetes API is reached. */
interface Described {
  readonly facts: ClusterFacts;
  readonly access: z.output<typeof ClusterEndpoint>;
  readonly subnetIds: readonly string[];
}

async function describeCluster(client: EKSClient, name: string): Promise<Described | undefined> {
  const answer = await unlessGone(client.send(new DescribeClusterCommand({ name })));
  if (!answer) return undefined;
  const { status, version, connectorConfig } = parseAnswer(ClusterLife, answer).cluster;
  // Connected alone: its control plane is somebody else's.
  if (connectorConfig) return undefined;
  // Both are ordinary: nothing can be said any more, or yet, of what is being deleted or has no version so far.
  if (status === 'DELETING' || (version === undefined && (status === 'CREATING' || status === 'PENDING')))
    return undefined;
  return {
    facts: parseAnswer(ClusterAnswer, answer),
    access: parseAnswer(ClusterEndpoint, answer),
    subnetIds: parseAnswer(ClusterSubnets, answer),
  };
}

/** Parts without the statuses that pass: only until here did it matter which of them it was. */
function inLastingTerms<T extends { readonly status?: string }>(
  parts: Reading<readonly Listed<T>[]>,
): Reading<readonly Listed<T>[]> {
  if (!parts.readable) return parts;
  return readable(
    parts.value.map(({ name, detail }) => ({
      name,
      detail: detail.readable ? readable(withLastingStatus(detail.value)) : detail,
    })),
  );
}
