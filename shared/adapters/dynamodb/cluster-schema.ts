import { z } from 'zod';
import { allFacets, notReadYet, type SnapshotFacet } from '#core/facets.ts';
import type { Placement } from '#core/fleet/placement.ts';
import type { HealthIssue } from '#core/health.ts';
import type { KnownCluster, UnreadFacet } from '#core/history/known-cluster.ts';
import type { ImageSight } from '#core/images/machine-image.ts';
import { amiFamilies } from '#core/images/nodegroup-release.ts';
import type { Json } from '#core/json.ts';
import type {
  Existence,
  KmsKey,
  LaunchTemplate,
  TemplateReference,
  TemplateVersion,
} from '#core/nodes/launch-template.ts';
import type { NodeKind } from '#core/nodes/other-nodes.ts';
import type { NodeImageFacts } from '#core/nodes/unmanaged-nodes.ts';
import { userDataKinds } from '#core/nodes/user-data.ts';
import { obstacles, type Reading, type Unreadable as UnreadableReason } from '#core/reading.ts';
import type {
  AddonSnapshot,
  ClusterSnapshot,
  InsightDetail,
  Listed,
  ListedInsight,
  NodegroupSnapshot,
} from '#core/snapshot.ts';
import type { Update } from '#core/update.ts';

/*
 * Stored objects are strict: a field that this release does not know was written by another one, and reading
 * without it would drop it at the next write.
 */
export const Unreadable: z.ZodType<UnreadableReason> = z.strictObject({
  call: z.string(),
  obstacle: z.enum(obstacles),
  detail: z.string(),
});

export function reading<T>(value: z.ZodType<T>): z.ZodType<Reading<T>> {
  return z.discriminatedUnion('readable', [
    z.strictObject({ readable: z.literal(true), value }),
    z.strictObject({ readable: z.literal(false), because: Unreadable }),
  ]);
}

function listed<T>(value: z.ZodType<T>): z.ZodType<Reading<readonly Listed<T>[]>> {
  return reading(z.array(z.strictObject({ name: z.string(), detail: reading(value) })));
}

/** A snapshot that was stored before there was the facet is read, and says so of it. */
function facet<F extends SnapshotFacet>(name: F, schema: z.ZodType<ClusterSnapshot[F]>): z.ZodType<ClusterSnapshot[F]> {
  return schema.prefault(notReadYet(name));
}

const Issue: z.ZodType<HealthIssue> = z.strictObject({
  code: z.string(),
  message: z.string().exactOptional(),
  resourceIds: z.array(z.string()),
});

/** Of what was stored before they were read, none is known. */
const HealthIssues = z.array(Issue).default([]);

const Addon: z.ZodType<AddonSnapshot> = z.strictObject({
  name: z.string(),
  managed: z.boolean(),
  version: z.string(),
  status: z.string().exactOptional(),
  healthIssues: HealthIssues,
  createdAt: z.string().exactOptional(),
  modifiedAt: z.string().exactOptional(),
  configuration: (z.json() as z.ZodType<Json>).exactOptional(),
  serviceAccountRoleArn: z.string().exactOptional(),
  podIdentityAssociations: z.array(z.string()),
});

const Reference: z.ZodType<TemplateReference> = z.strictObject({
  id: z.string().exactOptional(),
  name: z.string().exactOptional(),
  version: z.string(),
});

const Version: z.ZodType<TemplateVersion> = z.strictObject({
  number: z.number(),
  image: z.string().exactOptional(),
  keyPair: z.string().exactOptional(),
  securityGroups: z.array(z.string()),
  kmsKeys: z.array(z.string()),
  disks: z.array(z.strictObject({ device: z.string(), sizeGiB: z.number().exactOptional() })),
  metadata: z.strictObject({ hopLimit: z.number().exactOptional(), tokens: z.string().exactOptional() }),
  userData: z.array(z.enum(userDataKinds)),
});

const Template: z.ZodType<LaunchTemplate> = z.strictObject({
  inUse: Version.exactOptional(),
  byDefault: Version.exactOptional(),
  differing: z.array(z.string()),
});

const Image: z.ZodType<ImageSight> = z.strictObject({
  image: z
    .strictObject({
      id: z.string(),
      name: z.string().exactOptional(),
      state: z.string().exactOptional(),
      kubernetes: z.string().exactOptional(),
      isWindows: z.boolean(),
      createdAt: z.string().exactOptional(),
      deprecatedAt: z.string().exactOptional(),
    })
    .exactOptional(),
});

const Exists: z.ZodType<Existence> = z.strictObject({ exists: z.boolean() });

const Key: z.ZodType<KmsKey> = z.strictObject({
  state: z.string().exactOptional(),
  hidden: z.literal(true).exactOptional(),
});

const Nodegroup: z.ZodType<NodegroupSnapshot> = z.strictObject({
  name: z.string(),
  version: z.string().exactOptional(),
  releaseVersion: z.string().exactOptional(),
  amiType: z.string().exactOptional(),
  launchTemplate: Reference.exactOptional(),
  status: z.string().exactOptional(),
  healthIssues: HealthIssues,
  isScaledToZero: z.boolean().default(false),
  modifiedAt: z.string().exactOptional(),
});

const NodeKinds: z.ZodType<NodeKind> = z.enum(['FARGATE', 'HYBRID', 'KARPENTER', 'SELF_MANAGED']);

const Insight: z.ZodType<InsightDetail> = z.strictObject({
  deprecations: z.array(
    z.strictObject({
      api: z.string(),
      replacedBy: z.string().exactOptional(),
      clients: z.array(z.strictObject({ userAgent: z.string(), quietSince: z.string().exactOptional() })),
    }),
  ),
  addons: z.array(z.string()),
});

const Insights: z.ZodType<Reading<readonly ListedInsight[]>> = reading(
  z.array(
    z.strictObject({
      name: z.string(),
      category: z.string(),
      title: z.string(),
      kubernetesVersion: z.string().exactOptional(),
      status: z.string(),
      reason: z.string().exactOptional(),
      isStale: z.boolean(),
      refreshedAt: z.string().exactOptional(),
      detail: reading(Insight),
    }),
  ),
);

const OneUpdate: z.ZodType<Update> = z.strictObject({
  id: z.string(),
  type: z.string(),
  status: z.string(),
  createdAt: z.string(),
  version: z.string().exactOptional(),
  sets: z
    .strictObject({ configuration: z.string().exactOptional(), permissions: z.string().exactOptional() })
    .exactOptional(),
  errors: z.array(z.strictObject({ code: z.string(), message: z.string().exactOptional() })),
});
const Updates: z.ZodType<readonly Update[]> = z.array(OneUpdate);

const NodeImage: z.ZodType<NodeImageFacts> = z.strictObject({
  image: z
    .strictObject({
      name: z.string().exactOptional(),
      kubernetes: z.string().exactOptional(),
      createdAt: z.string().exactOptional(),
    })
    .exactOptional(),
});

export const Snapshot: z.ZodType<ClusterSnapshot> = z.strictObject({
  account: z.string(),
  region: z.string(),
  arn: z.string(),
  name: z.string(),
  createdAt: z.string(),
  version: z.string(),
  platformVersion: z.string().exactOptional(),
  supportType: z.enum(['STANDARD', 'EXTENDED']),
  autoMode: z.boolean(),
  hybridNodes: z.literal(true).exactOptional(),
  outpost: z.literal(true).exactOptional(),
  status: z.string().exactOptional(),
  serviceCidr: z.string().exactOptional(),
  tags: z.record(z.string(), z.string()),
  healthIssues: HealthIssues,
  addons: facet('addons', listed(Addon)),
  nodegroups: facet('nodegroups', listed(Nodegroup)),
  fargateProfiles: facet('fargateProfiles', reading(z.array(z.string()))),
  podIdentityAssociations: facet('podIdentityAssociations', reading(z.array(z.string()))),
  subnets: facet(
    'subnets',
    reading(
      z.array(
        z.strictObject({
          id: z.string(),
          zone: z.string().exactOptional(),
          outpost: z.literal(true).exactOptional(),
          freeAddresses: z.number().exactOptional(),
        }),
      ),
    ),
  ),
  unmanagedNodes: facet('unmanagedNodes', listed(NodeImage)),
  selfManagedAddons: facet('selfManagedAddons', reading(z.array(Addon))),
  addonImages: facet(
    'addonImages',
    reading(z.array(z.strictObject({ addon: z.string(), workload: z.string(), image: z.string() }))),
  ),
  otherNodes: facet('otherNodes', reading(z.array(z.strictObject({ kubelet: z.string(), kind: NodeKinds })))),
  insights: facet('insights', Insights),
  updates: facet('updates', listed(OneUpdate)),
  addonUpdates: facet('addonUpdates', listed(Updates)),
  nodegroupUpdates: facet('nodegroupUpdates', listed(Updates)),
  launchTemplates: facet('launchTemplates', listed(Template)),
  images: facet('images', listed(Image)),
  keyPairs: facet('keyPairs', listed(Exists)),
  securityGroups: facet('securityGroups', listed(Exists)),
  kmsKeys: facet('kmsKeys', listed(Key)),
});

const Placed = z.strictObject({ name: z.string(), from: z.enum(['override', 'tag', 'account', 'name']) });

const ClusterPlacement: z.ZodType<Placement> = z.strictObject({
  environment: Placed.exactOptional(),
  system: Placed.exactOptional(),
});

const Unread: z.ZodType<UnreadFacet> = z.strictObject({
  facet: z.enum(allFacets),
  parts: z.array(z.string()).exactOptional(),
  because: Unreadable,
  lastReadAt: z.string().exactOptional(),
});

export const Cluster: z.ZodType<KnownCluster> = z.strictObject({
  account: z.string(),
  region: z.string(),
  arn: z.string(),
  name: z.string(),
  placement: ClusterPlacement,
  snapshot: Snapshot.exactOptional(),
  firstObservedAt: z.string(),
  changedAt: z.string(),
  images: z
    .array(
      z.strictObject({
        family: z.enum(amiFamilies),
        release: z.string(),
        since: z.string(),
        firstObservedAt: z.string(),
        until: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
  unread: z.array(Unread),
  missingSince: z.string().exactOptional(),
});
