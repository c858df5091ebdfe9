import { paginateListRegions } from '@aws-sdk/client-account';
import { paginateListClusters } from '@aws-sdk/client-eks';
import { z } from 'zod';
import type { ImageParameters } from '#core/images/image-list.ts';
import { type Reading, unreadable } from '#core/reading.ts';
import type { Target } from '#core/snapshot.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import type { KubernetesReader } from '#ports/kubernetes-reader.ts';
import type { AwsClients } from './clients.ts';
import { defaultRegions } from './default-regions.ts';
import { attempt } from './obstacle.ts';
import { allPages } from './pages.ts';
import { parseAnswer, text } from './parse-answer.ts';
import { readAddonReleases, readCatalogue } from './read-catalogue.ts';
import { type ClusterSources, readCluster } from './read-cluster.ts';
import { readRecommendedImages, readReleaseDates } from './read-images.ts';
import { makeRegionInventory, type RegionInventory } from './region-inventory.ts';

const ClustersPage = z.object({ clusters: z.array(text) });

const RegionsPage = z.object({
  Regions: z.array(z.object({ RegionName: text, RegionOptStatus: z.string().nullish() })),
});
const enabled = ['ENABLED', 'ENABLED_BY_DEFAULT'] as const;

/** Reads AWS through the SDK, and the Kubernetes API where that is given. What calls it makes is in `iamActions`. */
export function makeAwsReader(
  clients: AwsClients,
  imageParameters: ImageParameters,
  kubernetes?: KubernetesReader,
): AwsReader {
  const enabledRegions = new Map<string, readonly string[]>();
  /** By account, then by region. */
  const inventories = new Map<string, Map<string, RegionInventory>>();

  function sourcesOf(target: Target): ClusterSources {
    const { account, region } = target;
    const ofAccount = inventories.get(account) ?? new Map<string, RegionInventory>();
    inventories.set(account, ofAccount);
    const inventory = ofAccount.get(region) ?? makeRegionInventory(account, clients.ec2(target), clients.kms(target));
    ofAccount.set(region, inventory);
    return { eks: clients.eks(target), inventory };
  }

  return {
    listRegions: (account) =>
      attempt('account:ListRegions', async () => {
        const pages = paginateListRegions(
          { client: clients.account(account) },
          { RegionOptStatusContains: [...enabled] },
        );
        const regions = await allPages(pages, (page) => parseAnswer(RegionsPage, page).Regions);
        const names = regions.filter(isEnabled).map(({ RegionName }) => RegionName);
        // No account is without a region, and one without would be watched by nobody.
        if (names.length === 0) throw new Error('got no enabled region, wanted at least one');
        enabledRegions.set(account, names);
        return names.sort();
      }),

    async listClusters(target) {
      const listed = await attempt('eks:ListClusters', async () => {
        const pages = paginateListClusters({ client: clients.eks(target) }, {});
        const names = await allPages(pages, (page) => parseAnswer(ClustersPage, page).clusters);
        return [...new Set(names)].sort();
      });
      if (defaultRegions.includes(target.region))
        return ofEnabledRegion(listed, 'no account can switch the region off');
      const isEnabled = enabledRegions.get(target.account)?.includes(target.region);
      return isEnabled ? ofEnabledRegion(listed, 'account:ListRegions says that the region is enabled') : listed;
    },

    readCluster: (target, name, asOf, known) =>
      readCluster(sourcesOf(target), target, name, { asOf, known, kubernetes }),
    sampleCluster: (target, name, asOf) => readCluster(sourcesOf(target), target, name, { asOf, most: 1, kubernetes }),
    readCatalogue: (target, addons, asOf) => readCatalogue(clients.eks(target), target.region, addons, asOf),
    readAddonReleases: (target, addons, asOf) => readAddonReleases(clients.eks(target), addons, asOf),
    readRecommendedImages: (target, versions) => readRecommendedImages(clients.ssm(target), imageParameters, versions),
    readReleaseDates: (target, releases) => readReleaseDates(clients.ssm(target), imageParameters, releases),
    roleFor: (account) => clients.roleFor(account),
    release(account) {
      inventories.delete(account);
      clients.release(account);
    },
    callsMade: () => clients.callsMade(),
    callsThrottled: () => clients.callsThrottled(),
  };
}

function isEnabled({ RegionOptStatus }: z.infer<typeof RegionsPage>['Regions'][number]): boolean {
  return enabled.some((status) => status === RegionOptStatus);
}

/** A region that is switched off is no failure; one that cannot be, or that AWS itself calls enabled, cannot pass for one. */
function ofEnabledRegion<T>(reading: Reading<T>, why: string): Reading<T> {
  if (reading.readable || reading.because.obstacle !== 'REGION_DISABLED') return reading;
  const detail = `${why}, yet the credentials are not known there: ${reading.because.detail}`;
  return unreadable({ ...reading.because, obstacle: 'ERROR', detail });
}
