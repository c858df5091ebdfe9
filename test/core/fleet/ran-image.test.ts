import { expect, it } from 'vitest';
import { type RanImage, ranImages } from '#core/fleet/ran-image.ts';
import { readable, unreadable } from '#core/reading.ts';
import type { NodegroupSnapshot } from '#core/snapshot.ts';
import { aCluster, aNodegroup, asOf, refused } from '../../support/builders.ts';

const nextNight = '2026-03-02T02:00:00.000Z';
const nodes = (...groups: readonly Partial<NodegroupSnapshot>[]) => aCluster({ nodegroups: groups.map(aNodegroup) });

function ran(release: string, overrides: Partial<RanImage> = {}): RanImage {
  return { family: 'AL2023', release, since: '2026-02-22T09:00:00.000Z', firstObservedAt: asOf, ...overrides };
}

it('knows each release once, since the earliest change of a group that runs it', () => {
  const cluster = nodes(
    { name: 'a', modifiedAt: '2026-02-25T09:00:00.000Z' },
    { name: 'b', modifiedAt: '2026-02-22T09:00:00.000Z' },
    { name: 'c', releaseVersion: '1.33.5-20260219', modifiedAt: '2026-02-23T09:00:00.000Z' },
  );

  expect(ranImages([], cluster, asOf)).toEqual([ran('20260219')]);
});

it('counts from the first sight of it where that is earlier than the last change, or nothing tells of one', () => {
  const { modifiedAt: _, ...never } = aNodegroup();
  const changedLater = nodes({ modifiedAt: '2026-03-01T09:00:00.000Z' });

  expect(ranImages([], aCluster({ nodegroups: [never] }), asOf)).toEqual([ran('20260219', { since: asOf })]);
  expect(ranImages([], changedLater, asOf)).toEqual([ran('20260219', { since: asOf })]);
  expect(ranImages([ran('20260219')], nodes({ modifiedAt: nextNight }), nextNight)).toEqual([ran('20260219')]);
});

it('keeps what ran, with the first sight without it, and takes one that comes again for another run', () => {
  const newer = nodes({ releaseVersion: '1.34.3-20260301', modifiedAt: '2026-03-01T20:00:00.000Z' });
  const taken = ran('20260301', { since: '2026-03-01T20:00:00.000Z', firstObservedAt: nextNight });
  const over = ran('20260219', { until: nextNight });
  const back = nodes({ modifiedAt: '2026-03-02T20:00:00.000Z' });
  const later = '2026-03-03T02:00:00.000Z';

  expect(ranImages([ran('20260219')], newer, nextNight)).toEqual([over, taken]);
  expect(ranImages([over, taken], back, later)).toEqual([
    over,
    { ...taken, until: later },
    ran('20260219', { since: '2026-03-02T20:00:00.000Z', firstObservedAt: later }),
  ]);
});

it('changes nothing by the same snapshot, tonight or on another night', () => {
  const cluster = nodes({}, { name: 'b', amiType: 'BOTTLEROCKET_x86_64', releaseVersion: '1.47.0-6154605b' });
  const once = ranImages([ran('20251209', { until: asOf })], cluster, asOf);

  expect(ranImages(once, cluster, asOf)).toEqual(once);
  expect(ranImages(once, cluster, nextNight)).toEqual(once);
});

it('takes nothing out, and nothing in, by what could not be read', () => {
  const before = [ran('20251209')];
  const unlisted = aCluster({ nodegroups: unreadable(refused('eks:ListNodegroups')) });
  const odd = aCluster({
    nodegroups: readable([
      { name: 'a', detail: unreadable(refused('eks:DescribeNodegroup')) },
      { name: 'b', detail: readable(aNodegroup({ releaseVersion: 'tomorrow' })) },
      { name: 'c', detail: readable(aNodegroup({ amiType: 'CUSTOM', releaseVersion: 'ami-0123456789abcdef0' })) },
    ]),
  });

  expect(ranImages(before, unlisted, asOf)).toEqual(before);
  expect(ranImages([], odd, asOf)).toEqual([]);
});

it('forgets the oldest once there are a hundred', () => {
  const before = Array.from({ length: 120 }, (_, index) => ran(`${20250000 + index}`, { until: asOf }));

  const after = ranImages(before, nodes({}), asOf);

  expect(after).toHaveLength(101);
  expect(after[0]).toEqual(before[20]);
  expect(after.at(-1)).toEqual(ran('20260219'));
});
