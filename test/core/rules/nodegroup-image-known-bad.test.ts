import { describe, expect, it } from 'vitest';
import type { ImageBreakage } from '#core/images/image-breakage.ts';
import { readable, unreadable } from '#core/reading.ts';
import { nodegroupImageKnownBad } from '#core/rules/nodegroup-image-known-bad.ts';
import type { NodegroupSnapshot } from '#core/snapshot.ts';
import { aCatalogue, aCluster, aContext, aNodegroup, imageLists, refused } from '../../support/builders.ts';
import { ruleTable, type Said, verdictAt } from '../../support/rule-table.ts';

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

/** What AWS recommends for each minor, of each AMI type that there is here. */
const recommending = (al2023: string, bottlerocket: string, more: Readonly<Record<string, string>> = {}) =>
  aCatalogue({
    images: imageLists(
      Object.fromEntries(
        ['1.32', '1.33', '1.34', '1.35'].map((minor) => [
          minor,
          {
            AL2023_x86_64_STANDARD: `${minor}.9-${al2023}`,
            BOTTLEROCKET_ARM_64: `${bottlerocket}-0a1b2c3d`,
            ...more,
          },
        ]),
      ),
    ),
  });

/** AWS recommends nothing newer than what runs, whatever that is. */
const context = { breakages: [bad, os, minors], catalogue: recommending('20200101', '1.0.0') };
const nodes = (...groups: readonly Partial<NodegroupSnapshot>[]) => aCluster({ nodegroups: groups.map(aNodegroup) });
const al2023 = (releaseVersion: string) => nodes({ releaseVersion });
const bottlerocket = (version: string) =>
  nodes({ amiType: 'BOTTLEROCKET_ARM_64', releaseVersion: `${version}-6154605b` });

/** What is said now, where there is nothing to say of the next update. */
const now = (said: Said): Said => ({ ...said, 'workers next-node-roll': 'NOT_APPLICABLE' });

ruleTable(nodegroupImageKnownBad, [
  {
    when: 'nothing is known of any release',
    context: { ...context, breakages: [] },
    says: now({ 'workers now': 'COMPLIANT' }),
  },
  { when: 'a known one runs', context, says: now({ 'workers now/broken-driver': 'HIGH' }) },
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
    says: now({ [verdict === 'HIGH' ? 'workers now/broken-driver' : 'workers now']: verdict }),
  })),
  {
    when: 'another family has the same date',
    cluster: nodes({ amiType: 'WINDOWS_FULL_2025_x86_64', releaseVersion: '1.34-2026.02.15' }),
    context,
    says: now({ 'workers now': 'COMPLIANT' }),
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
    says: now({ [verdict === 'HIGH' ? 'workers now/no-boot' : 'workers now']: verdict }),
  })),
  {
    when: 'all releases of a minor are known to be bad',
    cluster: nodes({ amiType: 'AL2_x86_64', releaseVersion: '1.32.9-20251209' }),
    context,
    says: now({ 'workers now/all-of-a-minor': 'HIGH' }),
  },
  {
    when: 'it meets two',
    context: { ...context, breakages: [bad, worse] },
    says: now({ 'workers now/broken-driver': 'HIGH', 'workers now/no-network': 'CRITICAL' }),
  },
  {
    when: 'each is judged by itself',
    cluster: nodes({}, { name: 'batch', releaseVersion: '1.34.2-20260301' }),
    context,
    says: now({
      'workers now/broken-driver': 'HIGH',
      'batch now': 'COMPLIANT',
      'batch next-node-roll': 'NOT_APPLICABLE',
    }),
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

describe('the next update', () => {
  const ready = nodes({ releaseVersion: '1.34.2-20260209' });
  const boot = nodes({ amiType: 'BOTTLEROCKET_ARM_64', releaseVersion: '1.8.9-6154605b' });

  ruleTable(nodegroupImageKnownBad, [
    ...[
      { release: '20260208', verdict: 'NOT_APPLICABLE' },
      { release: '20260209', verdict: 'NOT_APPLICABLE' },
      { release: '20260210', verdict: 'HIGH' },
      { release: '20260220', verdict: 'HIGH' },
      { release: '20260221', verdict: 'COMPLIANT' },
    ].map(({ release, verdict }) => ({
      when: `brings ${release} after 20260209`,
      cluster: ready,
      context: { ...context, catalogue: recommending(release, '1.0.0') },
      says: {
        'workers now': 'COMPLIANT',
        [verdict === 'HIGH' ? 'workers next-node-roll/broken-driver' : 'workers next-node-roll']: verdict,
      },
    })),
    {
      when: 'brings a known Bottlerocket',
      cluster: boot,
      context: { ...context, catalogue: recommending('20200101', '1.10.0') },
      says: { 'workers now': 'COMPLIANT', 'workers next-node-roll/no-boot': 'HIGH' },
    },
    {
      when: 'brings what is good for this minor',
      cluster: nodes({ releaseVersion: '1.35.0-20260209', version: '1.35' }),
      context: { ...context, catalogue: recommending('20260215', '1.0.0') },
      says: { 'workers now': 'COMPLIANT', 'workers next-node-roll': 'COMPLIANT' },
    },
    {
      when: 'brings another that is bad',
      cluster: aCluster(),
      context: { breakages: [bad, worse], catalogue: recommending('20260301', '1.0.0') },
      says: {
        'workers now/broken-driver': 'HIGH',
        'workers now/no-network': 'CRITICAL',
        'workers next-node-roll/no-network': 'CRITICAL',
      },
    },
    {
      when: 'brings nothing, since AWS publishes none of that type any more',
      cluster: nodes({ amiType: 'AL2_x86_64', releaseVersion: '1.33.9-20251209' }),
      context,
      says: now({ 'workers now': 'COMPLIANT' }),
    },
    {
      when: 'brings what cannot be read',
      cluster: ready,
      context: { ...context, catalogue: recommending('tomorrow', '1.0.0') },
      says: { 'workers now': 'COMPLIANT', 'workers next-node-roll': 'INSUFFICIENT_DATA' },
    },
    {
      when: 'is not known, since AWS could not be asked',
      cluster: ready,
      context: { ...context, catalogue: aCatalogue({ images: { '1.34': unreadable(refused('ssm:GetParameters')) } }) },
      says: { 'workers now': 'COMPLIANT', 'workers next-node-roll': 'INSUFFICIENT_DATA' },
    },
    {
      when: 'is not known, since nobody asked',
      cluster: ready,
      context: { ...context, catalogue: aCatalogue({ images: {} }) },
      says: { 'workers now': 'COMPLIANT', 'workers next-node-roll': 'INSUFFICIENT_DATA' },
    },
  ]);

  it('is told with what runs, and is not taken before somebody has looked', () => {
    const catalogue = recommending('20260215', '1.0.0');

    const { evaluations } = nodegroupImageKnownBad.evaluate(ready, aContext({ ...context, catalogue }));

    expect(verdictAt(evaluations, ready, 'workers next-node-roll/broken-driver')).toMatchObject({
      evidence: { release: '1.34.9-20260215', running: '1.34.2-20260209' },
      remediation: [
        { command: expect.arrayContaining(['describe-nodegroup', 'workers']), holdsBack: true, waitsFor: 'GOOD_IMAGE' },
      ],
    });
  });

  it('is none where AWS recommends the very release that is bad', () => {
    const cluster = aCluster();
    const { evaluations } = nodegroupImageKnownBad.evaluate(
      cluster,
      aContext({ ...context, catalogue: recommending('20260219', '1.0.0') }),
    );

    expect(verdictAt(evaluations, cluster, 'workers now/broken-driver')).toMatchObject({
      remediation: [{ command: expect.arrayContaining(['describe-nodegroup']), waitsFor: 'GOOD_IMAGE' }],
    });
  });

  it('is no way out of a release that is bad, where it brings one that is bad too', () => {
    const cluster = aCluster();
    const both = { breakages: [bad, worse], catalogue: recommending('20260301', '1.0.0') };

    const { evaluations } = nodegroupImageKnownBad.evaluate(cluster, aContext(both));

    expect(verdictAt(evaluations, cluster, 'workers now/broken-driver')).toMatchObject({
      remediation: [
        { command: expect.arrayContaining(['describe-nodegroup', 'workers']), holdsBack: true, waitsFor: 'GOOD_IMAGE' },
      ],
    });
  });
});

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
    remediation: [
      { command: expect.arrayContaining(['update-nodegroup-version', '--release-version', '1.34.9-20200101']) },
    ],
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
