import { describe, expect, it } from 'vitest';
import { type KnownCluster, unreadIn } from '#core/history/known-cluster.ts';
import { lastKnown, unreadFacet } from '#core/history/last-known.ts';
import { readable, unreadable } from '#core/reading.ts';
import { aCluster, aLaunchTemplate, aNodegroup, anAddon, anInsight, refused } from '../../support/builders.ts';

const lastNight = '2026-02-28T02:00:00.000Z';
const snapshot = aCluster();

function known(overrides: Partial<KnownCluster> = {}): KnownCluster {
  const { arn, name, account, region } = snapshot;
  const times = { firstObservedAt: '2026-01-01T02:00:00.000Z', changedAt: '2026-02-01T02:00:00.000Z' };
  return { arn, name, account, region, placement: {}, snapshot, unread: [], ...times, ...overrides };
}

const noAddons = refused('eks:ListAddons');
const noNodegroups = refused('eks:ListNodegroups');

describe('what is known of a cluster after tonight', () => {
  it('is tonight where everything was read', () => {
    const tonight = aCluster({ version: '1.35', addons: [anAddon('coredns')] });

    expect(lastKnown(known(), tonight, lastNight)).toEqual({ snapshot: tonight, unread: [] });
  });

  it('is nothing that is told of one night only', () => {
    const hidden = { name: 'hidden', detail: unreadable(refused('eks:DescribeNodegroup')) };
    const sized = { name: 'workers', detail: readable(aNodegroup({ desiredSize: 7 })) };
    const image = { name: 'ami-1', detail: readable({ image: { kubernetes: '1.34' } }) };
    const tonight = aCluster({
      nodegroups: readable([hidden, sized]),
      unmanagedNodes: readable([{ ...image, instances: ['i-1'] }]),
      otherNodes: readable([{ kubelet: '1.34', kind: 'HYBRID', nodes: 7 }]),
    });

    const { nodegroups, unmanagedNodes, otherNodes } = lastKnown(undefined, tonight, lastNight).snapshot;

    expect(otherNodes).toEqual(readable([{ kubelet: '1.34', kind: 'HYBRID' }]));

    expect(unmanagedNodes).toEqual(readable([image]));
    const unseen = unreadable(refused('ec2:DescribeInstances'));
    const never = lastKnown(undefined, aCluster({ unmanagedNodes: unseen }), lastNight);
    expect(never.snapshot.unmanagedNodes).toEqual(unseen);

    expect(nodegroups).toEqual(readable([hidden, { name: 'workers', detail: readable(aNodegroup()) }]));
  });

  it('keeps the last reading of a list that was refused, and says when it was', () => {
    const tonight = aCluster({ version: '1.35', addons: unreadable(noAddons), nodegroups: unreadable(noNodegroups) });

    expect(lastKnown(known(), tonight, lastNight)).toEqual({
      snapshot: aCluster({ version: '1.35' }),
      unread: [
        { facet: 'addons', because: noAddons, lastReadAt: lastNight },
        { facet: 'nodegroups', because: noNodegroups, lastReadAt: lastNight },
      ],
    });
  });

  it('keeps the last reading of one add-on that was refused, and takes the others from tonight', () => {
    const hidden = { name: 'coredns', detail: unreadable(refused()) };
    const tonight = aCluster({
      addons: readable([hidden, { name: 'kube-proxy', detail: readable(anAddon('kube-proxy', 'v1.35.0-eksbuild.2')) }]),
    });

    const { snapshot: after, unread } = lastKnown(known(), tonight, lastNight);

    expect(after.addons).toEqual(
      aCluster({ addons: [anAddon('coredns'), anAddon('kube-proxy', 'v1.35.0-eksbuild.2')] }).addons,
    );
    expect(unread).toEqual([{ facet: 'addons', parts: ['coredns'], because: refused(), lastReadAt: lastNight }]);
  });

  it('takes what the list says of an insight from tonight, and what is behind it from the night that could read it', () => {
    const addons = { deprecations: [], addons: ['vpc-cni'] };
    const before = known({
      snapshot: aCluster({ insights: [anInsight({ status: 'WARNING', detail: readable(addons) })] }),
    });
    const because = refused('eks:DescribeInsight');
    const tonight = aCluster({ insights: [anInsight({ status: 'ERROR', detail: unreadable(because) })] });

    expect(lastKnown(before, tonight, lastNight)).toEqual({
      snapshot: aCluster({ insights: [anInsight({ status: 'ERROR', detail: readable(addons) })] }),
      unread: [{ facet: 'insights', parts: [anInsight().name], because, lastReadAt: lastNight }],
    });
  });

  it('has nothing to keep of an add-on that was never read', () => {
    const hidden = { name: 'new', detail: unreadable(refused()) };

    expect(lastKnown(known(), aCluster({ addons: readable([hidden]) }), lastNight).snapshot.addons).toEqual(
      readable([hidden]),
    );
  });

  it('has nothing to keep of a facet that was never read', () => {
    const tonight = aCluster({ nodegroups: unreadable(noNodegroups) });
    const unreadBefore = known({
      snapshot: tonight,
      unread: [{ facet: 'nodegroups', because: noNodegroups }],
    });

    for (const before of [undefined, unreadBefore]) {
      expect(lastKnown(before, tonight, lastNight)).toEqual({
        snapshot: tonight,
        unread: [{ facet: 'nodegroups', because: noNodegroups }],
      });
    }
  });

  it('does not take over from a cluster that had its name before', () => {
    const tonight = aCluster({ createdAt: lastNight, addons: unreadable(noAddons) });

    expect(lastKnown(known(), tonight, lastNight)).toEqual({
      snapshot: tonight,
      unread: [{ facet: 'addons', because: noAddons }],
    });
  });

  it('keeps self-managed add-ons that were once seen, and does not call it unread that nobody may look', () => {
    const seen = aCluster({ selfManagedAddons: [anAddon('coredns', { managed: false })] });

    expect(lastKnown(known({ snapshot: seen }), aCluster(), lastNight)).toEqual({ snapshot: seen, unread: [] });
    expect(lastKnown(known(), seen, lastNight).snapshot).toEqual(seen);
    expect(lastKnown(known({ snapshot: aCluster({ selfManagedAddons: [] }) }), seen, lastNight).snapshot).toEqual(seen);
  });

  it('calls self-managed add-ons unread where somebody may look, and was refused', () => {
    const because = refused('kubernetes:ListDaemonSets');
    const seen = aCluster({ selfManagedAddons: [anAddon('coredns', { managed: false })] });
    const tonight = aCluster({ selfManagedAddons: unreadable(because) });

    expect(lastKnown(known({ snapshot: seen }), tonight, lastNight)).toEqual({
      snapshot: seen,
      unread: [{ facet: 'selfManagedAddons', because, lastReadAt: lastNight }],
    });
  });

  it('counts from the last reading, not from the last night', () => {
    const before = known({ unread: [{ facet: 'addons', because: noAddons, lastReadAt: '2026-02-20T02:00:00.000Z' }] });

    const { unread } = lastKnown(before, aCluster({ addons: unreadable(noAddons) }), lastNight);

    expect(unread[0]?.lastReadAt).toBe('2026-02-20T02:00:00.000Z');
  });
});

it('knows no last reading where there was no earlier night', () => {
  expect(unreadFacet('cluster', noAddons, known(), undefined)).toEqual({ facet: 'cluster', because: noAddons });
});

it('compares facets, not node groups with node groups of other facets', () => {
  const before = known({
    unread: [{ facet: 'nodegroups', because: noNodegroups, lastReadAt: '2026-02-20T02:00:00.000Z' }],
  });

  const { unread } = lastKnown(
    before,
    aCluster({ addons: unreadable(noAddons), nodegroups: [aNodegroup()] }),
    lastNight,
  );

  expect(unread).toEqual([{ facet: 'addons', because: noAddons, lastReadAt: lastNight }]);
});

describe('what launch templates name, while one cannot be read', () => {
  const template = { name: 'workers', detail: readable(aLaunchTemplate()) };
  const key = { name: 'ops', detail: readable({ exists: true }) };
  const unseen = { name: 'workers', detail: unreadable(refused('eks:DescribeNodegroup')) };

  it('is what it was, with what is new', () => {
    const first = { ...key, name: 'adm' };
    const other = { name: 'dev', detail: readable({ exists: false }) };
    const before = known({
      snapshot: aCluster({ launchTemplates: readable([template]), keyPairs: readable([first, key]) }),
    });
    const tonight = aCluster({ launchTemplates: readable([unseen]), keyPairs: readable([other]) });

    const { snapshot: after } = lastKnown(before, tonight, lastNight);

    expect(after.launchTemplates).toEqual(readable([template]));
    expect(after.keyPairs).toEqual(readable([first, other, key]));
  });

  it('is nothing new where the group had no template, as far as is known', () => {
    const tonight = aCluster({ launchTemplates: readable([unseen]) });

    expect(lastKnown(known(), tonight, lastNight).snapshot).toEqual(aCluster());
  });

  it('stays unread where it never was read', () => {
    const before = known({ snapshot: aCluster({ launchTemplates: readable([unseen]) }) });
    const tonight = aCluster({ launchTemplates: unreadable(noNodegroups) });

    expect(lastKnown(before, tonight, lastNight).snapshot.launchTemplates).toEqual(readable([unseen]));
  });

  it('is what tonight shows where no templates were known, or all are read', () => {
    const never = known({
      snapshot: aCluster({ launchTemplates: unreadable(noNodegroups), keyPairs: readable([key]) }),
    });
    const partly = aCluster({ launchTemplates: readable([unseen]) });
    const whole = known({ snapshot: aCluster({ keyPairs: readable([key]) }) });

    expect(lastKnown(never, partly, lastNight).snapshot).toEqual(partly);
    expect(lastKnown(whole, aCluster(), lastNight).snapshot).toEqual(aCluster());
  });

  it('is kept as a list that could never be read, too', () => {
    const keyPairs = unreadable(refused('ec2:DescribeKeyPairs'));
    const before = known({ snapshot: aCluster({ keyPairs }) });
    const tonight = aCluster({ keyPairs, launchTemplates: readable([unseen]) });

    expect(lastKnown(before, tonight, lastNight).snapshot.keyPairs).toEqual(keyPairs);
  });
});

it.each([
  ['addons', 'coredns', true],
  ['addons', 'vpc-cni', false],
  ['addons', undefined, true],
  ['nodegroups', 'workers', true],
  ['updates', 'u-1', false],
] as const)('of %s, the part %s was not read tonight: %s', (facet, part, expected) => {
  const unread = [
    { facet: 'addons', parts: ['coredns'], because: refused() },
    { facet: 'nodegroups', because: noNodegroups },
  ] as const;

  expect(unreadIn(unread, facet, part) !== undefined).toBe(expected);
  expect(unreadIn([{ facet: 'cluster', because: noAddons }], facet, part)?.facet).toBe('cluster');
});
