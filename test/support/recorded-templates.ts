import type { JsonObject, RecordedAccount, Recording } from '#adapters/recording/recording.ts';

const template = { id: 'lt-0b1c2d3e4f5a60718', name: 'golden', version: '3' };
const image = 'ami-0a1b2c3d4e5f60718';
const key = 'alias/golden';
const names = {
  ImageId: image,
  KeyName: 'ops',
  SecurityGroupIds: ['sg-0b8e21f6d3c7a9540'],
  BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { KmsKeyId: key } }],
};

/** What EC2 lists of a launch template that names all that is looked for. */
const listed = {
  images: [{ ImageId: image, Name: 'golden', State: 'available', CreationDate: '2024-01-20T09:00:00.000Z' }],
  'launch-template-versions': [
    {
      LaunchTemplateId: template.id,
      LaunchTemplateName: template.name,
      VersionNumber: 3,
      DefaultVersion: true,
      LaunchTemplateData: names,
    },
  ],
  'key-pairs': [{ KeyName: names.KeyName }],
  'security-groups': names.SecurityGroupIds.map((GroupId) => ({ GroupId })),
};

/** A recording in which the first node group of each cluster has an image of its own: only such are looked for. */
export function withOwnImages(recording: Recording): Recording {
  const nights = recording.nights.map((night) => ({
    ...night,
    accounts: Object.fromEntries(Object.entries(night.accounts).map(([id, account]) => [id, withOwn(account)])),
  }));
  return { ...recording, nights };
}

function withOwn(account: RecordedAccount): RecordedAccount {
  const clusters = Object.entries(account.clusters).map(([region, named]) => {
    const changed = Object.entries(named).map(([name, cluster]) => {
      const [first, ...others] = Object.entries(cluster.nodegroups).toSorted(([a], [b]) => (a < b ? -1 : 1));
      const own = first ? [[first[0], ownImage(first[1])] as const] : [];
      return [name, { ...cluster, nodegroups: Object.fromEntries([...own, ...others]) }] as const;
    });
    return [region, Object.fromEntries(changed)] as const;
  });
  const ec2 = Object.keys(account.clusters).map((region) => [region, { ...account.ec2?.[region], ...listed }] as const);
  const kmsKeys = Object.keys(account.clusters).map((region) => [region, { [key]: { KeyState: 'Enabled' } }] as const);
  return {
    ...account,
    clusters: Object.fromEntries(clusters),
    ec2: Object.fromEntries(ec2),
    kmsKeys: Object.fromEntries(kmsKeys),
  };
}

function ownImage(nodegroup: JsonObject | null): JsonObject | null {
  return nodegroup && { ...nodegroup, amiType: 'CUSTOM', releaseVersion: image, launchTemplate: template };
}
