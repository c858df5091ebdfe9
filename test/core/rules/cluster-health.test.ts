import { expect, it } from 'vitest';
import { clusterHealth } from '#core/rules/cluster-health.ts';
import { aCluster, aContext, anIssue } from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const withIssues = (...codes: readonly string[]) => aCluster({ healthIssues: codes.map((code) => anIssue(code)) });

ruleTable(clusterHealth, [
  { when: 'EKS reports no issue', says: { now: 'COMPLIANT' } },
  {
    when: 'a subnet is gone',
    cluster: withIssues('Ec2SubnetNotFound'),
    says: { 'now/Ec2SubnetNotFound': 'HIGH' },
  },
  { when: 'EKS does not say what', cluster: withIssues('Other'), says: { 'now/Other': 'MEDIUM' } },
  { when: 'EKS itself failed', cluster: withIssues('InternalFailure'), says: { 'now/InternalFailure': 'MEDIUM' } },
  {
    when: 'its creation failed, and EKS does not say why',
    cluster: aCluster({ status: 'FAILED' }),
    says: { 'now/FAILED': 'HIGH' },
  },
  {
    when: 'its creation failed, and EKS says why',
    cluster: aCluster({ status: 'FAILED', healthIssues: [anIssue('Ec2SubnetNotFound')] }),
    says: { 'now/Ec2SubnetNotFound': 'HIGH' },
  },
  {
    when: 'its status is not one that is known',
    cluster: aCluster({ status: 'SLEEPING' }),
    says: { now: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'the code is new',
    cluster: withIssues('MoonNotFound'),
    says: { 'now/MoonNotFound': 'HIGH' },
  },
  {
    when: 'there are several, and each has a life of its own',
    cluster: withIssues('KmsKeyDisabled', 'Other'),
    says: { 'now/KmsKeyDisabled': 'HIGH', 'now/Other': 'MEDIUM' },
  },
  {
    when: 'one code comes twice',
    cluster: withIssues('Ec2SubnetNotFound', 'Ec2SubnetNotFound'),
    says: { 'now/Ec2SubnetNotFound': 'HIGH' },
  },
]);

it('tells what all issues of one code say and name, each once', () => {
  const cluster = aCluster({
    healthIssues: [
      anIssue('Ec2SubnetNotFound', { message: 'gone', resourceIds: ['subnet-1'] }),
      anIssue('Ec2SubnetNotFound', { message: 'gone', resourceIds: ['subnet-1', 'subnet-2'] }),
      anIssue('KmsKeyDisabled', { message: 'asleep', resourceIds: ['key-1'] }),
    ],
  });

  const { evaluations } = clusterHealth.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'now/Ec2SubnetNotFound')).toMatchObject({
    evidence: { code: 'Ec2SubnetNotFound', messages: ['gone'], resources: ['subnet-1', 'subnet-2'] },
  });
});

it('leaves out what EKS does not say, and shows how to ask it', () => {
  const cluster = aCluster({ healthIssues: [{ code: 'Other', resourceIds: [] }] });

  expect(verdictAt(clusterHealth.evaluate(cluster, aContext()).evaluations, cluster, 'now/Other')).toEqual({
    compliance: 'NON_COMPLIANT',
    severity: 'MEDIUM',
    evidence: { code: 'Other' },
    remediation: [
      {
        account: cluster.account,
        command: [
          ...['aws', 'eks', 'describe-cluster', '--region', 'eu-west-1', '--name', 'shop-prod'],
          ...['--query', 'cluster.health'],
        ],
        verify: [],
      },
    ],
  });
});
