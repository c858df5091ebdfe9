import type { MadeCall } from '#adapters/aws/connection.ts';
import { isKeptByAws } from '#adapters/aws/template-schema.ts';
import type { JsonObject } from '#adapters/recording/recording.ts';
import type { Json } from '#core/json.ts';
import {
  catalogueOf,
  clusterOf,
  type Draft,
  ec2ListOf,
  kmsKeysOf,
  kubernetesOf,
  parentOf,
  regionsOf,
} from './draft.ts';
import { plainUserData } from './plain-user-data.ts';

/** Puts what was read of an answer where a recording has it. */
type Take = (draft: Draft, call: MadeCall, read: JsonObject, answer: object) => void;

/** What is taken, by service and operation. Of what is not here, nothing is. */
export const takes: Readonly<Record<string, Take>> = {
  'account:ListRegions': (draft, { account = '' }, { Regions }) => {
    for (const region of objects(Regions)) regionsOf(draft, account).set(`${region.RegionName}`, region);
  },
  'ec2:DescribeImages': (draft, call, { Images }) => {
    for (const image of objects(Images)) ec2ListOf(draft, call, 'images').set(`${image.ImageId}`, image);
  },
  'ec2:DescribeInstances': (draft, call, { Reservations }) => {
    for (const instance of objects(Reservations).flatMap(({ Instances = [] }) => objects(Instances))) {
      ec2ListOf(draft, call, 'instances').set(`${instance.InstanceId}`, { Instances: [instance] });
    }
  },
  'ec2:DescribeKeyPairs': (draft, call, { KeyPairs }) => {
    for (const pair of objects(KeyPairs)) ec2ListOf(draft, call, 'key-pairs').set(`${pair.KeyName}`, pair);
  },
  'ec2:DescribeSecurityGroups': (draft, call, { SecurityGroups }) => {
    for (const group of objects(SecurityGroups))
      ec2ListOf(draft, call, 'security-groups').set(`${group.GroupId}`, group);
  },
  'ec2:DescribeSubnets': (draft, call, { Subnets }) => {
    for (const subnet of objects(Subnets)) ec2ListOf(draft, call, 'subnets').set(`${subnet.SubnetId}`, subnet);
  },
  'ec2:DescribeLaunchTemplateVersions': (draft, call, { LaunchTemplateVersions }) => {
    const { LaunchTemplateId, LaunchTemplateName } = call.input;
    const template =
      typeof LaunchTemplateId === 'string' ? { LaunchTemplateId } : { LaunchTemplateName: text(LaunchTemplateName) };
    for (const { LaunchTemplateData, ...version } of objects(LaunchTemplateVersions)) {
      ec2ListOf(draft, call, 'launch-template-versions').set(`${Object.values(template)}/${version.VersionNumber}`, {
        ...template,
        ...version,
        LaunchTemplateData: templateData(object(LaunchTemplateData)),
      });
    }
  },
  'eks:ListClusters': (draft, call, { clusters }) => {
    for (const name of texts(clusters)) clusterOf(draft, call, name);
  },
  'eks:DescribeCluster': (draft, call, { cluster }, answer) => {
    const { arn } = Object(Reflect.get(answer, 'cluster'));
    Object.assign(ofCluster(draft, call).cluster, cluster, typeof arn === 'string' ? { arn } : {});
  },
  'eks:ListAddons': (draft, call, { addons }) => {
    for (const name of texts(addons)) ofCluster(draft, call).addons[name] ??= null;
  },
  'eks:DescribeAddon': (draft, call, { addon }) => {
    const addonName = text(call.input.addonName);
    ofCluster(draft, call).addons[addonName] = { addonName, ...object(addon) };
  },
  'eks:ListNodegroups': (draft, call, { nodegroups }) => {
    for (const name of texts(nodegroups)) ofCluster(draft, call).nodegroups[name] ??= null;
  },
  'eks:DescribeNodegroup': (draft, call, { nodegroup }) => {
    const nodegroupName = text(call.input.nodegroupName);
    ofCluster(draft, call).nodegroups[nodegroupName] = { nodegroupName, ...object(nodegroup) };
  },
  'eks:ListFargateProfiles': (draft, call, { fargateProfileNames }) => {
    for (const name of texts(fargateProfileNames)) {
      ofCluster(draft, call).fargateProfiles[name] = { fargateProfileName: name };
    }
  },
  'eks:ListPodIdentityAssociations': (draft, call, { associations }) => {
    const known = ofCluster(draft, call).podIdentityAssociations;
    for (const association of objects(associations)) {
      // Nobody needs the id that it has: it would tell whose it is.
      const associationId = `a-${Object.keys(known).length}`;
      known[associationId] = { associationId, ...association };
    }
  },
  'eks:ListInsights': (draft, call, { insights }) => {
    for (const insight of objects(insights)) ofCluster(draft, call).insights[`${insight.id}`] = { ...insight };
  },
  'eks:DescribeInsight': (draft, call, { insight }) => {
    const id = text(call.input.id);
    const { insights } = ofCluster(draft, call);
    insights[id] = { ...insights[id], ...object(insight), id };
  },
  'eks:ListUpdates': (draft, call, { updateIds }) => {
    const { addonName, nodegroupName } = call.input;
    for (const id of texts(updateIds)) {
      ofCluster(draft, call).updates[id] = {
        ...(typeof addonName === 'string' ? { addonName } : {}),
        ...(typeof nodegroupName === 'string' ? { nodegroupName } : {}),
        update: { id },
      };
    }
  },
  'eks:DescribeUpdate': (draft, call, { update }) => {
    const known = ofCluster(draft, call).updates[text(call.input.updateId)];
    if (known) Object.assign(known.update, update);
  },
  'eks:DescribeClusterVersions': (draft, { region }, { clusterVersions }) => {
    const known = catalogueOf(draft, region).clusterVersions;
    for (const version of objects(clusterVersions)) known.set(`${version.clusterVersion}`, version);
  },
  'eks:DescribeAddonVersions': (draft, { region }, { addons }, answer) => {
    const known = catalogueOf(draft, region).addons;
    const owners = new Map<unknown, unknown>(
      (Reflect.get(answer, 'addons') ?? []).map(({ addonName, owner }: JsonObject) => [addonName, owner]),
    );
    for (const { addonName, addonVersions } of objects(addons)) {
      // A page names many add-ons; what nobody runs is not read further.
      if (!Array.isArray(addonVersions) || addonVersions.length === 0) continue;
      const owner = owners.get(addonName);
      const before = known.get(`${addonName}`)?.addonVersions;
      known.set(`${addonName}`, {
        addonName: `${addonName}`,
        ...(typeof owner === 'string' ? { owner } : {}),
        addonVersions: distinct([...(Array.isArray(before) ? before : []), ...addonVersions]),
      });
    }
  },
  'kms:DescribeKey': (draft, call, { KeyMetadata }) => {
    kmsKeysOf(draft, call).set(text(call.input.KeyId), { ...object(KeyMetadata) });
  },
  'ssm:GetParameters': (draft, { region }, { Parameters }) => {
    const known = catalogueOf(draft, region).parameters;
    for (const parameter of objects(Parameters)) known.set(`${parameter.Name}`, parameter);
  },
  'kubernetes:ListDaemonSets': (draft, call, { items }) => {
    for (const item of objects(items)) Object.assign(kubernetesOf(draft, call).daemonSets, keyed(item));
  },
  'kubernetes:ListDeployments': (draft, call, { items }) => {
    for (const item of objects(items)) Object.assign(kubernetesOf(draft, call).deployments, keyed(item));
  },
  'kubernetes:ListNodes': (draft, call, { items }) => {
    // What they are called tells where they are, and nobody asks.
    const nodes = objects(items).map((item, index) => [`node-${index}`, item] as const);
    Object.assign(kubernetesOf(draft, call).nodes, Object.fromEntries(nodes));
  },
  'organizations:ListAccounts': (draft, _call, { Accounts }) => {
    parentOf(draft, 'all').Accounts.push(...objects(Accounts));
  },
  'organizations:ListAccountsForParent': (draft, { input }, { Accounts }) => {
    parentOf(draft, text(input.ParentId)).Accounts.push(...objects(Accounts));
  },
  'organizations:ListOrganizationalUnitsForParent': (draft, { input }, { OrganizationalUnits }) => {
    parentOf(draft, text(input.ParentId)).OrganizationalUnits.push(...objects(OrganizationalUnits));
  },
};

/** What of a launch template is judged. All of it was read, to compare versions. */
function templateData(data: JsonObject): JsonObject {
  const { ImageId, KeyName, SecurityGroupIds, SecurityGroups, NetworkInterfaces, BlockDeviceMappings } = data;
  const { MetadataOptions, UserData } = data;
  const kept = {
    ...{ ImageId, KeyName, SecurityGroupIds, SecurityGroups },
    NetworkInterfaces: Array.isArray(NetworkInterfaces)
      ? objects(NetworkInterfaces).map(({ Groups = null }) => ({ Groups }))
      : undefined,
    BlockDeviceMappings: Array.isArray(BlockDeviceMappings)
      ? objects(BlockDeviceMappings).map(({ DeviceName = null, Ebs }) => {
          const { VolumeSize = null, KmsKeyId = null } = object(Ebs);
          return { DeviceName, Ebs: { VolumeSize, KmsKeyId: isKeptByAws(`${KmsKeyId}`) ? null : KmsKeyId } };
        })
      : undefined,
    MetadataOptions,
    UserData: typeof UserData === 'string' ? plainUserData(UserData) : undefined,
  };
  return Object.fromEntries(
    Object.entries(kept).flatMap(([part, value]) => (value === undefined ? [] : [[part, value]])),
  );
}

/** What a list of the Kubernetes API shows, under its namespace and name. */
function keyed({ metadata, ...item }: JsonObject): JsonObject {
  const { namespace, name, ...others } = object(metadata);
  const key = namespace === undefined ? `${name}` : `${namespace}/${name}`;
  return { [key]: Object.keys(others).length === 0 ? item : { ...item, metadata: others } };
}

/** The cluster that a call names. */
function ofCluster(draft: Draft, call: MadeCall) {
  return clusterOf(draft, call, text(call.input.clusterName ?? call.input.name));
}

function text(value: unknown): string {
  return String(value);
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function object(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.map(object) : [];
}

function distinct(items: readonly Json[]): Json[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
