import {
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  type EKSClient,
  paginateListAddons,
  paginateListFargateProfiles,
  paginateListNodegroups,
} from '@aws-sdk/client-eks';
import { z } from 'zod';
import type { Instant } from '#core/days.ts';
import { facets } from '#core/facets.ts';
import { type Reading, readable, unreadable } from '#core/reading.ts';
import type { AddonSnapshot, ClusterSnapshot, Listed, NodegroupSnapshot, Target } from '#core/snapshot.ts';
import { AddonAnswer, ClusterAnswer, type ClusterFacts, ClusterLife, NodegroupAnswer } from './eks-schema.ts';
import type { IamAction } from './iam-actions.ts';
import { attempt, isNotFound } from './obstacle.ts';
import { allPages } from './pages.ts';
import { parseAnswer, text } from './parse-answer.ts';
import { readInsights } from './read-insights.ts';

const AddonsPage = z.object({ addons: z.array(text) });
const NodegroupsPage = z.object({ nodegroups: z.array(text) });
const FargateProfilesPage = z.object({ fargateProfileNames: z.array(text) });

/** The core add-ons that EKS does not manage are seen by the Kubernetes API alone. */
const selfManagedAddons = unreadable({
  call: facets.selfManagedAddons.calls[0],
  obstacle: 'NOT_CONFIGURED',
  detail: 'cluster access is off, so what EKS does not manage cannot be seen',
});

/**
 * Reads one cluster, and of each list that it has so many; undefined for one that is gone, is going, or is not there yet.
 *
 * @param most how many of a list are described: all, where the cluster is to be read whole
 */
export async function readCluster(
  client: EKSClient,
  target: Target,
  name: string,
  asOf: Instant,
  most = Number.POSITIVE_INFINITY,
): Promise<Reading<ClusterSnapshot | undefined>> {
  const cluster = await attempt('eks:DescribeCluster', () => describeCluster(client, name));
  if (!cluster.readable || !cluster.value) return cluster as Reading<undefined>;
  const [addons, nodegroups, fargateProfiles, insights] = await Promise.all([
    readAddons(client, name, most),
    readNodegroups(client, name, most),
    readFargateProfiles(client, name),
    readInsights(client, name, asOf, most),
  ]);
  const facetsRead = { addons, nodegroups, fargateProfiles, selfManagedAddons, insights };
  return readable({ ...target, ...cluster.value, name, ...facetsRead });
}

async function describeCluster(client: EKSClient, name: string): Promise<ClusterFacts | undefined> {
  const answer = await unlessGone(client.send(new DescribeClusterCommand({ name })));
  if (!answer) return undefined;
  const { status, version } = parseAnswer(ClusterLife, answer).cluster;
  // Both are ordinary: nothing can be said any more, or yet, of what is being deleted or has no version so far.
  if (status === 'DELETING' || (version === undefined && (status === 'CREATING' || status === 'PENDING')))
    return undefined;
  return parseAnswer(ClusterAnswer, answer);
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

/** What vanished between being listed and being described is no longer there, and is left out. */
function isThere<T>(listed: Listed<T | undefined>): listed is Listed<T> {
  return !listed.detail.readable || listed.detail.value !== undefined;
}

async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
