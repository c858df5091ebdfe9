import {
  DescribeImagesCommand,
  DescribeKeyPairsCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { readLaunchTemplates } from '#adapters/aws/read-launch-templates.ts';
import { makeTemplateInventory } from '#adapters/aws/template-inventory.ts';
import { unreadable } from '#core/reading.ts';
import type { NodegroupSnapshot } from '#core/snapshot.ts';
import { aNodegroup, aReference, listed, refused, sights } from '../../support/builders.ts';

const ec2 = mockClient(EC2Client);
const kms = mockClient(KMSClient);

beforeEach(() => {
  ec2.reset();
  kms.reset();
  ec2.on(DescribeImagesCommand).resolves({ Images: [] });
  ec2.on(DescribeKeyPairsCommand).resolves({ KeyPairs: [{ KeyName: 'there' }] });
  ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'nodes' }] });
  kms.on(DescribeKeyCommand).resolves({ KeyMetadata: { KeyId: 'k', KeyState: 'Enabled' } });
});

const inventory = () => makeTemplateInventory('333344445555', new EC2Client({}), new KMSClient({}));
const groups = (...given: readonly Partial<NodegroupSnapshot>[]) =>
  listed(given.map((one) => aNodegroup({ launchTemplate: aReference, ...one })));
const version = (VersionNumber: number, LaunchTemplateData: object = {}, DefaultVersion = false) => ({
  LaunchTemplateId: aReference.id,
  VersionNumber,
  DefaultVersion,
  LaunchTemplateData,
});
const answers = (...LaunchTemplateVersions: readonly ReturnType<typeof version>[]) =>
  ec2.on(DescribeLaunchTemplateVersionsCommand).resolves({ LaunchTemplateVersions: [...LaunchTemplateVersions] });
const failure = (name: string, message = name) => Object.assign(new Error(message), { name });

describe('launch templates', () => {
  it('are read by one call for all that share one, with their default, parameters resolved', async () => {
    answers(version(3), version(4, {}, true));

    await readLaunchTemplates(
      inventory(),
      groups({}, { name: 'batch', launchTemplate: { ...aReference, version: '4' } }),
    );

    expect(ec2.commandCalls(DescribeLaunchTemplateVersionsCommand).map(({ args }) => args[0].input)).toMatchObject([
      { LaunchTemplateId: aReference.id, Versions: ['3', '4', '$Default'], ResolveAlias: true },
    ]);
  });

  it('are not asked for where EKS made them, nor is anything that they would name', async () => {
    const { launchTemplate: _, ...group } = aNodegroup({ launchTemplate: aReference });

    const read = await readLaunchTemplates(inventory(), listed([group]));

    expect(read.launchTemplates).toEqual({ readable: true, value: [] });
    expect([...ec2.calls(), ...kms.calls()]).toEqual([]);
  });

  it('tell what decides about nodes, and of user data the kind alone', async () => {
    const secret = '#!/bin/bash\n/etc/eks/bootstrap.sh shop\nexport PASSWORD=hunter2';
    const data = {
      ImageId: 'ami-1',
      KeyName: 'there',
      SecurityGroupIds: ['sg-2'],
      NetworkInterfaces: [{ Groups: ['sg-1'] }],
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 80, KmsKeyId: 'k' } }],
      MetadataOptions: { HttpPutResponseHopLimit: 1, HttpTokens: 'required' },
    };
    answers(version(3, { ...data, UserData: Buffer.from(secret).toString('base64') }), version(4, data, true));

    const read = await readLaunchTemplates(inventory(), groups({}));

    expect(read).toMatchObject({
      launchTemplates: {
        value: [
          {
            name: 'workers',
            detail: {
              value: {
                inUse: {
                  number: 3,
                  image: 'ami-1',
                  keyPair: 'there',
                  securityGroups: ['sg-1', 'sg-2'],
                  kmsKeys: ['k'],
                  disks: [{ device: '/dev/xvda', sizeGiB: 80 }],
                  metadata: { hopLimit: 1, tokens: 'required' },
                  userData: ['BOOTSTRAP_SH'],
                },
                byDefault: { number: 4 },
                differing: ['UserData'],
              },
            },
          },
        ],
      },
    });
    expect(JSON.stringify(read)).not.toMatch(/hunter2|aHVudGVy/);
  });

  it('are known without the version that is gone', async () => {
    ec2
      .on(DescribeLaunchTemplateVersionsCommand)
      .rejects(failure('InvalidLaunchTemplateId.VersionNotFound'))
      .on(DescribeLaunchTemplateVersionsCommand, { Versions: ['$Default'] })
      .resolves({ LaunchTemplateVersions: [version(5, {}, true)] });

    const { launchTemplates } = await readLaunchTemplates(inventory(), groups({}));

    expect(launchTemplates).toMatchObject({ value: [{ detail: { value: { byDefault: { number: 5 } } } }] });
    expect(launchTemplates).not.toHaveProperty('value.0.detail.value.inUse');
  });

  it('are seen to be gone', async () => {
    ec2.on(DescribeLaunchTemplateVersionsCommand).rejects(failure('InvalidLaunchTemplateId.NotFound'));

    const { launchTemplates } = await readLaunchTemplates(inventory(), groups({}));

    expect(launchTemplates).toHaveProperty('value.0.detail.value', { differing: [] });
  });

  it('are read without the image where its parameter may not be read', async () => {
    ec2
      .on(DescribeLaunchTemplateVersionsCommand)
      .rejects(failure('UnauthorizedOperation', 'not authorized to perform: ssm:GetParameters'))
      .on(DescribeLaunchTemplateVersionsCommand, { ResolveAlias: false })
      .resolves({ LaunchTemplateVersions: [version(3, { ImageId: 'resolve:ssm:/golden' }, true)] });

    const read = await readLaunchTemplates(inventory(), groups({ amiType: 'CUSTOM' }));

    expect(read.launchTemplates).toHaveProperty('value.0.detail.value.inUse.image', 'resolve:ssm:/golden');
    expect(read.images).toEqual({ readable: true, value: [] });
  });

  it.each([
    ['UnauthorizedOperation', 'DENIED'],
    ['InternalError', 'ERROR'],
  ])('are unreadable after %s', async (name, obstacle) => {
    ec2.on(DescribeLaunchTemplateVersionsCommand).rejects(failure(name));

    const { launchTemplates } = await readLaunchTemplates(inventory(), groups({}));

    expect(launchTemplates).toMatchObject({
      value: [{ name: 'workers', detail: { because: { call: 'ec2:DescribeLaunchTemplateVersions', obstacle } } }],
    });
  });

  it('are as unreadable as their node groups', async () => {
    const read = await readLaunchTemplates(inventory(), unreadable(refused('eks:ListNodegroups')));

    expect(Object.values(read)).toEqual(Array.from({ length: 5 }, () => unreadable(refused('eks:ListNodegroups'))));
  });

  it('run the newest version where EKS says no number but that', async () => {
    answers(version(3, {}, true), version(5), version(4));

    const { launchTemplates } = await readLaunchTemplates(
      inventory(),
      groups({ launchTemplate: { ...aReference, version: '$Latest' } }),
    );

    expect(launchTemplates).toMatchObject({
      value: [{ detail: { value: { inUse: { number: 5 }, byDefault: { number: 3 } } } }],
    });
  });

  it('run the default where EKS says no number', async () => {
    answers(version(3), version(4, {}, true));

    const { launchTemplates } = await readLaunchTemplates(
      inventory(),
      groups({ launchTemplate: { name: 'shop', version: '$Default' } }),
    );

    expect(launchTemplates).toMatchObject({ value: [{ detail: { value: { inUse: { number: 4 } } } }] });
    expect(ec2.commandCalls(DescribeLaunchTemplateVersionsCommand)[0]?.args[0].input).toMatchObject({
      LaunchTemplateName: 'shop',
      Versions: ['$Default'],
    });
  });
});

describe('what launch templates name', () => {
  it('is asked for once a region, images by a filter, deprecated ones included', async () => {
    answers(version(3, { ImageId: 'ami-1' }, true));
    ec2.on(DescribeImagesCommand).resolves({
      Images: [
        {
          ImageId: 'ami-1',
          Name: 'golden',
          State: 'available',
          CreationDate: '2026-02-19T09:00:00.000Z',
          Platform: 'Windows',
        },
      ],
    });
    const region = inventory();

    const custom = groups({ amiType: 'CUSTOM' });
    const read = await Promise.all([readLaunchTemplates(region, custom), readLaunchTemplates(region, custom)]);

    expect(ec2.commandCalls(DescribeImagesCommand).map(({ args }) => args[0].input)).toMatchObject([
      { Filters: [{ Name: 'image-id', Values: ['ami-1'] }], IncludeDeprecated: true },
    ]);
    expect(read[1]).toMatchObject({
      images: {
        value: [
          { detail: { value: { image: { id: 'ami-1', isWindows: true, createdAt: '2026-02-19T09:00:00.000Z' } } } },
        ],
      },
    });
  });

  it('is the image that EKS recorded, where nothing else names one', async () => {
    answers(version(4, {}, true));

    const { images } = await readLaunchTemplates(
      inventory(),
      groups({ amiType: 'CUSTOM', releaseVersion: 'ami-0a1b2c3d4e5f60718' }),
    );

    expect(images).toMatchObject({ value: [{ name: 'ami-0a1b2c3d4e5f60718' }] });
  });

  it('is asked for whatever the default names, and not what a default names that was left behind', async () => {
    answers(version(3, { KeyName: 'there' }), version(4, { KeyName: 'next' }, true));
    const read = await readLaunchTemplates(inventory(), groups({}));
    answers(version(3, { KeyName: 'there' }), version(2, { KeyName: 'old' }, true));
    const ahead = await readLaunchTemplates(inventory(), groups({}));

    expect(read.keyPairs).toEqual(sights({ next: { exists: false }, there: { exists: true } }));
    expect(ahead.keyPairs).toEqual(sights({ there: { exists: true } }));
  });

  it('is the image of a template whose group has none of its own, too', async () => {
    answers(version(3, { ImageId: 'ami-1' }, true));

    const { images } = await readLaunchTemplates(inventory(), groups({}));

    expect(images).toEqual(sights({ 'ami-1': {} }));
  });

  it('is key pairs and security groups, of which a region is asked once for all', async () => {
    answers(
      version(3, { KeyName: 'there', SecurityGroupIds: ['sg-1', 'sg-2'], SecurityGroups: ['nodes', 'gone'] }, true),
    );
    ec2
      .on(DescribeSecurityGroupsCommand)
      .resolvesOnce({ SecurityGroups: [{ GroupId: 'sg-2' }], NextToken: 'more' })
      .resolves({ SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'nodes' }] });
    const region = inventory();

    const [read] = await Promise.all([
      readLaunchTemplates(region, groups({})),
      readLaunchTemplates(region, groups({})),
    ]);

    expect(read?.keyPairs).toEqual(sights({ there: { exists: true } }));
    expect(read?.securityGroups).toEqual(
      sights({
        gone: { exists: false },
        nodes: { exists: true },
        'sg-1': { exists: true },
        'sg-2': { exists: true },
      }),
    );
    expect(ec2.commandCalls(DescribeKeyPairsCommand).map(({ args }) => args[0].input)).toEqual([{}]);
    expect(ec2.commandCalls(DescribeSecurityGroupsCommand).map(({ args }) => args[0].input)).toMatchObject([
      { MaxResults: 1000 },
      { NextToken: 'more' },
    ]);
  });

  it.each([
    ['keyPairs', DescribeKeyPairsCommand, { KeyName: 'there' }],
    ['securityGroups', DescribeSecurityGroupsCommand, { SecurityGroupIds: ['there'] }],
  ] as const)('is unreadable where its call is refused: %s', async (facet, command, data) => {
    answers(version(3, data, true));
    ec2.on(command as typeof DescribeKeyPairsCommand).rejects(failure('UnauthorizedOperation'));

    const read = await readLaunchTemplates(inventory(), groups({}));

    expect(read[facet]).toMatchObject({
      value: [{ name: 'there', detail: { because: { call: `ec2:${command.name.replace('Command', '')}` } } }],
    });
  });
});

describe('the KMS keys that launch templates name', () => {
  const foreign = 'arn:aws:kms:eu-west-1:444455556666:key/1';
  const own = 'arn:aws:kms:eu-west-1:333344445555:key/1';
  const why = (policy: string) =>
    `User: me is not authorized to perform: kms:DescribeKey because no ${policy} allows it`;
  const disks = (...keys: readonly string[]) => ({
    BlockDeviceMappings: keys.map((KmsKeyId, nth) => ({ DeviceName: `/dev/xvd${nth}`, Ebs: { KmsKeyId } })),
  });
  const seen = async (key: string) => {
    answers(version(3, disks(key), true));
    return (await readLaunchTemplates(inventory(), groups({}))).kmsKeys;
  };

  it('are asked for once a region, each by itself, and of those that AWS keeps none', async () => {
    answers(version(3, disks('k', 'alias/aws/ebs', `${own.replace('key/1', 'alias/aws/ebs')}`), true));
    const region = inventory();

    const [read] = await Promise.all([
      readLaunchTemplates(region, groups({})),
      readLaunchTemplates(region, groups({})),
    ]);

    expect(read?.kmsKeys).toEqual(sights({ k: { state: 'Enabled' } }));
    expect(kms.commandCalls(DescribeKeyCommand).map(({ args }) => args[0].input)).toEqual([{ KeyId: 'k' }]);
  });

  it('are seen to be gone', async () => {
    kms.on(DescribeKeyCommand).rejects(failure('NotFoundException'));

    expect(await seen('k')).toEqual(sights({ k: {} }));
  });

  it.each([
    ['of another account, whatever it says', foreign, why('resource-based policy')],
    ['of another account, which says nothing', foreign, 'not authorized'],
    ['of the account, by a policy of its own', own, why('resource-based policy')],
    [
      'of the account, by a policy of its own, in other words',
      'alias/disks',
      'no resource-based policies allow access',
    ],
  ])('are hidden where their own policy keeps us out, which is no failure: one %s', async (_which, key, message) => {
    kms.on(DescribeKeyCommand).rejects(failure('AccessDeniedException', message));

    expect(await seen(key)).toEqual(sights({ [key]: { hidden: true } }));
  });

  it.each([
    ['our own policy, of another account', foreign, 'AccessDeniedException', why('identity-based policy'), 'DENIED'],
    ['our own policy', own, 'AccessDeniedException', why('identity-based policy'), 'DENIED'],
    ['nobody knows what', 'k', 'AccessDeniedException', 'not authorized', 'DENIED'],
    [
      'the organization, of another account',
      foreign,
      'AccessDeniedException',
      'an explicit deny in a service control policy',
      'DENIED_BY_SCP',
    ],
    ['too many calls', foreign, 'ThrottlingException', 'Rate exceeded', 'THROTTLED'],
    ['a fault of KMS', 'k', 'KMSInternalException', 'no', 'ERROR'],
  ])('are unreadable where %s is in the way', async (_what, key, name, message, obstacle) => {
    kms.on(DescribeKeyCommand).rejects(failure(name, message));

    expect(await seen(key)).toMatchObject({
      value: [{ name: key, detail: { because: { call: 'kms:DescribeKey', obstacle } } }],
    });
  });

  it('are unreadable where the answer is none', async () => {
    kms.on(DescribeKeyCommand).resolves({});

    expect(await seen('k')).toMatchObject({ value: [{ detail: { because: { obstacle: 'ERROR' } } }] });
  });
});
