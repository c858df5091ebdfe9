import { describe, expect, it } from 'vitest';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import { storedUpdatesOf, storedUpdatesOfPart } from '#core/history/stored-updates.ts';
import { readable, unreadable } from '#core/reading.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import type { Update } from '#core/update.ts';
import { aCluster, aNodegroup, anAddon, anUpdate, asOf, refused } from '../../support/builders.ts';

function known(snapshot: ClusterSnapshot, unread: KnownCluster['unread'] = []): KnownCluster {
  const { arn, name, account, region } = snapshot;
  return { arn, name, account, region, placement: {}, snapshot, firstObservedAt: asOf, changedAt: asOf, unread };
}

const update = anUpdate();
const cluster = aCluster();

describe('the stored updates of a control plane', () => {
  it('are never all that there may be', () => {
    expect(storedUpdatesOf(cluster, known(cluster))).toEqual({ updates: [update], areStale: true });
  });

  it.each([
    ['nothing is known of it', undefined],
    ['it could never be described', { ...known(cluster), snapshot: undefined } as unknown as KnownCluster],
    ['it was made anew', known(aCluster({ createdAt: '2020-01-01T00:00:00.000Z' }))],
    ['they could not be read', known(aCluster({ updates: unreadable(refused()) }))],
    ['none could be described', known(aCluster({ updates: readable([{ name: 'u', detail: unreadable(refused()) }]) }))],
  ])('are none where %s', (_, before) => {
    expect(storedUpdatesOf(cluster, before)).toEqual({ updates: [], areStale: true });
  });
});

describe.each(['addons', 'nodegroups'] as const)('the stored updates of one of the %s', (list) => {
  const facet = list === 'addons' ? 'addonUpdates' : 'nodegroupUpdates';
  const part = (overrides: { status?: string; modifiedAt?: string } = {}) =>
    list === 'addons' ? anAddon('one', overrides) : aNodegroup({ name: 'one', ...overrides });
  const withUpdates = (updates: readonly Update[], overrides: Parameters<typeof part>[0] = {}) =>
    aCluster({ [list]: [part(overrides)], [facet]: readable([{ name: 'one', detail: readable(updates) }]) });
  const stored = (before: KnownCluster, tonight = part()) => storedUpdatesOfPart(list, tonight, cluster, before);

  it.each([
    ['nothing has changed', withUpdates([update]), part()],
    ['it is ACTIVE, as it was', withUpdates([update]), part({ status: 'ACTIVE' })],
    ['it failed, as it had', withUpdates([update], { status: 'DEGRADED' }), part({ status: 'DEGRADED' })],
  ])('are current where %s', (_, before, tonight) => {
    expect(stored(known(before), tonight)).toEqual({ updates: [update], areStale: false });
  });

  it.each([
    ['it was modified since', withUpdates([update]), part({ modifiedAt: asOf })],
    ['it fails since', withUpdates([update]), part({ status: 'DEGRADED' })],
    ['it no longer fails', withUpdates([update], { status: 'DEGRADED' }), part({ status: 'ACTIVE' })],
    ['it is being updated', withUpdates([update]), part({ status: 'UPDATING' })],
    ['it itself was not stored', aCluster({ ...withUpdates([update]), [list]: [] }), part()],
  ])('are stale where %s', (_, before, tonight) => {
    expect(stored(known(before), tonight)).toEqual({ updates: [update], areStale: true });
  });

  it('are stale where one was under way', () => {
    const updates = [update, anUpdate({ id: 'u-2', status: 'InProgress' })];

    expect(stored(known(withUpdates(updates)))).toEqual({ updates, areStale: true });
  });

  it('are stale where they could not be read when the rest was', () => {
    const unread = { because: refused('eks:ListUpdates') };
    const other = facet === 'addonUpdates' ? 'nodegroupUpdates' : 'addonUpdates';

    expect(stored(known(withUpdates([update]), [{ facet, ...unread }])).areStale).toBe(true);
    expect(stored(known(withUpdates([update]), [{ facet: other, ...unread }])).areStale).toBe(false);
  });

  it.each([
    ['they were never read', aCluster({ [list]: [part()], [facet]: unreadable(refused()) })],
    [
      'those of this one were never read',
      aCluster({ [facet]: readable([{ name: 'one', detail: unreadable(refused()) }]) }),
    ],
    ['it is new', aCluster({ [list]: [], [facet]: readable([]) })],
    ['the cluster was made anew', { ...withUpdates([update]), createdAt: '2020-01-01T00:00:00.000Z' }],
  ])('are none where %s', (_, before) => {
    expect(stored(known(before))).toEqual({ updates: [], areStale: true });
  });
});
