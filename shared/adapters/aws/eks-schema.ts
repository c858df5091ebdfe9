import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SnapshotFacet } from '#core/facets.ts';
import type { HealthIssue } from '#core/health.ts';
import type { AddonSnapshot, ClusterSnapshot, NodegroupSnapshot } from '#core/snapshot.ts';
import { withLastingStatus } from '#core/status.ts';
import type { AddonSetting, Update, UpdateError } from '#core/update.ts';
import { parseConfiguration } from './configuration-values.ts';
import { oneLine } from './one-line.ts';
import { instant, optionalInstant, optionalText, present, text } from './parse-answer.ts';

const instance = /^i-[0-9a-f]+$/;

const Issue = z
  .object({ code: optionalText, message: optionalText, resourceIds: z.array(z.string()).nullish() })
  .transform(
    ({ code = 'Other', message, resourceIds }): HealthIssue =>
      present({
        code,
        message: message === undefined ? undefined : oneLine(message),
        resourceIds: (resourceIds ?? []).filter((id) => !instance.test(id)).sort(),
      }),
  );

/** What EKS has against something, in the order of codes: two equal nights give two equal snapshots. */
const HealthIssues = z
  .object({ issues: z.array(Issue).nullish() })
  .nullish()
  .transform((health) => (health?.issues ?? []).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)));

/** What DescribeCluster itself tells of a cluster. */
export type ClusterFacts = Omit<ClusterSnapshot, 'account' | 'region' | 'name' | SnapshotFacet>;

/** The part of `DescribeCluster` that tells whether there is a cluster to speak of. */
export const ClusterLife = z.object({
  cluster: z.object({
    status: optionalText,
    version: optionalText,
    connectorConfig: z.object({}).nullish(),
  }),
});

/** The part of `DescribeCluster` we use. */
export const ClusterAnswer = z
  .object({
    cluster: z.object({
      arn: text,
      createdAt: instant,
      version: text,
      platformVersion: optionalText,
      status: optionalText,
      upgradePolicy: z.object({ supportType: z.string().nullish() }).nullish(),
      remoteNetworkConfig: z.object({ remoteNodeNetworks: z.array(z.unknown()).nullish() }).nullish(),
      outpostConfig: z.object({}).nullish(),
      computeConfig: z.object({ enabled: z.boolean().nullish() }).nullish(),
      kubernetesNetworkConfig: z.object({ serviceIpv4Cidr: optionalText, serviceIpv6Cidr: optionalText }).nullish(),
      tags: z.record(z.string(), z.string().nullish()).nullish(),
      health: HealthIssues,
    }),
  })
  .transform(
    ({
      cluster: {
        upgradePolicy,
        computeConfig,
        remoteNetworkConfig,
        outpostConfig,
        kubernetesNetworkConfig: network,
        tags,
        health,
        ...facts
      },
    }): ClusterFacts =>
      present({
        ...withLastingStatus(facts),
        // EKS's own default, also for clusters that are older than the setting.
        supportType: upgradePolicy?.supportType === 'STANDARD' ? ('STANDARD' as const) : ('EXTENDED' as const),
        autoMode: computeConfig?.enabled === true,
        hybridNodes: remoteNetworkConfig?.remoteNodeNetworks?.length ? (true as const) : undefined,
        outpost: outpostConfig ? (true as const) : undefined,
        serviceCidr: network?.serviceIpv4Cidr ?? network?.serviceIpv6Cidr,
        tags: tagsOf(tags ?? {}),
        healthIssues: health,
      }),
  );

/** The part of `DescribeCluster` that names its subnets. */
export const ClusterSubnets = z
  .object({
    cluster: z.object({ resourcesVpcConfig: z.object({ subnetIds: z.array(text).nullish() }).nullish() }),
  })
  .transform(({ cluster }) => cluster.resourcesVpcConfig?.subnetIds ?? []);

/** The part of `DescribeCluster` that tells how its Kubernetes API is reached; undefined where it does not. */
export const ClusterEndpoint = z
  .object({
    cluster: z.object({
      endpoint: optionalText,
      certificateAuthority: z.object({ data: optionalText }).nullish(),
      resourcesVpcConfig: z.object({ endpointPublicAccess: z.boolean().nullish() }).nullish(),
    }),
  })
  .transform(({ cluster: { endpoint, certificateAuthority, resourcesVpcConfig } }) =>
    endpoint?.startsWith('https://') && certificateAuthority?.data !== undefined
      ? {
          endpoint,
          certificateAuthority: Buffer.from(certificateAuthority.data, 'base64').toString('utf8'),
          isPublic: resourcesVpcConfig?.endpointPublicAccess !== false,
        }
      : undefined,
  );

/** The part of `DescribeAddon` we use. */
export const AddonAnswer = z
  .object({
    addon: z.object({
      addonVersion: text,
      status: optionalText,
      health: HealthIssues,
      createdAt: optionalInstant,
      modifiedAt: optionalInstant,
      configurationValues: z.string().nullish(),
      serviceAccountRoleArn: optionalText,
      podIdentityAssociations: z.array(z.string()).nullish(),
    }),
  })
  .transform(
    ({
      addon: { addonVersion, configurationValues, podIdentityAssociations, health, ...facts },
    }): Omit<AddonSnapshot, 'name'> =>
      present({
        ...facts,
        managed: true,
        version: addonVersion,
        healthIssues: health,
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
      health: HealthIssues,
      launchTemplate: z.object({ id: optionalText, name: optionalText, version: optionalText }).nullish(),
      scalingConfig: z.object({ desiredSize: z.number().nullish() }).nullish(),
      modifiedAt: optionalInstant,
    }),
  })
  .transform(
    ({ nodegroup: { health, scalingConfig, launchTemplate, ...facts } }): Omit<NodegroupSnapshot, 'name'> =>
      present({
        ...facts,
        launchTemplate: launchTemplate
          ? present({ ...launchTemplate, version: launchTemplate.version ?? '$Default' })
          : undefined,
        healthIssues: health,
        isScaledToZero: scalingConfig?.desiredSize === 0,
        desiredSize: scalingConfig?.desiredSize ?? undefined,
      }),
  );

const params = z.array(z.object({ type: optionalText, value: optionalText })).nullish();

const UpdateFailure = z
  .object({ errorCode: optionalText, errorMessage: optionalText })
  .transform(
    ({ errorCode = 'Unknown', errorMessage }): UpdateError =>
      present({ code: errorCode, message: errorMessage === undefined ? undefined : oneLine(errorMessage) }),
  );

/** The part of `DescribeUpdate` we use. */
export const UpdateAnswer = z
  .object({
    update: z.object({
      type: text,
      status: text,
      createdAt: instant,
      params,
      errors: z.array(UpdateFailure).nullish(),
    }),
  })
  .transform(
    ({ update: { params: about, errors, ...facts } }): Omit<Update, 'id'> =>
      present({
        ...facts,
        version: about?.find(({ type }) => type === 'Version')?.value,
        sets: settingsIn(about ?? []),
        errors: errors ?? [],
      }),
  );

const settings: { readonly [S in AddonSetting]: readonly string[] } = {
  configuration: ['ConfigurationValues'],
  permissions: ['ServiceAccountRoleArn', 'PodIdentityAssociations'],
};

/** What an update gave an add-on, none of it as it stands: configurations are long, and may hold secrets. */
function settingsIn(about: readonly { readonly type?: string | undefined }[]): Update['sets'] {
  const sets = (Object.keys(settings) as AddonSetting[]).flatMap((setting) => {
    const given = about.filter(({ type }) => type !== undefined && settings[setting].includes(type));
    return given.length === 0 ? [] : [[setting, fingerprint(given)]];
  });
  return sets.length === 0 ? undefined : Object.fromEntries(sets);
}

function fingerprint(given: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(given)).digest('hex').slice(0, 12);
}

function tagsOf(tags: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}
