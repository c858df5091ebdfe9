import { z } from 'zod';
import type { SnapshotFacet } from '#core/facets.ts';
import type { AddonSnapshot, ClusterSnapshot, NodegroupSnapshot } from '#core/snapshot.ts';
import { parseConfiguration } from './configuration-values.ts';
import { instant, optionalInstant, optionalText, present, text } from './parse-answer.ts';

/** What DescribeCluster itself tells of a cluster. */
export type ClusterFacts = Omit<ClusterSnapshot, 'account' | 'region' | 'name' | SnapshotFacet>;

/** The part of `DescribeCluster` that tells whether there is a cluster to speak of. */
export const ClusterLife = z.object({ cluster: z.object({ status: optionalText, version: optionalText }) });

/** The part of `DescribeCluster` we use. */
export const ClusterAnswer = z
  .object({
    cluster: z.object({
      arn: text,
      createdAt: instant,
      version: text,
      platformVersion: optionalText,
      upgradePolicy: z.object({ supportType: z.string().nullish() }).nullish(),
      computeConfig: z.object({ enabled: z.boolean().nullish() }).nullish(),
      kubernetesNetworkConfig: z.object({ serviceIpv4Cidr: optionalText, serviceIpv6Cidr: optionalText }).nullish(),
      tags: z.record(z.string(), z.string().nullish()).nullish(),
    }),
  })
  .transform(
    ({ cluster: { upgradePolicy, computeConfig, kubernetesNetworkConfig: network, tags, ...facts } }): ClusterFacts =>
      present({
        ...facts,
        // EKS's own default, also for clusters that are older than the setting.
        supportType: upgradePolicy?.supportType === 'STANDARD' ? ('STANDARD' as const) : ('EXTENDED' as const),
        autoMode: computeConfig?.enabled === true,
        serviceCidr: network?.serviceIpv4Cidr ?? network?.serviceIpv6Cidr,
        tags: tagsOf(tags ?? {}),
      }),
  );

/** The part of `DescribeAddon` we use. */
export const AddonAnswer = z
  .object({
    addon: z.object({
      addonVersion: text,
      status: optionalText,
      modifiedAt: optionalInstant,
      configurationValues: z.string().nullish(),
      serviceAccountRoleArn: optionalText,
      podIdentityAssociations: z.array(z.string()).nullish(),
    }),
  })
  .transform(
    ({
      addon: { addonVersion, configurationValues, podIdentityAssociations, ...facts },
    }): Omit<AddonSnapshot, 'name'> =>
      present({
        ...facts,
        managed: true,
        version: addonVersion,
        configuration: parseConfiguration(configurationValues),
        podIdentityAssociations: [...(podIdentityAssociations ?? [])].sort(),
      }),
  );

/** The part of `DescribeNodegroup` we use. */
export const NodegroupAnswer = z
  .object({
    nodegroup: z.object({
      version: optionalText,
      releaseVersion: optionalText,
      amiType: optionalText,
      status: optionalText,
      modifiedAt: optionalInstant,
    }),
  })
  .transform(({ nodegroup }): Omit<NodegroupSnapshot, 'name'> => present(nodegroup));

function tagsOf(tags: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}
