import { expect, it } from 'vitest';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import { emptyDraft } from '../../../functions/record/draft.ts';
import { takes } from '../../../functions/record/takes.ts';

it('of every call of an audit something is taken', () => {
  expect(Object.keys(takes).sort()).toEqual([...iamActions.member, ...iamActions.directory].sort());
});

it('of launch templates no user data are taken, which may hold secrets', () => {
  const draft = emptyDraft();
  const call = { service: 'ec2', operation: 'DescribeLaunchTemplateVersions', account: '1', region: 'eu-west-1' };
  const LaunchTemplateData = { ImageId: 'ami-1', UserData: 'aHVudGVyMg==' };
  const answer = { LaunchTemplateVersions: [{ VersionNumber: 3, DefaultVersion: true, LaunchTemplateData }] };

  takes['ec2:DescribeLaunchTemplateVersions']?.(draft, { ...call, input: { LaunchTemplateId: 'lt-1' } }, answer, {});

  expect([...draft.ec2.values()].flatMap((list) => [...list.values()])).toEqual([
    { LaunchTemplateId: 'lt-1', VersionNumber: 3, DefaultVersion: true, LaunchTemplateData: { ImageId: 'ami-1' } },
  ]);
});
