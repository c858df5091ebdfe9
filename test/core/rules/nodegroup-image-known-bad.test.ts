import { expect, it } from 'vitest';
import type { ImageBreakage } from '#core/image-breakage.ts';
import { readable, unreadable } from '#core/reading.ts';
import { nodegroupImageKnownBad } from '#core/rules/nodegroup-image-known-bad.ts';
import type { NodegroupSnapshot } from '#core/snapshot.ts';
import { aCluster, aContext, aNodegroup, refused } from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const bad: ImageBreakage = {
  id: 'broken-driver',
  rule: 'nodegroup-image-known-bad',
  condition: {
    amiFamily: 'AL2023',
    release: { from: '20260210', to: '20260220' },
    kubernetes: { from: '1.33', to: '1.34' },
  },
  consequence: 'Nodes reboot.',
  severity: 'HIGH',
  firstGood: '20260301',
  source: 'https://example.com/why',
  read: '2026-03-01',
};
const worse: ImageBreakage = {
  id: 'no-network',
  rule: 'nodegroup-image-known-bad',
  condition: { amiFamily: 'AL2023', release: { from: '20260219' } },
  consequence: 'Nodes have no network.',
  severity: 'CRITICAL',
  source: 'https://example.com/why-too',
  read: '2026-03-01',
};
const os: ImageBreakage = {
  ...bad,
  id: 'no-boot',
  condition: { amiFamily: 'BOTTLEROCKET', release: { from: '1.9.0', to: '1.10.1' } },
};
const minors: ImageBreakage = {
  ...bad,
  id: 'all-of-a-minor',
  condition: { amiFamily: 'AL2', kubernetes: { to: '1.32' } },
};

const context = { breakages: [bad, os, minors] };
const nodes = (...groups: readonly Partial<NodegroupSnapshot>[]) => aCluster({ nodegroups: groups.map(aNodegroup) });
const al2023 = (releaseVersion: string) => nodes({ releaseVersion });
const bottlerocket = (version: string) =>
  nodes({ amiType: 'BOTTLEROCKET_ARM_64', releaseVersion: `${version}-6154605b` });

ruleTable(nodegroupImageKnownBad, [
  { when: 'nothing is known of any release', context: { breakages: [] }, says: { 'workers now': 'COMPLIANT' } },
  { when: 'a known one runs', context, says: { 'workers now/broken-driver': 'HIGH' } },
  ...[
    { release: '1.34.2-20260209', verdict: 'COMPLIANT' },
    { release: '1.34.2-20260210', verdict: 'HIGH' },
    { release: '1.33.5-20260220', verdict: 'HIGH' },
    { release: '1.34.2-20260221', verdict: 'COMPLIANT' },
    { release: '1.32.9-20260215', verdict: 'COMPLIANT' },
    { release: '1.35.0-20260215', verdict: 'COMPLIANT' },
  ].map(({ release, verdict }) => ({
    when: `${release} runs`,
    cluster: al2023(release),
    context,
    says: { [verdict === 'HIGH' ? 'workers now/broken-driver' : 'workers now']: verdict },
  })),
  {
    when: 'another family has the same date',
    cluster: nodes({ amiType: 'WINDOWS_FULL_2025_x86_64', releaseVersion: '1.34-2026.02.15' }),
    context,
    says: { 'workers now': 'COMPLIANT' },
  },
  ...[
    { version: '1.8.9', verdict: 'COMPLIANT' },
    { version: '1.9.0', verdict: 'HIGH' },
    { version: '1.10.1', verdict: 'HIGH' },
    { version: '1.10.2', verdict: 'COMPLIANT' },
  ].map(({ version, verdict }) => ({
    when: `Bottlerocket ${version} runs`,
    cluster: bottlerocket(version),
    context,
    says: { [verdict === 'HIGH' ? 'workers now/no-boot' : 'workers now']: verdict },
  })),
  {
    when: 'all releases of a minor are known to be bad',
    cluster: nodes({ amiType: 'AL2_x86_64', releaseVersion: '1.32.9-20251209' }),
    context,
    says: { 'workers now/all-of-a-minor': 'HIGH' },
  },
  {
    when: 'it meets two',
    context: { breakages: [bad, worse] },
    says: { 'workers now/broken-driver': 'HIGH', 'workers now/no-network': 'CRITICAL' },
  },
  {
    when: 'each is judged by itself',
    cluster: nodes({}, { name: 'batch', releaseVersion: '1.34.2-20260301' }),
    context,
    says: { 'workers now/broken-driver': 'HIGH', 'batch now': 'COMPLIANT' },
  },
  {
    when: 'the image is its own',
    cluster: nodes({ amiType: 'CUSTOM', releaseVersion: 'ami-0123456789abcdef0' }),
    context,
    says: { 'workers now': 'NOT_APPLICABLE' },
  },
  {
    when: 'the release cannot be read',
    cluster: al2023('1.34-tomorrow'),
    context,
    says: { 'workers now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'they could not be listed',
    cluster: aCluster({ nodegroups: unreadable(refused('eks:ListNodegroups')) }),
    context,
    says: { now: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'one could not be described',
    cluster: aCluster({
      nodegroups: readable([{ name: 'batch', detail: unreadable(refused('eks:DescribeNodegroup')) }]),
    }),
    context,
    says: { 'batch now': 'INSUFFICIENT_DATA' },
  },
]);

it('tells what will happen, where that is said, from where it is good again, and how to get there', () => {
  const cluster = aCluster();

  const { evaluations } = nodegroupImageKnownBad.evaluate(cluster, aContext(context));

  expect(verdictAt(evaluations, cluster, 'workers now/broken-driver')).toMatchObject({
    evidence: {
      breakage: 'broken-driver',
      release: '1.34.2-20260219',
      consequence: 'Nodes reboot.',
      firstGood: '20260301',
      source: 'https://example.com/why',
    },
    remediation: [{ command: expect.arrayContaining(['update-nodegroup-version', 'workers']) }],
  });
});

it('knows no first good release where nobody named one', () => {
  const cluster = aCluster();

  const { evaluations } = nodegroupImageKnownBad.evaluate(cluster, aContext({ breakages: [worse] }));

  expect(verdictAt(evaluations, cluster, 'workers now/no-network')).not.toHaveProperty('evidence.firstGood');
});

it('is judged by known breakages, so that none is cleared on a night on which a file of them could not be read', () => {
  expect(nodegroupImageKnownBad.judgesByBreakages).toBe(true);
});
