import { expect, it } from 'vitest';
import { fleetRules } from '#core/fleet/rules/index.ts';
import type { SystemMember } from '#core/fleet/system.ts';
import { aMember, aNodegroup, anAddon, coreAddons } from '../../support/builders.ts';
import { complaintsOf, resultOf } from '../../support/fleet-cases.ts';

const lastWeek = '2026-02-23T09:00:00.000Z';
const addons = (versions: Readonly<Record<string, string>>) =>
  coreAddons().map((addon) =>
    versions[addon.name] === undefined
      ? addon
      : { ...addon, version: versions[addon.name] ?? '', modifiedAt: lastWeek },
  );
const sized = (replicas: number, stage: string) =>
  coreAddons().map((addon) =>
    addon.name === 'coredns'
      ? { ...addon, configuration: { replicaCount: replicas, resources: { limits: { cpu: replicas } }, stage } }
      : addon,
  );

it.each<[string, readonly SystemMember[]]>([
  ['all is alike', [aMember('dev'), aMember('test'), aMember('prod')]],
  ['there is one cluster', [aMember('prod')]],
  [
    'the lowest environment leads by one minor of Kubernetes',
    [
      aMember('dev', { version: '1.35', addons: addons({ 'kube-proxy': 'v1.35.0-eksbuild.2' }) }),
      aMember('test'),
      aMember('prod'),
    ],
  ],
  [
    'the control plane of the lowest has moved, and kube-proxy not yet',
    [aMember('dev', { version: '1.35' }), aMember('test'), aMember('prod')],
  ],
  [
    'kube-proxy is one behind in prod, between two steps',
    [aMember('dev'), aMember('test'), aMember('prod', { addons: addons({ 'kube-proxy': 'v1.33.5-eksbuild.2' }) })],
  ],
  [
    'an add-on is a minor ahead in dev since last week',
    [aMember('dev', { addons: addons({ 'vpc-cni': 'v1.21.1-eksbuild.1' }) }), aMember('test'), aMember('prod')],
  ],
  [
    'an add-on is a patch ahead in dev and test since last week',
    [
      aMember('dev', { addons: addons({ coredns: 'v1.13.3-eksbuild.1' }) }),
      aMember('test', { addons: addons({ coredns: 'v1.13.3-eksbuild.1' }) }),
      aMember('prod'),
    ],
  ],
  [
    'dev is smaller than prod, and knows its own name',
    [
      aMember('dev', { addons: sized(2, 'development') }),
      aMember('test', { addons: sized(2, 'stg') }),
      aMember('prod', { addons: sized(8, 'prod') }),
    ],
  ],
  [
    'prod has a node group more',
    [
      aMember('dev'),
      aMember('test'),
      aMember('prod', { nodegroups: [aNodegroup(), aNodegroup({ name: 'gpu', amiType: 'AL2023_x86_64_NVIDIA' })] }),
    ],
  ],
  [
    'prod is in two regions',
    [aMember('dev'), aMember('test'), aMember('prod'), aMember('prod', { name: 'shop-prod-us', region: 'us-east-1' })],
  ],
  [
    'an add-on is being updated, and GuardDuty updates its own',
    [
      aMember('dev', { addons: [...coreAddons(), anAddon('aws-guardduty-agent', 'v1.11.0-eksbuild.4')] }),
      aMember('test', { addons: coreAddons().map((addon) => ({ ...addon, status: 'UPDATING' })) }),
      aMember('prod', { addons: [...coreAddons(), anAddon('aws-guardduty-agent', 'v1.8.1-eksbuild.2')] }),
    ],
  ],
  [
    'one environment is in EKS Auto Mode',
    [aMember('dev'), aMember('test'), aMember('prod', { autoMode: true, addons: [], nodegroups: [] })],
  ],
])('says nothing where %s', (_, members) => {
  const complaints = fleetRules.flatMap((rule) => complaintsOf(rule, members));

  expect(complaints).toEqual([]);
});

it('says the same on the next night, whatever that is', () => {
  const members = [
    aMember('dev', { version: '1.35', addons: addons({ 'vpc-cni': 'v1.21.1-eksbuild.1' }) }),
    aMember('prod', { version: '1.32', addons: addons({ 'vpc-cni': 'v1.18.6-eksbuild.1' }) }),
  ];
  const saidOn = (asOf: string) => fleetRules.map((rule) => resultOf(rule, members[1]!, members, { asOf }));

  expect(saidOn('2026-03-02T02:00:00.000Z')).toEqual(saidOn('2026-03-01T02:00:00.000Z'));
});
