import { describe, expect, it } from 'vitest';
import type { RanImage } from '#core/fleet/ran-image.ts';
import { untestedImage as rule } from '#core/fleet/rules/untested-image.ts';
import type { SystemMember } from '#core/fleet/system.ts';
import { readable, unreadable } from '#core/reading.ts';
import type { NodegroupSnapshot } from '#core/snapshot.ts';
import { aMember, aNodegroup, anUnseenMember, asOf, refused, settings } from '../../support/builders.ts';
import { commandsOf, evidenceOf, reasonOf, resultOf, shortOf } from '../../support/fleet-cases.ts';

const old = '1.34.1-20251209';
const newer = '1.34.3-20260301';
const yearAgo = '2025-03-01T02:00:00.000Z';
const february = '2026-02-01T02:00:00.000Z';

const running = (
  environment: string,
  group: Partial<NodegroupSnapshot> = {},
  images: readonly RanImage[] = [],
): SystemMember => aMember(environment, { nodegroups: [aNodegroup(group)] }, { images });

function ran(release: string, overrides: Partial<RanImage> = {}): RanImage {
  return { family: 'AL2023', release, since: yearAgo, firstObservedAt: yearAgo, ...overrides };
}

const judge = (...members: readonly SystemMember[]) => resultOf(rule, members.at(-1)!, members).evaluations[0]!;
const short = (...members: readonly SystemMember[]) => shortOf(judge(...members));

describe('a release that a lower environment runs', () => {
  it.each([
    ['seven days', '2026-02-22T23:00:00.000Z', 'COMPLIANT'],
    ['six days', '2026-02-23T00:00:00.000Z', 'MEDIUM'],
  ])('is tested after seven days: %s', (_, modifiedAt, expected) => {
    expect(short(running('dev', { modifiedAt }), running('prod'))).toBe(expected);
  });

  it.each([
    ['2026-02-22T02:00:00.000Z', 'COMPLIANT'],
    ['2026-02-23T02:00:00.000Z', 'MEDIUM'],
  ])('counts from our first sight of it (%s), whatever was changed since', (since, expected) => {
    const dev = running('dev', { modifiedAt: '2026-02-28T09:00:00.000Z' }, [ran('20260219', { since })]);

    expect(short(dev, running('prod'))).toBe(expected);
  });

  it('is the same one under another minor, and not in another family', () => {
    const bottlerocket = { amiType: 'BOTTLEROCKET_x86_64', releaseVersion: '1.47.0-6154605b' };
    const arm = { amiType: 'BOTTLEROCKET_ARM_64', releaseVersion: '1.47.0-6154605b' };

    expect(short(running('dev', { releaseVersion: '1.35.0-20260219', version: '1.35' }), running('prod'))).toBe(
      'COMPLIANT',
    );
    expect(short(running('dev', arm), running('prod', bottlerocket))).toBe('COMPLIANT');
    expect(short(running('dev', { amiType: 'AL2_x86_64' }), running('prod'))).toBe('NOT_APPLICABLE');
  });

  it('is tested where any lower environment has run it, by any of its node groups', () => {
    const young = { modifiedAt: '2026-02-28T09:00:00.000Z' };
    const test = aMember('test', { nodegroups: [aNodegroup(young), aNodegroup({ name: 'batch' })] });

    expect(short(running('dev', young), running('test'), running('prod'))).toBe('COMPLIANT');
    expect(short(running('dev', young), test, running('prod'))).toBe('COMPLIANT');
  });

  it.each([
    ['2026-02-08T02:00:00.000Z', 'COMPLIANT'],
    ['2026-02-07T02:00:00.000Z', 'MEDIUM'],
  ])('was tested where it ran for as long, until %s', (until, expected) => {
    const dev = running('dev', { releaseVersion: newer, modifiedAt: until }, [
      ran('20251101', { until: february }),
      ran('20260219', { since: february, firstObservedAt: february, until }),
    ]);

    expect(short(dev, running('prod'))).toBe(expected);
  });

  it('tells where it runs, since when, and from when on it is tested', () => {
    const since = '2026-02-26T09:00:00.000Z';
    const members = [
      running('dev', { modifiedAt: '2026-02-27T09:00:00.000Z' }),
      running('test', { modifiedAt: since }),
      running('prod'),
    ];

    const evaluation = judge(...members);

    expect(evaluation).toMatchObject({
      resource: `${members[2]?.arn}/nodegroup/workers`,
      horizon: 'next-node-roll',
    });
    expect(evidenceOf(evaluation.verdict)).toEqual({
      release: '1.34.2-20260219',
      amiFamily: 'AL2023',
      soakDays: 7,
      sibling: 'shop-test',
      siblingEnvironment: 'test',
      siblingSince: since,
      testedFrom: '2026-03-05T09:00:00.000Z',
    });
    expect(commandsOf(evaluation.verdict)).toEqual([
      'describe-nodegroup --cluster-name shop-prod --nodegroup-name workers',
      'describe-nodegroup --cluster-name shop-test --nodegroup-name workers',
    ]);
  });
});

describe('a release that no lower environment runs', () => {
  it('is untested where they run an older one', () => {
    expect(short(running('dev', { releaseVersion: old }), running('prod'))).toBe('MEDIUM');
  });

  it('tells what they run, and shows their node groups of that family', () => {
    const groups = [
      aNodegroup({ releaseVersion: old }),
      aNodegroup({ name: 'windows', amiType: 'WINDOWS_CORE_2022_x86_64', releaseVersion: '1.34-2025.12.09' }),
    ];
    const dev = aMember('dev', { nodegroups: groups }, { images: [ran('20251101', { until: february })] });

    const { verdict } = judge(dev, running('prod'));

    expect(evidenceOf(verdict)).toEqual({
      release: '1.34.2-20260219',
      amiFamily: 'AL2023',
      soakDays: 7,
      lower: ['shop-dev 20251209'],
    });
    expect(commandsOf(verdict)).toEqual([
      'describe-nodegroup --cluster-name shop-prod --nodegroup-name workers',
      'describe-nodegroup --cluster-name shop-dev --nodegroup-name workers',
    ]);
  });

  it.each<[string, string, string]>([
    ['no history', '', 'INSUFFICIENT_DATA'],
    ['a history of six days', '2026-02-23T02:00:00.000Z', 'INSUFFICIENT_DATA'],
    ['a history of seven days', '2026-02-22T02:00:00.000Z', 'MEDIUM'],
  ])('depends on our history where one runs a newer release: %s', (_, firstObservedAt, expected) => {
    const older = ran('20251101', { firstObservedAt, until: '2026-02-28T02:00:00.000Z' });
    const history = firstObservedAt === '' ? [] : [older];
    const dev = running('dev', { releaseVersion: newer, modifiedAt: '2026-02-27T20:00:00.000Z' }, history);

    expect(short(dev, running('prod'))).toBe(expected);
  });

  it.each([
    ['before our history of it began', '2026-01-31T09:00:00.000Z'],
    ['when it began', february],
  ])('is not known to be untested where one took the newer release %s', (_, since) => {
    const history = [ran('20260301', { since, firstObservedAt: february })];
    const dev = running('dev', { releaseVersion: newer }, history);

    expect(reasonOf(judge(dev, running('prod')).verdict)).toBe(
      'its sibling shop-dev runs a newer release, and our history of its nodes begins on 2026-02-01',
    );
  });

  it.each([
    ['seven days ago', '2026-02-22T08:00:00.000Z', 'MEDIUM'],
    ['six days ago', '2026-02-23T08:00:00.000Z', 'INSUFFICIENT_DATA'],
  ])('is known to be so where the other was made %s with the newer release', (_, createdAt, expected) => {
    const modifiedAt = createdAt.replace('T08', 'T09');
    const dev = aMember('dev', { createdAt, nodegroups: [aNodegroup({ releaseVersion: newer, modifiedAt })] });

    expect(short(dev, running('prod'))).toBe(expected);
  });

  it('is not known to be so where the other was made anew, and ran something else before', () => {
    const history = [
      ran('20251101', { firstObservedAt: '2026-02-23T02:00:00.000Z', until: '2026-02-26T02:00:00.000Z' }),
    ];
    const group = { releaseVersion: newer, modifiedAt: '2026-02-25T09:00:00.000Z' };
    const dev = aMember(
      'dev',
      { createdAt: '2026-02-25T08:00:00.000Z', nodegroups: [aNodegroup(group)] },
      { images: history },
    );

    expect(short(dev, running('prod'))).toBe('INSUFFICIENT_DATA');
  });

  it('is not known to be so where one of several newer releases ran before our history began', () => {
    const history = [
      ran('20260225', {
        since: '2026-01-31T09:00:00.000Z',
        firstObservedAt: february,
        until: '2026-02-20T02:00:00.000Z',
      }),
    ];
    const dev = running('dev', { releaseVersion: newer, modifiedAt: '2026-02-19T09:00:00.000Z' }, history);

    expect(short(dev, running('prod'))).toBe('INSUFFICIENT_DATA');
  });

  it('is known to be so where one ran it for too short a time, before it took an older one', () => {
    const history = [
      ran('20260219', { since: february, firstObservedAt: february, until: '2026-02-04T02:00:00.000Z' }),
    ];

    expect(short(running('dev', { releaseVersion: old }, history), running('prod'))).toBe('MEDIUM');
  });

  it.each([
    ['2026-02-11T09:00:00.000Z', 'MEDIUM'],
    ['2026-02-12T09:00:00.000Z', 'INSUFFICIENT_DATA'],
  ])(
    'is known to be so of one made on 2026-02-10 whose first image is of the day after: %s',
    (modifiedAt, expected) => {
      const nodegroups = [aNodegroup({ releaseVersion: newer, modifiedAt })];

      expect(short(aMember('dev', { createdAt: '2026-02-10T08:00:00.000Z', nodegroups }), running('prod'))).toBe(
        expected,
      );
    },
  );

  it('is not known to be so where one of several may have run it', () => {
    const test = running('test', { releaseVersion: newer });

    expect(short(running('dev', { releaseVersion: old }), test, running('prod'))).toBe('INSUFFICIENT_DATA');
  });
});

describe('what could not be seen', () => {
  const unlisted = aMember('dev', { nodegroups: unreadable(refused('eks:ListNodegroups')) });
  const half = (detail: 'unread' | 'odd') =>
    aMember('dev', {
      nodegroups: readable([
        { name: 'workers', detail: readable(aNodegroup({ releaseVersion: old })) },
        {
          name: 'batch',
          detail:
            detail === 'unread'
              ? unreadable(refused('eks:DescribeNodegroup'))
              : readable(aNodegroup({ amiType: 'AL2027_x86_64' })),
        },
      ]),
    });

  it.each<[string, SystemMember, string]>([
    ['a sibling that was never described', anUnseenMember('dev'), 'its sibling shop-dev was never read: '],
    ['a sibling whose node groups were never listed', unlisted, 'its sibling shop-dev was never read: '],
    [
      'a node group of a sibling',
      half('unread'),
      'the image of batch of its sibling shop-dev could not be read: eks:DescribeNodegroup: DENIED',
    ],
    [
      'a kind of image that is not known',
      half('odd'),
      'the image of batch of its sibling shop-dev could not be read: its AMI type is not one that is known',
    ],
  ])('may have run it: %s', (_, dev, because) => {
    const young = running('test', { modifiedAt: '2026-02-28T09:00:00.000Z' });

    expect(reasonOf(judge(dev, young, running('prod')).verdict)).toMatch(new RegExp(`^${because}`));
    expect(short(dev, running('test'), running('prod'))).toBe('COMPLIANT');
  });

  it('goes by what was seen last of a sibling', () => {
    const unread = [{ facet: 'nodegroups', because: refused(), lastReadAt: '2026-02-27T02:00:00.000Z' }] as const;
    const dev = { ...running('dev', { modifiedAt: '2026-02-26T09:00:00.000Z' }), unread };

    expect(evidenceOf(judge(dev, running('prod')).verdict)).toMatchObject({
      siblingUnreadSince: '2026-02-27T02:00:00.000Z',
    });
  });

  it('is no fault of its own: a release that cannot be read', () => {
    expect(short(running('dev'), running('prod', { releaseVersion: 'tomorrow' }))).toBe('INSUFFICIENT_DATA');
  });

  it('is a node group of its own that could never be described', () => {
    const nodegroups = readable([{ name: 'workers', detail: unreadable(refused('eks:DescribeNodegroup')) }]);

    expect(short(running('dev'), aMember('prod', { nodegroups }))).toBe('INSUFFICIENT_DATA');
  });
});

describe('what is not judged', () => {
  it.each<[string, readonly SystemMember[]]>([
    ['an environment before the last', [running('dev', { releaseVersion: old }), running('test')]],
    [
      'an image of its own',
      [running('dev'), running('prod', { amiType: 'CUSTOM', releaseVersion: 'ami-0123456789abcdef0' })],
    ],
    ['nodes of a family that only the last has', [aMember('dev', { nodegroups: [] }), running('prod')]],
  ])('%s', (_, members) => {
    expect(judge(...members)).toMatchObject({
      resource: `${members.at(-1)?.arn}/nodegroup/workers`,
      verdict: { compliance: 'NOT_APPLICABLE' },
    });
  });

  it('the first environment, which has nobody below it', () => {
    const dev = running('dev');

    expect(resultOf(rule, dev, [dev]).evaluations.map(({ resource }) => resource)).toEqual([
      dev.arn,
      `${dev.arn}/nodegroup/workers`,
    ]);
    expect(short(dev)).toBe('NOT_APPLICABLE');
  });

  it('an environment that is not known, whose node groups nobody could list', () => {
    const member = aMember('perf', { nodegroups: unreadable(refused('eks:ListNodegroups')) });

    expect(resultOf(rule, member, [member]).evaluations.map(({ resource }) => resource)).toEqual([member.arn]);
  });

  it('is judged by the soak of the configuration', () => {
    const members = [running('dev'), running('prod')];
    const at = (imageSoak: number) =>
      shortOf(
        resultOf(rule, members[1]!, members, { asOf, settings: settings({ notice: { imageSoak } }) }).evaluations[0],
      );

    expect(at(7)).toBe('COMPLIANT');
    expect(at(8)).toBe('MEDIUM');
  });
});
