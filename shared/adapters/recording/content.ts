import { ListRegionsResponse$ } from '@aws-sdk/client-account';
import {
  Addon$,
  AddonInfo$,
  Cluster$,
  DescribeClusterVersionsResponse$,
  FargateProfile$,
  Insight$,
  Nodegroup$,
  PodIdentityAssociation$,
  Update$,
} from '@aws-sdk/client-eks';
import { KeyMetadata$ } from '@aws-sdk/client-kms';
import { GetParametersResult$ } from '@aws-sdk/client-ssm';
import { z } from 'zod';
import { awsShape, shapeProblems } from './aws-shape.ts';
import { ec2Problems } from './ec2-lists.ts';
import { KubernetesContent } from './kubernetes-content.ts';
import { organizationProblems } from './organization-file.ts';
import type { Place } from './place.ts';
import { problem, schemaProblems } from './problems.ts';

const described = z.record(z.string(), awsShape.nullable()).default({});

/** `account.json`: what ListRegions answers. */
export const AccountFile = z.strictObject({ Regions: z.array(awsShape) });

/** `<cluster>.json`: what DescribeCluster answers, what describing each thing in it answers, by name, and its Kubernetes API. */
export const ClusterFile = z.strictObject({
  cluster: awsShape,
  addons: described,
  nodegroups: described,
  fargateProfiles: described,
  podIdentityAssociations: z.record(z.string(), awsShape).default({}),
  insights: z.record(z.string(), awsShape).default({}),
  updates: z
    .record(
      z.string(),
      z.strictObject({ addonName: z.string().optional(), nodegroupName: z.string().optional(), update: awsShape }),
    )
    .default({}),
  kubernetes: KubernetesContent.exactOptional(),
});

/** `kms/keys.json`: what DescribeKey answers of each key, by what it is asked for: an id, an ARN or an alias. */
export const KmsKeysFile = z.strictObject({ Keys: z.record(z.string(), awsShape) });

/** `cluster-versions.json`: what DescribeClusterVersions answers with `includeAll`. */
export const ClusterVersionsFile = z.strictObject({ clusterVersions: z.array(awsShape) });

/** `parameters.json`: what GetParameters answers, of all names at once. */
export const ParametersFile = z.strictObject({ Parameters: z.array(awsShape) });

/** `addons/<add-on>.json`: one add-on of what DescribeAddonVersions answers. */
export const AddonFile = awsShape;

/** Everything in a file's value that its place does not hold. */
export function contentProblems(file: string, place: Place, value: unknown): readonly string[] {
  switch (place.kind) {
    case 'organization':
      return organizationProblems(file, value);
    case 'account':
      return [...envelope(file, AccountFile, value), ...shapeProblems(file, ListRegionsResponse$, value)];
    case 'cluster-versions':
      return [
        ...envelope(file, ClusterVersionsFile, value),
        ...shapeProblems(file, DescribeClusterVersionsResponse$, value),
      ];
    case 'parameters':
      return [...envelope(file, ParametersFile, value), ...shapeProblems(file, GetParametersResult$, value)];
    case 'addon':
      return [
        ...shapeProblems(file, AddonInfo$, value),
        ...sameName(file, ['addonName'], Object(value).addonName, place.addon),
      ];
    case 'ec2':
      return ec2Problems(file, place.list, value);
    case 'kms-keys':
      return keysProblems(file, value);
    case 'cluster':
      return clusterProblems(file, place, value);
  }
}

function clusterProblems(file: string, place: Place & { readonly kind: 'cluster' }, value: unknown): string[] {
  const parsed = ClusterFile.safeParse(value);
  if (!parsed.success) return [...schemaProblems(file, value, parsed.error)];
  const { cluster, addons, nodegroups, fargateProfiles, podIdentityAssociations, insights, updates } = parsed.data;
  return [
    ...shapeProblems(file, Cluster$, cluster, ['cluster']),
    ...sameName(file, ['cluster', 'name'], cluster.name, place.cluster),
    ...itsOwnArn(file, cluster.arn, place),
    ...Object.entries(addons).flatMap(([name, addon]) => [
      ...shapeProblems(file, Addon$, addon, ['addons', name]),
      ...(addon ? sameName(file, ['addons', name, 'addonName'], addon.addonName, name) : []),
    ]),
    ...Object.entries(nodegroups).flatMap(([name, nodegroup]) => [
      ...shapeProblems(file, Nodegroup$, nodegroup, ['nodegroups', name]),
      ...(nodegroup ? sameName(file, ['nodegroups', name, 'nodegroupName'], nodegroup.nodegroupName, name) : []),
    ]),
    ...Object.entries(fargateProfiles).flatMap(([name, profile]) =>
      shapeProblems(file, FargateProfile$, profile, ['fargateProfiles', name]),
    ),
    ...Object.entries(podIdentityAssociations).flatMap(([id, association]) => [
      ...shapeProblems(file, PodIdentityAssociation$, association, ['podIdentityAssociations', id]),
      ...sameName(file, ['podIdentityAssociations', id, 'associationId'], association.associationId, id),
    ]),
    ...Object.entries(insights).flatMap(([id, insight]) => [
      ...shapeProblems(file, Insight$, insight, ['insights', id]),
      ...sameName(file, ['insights', id, 'id'], insight.id, id),
    ]),
    ...Object.entries(updates).flatMap(([id, { update }]) => [
      ...shapeProblems(file, Update$, update, ['updates', id, 'update']),
      ...sameName(file, ['updates', id, 'update', 'id'], update.id, id),
    ]),
  ];
}

function keysProblems(file: string, value: unknown): readonly string[] {
  const parsed = KmsKeysFile.safeParse(value);
  if (!parsed.success) return schemaProblems(file, value, parsed.error);
  return Object.entries(parsed.data.Keys).flatMap(([name, key]) =>
    shapeProblems(file, KeyMetadata$, key, ['Keys', name]),
  );
}

function envelope(file: string, schema: z.ZodType, value: unknown): readonly string[] {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : schemaProblems(file, value, parsed.error);
}

function sameName(file: string, path: PropertyKey[], got: unknown, wanted: string): string[] {
  return got === wanted ? [] : [problem(file, path, got, `${JSON.stringify(wanted)}, as where it stands says`)];
}

function itsOwnArn(file: string, arn: unknown, { account, region, cluster }: Place & { readonly kind: 'cluster' }) {
  const own = new RegExp(`^arn:aws[a-z-]*:eks:${region}:${account}:cluster/${cluster}$`);
  if (typeof arn === 'string' && own.test(arn)) return [];
  return [problem(file, ['cluster', 'arn'], arn, `arn:aws:eks:${region}:${account}:cluster/${cluster}`)];
}
