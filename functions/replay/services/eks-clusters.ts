import {
  DescribeAddon$,
  type DescribeAddonRequest,
  DescribeCluster$,
  type DescribeClusterRequest,
  DescribeInsight$,
  type DescribeInsightRequest,
  DescribeNodegroup$,
  type DescribeNodegroupRequest,
  DescribeUpdate$,
  type DescribeUpdateRequest,
  ListAddons$,
  type ListAddonsRequest,
  ListClusters$,
  type ListClustersRequest,
  ListFargateProfiles$,
  type ListFargateProfilesRequest,
  ListInsights$,
  type ListInsightsRequest,
  ListNodegroups$,
  type ListNodegroupsRequest,
  ListPodIdentityAssociations$,
  type ListPodIdentityAssociationsRequest,
  ListUpdates$,
  type ListUpdatesRequest,
} from '@aws-sdk/client-eks';
import type { Described, JsonObject, RecordedCluster } from '#adapters/recording/recording.ts';
import { invalidParameter, notFound } from '../aws-error.ts';
import { summariesOf } from '../insight-summaries.ts';
import { defineOperation, type Operation, type Scene } from '../operation.ts';
import { type Page, pageOf } from '../pages.ts';
import { clusterOf, clustersOf, entryOf } from '../scene.ts';

/** The reads of one target's clusters. */
export const eksClusters: readonly Operation[] = [
  defineOperation<ListClustersRequest>(ListClusters$, (input, scene) => {
    const withConnected = input.include?.includes('all') ?? false;
    const names = Object.entries(clustersOf(scene)).flatMap(([name, { cluster }]) =>
      withConnected || !cluster.connectorConfig ? [name] : [],
    );
    const { items, nextToken } = page(names, input, ['clusters']);
    return { clusters: items, nextToken };
  }),

  defineOperation<DescribeClusterRequest>(DescribeCluster$, ({ name }, scene) => ({
    cluster: withItsApi(clusterOf(scene, name), scene),
  })),

  defineOperation<ListAddonsRequest>(ListAddons$, (input, scene) => {
    const { addons } = clusterOf(scene, input.clusterName);
    const { items, nextToken } = page(Object.keys(addons), input, ['addons', input.clusterName]);
    return { addons: items, nextToken };
  }),

  defineOperation<DescribeAddonRequest>(DescribeAddon$, ({ clusterName, addonName }, scene) => ({
    addon: detailOf(
      clusterOf(scene, clusterName).addons,
      addonName,
      notFound(`No addon: ${addonName} found in cluster: ${clusterName}`, { clusterName, addonName }),
    ),
  })),

  defineOperation<ListNodegroupsRequest>(ListNodegroups$, (input, scene) => {
    const { nodegroups } = clusterOf(scene, input.clusterName);
    const { items, nextToken } = page(Object.keys(nodegroups), input, ['nodegroups', input.clusterName]);
    return { nodegroups: items, nextToken };
  }),

  defineOperation<DescribeNodegroupRequest>(DescribeNodegroup$, ({ clusterName, nodegroupName }, scene) => ({
    nodegroup: detailOf(
      clusterOf(scene, clusterName).nodegroups,
      nodegroupName,
      notFound(`No node group found for name: ${nodegroupName}.`, { clusterName, nodegroupName }),
    ),
  })),

  defineOperation<ListFargateProfilesRequest>(ListFargateProfiles$, (input, scene) => {
    const { fargateProfiles } = clusterOf(scene, input.clusterName);
    const { items, nextToken } = page(Object.keys(fargateProfiles), input, ['fargate', input.clusterName]);
    return { fargateProfileNames: items, nextToken };
  }),

  defineOperation<ListPodIdentityAssociationsRequest>(ListPodIdentityAssociations$, (input, scene) => {
    const { namespace, serviceAccount } = input;
    const associations = Object.values(clusterOf(scene, input.clusterName).podIdentityAssociations).filter(
      (one) =>
        (namespace === undefined || one.namespace === namespace) &&
        (serviceAccount === undefined || one.serviceAccount === serviceAccount),
    );
    const { items, nextToken } = page(associations, input, [
      'associations',
      input.clusterName,
      namespace,
      serviceAccount,
    ]);
    return { associations: items, nextToken };
  }),

  defineOperation<ListInsightsRequest>(ListInsights$, (input, scene) => {
    const insights = summariesOf(clusterOf(scene, input.clusterName).insights, input.filter);
    const { items, nextToken } = page(insights, input, ['insights', input.clusterName, input.filter]);
    return { insights: items, nextToken };
  }),

  defineOperation<DescribeInsightRequest>(DescribeInsight$, ({ clusterName, id }, scene) => ({
    insight: detailOf(
      clusterOf(scene, clusterName).insights,
      id,
      notFound(`No insight found for id: ${id}.`, { clusterName }),
    ),
  })),

  defineOperation<ListUpdatesRequest>(ListUpdates$, (input, scene) => {
    const { updates } = clusterOf(scene, input.name);
    const ids = Object.entries(updates)
      .filter(([, { addonName, nodegroupName }]) => {
        return addonName === input.addonName && nodegroupName === input.nodegroupName;
      })
      .map(([id]) => id);
    const list = ['updates', input.name, input.addonName, input.nodegroupName];
    const { items, nextToken } = page(ids, input, list);
    return { updateIds: items, nextToken };
  }),

  defineOperation<DescribeUpdateRequest>(DescribeUpdate$, ({ name, updateId, addonName, nodegroupName }, scene) => {
    const found = entryOf(clusterOf(scene, name).updates, updateId);
    // An update is known to what it is about, and to nothing else.
    if (!found || found.addonName !== addonName || found.nodegroupName !== nodegroupName) {
      throw notFound(`No update found for ID: ${updateId}`, { clusterName: name, addonName, nodegroupName });
    }
    return { update: found.update };
  }),
];

/** The endpoint that was recorded is a real one, of somebody: nobody is led there, but to what is recorded of it. */
function withItsApi({ cluster, kubernetes }: RecordedCluster, scene: Scene): JsonObject {
  const { endpoint, certificateAuthority, ...facts } = cluster;
  if (!kubernetes) return facts;
  const { account, region } = scene.caller;
  const data = Buffer.from(scene.kubernetes.certificateAuthority).toString('base64');
  return {
    ...facts,
    endpoint: scene.kubernetes.endpointOf(account, region, `${cluster.name}`),
    certificateAuthority: { data },
  };
}

function detailOf(described: Described, name: string | undefined, missing: Error): JsonObject {
  const detail = entryOf(described, name);
  if (!detail) throw missing;
  return detail;
}

interface PagedInput {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

const mostAPage = 100;

function page<T>(all: readonly T[], { maxResults, nextToken }: PagedInput, list: readonly unknown[]): Page<T> {
  return pageOf(all, { list, maxResults, nextToken, most: mostAPage, invalid: invalidParameter });
}
