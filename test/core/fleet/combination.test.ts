import { describe, expect, it } from 'vitest';
import {
  type Combination,
  combinationOf,
  compareCombinations,
  kubeProxyDistance,
  nearestOf,
  nodegroupsBeyond,
} from '#core/fleet/combination.ts';
import { readable, unreadable } from '#core/reading.ts';
import { aCluster, aNodegroup, anAddon, coreAddons, refused } from '../../support/builders.ts';

const whole: Combination = {
  kubernetes: '1.34',
  vpcCni: '1.20',
  coredns: '1.13',
  kubeProxyBehind: '0',
  amiFamilies: ['AL2023'],
};

describe('combinationOf', () => {
  it('names what runs together', () => {
    expect(combinationOf(aCluster())).toEqual(whole);
  });

  it.each([
    ['v1.35.0-eksbuild.2', '-1'],
    ['v1.34.1-eksbuild.2', '0'],
    ['v1.33.5-minimal-eksbuild.2', '0'],
    ['v1.32.0-eksbuild.2', '2'],
    ['v1.31.0-eksbuild.2', '3'],
    ['latest', undefined],
  ])('counts kube-proxy %s as %s behind 1.34', (version, behind) => {
    const cluster = aCluster({ addons: coreAddons({ 'kube-proxy': version }) });

    expect(combinationOf(cluster).kubeProxyBehind).toBe(behind);
  });

  it('says nothing of a part that could not be seen', () => {
    const blind = unreadable(refused('eks:ListAddons'));
    const unknownFamily = [aNodegroup(), aNodegroup({ name: 'new', amiType: 'AL2031_x86_64' })];

    expect(combinationOf(aCluster({ addons: blind }))).toEqual({ kubernetes: '1.34', amiFamilies: ['AL2023'] });
    expect(combinationOf(aCluster({ addons: [] }))).toEqual({ kubernetes: '1.34', amiFamilies: ['AL2023'] });
    expect(combinationOf(aCluster({ addons: coreAddons({ coredns: 'main' }) })).coredns).toBeUndefined();
    expect(combinationOf(aCluster({ nodegroups: unknownFamily }))).not.toHaveProperty('amiFamilies');
    expect(combinationOf(aCluster({ version: 'next' }))).not.toHaveProperty('kubeProxyBehind');
    expect(combinationOf(aCluster({ version: 'next' })).kubernetes).toBe('next');
  });

  it('calls absent what is rightly not there', () => {
    const auto = combinationOf(aCluster({ autoMode: true, addons: [], nodegroups: [] }));
    const seen = combinationOf(aCluster({ addons: [], selfManagedAddons: [anAddon('coredns', { managed: false })] }));

    expect(auto).toEqual({
      kubernetes: '1.34',
      vpcCni: 'absent',
      coredns: 'absent',
      kubeProxyBehind: 'absent',
      amiFamilies: [],
    });
    expect(seen).toMatchObject({ vpcCni: 'absent', coredns: '1.13', kubeProxyBehind: 'absent' });
  });

  it('names each family once, in order', () => {
    const nodegroups = ['BOTTLEROCKET_x86_64', 'AL2_x86_64', 'BOTTLEROCKET_ARM_64'].map((amiType, index) =>
      aNodegroup({ name: `group-${index}`, amiType }),
    );

    expect(combinationOf(aCluster({ nodegroups })).amiFamilies).toEqual(['AL2', 'BOTTLEROCKET']);
  });

  it('knows no distance across majors but an infinite one', () => {
    expect(kubeProxyDistance(anAddon('kube-proxy', 'v0.34.0'), aCluster())).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('compareCombinations', () => {
  it('finds a combination that ran alike', () => {
    expect(compareCombinations(whole, whole)).toEqual({ differing: [], unseen: [] });
  });

  it('names each part that differs, with both values', () => {
    const ran: Combination = {
      kubernetes: '1.33',
      vpcCni: '1.19',
      coredns: 'absent',
      kubeProxyBehind: '2',
      amiFamilies: ['AL2'],
    };

    expect(compareCombinations(whole, ran).differing).toEqual([
      { part: 'kubernetes', wanted: '1.34', ran: '1.33' },
      { part: 'vpcCni', wanted: '1.20', ran: '1.19' },
      { part: 'coredns', wanted: '1.13', ran: 'absent' },
      { part: 'kubeProxyBehind', wanted: '0', ran: '2' },
      { part: 'amiFamilies', wanted: ['AL2023'], ran: ['AL2'] },
    ]);
  });

  it('is covered by one that ran more families, and not by one that ran fewer', () => {
    const both: Combination = { ...whole, amiFamilies: ['AL2023', 'BOTTLEROCKET'] };

    expect(compareCombinations(whole, both).differing).toEqual([]);
    expect(compareCombinations(both, whole).differing.map(({ part }) => part)).toEqual(['amiFamilies']);
  });

  it('names what was not seen on either side', () => {
    const { vpcCni: _, ...noCni } = whole;
    const { coredns: __, ...noDns } = whole;

    expect(compareCombinations(noCni, noDns)).toEqual({ differing: [], unseen: ['vpcCni', 'coredns'] });
  });
});

describe('nearestOf', () => {
  const at = (name: string, differing: Partial<Combination>) => ({ name, combination: { ...whole, ...differing } });

  it('takes the one that differs least, and of those alike the first', () => {
    const ran = [
      at('two off', { vpcCni: '1.18', coredns: '1.12' }),
      at('one off', { vpcCni: '1.18' }),
      at('another one off', { coredns: '1.12' }),
    ];

    expect(nearestOf(whole, ran)?.name).toBe('one off');
    expect(nearestOf(whole, [])).toBeUndefined();
  });

  it('takes what was not seen for nearer than what differs', () => {
    const { vpcCni: _, coredns: __, ...half } = whole;
    const ran = [at('one off', { vpcCni: '1.18' }), { name: 'half seen', combination: half }, at('alike', {})];

    expect(nearestOf(whole, ran.slice(0, 2))?.name).toBe('half seen');
    expect(nearestOf(whole, ran)?.name).toBe('alike');
  });
});

describe('nodegroupsBeyond', () => {
  it('names the groups of another family, or of none that is known', () => {
    const { amiType: _, ...untyped } = aNodegroup({ name: 'untyped' });
    const known = [aNodegroup(), aNodegroup({ name: 'old', amiType: 'AL2_x86_64' }), untyped];
    const { nodegroups } = aCluster({ nodegroups: known });
    const unread = { name: 'unread', detail: unreadable(refused('eks:DescribeNodegroup')) };
    const all = readable([...(nodegroups.readable ? nodegroups.value : []), unread]);

    expect(nodegroupsBeyond(['AL2023'], aCluster({ nodegroups: all }))).toEqual(['old', 'untyped', 'unread']);
  });

  it('names none where the list could not be read', () => {
    expect(nodegroupsBeyond([], aCluster({ nodegroups: unreadable(refused('eks:ListNodegroups')) }))).toEqual([]);
  });
});
