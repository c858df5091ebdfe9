import { expect, it } from 'vitest';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import { facets } from '#core/facets.ts';
import { emptyDraft } from '../../../functions/record/draft.ts';
import { plainUserData } from '../../../functions/record/plain-user-data.ts';
import { takes } from '../../../functions/record/takes.ts';

it('of every call of an audit something is taken', () => {
  const ofClusters = Object.values(facets).flatMap(({ calls }) =>
    calls.filter((call) => call.startsWith('kubernetes:')),
  );
  const calls = [...iamActions.member, ...iamActions.directory, ...new Set(ofClusters)];

  expect(Object.keys(takes).sort()).toEqual(calls.sort());
});

it('of launch templates what is judged is taken, and of user data their kinds alone', () => {
  const draft = emptyDraft();
  const call = { service: 'ec2', operation: 'DescribeLaunchTemplateVersions', account: '1', region: 'eu-west-1' };
  const kept = {
    ImageId: 'ami-1',
    KeyName: 'ops',
    SecurityGroupIds: ['sg-1'],
    SecurityGroups: ['nodes'],
    MetadataOptions: { HttpPutResponseHopLimit: 1 },
  };
  const LaunchTemplateData = {
    ...kept,
    NetworkInterfaces: [{ Groups: ['sg-2'], PrivateIpAddress: '10.0.0.7' }, { Description: 'hunter2' }],
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 80, KmsKeyId: 'k', SnapshotId: 'snap-1' } },
      { VirtualName: 'ephemeral0' },
      { Ebs: { KmsKeyId: 'alias/aws/ebs' } },
    ],
    UserData: Buffer.from('#!/bin/bash\nexport PASSWORD=hunter2').toString('base64'),
    TagSpecifications: [{ Tags: [{ Key: 'owner', Value: 'hunter2' }] }],
  };
  const answer = { LaunchTemplateVersions: [{ VersionNumber: 3, DefaultVersion: true, LaunchTemplateData }] };

  takes['ec2:DescribeLaunchTemplateVersions']?.(draft, { ...call, input: { LaunchTemplateId: 'lt-1' } }, answer, {});

  expect([...draft.ec2.values()].flatMap((list) => [...list.values()])).toEqual([
    {
      LaunchTemplateId: 'lt-1',
      VersionNumber: 3,
      DefaultVersion: true,
      LaunchTemplateData: {
        ...kept,
        NetworkInterfaces: [{ Groups: ['sg-2'] }, { Groups: null }],
        BlockDeviceMappings: [
          { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 80, KmsKeyId: 'k' } },
          { DeviceName: null, Ebs: { VolumeSize: null, KmsKeyId: null } },
          { DeviceName: null, Ebs: { VolumeSize: null, KmsKeyId: null } },
        ],
        UserData: plainUserData(LaunchTemplateData.UserData),
      },
    },
  ]);
});

it('of a launch template that says nothing, nothing is taken', () => {
  const draft = emptyDraft();
  const call = { service: 'ec2', operation: 'DescribeLaunchTemplateVersions', account: '1', region: 'eu-west-1' };
  const answer = { LaunchTemplateVersions: [{ VersionNumber: 1, LaunchTemplateData: {} }] };

  takes['ec2:DescribeLaunchTemplateVersions']?.(draft, { ...call, input: { LaunchTemplateName: 'x' } }, answer, {});

  expect([...draft.ec2.values()].flatMap((list) => [...list.values()])).toEqual([
    { LaunchTemplateName: 'x', VersionNumber: 1, LaunchTemplateData: {} },
  ]);
});
