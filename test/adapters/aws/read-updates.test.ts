import {
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  DescribeUpdateCommand,
  EKSClient,
  ListAddonsCommand,
  ListFargateProfilesCommand,
  ListInsightsCommand,
  ListNodegroupsCommand,
  ListPodIdentityAssociationsCommand,
  ListUpdatesCommand,
} from '@aws-sdk/client-eks';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { Reading } from '#core/reading.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import { aCluster, aNodegroup, anAddon, anUpdate, asOf, refusal, target } from './answers.ts';
import { readerOf } from './local-aws.ts';

const eks = mockClient(EKSClient);
const reader = readerOf('http://127.0.0.1:1');

const ofAddon = { name: 'shop-prod', addonName: 'vpc-cni' };
const ofNodegroup = { name: 'shop-prod', nodegroupName: 'workers' };

beforeEach(() => {
  eks.reset();
  eks.on(DescribeClusterCommand).resolves(aCluster() as object);
  eks.on(ListAddonsCommand).resolves({ addons: ['vpc-cni'] });
  eks.on(DescribeAddonCommand).resolves(anAddon() as object);
  eks.on(ListNodegroupsCommand).resolves({ nodegroups: ['workers'] });
  eks.on(DescribeNodegroupCommand).resolves(aNodegroup() as object);
  eks.on(ListFargateProfilesCommand).resolves({ fargateProfileNames: [] });
  eks.on(ListPodIdentityAssociationsCommand).resolves({ associations: [] });
  eks.on(ListInsightsCommand).resolves({ insights: [] });
  eks.on(ListUpdatesCommand, { name: 'shop-prod' }).resolves({ updateIds: ['plane'] });
  eks.on(ListUpdatesCommand, ofAddon).resolves({ updateIds: ['addon'] });
  eks.on(ListUpdatesCommand, ofNodegroup).resolves({ updateIds: ['group'] });
  eks.on(DescribeUpdateCommand).resolves(anUpdate() as object);
});

async function read(known?: KnownCluster): Promise<ClusterSnapshot> {
  const reading = await reader.readCluster(target, 'shop-prod', asOf, known);
  if (!reading.readable || !reading.value) throw new Error('wanted a cluster');
  return reading.value;
}

/** What the next night knows of what this one saw. */
function known(snapshot: ClusterSnapshot): KnownCluster {
  const { arn, name, account, region } = snapshot;
  return { arn, name, account, region, placement: {}, snapshot, firstObservedAt: asOf, changedAt: asOf, unread: [] };
}

/** What was asked for on the night after `first`. */
async function asked(first: ClusterSnapshot): Promise<{ listed: readonly object[]; described: readonly unknown[] }> {
  eks.resetHistory();
  await read(known(first));
  return {
    listed: eks.commandCalls(ListUpdatesCommand).map(({ args }) => args[0].input),
    described: eks.commandCalls(DescribeUpdateCommand).map(({ args }) => args[0].input.updateId),
  };
}

function valueIn<T>(reading: Reading<T>): T {
  if (!reading.readable) throw new Error(JSON.stringify(reading.because));
  return reading.value;
}

const update = {
  type: 'VersionUpdate',
  status: 'Successful',
  createdAt: '2026-11-02T00:00:00.000Z',
  version: '1.33',
  errors: [],
};

describe('updates', () => {
  it('are those of the control plane, of each add-on and of each node group', async () => {
    const { updates, addonUpdates, nodegroupUpdates } = await read();

    expect(updates).toEqual({
      readable: true,
      value: [{ name: 'plane', detail: { readable: true, value: { id: 'plane', ...update } } }],
    });
    expect(addonUpdates).toEqual({
      readable: true,
      value: [{ name: 'vpc-cni', detail: { readable: true, value: [{ id: 'addon', ...update }] } }],
    });
    expect(nodegroupUpdates).toEqual({
      readable: true,
      value: [{ name: 'workers', detail: { readable: true, value: [{ id: 'group', ...update }] } }],
    });
    expect(eks.commandCalls(DescribeUpdateCommand).map(({ args }) => args[0].input)).toEqual([
      { name: 'shop-prod', updateId: 'plane' },
      { ...ofAddon, updateId: 'addon' },
      { ...ofNodegroup, updateId: 'group' },
    ]);
  });

  it('are read over all pages, each once, by id', async () => {
    eks
      .on(ListUpdatesCommand, { name: 'shop-prod' })
      .resolvesOnce({ updateIds: ['b', 'a'], nextToken: 'more' })
      .resolves({ updateIds: ['c', 'b'] });
    eks.on(ListUpdatesCommand, { name: 'shop-prod', nextToken: 'more' }).resolves({ updateIds: ['c', 'b'] });

    expect(await read()).toMatchObject({ updates: { value: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] } });
  });

  it('tell their errors, each as one line', async () => {
    const errors = [
      { errorCode: 'NodeCreationFailure', errorMessage: 'no\nnode', resourceIds: ['i-0c91e5f7a2d3b8640'] },
      { errorCode: null, errorMessage: null },
    ];
    eks.on(DescribeUpdateCommand).resolves(anUpdate({ status: 'Failed', params: null, errors }) as object);

    const { updates } = await read();

    expect(valueIn(updates)[0]?.detail).toEqual({
      readable: true,
      value: {
        id: 'plane',
        type: 'VersionUpdate',
        status: 'Failed',
        createdAt: update.createdAt,
        errors: [{ code: 'NodeCreationFailure', message: 'no node' }, { code: 'Unknown' }],
      },
    });
  });

  it('tell what they gave an add-on as fingerprints, the same of the same, and never as it stands', async () => {
    const setBy = async (...params: readonly (readonly [type: string, value: string])[]) => {
      const given = params.map(([type, value]) => ({ type, value }));
      eks.on(DescribeUpdateCommand).resolves(anUpdate({ params: given }) as object);
      const [first] = valueIn((await read()).updates);
      return first?.detail.readable ? first.detail.value.sets : undefined;
    };
    const four = await setBy(['ConfigurationValues', '{"replicaCount":4}'], ['AddonVersion', 'v1']);

    expect(four).toEqual({ configuration: expect.stringMatching(/^[0-9a-f]{12}$/) });
    expect(await setBy(['ConfigurationValues', '{"replicaCount":4}'])).toEqual(four);
    expect(await setBy(['ConfigurationValues', '{"replicaCount":5}'])).not.toEqual(four);
    expect(Object.keys((await setBy(['ServiceAccountRoleArn', 'arn'])) ?? {})).toEqual(['permissions']);
    expect(Object.keys((await setBy(['PodIdentityAssociations', '[]'])) ?? {})).toEqual(['permissions']);
    expect(await setBy(['AddonVersion', 'v1'])).toBeUndefined();
  });

  it('without a beginning are unreadable: nobody knows which is the last', async () => {
    eks.on(DescribeUpdateCommand).resolves(anUpdate({ createdAt: null, errors: null }) as object);

    expect(valueIn((await read()).updates)[0]?.detail).toMatchObject({
      because: { call: 'eks:DescribeUpdate', detail: expect.stringContaining('update.createdAt') },
    });
  });

  it.each([
    ['listed', ListUpdatesCommand, 'eks:ListUpdates'],
    ['described', DescribeUpdateCommand, 'eks:DescribeUpdate'],
  ] as const)('that may not be %s are unreadable, alone', async (_, command, call) => {
    eks.on(command as typeof ListUpdatesCommand, ofAddon).rejects(refusal('AccessDeniedException', 'not you'));

    const { updates, addonUpdates, nodegroupUpdates } = await read();

    const because = { call, obstacle: 'DENIED', detail: 'not you' };
    expect(addonUpdates).toEqual({
      readable: true,
      value: [{ name: 'vpc-cni', detail: { readable: false, because } }],
    });
    expect([updates.readable, nodegroupUpdates]).toMatchObject([true, { value: [{ detail: { readable: true } }] }]);
  });

  it('of what could not be listed or described are unreadable for the same reason', async () => {
    eks.on(ListAddonsCommand).rejects(refusal('AccessDeniedException', 'not you'));
    eks.on(DescribeNodegroupCommand).rejects(refusal('AccessDeniedException', 'nor you'));

    const { addonUpdates, nodegroupUpdates } = await read();

    expect(addonUpdates).toMatchObject({ because: { call: 'eks:ListAddons' } });
    expect(nodegroupUpdates).toMatchObject({ value: [{ detail: { because: { call: 'eks:DescribeNodegroup' } } }] });
    expect(eks.commandCalls(ListUpdatesCommand)).toHaveLength(1);
  });

  it('of what vanished since it was listed are left out, and so is one that EKS forgot', async () => {
    const gone = refusal('ResourceNotFoundException');
    eks.on(ListUpdatesCommand, ofAddon).rejects(gone);
    eks.on(DescribeUpdateCommand, ofNodegroup).rejects(gone);

    const { addonUpdates, nodegroupUpdates } = await read();

    expect(addonUpdates).toEqual({ readable: true, value: [] });
    expect(nodegroupUpdates).toEqual({
      readable: true,
      value: [{ name: 'workers', detail: { readable: true, value: [] } }],
    });
  });

  it('of a cluster that vanished since it was described are none', async () => {
    eks.on(ListUpdatesCommand, { name: 'shop-prod' }).rejects(refusal('ResourceNotFoundException'));

    expect((await read()).updates).toEqual({ readable: true, value: [] });
  });
});

it('describes one update of each in a sample', async () => {
  eks.on(ListUpdatesCommand).resolves({ updateIds: ['a', 'b'] });

  await reader.sampleCluster(target, 'shop-prod', asOf);

  expect(eks.commandCalls(ListUpdatesCommand)).toHaveLength(3);
  expect(eks.commandCalls(DescribeUpdateCommand)).toHaveLength(3);
});

describe('a second night', () => {
  const list = { name: 'shop-prod' };

  it('on which nothing changed lists those of the control plane alone, describes none, and sees the same', async () => {
    const first = await read();

    expect(await asked(first)).toEqual({ listed: [list], described: [] });
    expect(await read(known(first))).toEqual(first);
  });

  it('describes what is new of the control plane, and nothing twice', async () => {
    const first = await read();
    eks.on(ListUpdatesCommand, list).resolves({ updateIds: ['plane', 'newer'] });

    expect(await asked(first)).toEqual({ listed: [list], described: ['newer'] });
  });

  it('describes again what was in progress', async () => {
    eks.on(DescribeUpdateCommand).resolves(anUpdate({ status: 'InProgress' }) as object);
    const first = await read();

    expect(await asked(first)).toEqual({
      listed: [list, ofAddon, ofNodegroup],
      described: ['plane', 'addon', 'group'],
    });
  });

  it('lists those of an add-on that was modified, and describes what is new of it', async () => {
    const first = await read();
    eks.on(DescribeAddonCommand).resolves(anAddon({ modifiedAt: new Date(asOf) }) as object);
    eks.on(ListUpdatesCommand, ofAddon).resolves({ updateIds: ['addon', 'newer'] });

    expect(await asked(first)).toEqual({ listed: [list, ofAddon], described: ['newer'] });
  });

  it.each(['DEGRADED', 'UPDATING'])('lists those of a node group that is %s by now', async (status) => {
    const first = await read();
    eks.on(DescribeNodegroupCommand).resolves(aNodegroup({ status }) as object);

    expect(await asked(first)).toEqual({ listed: [list, ofNodegroup], described: [] });
  });

  it('forgets what EKS no longer lists', async () => {
    const first = await read();
    eks.on(ListUpdatesCommand, list).resolves({ updateIds: [] });

    expect((await read(known(first))).updates).toEqual({ readable: true, value: [] });
  });
});
