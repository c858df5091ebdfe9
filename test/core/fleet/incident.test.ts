import { expect, it } from 'vitest';
import { fleetRules } from '#core/fleet/rules/index.ts';
import type { SystemMember, SystemView } from '#core/fleet/system.ts';
import { addonResource } from '#core/snapshot.ts';
import {
  aCatalogue,
  aMember,
  aNodegroup,
  anAddon,
  olderClusterVersions,
  published,
  region,
  releases,
} from '../../support/builders.ts';
import { commandsOf, complaintsOf, evidenceOf, resultOf } from '../../support/fleet-cases.ts';

/** dev and test were made anew on 1.25 three weeks before the night; prod has been as it is for two years. */
const night = '2024-02-07T02:00:00.000Z';
const anew = '2024-01-15T10:00:00.000Z';

const lower = (environment: string): SystemMember =>
  aMember(environment, {
    version: '1.25',
    addons: [
      anAddon('coredns', { version: 'v1.9.3-eksbuild.7', modifiedAt: anew }),
      anAddon('kube-proxy', { version: 'v1.25.16-eksbuild.2', modifiedAt: anew }),
      anAddon('vpc-cni', { version: 'v1.16.2-eksbuild.1', modifiedAt: anew }),
    ],
    nodegroups: [aNodegroup({ version: '1.25', amiType: 'AL2_x86_64' })],
  });

const prod = aMember('prod', {
  version: '1.24',
  addons: [
    anAddon('coredns', { version: 'v1.9.3-eksbuild.7' }),
    anAddon('kube-proxy', { version: 'v1.21.2-eksbuild.2' }),
    anAddon('vpc-cni', { version: 'v1.10.1-eksbuild.1' }),
  ],
  nodegroups: [aNodegroup({ version: '1.24', amiType: 'AL2_x86_64' })],
});

const members = [lower('dev'), lower('test'), prod];

const catalogues: SystemView['catalogues'] = {
  [region]: aCatalogue({
    clusterVersions: published(olderClusterVersions),
    addons: {
      coredns: releases({ 'v1.9.3-eksbuild.7': ['1.24', '1.25'] }),
      'kube-proxy': releases({
        'v1.22.17-eksbuild.2': ['1.24'],
        'v1.24.17-eksbuild.4': ['1.24', '1.25'],
        'v1.25.16-eksbuild.2': ['1.25'],
      }),
      'vpc-cni': releases({
        'v1.11.4-eksbuild.1': ['1.24', '1.25'],
        'v1.12.6-eksbuild.2': ['1.24', '1.25'],
        'v1.13.4-eksbuild.1': ['1.24', '1.25'],
        'v1.14.1-eksbuild.1': ['1.24', '1.25'],
        'v1.15.5-eksbuild.1': ['1.24', '1.25'],
        'v1.16.0-eksbuild.1': ['1.24', '1.25'],
        'v1.16.2-eksbuild.1': ['1.24', '1.25'],
      }),
    },
  }),
};

const view = { asOf: night, catalogues };

it('is told the night before: both add-ons have drifted, and what prod will have has run nowhere', () => {
  const told = fleetRules.flatMap((rule) =>
    complaintsOf(rule, members, view).map((complaint) => `${rule.id}: ${complaint}`),
  );

  expect(told).toEqual([
    'environment-drift-addon: shop-prod/kube-proxy version MEDIUM',
    'environment-drift-addon: shop-prod/vpc-cni version MEDIUM',
    'untested-combination: shop-prod HIGH',
    'upgrade-rehearsal: shop-prod MEDIUM',
    'untested-image: shop-prod/nodegroup/workers MEDIUM',
  ]);
});

it('is told with the add-ons that differ, and with what to move before the control plane', () => {
  const untested = fleetRules.find(({ id }) => id === 'untested-combination')!;

  const { verdict } = resultOf(untested, prod, members, view).evaluations[0]!;

  expect(evidenceOf(verdict)).toMatchObject({
    nextVersion: '1.25',
    sibling: 'shop-test',
    differing: [
      { part: 'vpcCni', willHave: '1.10', ran: '1.16' },
      { part: 'kubeProxyBehind', willHave: '3', ran: '0' },
    ],
    awsUpgradesFrom: '2025-01-31T00:00:00.000Z',
  });
  expect(commandsOf(verdict).map((command) => command.split(' ').slice(-3, -2)[0])).toEqual([
    'v1.24.17-eksbuild.4',
    'v1.11.4-eksbuild.1',
    'v1.12.6-eksbuild.2',
    'v1.13.4-eksbuild.1',
    'v1.14.1-eksbuild.1',
    'v1.15.5-eksbuild.1',
    'v1.16.2-eksbuild.1',
    'shop-prod',
  ]);
});

it('goes on after the control plane alone has moved, and is over once the add-ons have', () => {
  const moved = { ...prod, snapshot: { ...prod.snapshot, version: '1.25' } };
  const mended = aMember('prod', { ...lower('test').snapshot!, name: 'shop-prod', arn: prod.arn });
  const drift = fleetRules.find(({ id }) => id === 'environment-drift-addon')!;
  const untested = fleetRules.find(({ id }) => id === 'untested-combination')!;
  const others = members.slice(0, 2);

  expect(complaintsOf(drift, [...others, moved], view)).toHaveLength(2);
  expect(resultOf(untested, moved, [...others, moved], view).evaluations[0]?.verdict.compliance).toBe('NOT_APPLICABLE');
  expect(complaintsOf(drift, [...others, mended], view)).toEqual([]);
  expect(
    resultOf(drift, mended, [...others, mended], view)
      .evaluations.filter(({ resource }) => resource === addonResource(prod.arn, 'vpc-cni'))
      .every(({ verdict }) => verdict.compliance === 'COMPLIANT'),
  ).toBe(true);
});
