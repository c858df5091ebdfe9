import { expect, it } from 'vitest';
import { readable, unreadable } from '#core/reading.ts';
import { nodegroupHealth } from '#core/rules/nodegroup-health.ts';
import type { NodegroupSnapshot } from '#core/snapshot.ts';
import { aCluster, aContext, aNodegroup, anIssue, refused } from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const nodes = (...groups: readonly Partial<NodegroupSnapshot>[]) => aCluster({ nodegroups: groups.map(aNodegroup) });
const failing = { status: 'DEGRADED', healthIssues: [anIssue('AsgInstanceLaunchFailures')] };

ruleTable(nodegroupHealth, [
  { when: 'EKS reports no issue', says: { 'workers now': 'COMPLIANT' } },
  {
    when: 'EKS reports one',
    cluster: nodes(failing),
    says: { 'workers now/AsgInstanceLaunchFailures': 'HIGH' },
  },
  {
    when: 'EKS reports one, and its status is in order',
    cluster: nodes({ healthIssues: [anIssue('NodeCreationFailure')] }),
    says: { 'workers now/NodeCreationFailure': 'HIGH' },
  },
  {
    when: 'EKS reports several',
    cluster: nodes({ healthIssues: [anIssue('IamNodeRoleNotFound'), anIssue('PodEvictionFailure')] }),
    says: { 'workers now/IamNodeRoleNotFound': 'HIGH', 'workers now/PodEvictionFailure': 'HIGH' },
  },
  ...['DEGRADED', 'CREATE_FAILED', 'DELETE_FAILED'].map((status) => ({
    when: `it is ${status} for no reason that EKS gives`,
    cluster: nodes({ status }),
    says: { [`workers now/${status}`]: 'HIGH' },
  })),
  {
    when: 'EKS reports one at desired size 0',
    cluster: nodes({ ...failing, isScaledToZero: true }),
    says: { 'workers now/AsgInstanceLaunchFailures': 'LOW' },
  },
  {
    when: 'it is DEGRADED for no reason at desired size 0',
    cluster: nodes({ status: 'DEGRADED', isScaledToZero: true }),
    says: { 'workers now/DEGRADED': 'LOW' },
  },
  {
    when: 'it is at desired size 0, and in order',
    cluster: nodes({ isScaledToZero: true }),
    says: { 'workers now': 'COMPLIANT' },
  },
  {
    when: 'its status is a word of tomorrow',
    cluster: nodes({ status: 'PONDERING' }),
    says: { 'workers now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'each is judged by itself',
    cluster: nodes({}, { name: 'batch', ...failing }),
    says: { 'workers now': 'COMPLIANT', 'batch now/AsgInstanceLaunchFailures': 'HIGH' },
  },
  { when: 'there are none', cluster: nodes(), says: {} },
  {
    when: 'they could not be listed',
    cluster: aCluster({ nodegroups: unreadable(refused('eks:ListNodegroups')) }),
    says: { now: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'one could not be described',
    cluster: aCluster({
      nodegroups: readable([{ name: 'batch', detail: unreadable(refused('eks:DescribeNodegroup')) }]),
    }),
    says: { 'batch now': 'INSUFFICIENT_DATA' },
  },
]);

it('tells what EKS says, the status that it gives it, and that nobody tries at desired size 0', () => {
  const issue = anIssue('AsgInstanceLaunchFailures', { message: 'no capacity', resourceIds: ['asg'] });
  const cluster = nodes({ status: 'DEGRADED', healthIssues: [issue], isScaledToZero: true });

  const { evaluations } = nodegroupHealth.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'workers now/AsgInstanceLaunchFailures')).toMatchObject({
    evidence: {
      code: 'AsgInstanceLaunchFailures',
      messages: ['no capacity'],
      resources: ['asg'],
      status: 'DEGRADED',
      scaledToZero: true,
    },
    remediation: [{ command: expect.arrayContaining(['describe-nodegroup', 'workers']) }],
  });
});

it('calls no status failed that is none, and tells no size where there are nodes', () => {
  const cluster = nodes({ status: 'PONDERING', healthIssues: [anIssue('Unknown')] });

  const { evaluations } = nodegroupHealth.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'workers now/Unknown')).toHaveProperty('evidence', {
    code: 'Unknown',
    messages: ['It is not as it should be.'],
  });
});
