import type { AddonRelease, Catalogue, ClusterVersion, Published } from '#core/catalogue.ts';
import type { Instant } from '#core/days.ts';
import type { SystemMember, SystemView } from '#core/fleet/system.ts';
import type { HealthIssue } from '#core/health.ts';
import type { ImageList } from '#core/images/image-list.ts';
import type { MachineImage } from '#core/images/machine-image.ts';
import type { LaunchTemplate, TemplateReference, TemplateVersion } from '#core/nodes/launch-template.ts';
import { type Reading, readable, type Unreadable, unreadable } from '#core/reading.ts';
import type { AuditContext } from '#core/rule.ts';
import type { Settings } from '#core/settings.ts';
import type { AddonSnapshot, ClusterSnapshot, Listed, ListedInsight, NodegroupSnapshot } from '#core/snapshot.ts';
import type { Update } from '#core/update.ts';
import { datedFacts } from '#data/dated-facts.ts';
import { knownBreakages } from '#data/known-breakages.ts';

/** The night that everything here speaks of, unless a case says otherwise. */
export const asOf: Instant = '2026-03-01T02:00:00.000Z';
export const region = 'eu-west-1';
export const accounts = { dev: '111122223333', test: '222233334444', prod: '333344445555' } as const;

/** A refusal, of the call that is named. */
export function refused(call = 'eks:DescribeAddon'): Unreadable {
  return { call, obstacle: 'DENIED', detail: 'not authorized' };
}

/** What the reader says of self-managed add-ons while cluster access is off. */
export const clusterAccessOff: Unreadable = {
  call: 'kubernetes:ListDaemonSets',
  obstacle: 'NOT_CONFIGURED',
  detail: 'cluster access is off, so what EKS does not manage cannot be seen',
};

export function clusterArn(name: string, account: string = accounts.prod, inRegion = region): string {
  return `arn:aws:eks:${inRegion}:${account}:cluster/${name}`;
}

/** An EKS add-on that has been as it is for two months; the healthy version of its name where none is given. */
export function anAddon(name: string, overrides: Partial<AddonSnapshot> | string = {}): AddonSnapshot {
  return {
    name,
    managed: true,
    version: healthyVersions[name] ?? 'v1.0.0-eksbuild.1',
    healthIssues: [],
    modifiedAt: '2026-01-05T09:00:00.000Z',
    podIdentityAssociations: [],
    ...(typeof overrides === 'string' ? { version: overrides } : overrides),
  };
}

/** Something that EKS has against a resource. */
export function anIssue(code: string, overrides: Partial<HealthIssue> = {}): HealthIssue {
  return { code, message: 'It is not as it should be.', resourceIds: [], ...overrides };
}

/** The upgrade to 1.34, which succeeded. */
export function anUpdate(overrides: Partial<Update> = {}): Update {
  return {
    id: 'c41f7ab2-36d8-3e90-bb54-0a92d7e6f183',
    type: 'VersionUpdate',
    status: 'Successful',
    createdAt: '2026-01-05T08:00:00.000Z',
    version: '1.34',
    errors: [],
    ...overrides,
  };
}

/** Versions that are listed for 1.33, 1.34 and 1.35; kube-proxy's is that of 1.34. */
const healthyVersions: Readonly<Record<string, string>> = {
  coredns: 'v1.13.2-eksbuild.1',
  'kube-proxy': 'v1.34.1-eksbuild.2',
  'vpc-cni': 'v1.20.4-eksbuild.1',
};

export function coreAddons(versions: Readonly<Record<string, string>> = {}): readonly AddonSnapshot[] {
  return Object.keys(healthyVersions).map((name) => anAddon(name, versions[name] ?? {}));
}

export function aNodegroup(overrides: Partial<NodegroupSnapshot> = {}): NodegroupSnapshot {
  return {
    name: 'workers',
    version: '1.34',
    releaseVersion: '1.34.2-20260219',
    amiType: 'AL2023_x86_64_STANDARD',
    healthIssues: [],
    isScaledToZero: false,
    modifiedAt: '2026-02-22T09:00:00.000Z',
    ...overrides,
  };
}

export const aReference: TemplateReference = { id: 'lt-0b1c2d3e4f5a60718', name: 'shop-workers', version: '3' };

/** Version 3 of a launch template, which leaves everything to EKS. */
export function aTemplateVersion(overrides: Partial<TemplateVersion> = {}): TemplateVersion {
  return { number: 3, securityGroups: [], kmsKeys: [], disks: [], metadata: {}, userData: [], ...overrides };
}

/** A launch template whose default is in use, or that has another default. */
export function aLaunchTemplate(
  inUse: Partial<TemplateVersion> = {},
  byDefault: Partial<TemplateVersion> = inUse,
  differing: readonly string[] = [],
): LaunchTemplate {
  return { inUse: aTemplateVersion(inUse), byDefault: aTemplateVersion(byDefault), differing };
}

/** What was seen of each thing that launch templates name. */
export function sights<T>(seen: Readonly<Record<string, T>>): Reading<readonly Listed<T>[]> {
  return readable(Object.entries(seen).map(([name, value]) => ({ name, detail: readable(value) })));
}

/** An image that was made ten days ago. */
export function anImage(overrides: Partial<MachineImage> = {}): MachineImage {
  return {
    id: 'ami-0a1b2c3d4e5f60718',
    name: 'shop-node-1.34-v20260219',
    state: 'available',
    isWindows: false,
    createdAt: '2026-02-19T09:00:00.000Z',
    ...overrides,
  };
}

/** An insight of EKS that passes, on any night; one that does not has nothing behind it but what is given. */
export function anInsight(overrides: Partial<ListedInsight> = {}): ListedInsight {
  const { category = 'UPGRADE_READINESS', title = 'Kubelet version skew', kubernetesVersion = '1.35' } = overrides;
  return {
    name: [category, title, kubernetesVersion].join('/'),
    category,
    title,
    kubernetesVersion,
    status: 'PASSING',
    isStale: false,
    detail: readable({ deprecations: [], addons: [] }),
    ...overrides,
  };
}

/** What a list names, each described. */
export function listed<T extends { readonly name: string }>(all: readonly T[]): Reading<readonly Listed<T>[]> {
  return readable(all.map((one) => ({ name: one.name, detail: readable(one) })));
}

type ClusterOverrides = Omit<
  Partial<ClusterSnapshot>,
  'addons' | 'nodegroups' | 'fargateProfiles' | 'selfManagedAddons' | 'insights' | 'updates'
> & {
  readonly addons?: readonly AddonSnapshot[] | ClusterSnapshot['addons'];
  readonly nodegroups?: readonly NodegroupSnapshot[] | ClusterSnapshot['nodegroups'];
  readonly fargateProfiles?: readonly string[] | ClusterSnapshot['fargateProfiles'];
  readonly selfManagedAddons?: readonly AddonSnapshot[] | ClusterSnapshot['selfManagedAddons'];
  readonly insights?: readonly ListedInsight[] | ClusterSnapshot['insights'];
  readonly updates?: readonly Update[] | ClusterSnapshot['updates'];
};

/**
 * `shop-prod` on 1.34 with the core add-ons and one node group: no rule complains of it. The control plane alone was
 * ever updated.
 *
 * Add-ons and node groups may be given as they are, or as a reading.
 */
export function aCluster(overrides: ClusterOverrides = {}): ClusterSnapshot {
  const {
    addons = coreAddons(),
    nodegroups = [aNodegroup()],
    fargateProfiles = [],
    selfManagedAddons,
    insights = [anInsight()],
    updates = [anUpdate()],
    ...plain
  } = overrides;
  const { name = 'shop-prod', account = accounts.prod, region: inRegion = region } = plain;
  return {
    arn: clusterArn(name, account, inRegion),
    name,
    account,
    region: inRegion,
    createdAt: '2025-06-10T08:00:00.000Z',
    version: '1.34',
    platformVersion: 'eks.10',
    supportType: 'EXTENDED',
    autoMode: false,
    serviceCidr: '172.20.0.0/16',
    tags: {},
    healthIssues: [],
    podIdentityAssociations: readable([]),
    subnets: readable([
      { id: 'subnet-1', zone: `${inRegion}a` },
      { id: 'subnet-2', zone: `${inRegion}b` },
    ]),
    unmanagedNodes: readable([]),
    addonUpdates: readable([]),
    nodegroupUpdates: readable([]),
    launchTemplates: readable([]),
    images: readable([]),
    addonImages: unreadable(clusterAccessOff),
    otherNodes: unreadable({ ...clusterAccessOff, call: 'kubernetes:ListNodes' }),
    keyPairs: readable([]),
    securityGroups: readable([]),
    kmsKeys: readable([]),
    ...plain,
    updates:
      'readable' in updates ? updates : readable(updates.map((one) => ({ name: one.id, detail: readable(one) }))),
    addons: 'readable' in addons ? addons : listed(addons),
    nodegroups: 'readable' in nodegroups ? nodegroups : listed(nodegroups),
    fargateProfiles: 'readable' in fargateProfiles ? fargateProfiles : readable(fargateProfiles),
    selfManagedAddons: selfManaged(selfManagedAddons),
    insights: 'readable' in insights ? insights : readable(insights),
  };
}

function selfManaged(given: ClusterOverrides['selfManagedAddons']): ClusterSnapshot['selfManagedAddons'] {
  if (!given) return unreadable(clusterAccessOff);
  return 'readable' in given ? given : readable(given);
}

export function published<T>(value: T, readAt: Instant = asOf): Reading<Published<T>> {
  return readable({ value, readAt });
}

export function aClusterVersion(version: string, released: string, standard: string, extended: string): ClusterVersion {
  const midnight = (day: string): Instant => `${day}T00:00:00.000Z`;
  return {
    version,
    releaseDate: midnight(released),
    endOfStandardSupport: midnight(standard),
    endOfExtendedSupport: midnight(extended),
  };
}

/** Kubernetes 1.30 to 1.35 with their dates. */
export const clusterVersions: readonly ClusterVersion[] = [
  aClusterVersion('1.30', '2024-05-23', '2025-07-23', '2026-07-23'),
  aClusterVersion('1.31', '2024-09-26', '2025-11-26', '2026-11-26'),
  aClusterVersion('1.32', '2025-01-23', '2026-03-23', '2027-03-23'),
  aClusterVersion('1.33', '2025-05-29', '2026-07-29', '2027-07-29'),
  aClusterVersion('1.34', '2025-10-02', '2026-12-02', '2027-12-02'),
  aClusterVersion('1.35', '2026-01-28', '2027-03-27', '2028-03-27'),
];

/** Kubernetes 1.23 to 1.26, of the time of the incident. */
export const olderClusterVersions: readonly ClusterVersion[] = [
  aClusterVersion('1.23', '2022-08-11', '2023-10-11', '2024-10-11'),
  aClusterVersion('1.24', '2022-11-15', '2024-01-31', '2025-01-31'),
  aClusterVersion('1.25', '2023-02-22', '2024-05-01', '2025-05-01'),
  aClusterVersion('1.26', '2023-04-11', '2024-06-11', '2025-06-11'),
];

/** The versions of one add-on, each with the Kubernetes versions that it is listed for; a `*` marks the default. */
export function releases(
  versions: Readonly<Record<string, readonly string[]>>,
): Reading<Published<readonly AddonRelease[]>> {
  return published(
    Object.entries(versions).map(([version, kubernetes]) => ({
      version,
      compatibilities: kubernetes.map((one) => ({
        clusterVersion: one.replace('*', ''),
        platformVersions: ['*'],
        isDefault: one.endsWith('*'),
      })),
    })),
  );
}

/** The images of each Kubernetes version, by AMI type: the release that AWS recommends, since the night before. */
export function imageLists(
  versions: Readonly<Record<string, Readonly<Record<string, string>>>>,
  recommendedSince: Instant = '2026-02-28T02:00:00.000Z',
): Catalogue['images'] {
  const listOf = (types: Readonly<Record<string, string>>): ImageList =>
    Object.fromEntries(
      Object.entries(types).map(([type, text]) => [
        type,
        { recommended: text, releases: [{ text, recommendedSince }] },
      ]),
    );
  return Object.fromEntries(Object.entries(versions).map(([version, types]) => [version, published(listOf(types))]));
}

/** What AWS publishes in a region: 1.30 to 1.35, and core add-ons and images of nodes for 1.33, 1.34 and 1.35. */
export function aCatalogue(overrides: Partial<Catalogue> = {}): Catalogue {
  return {
    region,
    clusterVersions: published(clusterVersions),
    addons: {
      coredns: releases({
        'v1.12.1-eksbuild.2': ['1.33*'],
        'v1.12.4-eksbuild.1': ['1.33', '1.34*'],
        'v1.13.2-eksbuild.1': ['1.33', '1.34', '1.35*'],
      }),
      'kube-proxy': releases({
        'v1.33.0-eksbuild.2': ['1.33*'],
        'v1.33.5-eksbuild.2': ['1.33'],
        'v1.34.0-eksbuild.2': ['1.34*'],
        'v1.34.1-eksbuild.2': ['1.34'],
        'v1.35.0-eksbuild.2': ['1.35*'],
      }),
      'vpc-cni': releases({
        'v1.18.6-eksbuild.1': ['1.33'],
        'v1.19.6-eksbuild.1': ['1.33', '1.34'],
        'v1.20.1-eksbuild.3': ['1.33*', '1.34'],
        'v1.20.4-eksbuild.1': ['1.33', '1.34*', '1.35*'],
        'v1.21.1-eksbuild.1': ['1.33', '1.34', '1.35'],
      }),
    },
    images: imageLists({
      '1.33': { AL2023_x86_64_STANDARD: '1.33.8-20260224', BOTTLEROCKET_x86_64: '1.55.0-d93bb1b1' },
      '1.34': { AL2023_x86_64_STANDARD: '1.34.4-20260224', BOTTLEROCKET_x86_64: '1.55.0-d93bb1b1' },
      '1.35': { AL2023_x86_64_STANDARD: '1.35.1-20260224', BOTTLEROCKET_x86_64: '1.55.0-d93bb1b1' },
    }),
    ...overrides,
  };
}

type SettingsOverrides = Omit<Partial<Settings>, 'notice'> & { readonly notice?: Partial<Settings['notice']> };

/** The defaults of the configuration. */
export function settings({ notice, ...overrides }: SettingsOverrides = {}): Settings {
  return {
    notice: { standardSupport: 90, extendedSupport: 90, imageSupport: 90, imageAge: 45, imageSoak: 7, ...notice },
    drift: { clusterVersionsBehind: 1, grace: 30 },
    addonCurrency: 'default',
    environments: [
      { name: 'dev', also: [] },
      { name: 'test', also: [] },
      { name: 'prod', also: [] },
    ],
    ...overrides,
  };
}

export function aContext(overrides: Partial<AuditContext> = {}): AuditContext {
  return {
    asOf,
    catalogue: aCatalogue(),
    breakages: knownBreakages,
    ...datedFacts,
    settings: settings(),
    ...overrides,
  };
}

type Member = SystemMember & { readonly snapshot: ClusterSnapshot };

/** The cluster of an environment, as `shop-<environment>` in an account of its own; what is given of it differs. */
export function aMember(environment: string, cluster: ClusterOverrides = {}, overrides: Partial<Member> = {}): Member {
  const account = Object.entries(accounts).find(([name]) => name === environment)?.[1] ?? '444455556666';
  const snapshot = aCluster({ name: `shop-${environment}`, account, ...cluster });
  return {
    arn: snapshot.arn,
    name: snapshot.name,
    environment,
    snapshot,
    changedAt: '2026-02-22T02:00:00.000Z',
    images: [],
    unread: [],
    ...overrides,
  };
}

/** A member that was listed and could never be described. */
export function anUnseenMember(environment: string): SystemMember {
  const { snapshot: _, ...member } = aMember(environment);
  return { ...member, unread: [{ facet: 'cluster', because: refused('eks:DescribeCluster') }] };
}

/** `shop` in dev, test and prod, all alike; no combination has run yet. */
export function aSystemView(overrides: Partial<SystemView> = {}): SystemView {
  return {
    system: 'shop',
    asOf,
    members: [aMember('dev'), aMember('test'), aMember('prod')],
    combinations: [],
    catalogues: { [region]: aCatalogue() },
    breakages: knownBreakages,
    ...datedFacts,
    settings: settings(),
    ...overrides,
  };
}
