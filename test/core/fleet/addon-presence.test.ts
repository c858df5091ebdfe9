import { describe, expect, it } from 'vitest';
import { addonNamesOf, presenceOf } from '#core/fleet/addon-presence.ts';
import { isMinorAhead, lowestIsBehind, standingOf } from '#core/fleet/version-standing.ts';
import { unreadable } from '#core/reading.ts';
import { aCluster, anAddon, coreAddons, refused } from '../../support/builders.ts';

const blind = aCluster({ addons: unreadable(refused('eks:ListAddons')) });

describe('presenceOf', () => {
  it('finds nothing out where the list could not be read', () => {
    expect(presenceOf(blind, 'coredns')).toEqual({
      kind: 'UNSEEN',
      because: 'eks:ListAddons: DENIED (not authorized)',
    });
    expect(addonNamesOf([blind])).toEqual([]);
  });

  it('finds what is there, managed or not, and what is not', () => {
    const own = anAddon('coredns', { managed: false });
    const cluster = aCluster({ addons: coreAddons().slice(1), selfManagedAddons: [own] });

    expect(presenceOf(cluster, 'coredns')).toEqual({ kind: 'THERE', addon: own });
    expect(presenceOf(cluster, 'x')).toEqual({ kind: 'ABSENT' });
    expect(addonNamesOf([cluster, aCluster({ addons: [anAddon('a')] })])).toEqual([
      'a',
      'coredns',
      'kube-proxy',
      'vpc-cni',
    ]);
  });
});

describe('what is absent and not needed', () => {
  const onFargate = aCluster({ addons: [], nodegroups: [], fargateProfiles: ['jobs'] });
  const autoMode = aCluster({ addons: [], autoMode: true, nodegroups: [] });

  it.each([
    ['kube-proxy on Fargate alone', onFargate, 'kube-proxy', 'NOT_NEEDED'],
    ['another add-on on Fargate alone', onFargate, 'aws-ebs-csi-driver', 'ABSENT'],
    ['kube-proxy in Auto Mode', autoMode, 'kube-proxy', 'NOT_NEEDED'],
    ['the EBS driver in Auto Mode', autoMode, 'aws-ebs-csi-driver', 'NOT_NEEDED'],
  ])('%s', (_, cluster, name, kind) => {
    expect(presenceOf(cluster, name)).toEqual({ kind });
  });

  it('does not hide that coredns on Fargate cannot be seen', () => {
    expect(presenceOf(onFargate, 'coredns')).toMatchObject({ kind: 'UNSEEN' });
  });
});

describe('standing', () => {
  const cluster = aCluster();
  const at = (version: string, rank = 0) => ({ addon: anAddon('x', version), cluster, rank });

  it.each([
    ['v1.2.0', 'v1.2.0-eksbuild.9', 0, false],
    ['v1.2.0', 'v1.2.1', 0, true],
    ['v1.2.1', 'v1.2.0', 0, false],
    ['v1.2.9', 'v1.10.0', 8, false],
    ['v1.10.0', 'v1.9.0', -1, false],
    ['v2.0.0', 'v1.9.0', Number.NEGATIVE_INFINITY, false],
  ])('of %s to %s', (own, other, minorsBehind, patchBehind) => {
    expect(standingOf(at(own), at(other))).toEqual({ minorsBehind, patchBehind });
  });

  it('is not known of what is no version', () => {
    expect(standingOf(at('main'), at('v1.0.0'))).toBeUndefined();
    expect(standingOf(at('v1.0.0'), at('main'))).toBeUndefined();
    expect(isMinorAhead(at('main'), at('v1.0.0'))).toBe(false);
  });

  it('of kube-proxy is not known where one of the two distances is not', () => {
    const level = { addon: anAddon('kube-proxy'), cluster };
    const lost = { addon: anAddon('kube-proxy'), cluster: aCluster({ version: 'next' }) };

    expect(standingOf(level, lost)).toBeUndefined();
    expect(standingOf(lost, level)).toBeUndefined();
  });

  it.each([
    ['three', [at('v1.0.0', 0), at('v1.1.0', 1), at('v1.2.0', 2)], true],
    ['two', [at('v1.0.0', 0), at('v1.1.0', 1), at('v1.1.0', 1)], false],
    ['three, one of them level', [at('v1.0.0', 0), at('v1.1.0', 1), at('v1.0.0', 2)], false],
    [
      'three, and a second cluster in the lowest',
      [at('v1.0.0', 0), at('v1.1.0', 0), at('v1.1.0', 1), at('v1.1.0', 2)],
      false,
    ],
    ['none', [], false],
  ] as const)('of the lowest environment of %s', (_, installed, expected) => {
    expect(lowestIsBehind(installed)).toBe(expected);
  });
});
