import {
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  type EKSClient,
  paginateListAddons,
  paginateListFargateProfiles,
  paginateListNodegroups,
  paginateListPodIdentityAssociations,
} from '@aws-sdk/client-eks';
import { z } from 'zod';
import { mayBeGivenBeside } from '#core/addon-permissions.ts';
import type { Instant } from '#core/days.ts';
import { facets } from '#core/facets.ts';
import type { KnownCluster } from '#core/known-cluster.ts';
import type { OtherNodes } from '#core/other-nodes.ts';
import { type Obstacle, type Reading, readable, unreadable } from '#core/reading.ts';
import type { AddonSnapshot, ClusterSnapshot, Listed, NodegroupSnapshot, Target } from '#core/snapshot.ts';
import { withLastingStatus } from '#core/status.ts';
import { storedUpdatesOf, storedUpdatesOfPart } from '#core/stored-updates.ts';
import { addressesOfUpgrade, type ClusterSubnet } from '#core/subnet.ts';
import type { KubernetesReader, RunningAddons } from '#ports/kubernetes-reader.ts';
import { clusterToken } from './cluster-token.ts';
import {
  AddonAnswer,
  ClusterAnswer,
  ClusterEndpoint,
  type ClusterFacts,
  ClusterLife,
  ClusterSubnets,
  NodegroupAnswer,
} from './eks-schema.ts';
import { isThere, unlessGone } from './gone.ts';
import type { IamAction } from './iam-actions.ts';
import { attempt } from './obstacle.ts';
import { allPages } from './pages.ts';
import { optionalText, parseAnswer, present, text } from './parse-answer.ts';
import { readInsights } from './read-insights.ts';
import { readLaunchTemplates } from './read-launch-templates.ts';
import { readUnmanagedNodes } from './read-unmanaged-nodes.ts';
import { readUpdates, readUpdatesOfPart } from './read-updates.ts';
import type { RegionInventory } from './region-inventory.ts';

const AddonsPage = z.object({ addons: z.array(text) });
const NodegroupsPage = z.object({ nodegroups: z.array(text) });
const AssociationsPage = z.object({
  associations: z.array(z.object({ namespace: text, serviceAccount: text, ownerArn: optionalText })),
});
const FargateProfilesPage = z.object({ fargateProfileNames: z.array(text) });

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
  const [addons, nodegroups, fargateProfiles, subnets, unmanagedNodes, insights, updates, inside] = await Promise.all([
    readAddons(client, name, most),
    readNodegroups(client, name, most),
    readFargateProfiles(client, name),
    subnetsAmong(inventory, subnetIds),
    readUnmanagedNodes(inventory, name, most),
    readInsights(client, name, asOf, most),
    readUpdates(client, { name }, storedUpdatesOf(facts, known), most),
    lookInside(client, { ...target, name }, access, kubernetes),
  ]);
  const [podIdentityAssociations, addonUpdates, nodegroupUpdates, templates] = await Promise.all([
    readAssociations(client, name, addons, most),
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
    addonImages: running.readable ? readable(running.value.images) : running,
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

/** What only the Kubernetes API of a cluster shows. */
interface SeenInside {
  readonly running: Reading<RunningAddons>;
  readonly otherNodes: Reading<readonly OtherNodes[]>;
}

async function lookInside(
  client: EKSClient,
  cluster: Target & { readonly name: string },
  access: Described['access'],
  kubernetes: KubernetesReader | undefined,
): Promise<SeenInside> {
  if (!kubernetes)
    return notInside('NOT_CONFIGURED', 'cluster access is off, so what EKS does not manage cannot be seen');
  if (!access) return notInside('ERROR', 'EKS names no endpoint of it that could be asked over HTTPS');
  const asked = { ...access, cluster, token: () => clusterToken(client, cluster.name) };
  const [running, otherNodes] = await Promise.all([kubernetes.readAddons(asked), kubernetes.readOtherNodes(asked)]);
  return { running, otherNodes };
}

function notInside(obstacle: Obstacle, detail: string): SeenInside {
  const because = (facet: 'selfManagedAddons' | 'otherNodes') =>
    unreadable({ call: facets[facet].calls[0], obstacle, detail });
  return { running: because('selfManagedAddons'), otherNodes: because('otherNodes') };
}

/** The subnets that a cluster names, of all that its region has: of most there is no more to say than that there is room. */
async function subnetsAmong(
  inventory: RegionInventory,
  ids: readonly string[],
): Promise<Reading<readonly ClusterSubnet[]>> {
  if (ids.length === 0) return readable([]);
  const all = await inventory.subnets();
  if (!all.readable) return all;
  return readable(
    [...new Set(ids)].sort().map((id): ClusterSubnet => {
      const subnet = all.value.get(id);
      if (!subnet) return { id };
      return present({
        id,
        zone: subnet.zone,
        outpost: subnet.outpost === undefined ? undefined : (true as const),
        freeAddresses: subnet.free < addressesOfUpgrade ? subnet.free : undefined,
      });
    }),
  );
}

/** Which of what runs is no EKS add-on: not to be told where those could not be listed. */
function selfManagedAmong(
  running: Reading<RunningAddons>,
  managed: Reading<readonly Listed<AddonSnapshot>[]>,
): Reading<readonly AddonSnapshot[]> {
  if (!running.readable) return running;
  if (!managed.readable) return managed;
  return readable(running.value.addons.filter(({ name }) => managed.value.every((addon) => addon.name !== name)));
}

function readAddons(
  client: EKSClient,
  clusterName: string,
  most: number,
): Promise<Reading<readonly Listed<AddonSnapshot>[]>> {
  return readFacet(facets.addons.calls, most, {
    names: () =>
      allPages(paginateListAddons({ client }, { clusterName }), (page) => parseAnswer(AddonsPage, page).addons),
    async detail(name) {
      const answer = await unlessGone(client.send(new DescribeAddonCommand({ clusterName, addonName: name })));
      return answer && { name, ...parseAnswer(AddonAnswer, answer) };
    },
  });
}

function readNodegroups(
  client: EKSClient,
  clusterName: string,
  most: number,
): Promise<Reading<readonly Listed<NodegroupSnapshot>[]>> {
  return readFacet(facets.nodegroups.calls, most, {
    names: () =>
      allPages(
        paginateListNodegroups({ client }, { clusterName }),
        (page) => parseAnswer(NodegroupsPage, page).nodegroups,
      ),
    async detail(name) {
      const answer = await unlessGone(client.send(new DescribeNodegroupCommand({ clusterName, nodegroupName: name })));
      return answer && { name, ...parseAnswer(NodegroupAnswer, answer) };
    },
  });
}

/** Their names alone: whether pods run on Fargate at all is what is asked. */
function readFargateProfiles(client: EKSClient, clusterName: string): Promise<Reading<readonly string[]>> {
  return attempt(facets.fargateProfiles.calls[0], async () => {
    const names = await allPages(
      paginateListFargateProfiles({ client }, { clusterName }),
      (page) => parseAnswer(FargateProfilesPage, page).fargateProfileNames,
    );
    return [...new Set(names)].sort();
  });
}

/** Asked only where an add-on may have been given its permissions beside it, or not all of them are known. */
async function readAssociations(
  client: EKSClient,
  clusterName: string,
  addons: Reading<readonly Listed<AddonSnapshot>[]>,
  most: number,
): Promise<Reading<readonly string[]>> {
  const mayHave =
    addons.readable && addons.value.some(({ detail }) => detail.readable && mayBeGivenBeside(detail.value));
  if (!mayHave && most === Number.POSITIVE_INFINITY) return readable([]);
  return attempt(facets.podIdentityAssociations.calls[0], async () => {
    const associations = await allPages(
      paginateListPodIdentityAssociations({ client }, { clusterName }),
      (page) => parseAnswer(AssociationsPage, page).associations,
    );
    const beside = associations.filter(({ ownerArn }) => ownerArn === undefined);
    return [...new Set(beside.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`))].sort();
  });
}

/** What is to be read of each part that a list named; of what could not be described, for the same reason not. */
async function ofEach<T, R>(
  parts: Reading<readonly Listed<T>[]>,
  read: (part: T) => Promise<Reading<R | undefined>>,
): Promise<Reading<readonly Listed<R>[]>> {
  if (!parts.readable) return parts;
  const readAll = parts.value.map(async ({ name, detail }) => ({
    name,
    detail: detail.readable ? await read(detail.value) : detail,
  }));
  return readable((await Promise.all(readAll)).filter(isThere));
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

interface FacetCalls<T> {
  names(): Promise<readonly string[]>;
  detail(name: string): Promise<T | undefined>;
}

/** Lists, then describes each; in the order of names, so that two equal nights give two equal snapshots. */
async function readFacet<T>(
  [list, describe]: readonly [IamAction, IamAction],
  most: number,
  { names, detail }: FacetCalls<T>,
): Promise<Reading<readonly Listed<T>[]>> {
  const listed = await attempt(list, names);
  if (!listed.readable) return listed;
  const details = await Promise.all(
    [...new Set(listed.value)]
      .sort()
      .slice(0, most)
      .map(async (name) => ({ name, detail: await attempt(describe, () => detail(name)) })),
  );
  return readable(details.filter(isThere));
}
