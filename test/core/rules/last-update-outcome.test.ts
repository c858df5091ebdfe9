import { expect, it } from 'vitest';
import { readable, unreadable } from '#core/reading.ts';
import { lastUpdateOutcome } from '#core/rules/last-update-outcome.ts';
import type { Update } from '#core/update.ts';
import { aCluster, aContext, anUpdate, asOf, refused, settings } from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const failed = anUpdate({ status: 'Failed', errors: [{ code: 'IpNotAvailable', message: 'no address is left' }] });

/** Before the night that is judged. */
function hoursAgo(hours: number): string {
  return new Date(Date.parse(asOf) - hours * 3_600_000).toISOString();
}

const plane = (...updates: readonly Update[]) => aCluster({ updates });
const ofAddon = (...updates: readonly Update[]) =>
  aCluster({ addonUpdates: readable([{ name: 'coredns', detail: readable(updates) }]) });
const ofNodegroup = (...updates: readonly Update[]) =>
  aCluster({ nodegroupUpdates: readable([{ name: 'workers', detail: readable(updates) }]) });
const begun = (hours: number) => anUpdate({ status: 'InProgress', createdAt: hoursAgo(hours) });
const justOver = 1 / 3600;

ruleTable(lastUpdateOutcome, [
  {
    when: 'each succeeded',
    cluster: aCluster({
      addonUpdates: readable([{ name: 'coredns', detail: readable([anUpdate()]) }]),
      nodegroupUpdates: readable([{ name: 'workers', detail: readable([anUpdate()]) }]),
    }),
    says: { now: 'COMPLIANT', 'coredns now': 'COMPLIANT', 'workers now': 'COMPLIANT' },
  },
  { when: 'EKS lists none of an add-on', cluster: ofAddon(), says: on('coredns', 'NOT_APPLICABLE') },
  { when: 'EKS lists no update', cluster: plane(), says: { now: 'NOT_APPLICABLE' } },
  { when: 'it failed', cluster: plane(failed), says: { now: 'MEDIUM' } },
  { when: 'it was cancelled', cluster: plane(anUpdate({ status: 'Cancelled' })), says: { now: 'MEDIUM' } },
  {
    when: 'it failed in the last environment',
    cluster: plane(failed),
    context: { environment: 'prod' },
    says: { now: 'HIGH' },
  },
  {
    when: 'it failed in an environment before the last',
    cluster: plane(failed),
    context: { environment: 'test' },
    says: { now: 'MEDIUM' },
  },
  {
    when: 'it failed in an environment that the configuration does not know',
    cluster: plane(failed),
    context: { environment: 'production' },
    says: { now: 'MEDIUM' },
  },
  {
    when: 'it failed where neither the cluster nor the configuration has an environment',
    cluster: plane(failed),
    context: { settings: settings({ environments: [] }) },
    says: { now: 'MEDIUM' },
  },
  {
    when: 'it was cancelled in the last environment',
    cluster: plane(anUpdate({ status: 'Cancelled' })),
    context: { environment: 'prod' },
    says: { now: 'HIGH' },
  },
  { when: 'it has been in progress for six hours', cluster: plane(begun(6)), says: { now: 'COMPLIANT' } },
  { when: 'it has been in progress for longer', cluster: plane(begun(6 + justOver)), says: { now: 'MEDIUM' } },
  {
    when: 'it has been in progress for longer in the last environment',
    cluster: plane(begun(7)),
    context: { environment: 'prod' },
    says: { now: 'HIGH' },
  },
  { when: 'an add-on has been updated for six hours', cluster: ofAddon(begun(6)), says: on('coredns', 'COMPLIANT') },
  {
    when: 'an add-on has been updated for longer',
    cluster: ofAddon(begun(6 + justOver)),
    says: on('coredns', 'MEDIUM'),
  },
  {
    when: 'a node group has been updated for a day',
    cluster: ofNodegroup(begun(24)),
    says: on('workers', 'COMPLIANT'),
  },
  {
    when: 'a node group has been updated for longer',
    cluster: ofNodegroup(begun(24 + justOver)),
    says: on('workers', 'MEDIUM'),
  },
  { when: 'that of an add-on failed', cluster: ofAddon(failed), says: on('coredns', 'MEDIUM') },
  { when: 'that of a node group failed', cluster: ofNodegroup(failed), says: on('workers', 'MEDIUM') },
  {
    when: 'one failed, and one that began later succeeded, whatever their order',
    cluster: plane(anUpdate({ createdAt: hoursAgo(1) }), { ...failed, createdAt: hoursAgo(2) }),
    says: { now: 'COMPLIANT' },
  },
  {
    when: 'one succeeded, and one that began later failed',
    cluster: plane({ ...failed, createdAt: hoursAgo(1) }, anUpdate({ createdAt: hoursAgo(2) })),
    says: { now: 'MEDIUM' },
  },
  {
    when: 'it was rolled back',
    cluster: plane(anUpdate({ type: 'VersionRollback' })),
    context: { environment: 'prod' },
    says: { now: 'INFORMATIONAL' },
  },
  {
    when: 'the rollback failed',
    cluster: plane(anUpdate({ type: 'VersionRollback', status: 'Failed' })),
    says: { now: 'MEDIUM' },
  },
  {
    when: 'its status is a word of tomorrow',
    cluster: plane(anUpdate({ status: 'Pondered' })),
    says: { now: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'those of the control plane could not be read',
    cluster: aCluster({ updates: unreadable(refused('eks:ListUpdates')) }),
    says: { now: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'one of the control plane could not be described: it may be the last',
    cluster: aCluster({
      updates: readable([
        { name: 'u-1', detail: readable(failed) },
        { name: 'u-2', detail: unreadable(refused('eks:DescribeUpdate')) },
      ]),
    }),
    says: { now: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'those of one node group could not be read',
    cluster: aCluster({
      nodegroupUpdates: readable([
        { name: 'workers', detail: readable([failed]) },
        { name: 'batch', detail: unreadable(refused('eks:DescribeUpdate')) },
      ]),
    }),
    says: { ...on('workers', 'MEDIUM'), 'batch now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'neither add-ons nor node groups could be listed',
    cluster: aCluster({
      addonUpdates: unreadable(refused('eks:ListAddons')),
      nodegroupUpdates: unreadable(refused('eks:ListNodegroups')),
    }),
    says: { now: 'COMPLIANT', 'now/addons': 'INSUFFICIENT_DATA', 'now/nodegroups': 'INSUFFICIENT_DATA' },
  },
]);

/** What is said of a part, in a cluster whose own upgrade succeeded. */
function on(part: string, verdict: string) {
  return { now: 'COMPLIANT', [`${part} now`]: verdict };
}

it('tells which update it was, when it began and why it failed, each reason once', () => {
  const errors = [
    { code: 'PodEvictionFailure', message: 'a budget holds a pod' },
    { code: 'PodEvictionFailure', message: 'a budget holds a pod' },
    { code: 'NodeCreationFailure' },
  ];
  const cluster = ofNodegroup(anUpdate({ id: 'u-1', status: 'Failed', errors }));

  const { evaluations } = lastUpdateOutcome.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'workers now')).toMatchObject({
    evidence: {
      outcome: 'FAILED',
      update: 'u-1',
      type: 'VersionUpdate',
      version: '1.34',
      startedAt: '2026-01-05T08:00:00.000Z',
      errors: ['PodEvictionFailure', 'NodeCreationFailure'],
      messages: ['a budget holds a pod'],
    },
  });
});

it('leaves out what EKS does not say', () => {
  const { version: _, ...addonUpdate } = anUpdate({ type: 'AddonUpdate', status: 'Cancelled' });
  const cluster = ofAddon(addonUpdate);

  const { evaluations } = lastUpdateOutcome.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'coredns now')).toHaveProperty('evidence', {
    outcome: 'CANCELLED',
    update: addonUpdate.id,
    type: 'AddonUpdate',
    startedAt: addonUpdate.createdAt,
  });
});

it.each([
  ['the control plane', plane(failed), 'now', []],
  ['an add-on', ofAddon(failed), 'coredns now', ['--addon-name', 'coredns']],
  ['a node group', ofNodegroup(failed), 'workers now', ['--nodegroup-name', 'workers']],
])('shows how to ask for the update of %s', (_, cluster, place, which) => {
  const { evaluations } = lastUpdateOutcome.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, place)).toHaveProperty('remediation', [
    {
      account: cluster.account,
      command: [
        ...['aws', 'eks', 'describe-update', '--region', 'eu-west-1', '--name', 'shop-prod', ...which],
        ...['--update-id', failed.id],
      ],
      verify: [],
    },
  ]);
});

it.each(['addonUpdates', 'nodegroupUpdates'])('says whether it could see all %s', (facet) => {
  const blind = aCluster({ [facet]: unreadable(refused()) });

  expect(lastUpdateOutcome.evaluate(blind, aContext()).complete).toBe(false);
  expect(lastUpdateOutcome.evaluate(aCluster(), aContext()).complete).toBe(true);
});
