import {
  DescribeImagesCommand,
  type DescribeImagesRequest,
  DescribeLaunchTemplateVersionsCommand,
  type DescribeLaunchTemplateVersionsRequest,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '#adapters/recording/recording.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { aNight, aRecording, ec2, hub, region, shop } from './builders.ts';

const LaunchTemplateId = 'lt-0b1c2d3e4f5a60718';
const LaunchTemplateName = 'golden';

function aVersion(VersionNumber: number, DefaultVersion = false, template = LaunchTemplateId): JsonObject {
  const named = { LaunchTemplateId: template, LaunchTemplateName: template === LaunchTemplateId ? 'golden' : 'other' };
  return { ...named, VersionNumber, DefaultVersion, LaunchTemplateData: { ImageId: `ami-${VersionNumber}` } };
}

const lists = {
  'launch-template-versions': [aVersion(3), aVersion(4, true), aVersion(5), aVersion(9, true, 'lt-other')],
  images: [
    { ImageId: 'ami-1', Name: 'golden', State: 'available', OwnerId: hub },
    { ImageId: 'ami-2', Name: 'golden-2', State: 'failed', OwnerId: hub, DeprecationTime: '2024-02-07T01:00:00.000Z' },
    { ImageId: 'ami-3', OwnerId: shop, DeprecationTime: '2024-02-07T01:00:00.000Z' },
    { ImageId: 'ami-4', OwnerId: hub, DeprecationTime: '2024-02-08T01:00:00.000Z' },
  ],
};

let server: ReplayServer;
beforeAll(async () => {
  const night = aNight([]);
  const shopAccount = { ...night.accounts[shop]!, ec2: { [region]: lists } };
  server = await startReplayServer({
    recording: aRecording({ ...night, accounts: { ...night.accounts, [shop]: shopAccount } }),
  });
});
afterAll(() => server.close());

describe('DescribeLaunchTemplateVersions', () => {
  const numbersOf = async (input: DescribeLaunchTemplateVersionsRequest) => {
    const answer = await ec2(server.url).send(new DescribeLaunchTemplateVersionsCommand(input));
    return answer.LaunchTemplateVersions?.map(({ VersionNumber }) => VersionNumber);
  };

  it.each([
    ['all of one template', undefined, [3, 4, 5]],
    ['those that are named', ['5', '3'], [5, 3]],
    ['the default and the newest', ['$Default', '$Latest'], [4, 5]],
    ['one that is named twice, once', ['4', '$Default'], [4]],
  ])('gives %s', async (_what, Versions, numbers) => {
    expect(await numbersOf({ LaunchTemplateId, Versions })).toEqual(numbers);
    expect(await numbersOf({ LaunchTemplateName, Versions })).toEqual(numbers);
  });

  it.each([
    [{ LaunchTemplateId: 'lt-gone' }, 'InvalidLaunchTemplateId.NotFound'],
    [{ LaunchTemplateName: 'gone' }, 'InvalidLaunchTemplateName.NotFoundException'],
    [{ LaunchTemplateId, Versions: ['3', '8'] }, 'InvalidLaunchTemplateId.VersionNotFound'],
  ])('says of %j that it is not there', async (input, name) => {
    await expect(numbersOf(input)).rejects.toMatchObject({ name });
  });
});

describe('DescribeImages', () => {
  const idsOf = async (input: DescribeImagesRequest) => {
    const { Images } = await ec2(server.url).send(new DescribeImagesCommand(input));
    return Images?.map(({ ImageId }) => ImageId);
  };

  it('gives deprecated ones of others where it is asked for them, and what is gone not at all', async () => {
    const Filters = [{ Name: 'image-id', Values: ['ami-1', 'ami-2', 'ami-3', 'ami-4', 'ami-gone'] }];

    expect(await idsOf({ Filters })).toEqual(['ami-1', 'ami-3', 'ami-4']);
    expect(await idsOf({ Filters, IncludeDeprecated: true })).toEqual(['ami-1', 'ami-2', 'ami-3', 'ami-4']);
  });

  it.each([
    ['owner-id', shop, ['ami-3']],
    ['name', 'golden*', ['ami-1', 'ami-2']],
    ['state', 'failed', ['ami-2']],
  ])('filters by %s', async (Name, value, ids) => {
    expect(await idsOf({ Filters: [{ Name, Values: [value] }], IncludeDeprecated: true })).toEqual(ids);
  });

  it('fails whole where one that is named is gone', async () => {
    await expect(idsOf({ ImageIds: ['ami-1', 'ami-gone'] })).rejects.toMatchObject({ name: 'InvalidAMIID.NotFound' });
  });
});
