import { expect, it } from 'vitest';
import { readable, unreadable } from '#core/reading.ts';
import { addonHealth } from '#core/rules/addon-health.ts';
import type { AddonSnapshot } from '#core/snapshot.ts';
import { aCluster, aContext, aNodegroup, anAddon, anIssue, refused } from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

type Nodegroups = Parameters<typeof aCluster>[0];

const coredns = (addon: Partial<AddonSnapshot>, cluster: Nodegroups = {}) =>
  aCluster({ addons: [anAddon('coredns', addon)], ...cluster });
const failing = { status: 'DEGRADED', healthIssues: [anIssue('InsufficientNumberOfReplicas')] };
const lacking = (severity: string) => ({ 'coredns now/InsufficientNumberOfReplicas': severity });
const empty = aNodegroup({ isScaledToZero: true });

ruleTable(addonHealth, [
  {
    when: 'EKS reports no issue',
    says: { 'coredns now': 'COMPLIANT', 'kube-proxy now': 'COMPLIANT', 'vpc-cni now': 'COMPLIANT' },
  },
  { when: 'EKS reports one', cluster: coredns(failing), says: lacking('HIGH') },
  {
    when: 'EKS reports several',
    cluster: coredns({ healthIssues: [anIssue('AccessDenied'), anIssue('ConfigurationConflict')] }),
    says: { 'coredns now/AccessDenied': 'HIGH', 'coredns now/ConfigurationConflict': 'HIGH' },
  },
  ...['DEGRADED', 'CREATE_FAILED', 'UPDATE_FAILED', 'DELETE_FAILED'].map((status) => ({
    when: `it is ${status} for no reason that EKS gives`,
    cluster: coredns({ status }),
    says: { [`coredns now/${status}`]: 'HIGH' },
  })),
  {
    when: 'its status is a word of tomorrow',
    cluster: coredns({ status: 'PONDERING' }),
    says: { 'coredns now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'the only node group is at desired size 0',
    cluster: coredns(failing, { nodegroups: [empty] }),
    says: lacking('LOW'),
  },
  {
    when: 'it is DEGRADED for no reason where there is no node',
    cluster: coredns({ status: 'DEGRADED' }, { nodegroups: [empty] }),
    says: { 'coredns now/DEGRADED': 'LOW' },
  },
  {
    when: 'one of two node groups is at desired size 0',
    cluster: coredns(failing, { nodegroups: [empty, aNodegroup({ name: 'batch' })] }),
    says: lacking('HIGH'),
  },
  {
    when: 'Auto Mode brings nodes',
    cluster: coredns(failing, { nodegroups: [empty], autoMode: true }),
    says: lacking('HIGH'),
  },
  {
    when: 'Fargate takes pods',
    cluster: coredns(failing, { nodegroups: [empty], fargateProfiles: ['jobs'] }),
    says: lacking('HIGH'),
  },
  {
    when: 'nobody could see whether Fargate takes pods',
    cluster: coredns(failing, {
      nodegroups: [empty],
      fargateProfiles: unreadable(refused('eks:ListFargateProfiles')),
    }),
    says: lacking('HIGH'),
  },
  {
    when: 'there is no node group, so that nodes come by another way',
    cluster: coredns(failing, { nodegroups: [] }),
    says: lacking('HIGH'),
  },
  {
    when: 'the node groups could not be listed',
    cluster: coredns(failing, { nodegroups: unreadable(refused('eks:ListNodegroups')) }),
    says: lacking('HIGH'),
  },
  {
    when: 'one of the node groups could not be described',
    cluster: coredns(failing, {
      nodegroups: readable([
        { name: 'workers', detail: readable(empty) },
        { name: 'batch', detail: unreadable(refused('eks:DescribeNodegroup')) },
      ]),
    }),
    says: lacking('HIGH'),
  },
  {
    when: 'EKS manages none of the add-ons: it has nothing to say of them',
    cluster: aCluster({ addons: [] }),
    says: {},
  },
  {
    when: 'they could not be listed',
    cluster: aCluster({ addons: unreadable(refused('eks:ListAddons')) }),
    says: { now: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'one could not be described',
    cluster: aCluster({ addons: readable([{ name: 'coredns', detail: unreadable(refused()) }]) }),
    says: { 'coredns now': 'INSUFFICIENT_DATA' },
  },
]);

it('tells what EKS says, the status that it gives it, and that there is no node to run it', () => {
  const cluster = coredns(failing, { nodegroups: [empty] });

  const { evaluations } = addonHealth.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'coredns now/InsufficientNumberOfReplicas')).toMatchObject({
    evidence: {
      code: 'InsufficientNumberOfReplicas',
      messages: ['It is not as it should be.'],
      status: 'DEGRADED',
      withoutNodes: true,
    },
    remediation: [{ command: expect.arrayContaining(['describe-addon', 'coredns']) }],
  });
});

it('says nothing of nodes where there are some, and whether it could list all add-ons', () => {
  const cluster = coredns(failing);
  const blind = aCluster({ addons: unreadable(refused('eks:ListAddons')) });

  const { evaluations, complete } = addonHealth.evaluate(cluster, aContext());

  const verdict = verdictAt(evaluations, cluster, 'coredns now/InsufficientNumberOfReplicas');
  expect(verdict).not.toHaveProperty('evidence.withoutNodes');
  expect([complete, addonHealth.evaluate(blind, aContext()).complete]).toEqual([true, false]);
});
