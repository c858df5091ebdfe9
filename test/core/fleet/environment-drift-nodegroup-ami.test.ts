import { describe, expect, it } from 'vitest';
import type { RanImage } from '#core/fleet/ran-image.ts';
import { environmentDriftNodegroupAmi as rule } from '#core/fleet/rules/environment-drift-nodegroup-ami.ts';
import type { SystemMember } from '#core/fleet/system.ts';
import { readable, unreadable } from '#core/reading.ts';
import type { NodegroupSnapshot } from '#core/snapshot.ts';
import { aMember, aNodegroup, anUnseenMember, asOf, refused, settings } from '../../support/builders.ts';
import { commandsOf, complaintsOf, evidenceOf, reasonOf, resultOf, shortOf } from '../../support/fleet-cases.ts';

const al2 = { amiType: 'AL2_x86_64', releaseVersion: '1.34.2-20260219' };
const bottlerocket = { amiType: 'BOTTLEROCKET_x86_64', releaseVersion: '1.47.0-6154605b' };
const windows = { name: 'windows', amiType: 'WINDOWS_CORE_2022_x86_64', releaseVersion: '1.34-2026.02.10' };
const own = { amiType: 'CUSTOM', releaseVersion: 'ami-0123456789abcdef0' };

const running = (
  environment: string,
  groups: readonly Partial<NodegroupSnapshot>[] = [{}],
  images: readonly RanImage[] = [],
): SystemMember => aMember(environment, { nodegroups: groups.map(aNodegroup) }, { images });

function ran(family: RanImage['family'], overrides: Partial<RanImage> = {}): RanImage {
  const begun = { since: '2025-12-01T02:00:00.000Z', firstObservedAt: '2025-12-01T02:00:00.000Z' };
  return { family, release: '20251209', ...begun, until: '2026-02-10T02:00:00.000Z', ...overrides };
}

function verdictOn(fault: string | undefined, members: readonly SystemMember[], of = members.at(-1)!) {
  const { evaluations } = resultOf(rule, of, members);
  const workers = `${of.arn}/nodegroup/workers`;
  return evaluations.find((one) => one.resource === workers && one.fault === fault);
}

const left = [ran('AL2')];

describe('the family of a node group', () => {
  it.each<[string, readonly SystemMember[], readonly string[]]>([
    ['all are of one', [running('dev'), running('test'), running('prod')], []],
    [
      'one environment has a node group more, of another one',
      [running('dev'), running('test'), running('prod', [{}, windows])],
      [],
    ],
    [
      'two lower environments have left it',
      [running('dev', [{}], left), running('test', [{}], left), running('prod', [al2])],
      ['shop-prod/nodegroup/workers family MEDIUM'],
    ],
    [
      'one node group of several was left behind',
      [running('dev', [{}], left), running('prod', [al2, { name: 'batch' }])],
      ['shop-prod/nodegroup/workers family MEDIUM'],
    ],
    ['the lowest goes first', [running('dev', [{}], left), running('test', [al2]), running('prod', [al2])], []],
    [
      'the lowest goes first, and was made anew for it',
      [running('dev'), running('test', [al2]), running('prod', [al2])],
      [],
    ],
    [
      'the lowest was left behind',
      [running('dev', [al2]), running('test', [{}], left), running('prod', [{}], left)],
      ['shop-dev/nodegroup/workers family MEDIUM'],
    ],
    [
      'two share none',
      [running('dev'), running('prod', [bottlerocket])],
      ['shop-prod/nodegroup/workers family MEDIUM'],
    ],
    ['two share one of several', [running('dev', [{}, windows]), running('prod', [bottlerocket, windows])], []],
    [
      'the highest shares none with two that agree',
      [running('dev'), running('test'), running('prod', [bottlerocket])],
      ['shop-prod/nodegroup/workers family MEDIUM'],
    ],
    [
      'the lowest shares none with two that agree',
      [running('dev', [bottlerocket]), running('test'), running('prod')],
      ['shop-dev/nodegroup/workers family MEDIUM'],
    ],
    [
      'one of two that agree has a further one, and the lowest is alone',
      [running('dev', [bottlerocket]), running('test', [{}, windows]), running('prod')],
      ['shop-dev/nodegroup/workers family MEDIUM'],
    ],
    [
      'no two share one',
      [running('dev'), running('test', [bottlerocket]), running('prod', [al2])],
      ['shop-test/nodegroup/workers family MEDIUM', 'shop-prod/nodegroup/workers family MEDIUM'],
    ],
    ['one has no node groups', [running('dev', []), running('test', []), running('prod')], []],
    ['one has images of its own', [running('dev', [own]), running('prod', [bottlerocket])], []],
    [
      'one has images of its own besides',
      [running('dev', [own, { name: 'batch' }]), running('prod', [bottlerocket])],
      [],
    ],
    [
      'the lowest goes first, from whatever family',
      [running('dev', [{}], [ran('BOTTLEROCKET')]), running('test', [bottlerocket]), running('prod', [bottlerocket])],
      [],
    ],
    [
      'the lowest goes first, and has left one of several that they run',
      [running('dev', [{}], left), running('test', [al2, windows]), running('prod', [al2, windows])],
      [],
    ],
    [
      'the lowest shares none with two that have more than AL2',
      [running('dev'), running('test', [al2, windows]), running('prod', [al2, windows])],
      ['shop-dev/nodegroup/workers family MEDIUM'],
    ],
    [
      'one shares with the lowest what it does not with the next',
      [running('dev'), running('test', [bottlerocket]), running('prod', [{}, windows])],
      ['shop-test/nodegroup/workers family MEDIUM'],
    ],
    ['all have images of their own', [running('dev', [own]), running('prod', [own])], []],
  ])('%s', (_, members, expected) => {
    expect(complaintsOf(rule, members)).toEqual(expected);
  });

  it('tells which sibling left it, when and for what, and shows both sides', () => {
    const since = '2026-02-20T02:00:00.000Z';
    const members = [
      running('dev', [{}], left),
      running('test', [{}, windows], [ran('AL2', { until: since })]),
      running('prod', [al2]),
    ];

    const evaluation = verdictOn('family', members);

    expect(evaluation).toMatchObject({ horizon: 'now' });
    expect(evidenceOf(evaluation?.verdict)).toEqual({
      difference: 'LEFT',
      amiFamily: 'AL2',
      release: '1.34.2-20260219',
      sibling: 'shop-test',
      siblingEnvironment: 'test',
      siblingFamilies: ['AL2023', 'WINDOWS'],
      siblingLeftAt: since,
    });
    expect(commandsOf(evaluation?.verdict)).toEqual([
      'describe-nodegroup --cluster-name shop-prod --nodegroup-name workers',
      'describe-nodegroup --cluster-name shop-test --nodegroup-name workers',
      'describe-nodegroup --cluster-name shop-test --nodegroup-name windows',
    ]);
  });

  it('tells with whom it shares none, the nearest on the side that it is told on', () => {
    const low = [running('dev', [bottlerocket]), running('test'), running('prod')];
    const high = [running('dev'), running('test'), running('prod', [bottlerocket])];

    expect(evidenceOf(verdictOn('family', low, low[0])?.verdict)).toMatchObject({
      difference: 'NONE_SHARED',
      sibling: 'shop-test',
      siblingFamilies: ['AL2023'],
    });
    const told = evidenceOf(verdictOn('family', high)?.verdict);
    expect(told).toMatchObject({ difference: 'NONE_SHARED', sibling: 'shop-test' });
    expect(told).not.toHaveProperty('siblingLeftAt');
  });

  it('tells when it was left for the last time, and of those that differ the nearest below', () => {
    const twice = [ran('AL2', { until: '2026-01-10T02:00:00.000Z' }), ran('AL2', { release: '20260110' })];
    const none = [running('dev'), running('test', [bottlerocket]), running('prod', [al2])];

    expect(
      evidenceOf(verdictOn('family', [running('dev', [{}], twice), running('prod', [al2])])?.verdict),
    ).toMatchObject({
      siblingLeftAt: '2026-02-10T02:00:00.000Z',
    });
    expect(evidenceOf(verdictOn('family', none, none[1])?.verdict)).toMatchObject({ sibling: 'shop-dev' });
  });

  it('is one that a sibling which has left and come back to it runs', () => {
    const again = [ran('AL2'), ran('AL2', { release: '20260219', until: '' })].map(({ until, ...image }) =>
      until === '' ? image : { ...image, until: String(until) },
    );

    expect(complaintsOf(rule, [running('dev', [al2, { name: 'new' }], again), running('prod', [al2])])).toEqual([]);
  });
});

describe('the release of a node group', () => {
  const of = (releaseVersion: string) => [{ releaseVersion }];

  it.each([
    ['20260219', '20260219', 'COMPLIANT'],
    ['20260412', '20260219', 'COMPLIANT'],
    ['20260413', '20260219', 'LOW'],
    ['20260219', '20260413', 'COMPLIANT'],
  ])('with %s in a lower environment, %s is %s', (lower, release, expected) => {
    const members = [running('dev', of(`1.35.1-${lower}`)), running('prod', of(`1.34.2-${release}`))];

    expect(shortOf(verdictOn('release', members))).toBe(expected);
  });

  it('is not judged by a higher environment', () => {
    const members = [running('dev', of('1.34.2-20251209')), running('prod', of('1.34.2-20260413'))];

    expect(shortOf(verdictOn('release', members, members[0]))).toBe('COMPLIANT');
  });

  it.each([
    ['2026-01-08T09:00:00.000Z', 'COMPLIANT'],
    ['2026-01-07T09:00:00.000Z', 'LOW'],
  ])('is as far behind as a newer Bottlerocket has run in a lower environment: since %s', (since, expected) => {
    const image: RanImage = { family: 'BOTTLEROCKET', release: '1.50.0', since, firstObservedAt: since };
    const newer = { ...bottlerocket, releaseVersion: '1.50.0-0a1b2c3d' };

    expect(shortOf(verdictOn('release', [running('dev', [newer], [image]), running('prod', [bottlerocket])]))).toBe(
      expected,
    );
  });

  it('is not behind the same Bottlerocket, however long it has run', () => {
    const image: RanImage = {
      family: 'BOTTLEROCKET',
      release: '1.47.0',
      since: '2025-06-01T09:00:00.000Z',
      firstObservedAt: asOf,
    };

    expect(
      shortOf(verdictOn('release', [running('dev', [bottlerocket], [image]), running('prod', [bottlerocket])])),
    ).toBe('COMPLIANT');
  });

  it('tells since when it runs there this time, and in this family', () => {
    const groups = [
      { releaseVersion: '1.34.9-20260501', modifiedAt: '2026-02-28T09:00:00.000Z' },
      { name: 'old', amiType: 'AL2_x86_64', releaseVersion: '1.34.9-20260501', modifiedAt: '2026-02-01T09:00:00.000Z' },
    ];
    const dev = running('dev', groups, [ran('AL2023', { release: '20260501' }), ran('AL2')]);

    expect(evidenceOf(verdictOn('release', [dev, running('prod')])?.verdict)).toMatchObject({
      siblingSince: '2026-02-28T09:00:00.000Z',
    });
  });

  it('is compared with the node group of its name, or else with the oldest of its family', () => {
    const fresh = { releaseVersion: '1.34.9-20260501' };
    const stale = { name: 'batch', releaseVersion: '1.34.2-20260210' };

    expect(shortOf(verdictOn('release', [running('dev', [stale, fresh]), running('prod')]))).toBe('LOW');
    expect(shortOf(verdictOn('release', [running('dev', [stale, { ...fresh, name: 'x' }]), running('prod')]))).toBe(
      'COMPLIANT',
    );
  });

  it('tells the furthest, since when it runs, and rolls the node group', () => {
    const modifiedAt = '2026-02-28T09:00:00.000Z';
    const members = [
      running('dev', [{ releaseVersion: '1.34.9-20260501', modifiedAt }]),
      running('test', of('1.34.9-20260420')),
      running('prod'),
    ];

    const { verdict } = verdictOn('release', members)!;

    expect(evidenceOf(verdict)).toEqual({
      release: '1.34.2-20260219',
      amiFamily: 'AL2023',
      allowedDays: 52,
      sibling: 'shop-dev',
      siblingEnvironment: 'dev',
      siblingRelease: '1.34.9-20260501',
      siblingSince: modifiedAt,
    });
    expect(commandsOf(verdict)).toEqual([
      'update-nodegroup-version --cluster-name shop-prod --nodegroup-name workers --release-version 1.34.4-20260224',
    ]);
    const { evaluations } = resultOf(rule, members[2]!, members, { catalogues: {} });
    expect(commandsOf(evaluations.find(({ fault }) => fault === 'release')?.verdict)).toEqual([
      'describe-nodegroup --cluster-name shop-prod --nodegroup-name workers',
    ]);
  });

  it('may be as far behind as the configuration says', () => {
    const members = [running('dev', of('1.35.1-20260413')), running('prod')];
    const at = (imageAge: number) =>
      resultOf(rule, members[1]!, members, { asOf, settings: settings({ notice: { imageAge } }) }).evaluations.map(
        shortOf,
      );

    expect(at(45)).toEqual(['COMPLIANT', 'LOW']);
    expect(at(46)).toEqual(['COMPLIANT', 'COMPLIANT']);
  });
});

describe('what could not be seen', () => {
  const half = (environment: string) =>
    aMember(environment, {
      nodegroups: readable([
        { name: 'workers', detail: readable(aNodegroup()) },
        { name: 'batch', detail: unreadable(refused('eks:DescribeNodegroup')) },
      ]),
    });

  it('decides nothing of a release that may be behind it', () => {
    expect(reasonOf(verdictOn('release', [half('dev'), running('prod')])?.verdict)).toMatch(
      'the image of batch of its sibling shop-dev could not be read: eks:DescribeNodegroup',
    );
    expect(reasonOf(verdictOn('release', [anUnseenMember('dev'), running('prod')])?.verdict)).toMatch(
      'its sibling shop-dev was never read',
    );
    expect(shortOf(verdictOn('release', [running('dev'), half('prod')], running('dev')))).toBe('COMPLIANT');
    expect(shortOf(verdictOn('release', [running('dev'), anUnseenMember('prod')], running('dev')))).toBe('COMPLIANT');
  });

  it('decides nothing of a family that somebody else may run', () => {
    const prod = running('prod', [bottlerocket]);

    expect(shortOf(verdictOn('family', [half('dev'), prod]))).toBe('INSUFFICIENT_DATA');
    expect(shortOf(verdictOn('family', [running('dev'), anUnseenMember('test'), prod]))).toBe('INSUFFICIENT_DATA');
    expect(shortOf(verdictOn('family', [half('dev'), running('prod')]))).toBe('COMPLIANT');
    expect(shortOf(verdictOn('family', [running('dev'), anUnseenMember('test'), running('prod')]))).toBe('COMPLIANT');
  });

  it.each([
    [own, 'NOT_APPLICABLE'],
    [{ releaseVersion: 'tomorrow' }, 'INSUFFICIENT_DATA'],
  ])('is said of both at once, of a node group like %j', (group, expected) => {
    expect(shortOf(verdictOn(undefined, [running('dev'), running('prod', [group])]))).toBe(expected);
  });

  it('is said of one that could not be described, with the call', () => {
    const members = [running('dev'), half('prod')];
    const { evaluations } = resultOf(rule, members[1]!, members);

    const ofBatch = evaluations.filter(({ resource }) => resource.endsWith('/nodegroup/batch'));
    expect(ofBatch.map(({ fault, verdict }) => [fault, reasonOf(verdict)])).toEqual([
      [undefined, expect.stringContaining('eks:DescribeNodegroup')],
    ]);
  });
});
