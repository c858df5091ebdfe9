import { describe, expect, it } from 'vitest';
import type { Catalogue } from '#core/catalogue.ts';
import type { ImageBreakage } from '#core/images/image-breakage.ts';
import type { ImageRelease } from '#core/images/image-list.ts';
import { readable, type Unreadable, unreadable } from '#core/reading.ts';
import type { AuditContext } from '#core/rule.ts';
import { nodegroupImageWithdrawn } from '#core/rules/nodegroup-image-withdrawn.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '#core/snapshot.ts';
import {
  aCatalogue,
  aCluster,
  aContext,
  aNodegroup,
  asOf,
  coreAddons,
  listed,
  published,
  refused,
} from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const al2023 = 'AL2023_x86_64_STANDARD';
const bottlerocket = 'BOTTLEROCKET_x86_64';
const yesterday = '2026-02-28T09:00:00.000Z';

/** A node group that took its release yesterday. */
const nodes = (releaseVersion: string, overrides: Partial<NodegroupSnapshot> = {}) =>
  aCluster({ nodegroups: [aNodegroup({ releaseVersion, modifiedAt: yesterday, ...overrides })] });
const os = (overrides: Partial<NodegroupSnapshot> = {}) =>
  nodes('1.55.0-d93bb1b1', { amiType: bottlerocket, ...overrides });

/** AWS recommends a release, and what we know of others. */
function recommending(
  recommended: string,
  releases: readonly ImageRelease[] = [],
  { amiType = al2023, stale }: { amiType?: string; stale?: Unreadable } = {},
): { catalogue: Catalogue } {
  const value = { [amiType]: { recommended, releases } };
  const list = readable({ value, readAt: asOf, ...(stale ? { stale } : {}) });
  return { catalogue: aCatalogue({ images: { '1.34': list } }) };
}

const seen = (text: string): ImageRelease => ({ text, recommendedSince: '2026-02-27T02:00:00.000Z' });
const is = (verdict: string) => ({ 'workers next-node-roll': verdict });

ruleTable(nodegroupImageWithdrawn, [
  { when: 'an older release runs than AWS recommends', says: is('COMPLIANT') },
  {
    when: 'the release runs that AWS recommends',
    cluster: nodes('1.34.4-20260224'),
    says: is('COMPLIANT'),
  },
  {
    when: 'a release above it runs that is 3 days old',
    cluster: nodes('1.34.4-20260226'),
    says: is('INFORMATIONAL'),
  },
  { when: 'a release above it runs that is 4 days old', cluster: nodes('1.34.4-20260225'), says: is('HIGH') },
  {
    when: 'a young release above it runs that AWS was seen to recommend',
    cluster: nodes('1.34.4-20260227'),
    context: recommending('1.34.4-20260224', [seen('1.34.4-20260227')]),
    says: is('HIGH'),
  },
  {
    when: 'a young release above it runs, and AWS was seen to recommend another',
    cluster: nodes('1.34.4-20260227'),
    context: recommending('1.34.4-20260224', [seen('1.34.4-20260226'), { text: '1.34.4-20260227' }]),
    says: is('INFORMATIONAL'),
  },
  {
    when: 'a release of Bottlerocket above it runs that was published long ago',
    cluster: os(),
    context: recommending('1.54.0-55d04a85', [{ text: '1.55.0-d93bb1b1', publishedAt: '2026-02-20T18:00:00.000Z' }], {
      amiType: bottlerocket,
    }),
    says: is('HIGH'),
  },
  {
    when: 'a release of Bottlerocket above it runs since yesterday, and nobody knows its day',
    cluster: os(),
    context: recommending('1.54.0-55d04a85', [], { amiType: bottlerocket }),
    says: is('INFORMATIONAL'),
  },
  {
    when: 'a release of Bottlerocket above it has run for 4 days, and nobody knows its day',
    cluster: os({ modifiedAt: '2026-02-25T09:00:00.000Z' }),
    context: recommending('1.54.0-55d04a85', [], { amiType: bottlerocket }),
    says: is('HIGH'),
  },
  {
    when: 'a release runs above the one that AWS recommended last night, and tonight’s could not be read',
    cluster: nodes('1.34.4-20260225'),
    context: recommending('1.34.4-20260224', [], { stale: refused('ssm:GetParameters') }),
    says: is('INSUFFICIENT_DATA'),
  },
  {
    when: 'a release runs that was withdrawn by last night, and tonight’s could not be read',
    cluster: nodes('1.34.4-20260225'),
    context: recommending('1.34.4-20260224', [seen('1.34.4-20260225')], { stale: refused('ssm:GetParameters') }),
    says: is('HIGH'),
  },
  {
    when: 'what AWS recommends could not be read',
    context: { catalogue: aCatalogue({ images: { '1.34': unreadable(refused('ssm:GetParameters')) } }) },
    says: is('INSUFFICIENT_DATA'),
  },
  { when: 'what AWS recommends is no release', context: recommending('newest'), says: is('INSUFFICIENT_DATA') },
  {
    when: 'AWS publishes none for it',
    context: { catalogue: aCatalogue({ images: { '1.34': published({}) } }) },
    says: is('NOT_APPLICABLE'),
  },
  {
    when: 'it has an image of its own',
    cluster: nodes('ami-0c3f5a1d9e7b24680', { amiType: 'CUSTOM' }),
    says: is('NOT_APPLICABLE'),
  },
  { when: 'its release cannot be read', cluster: nodes('newest'), says: is('INSUFFICIENT_DATA') },
]);

describe('nodegroup-image-withdrawn', () => {
  it('holds the release to go to, and the command that goes there', () => {
    const cluster = nodes('1.34.4-20260227');
    const context = aContext(recommending('1.34.4-20260224', [seen('1.34.4-20260227')]));

    const { evaluations } = nodegroupImageWithdrawn.evaluate(cluster, context);

    expect(verdictAt(evaluations, cluster, 'workers next-node-roll')).toMatchObject({
      evidence: {
        release: '1.34.4-20260227',
        recommended: '1.34.4-20260224',
        wasRecommended: true,
        outSince: '2026-02-27T00:00:00.000Z',
      },
      remediation: [
        {
          command: expect.arrayContaining(['update-nodegroup-version', '--release-version', '1.34.4-20260224']),
          expected: ['ACTIVE', '1.34.4-20260224'],
        },
      ],
    });
  });

  it('goes to no release that is known to be bad, nor to one that the add-ons would not fit', () => {
    const withdrawn = recommending('1.34.4-20260224', [seen('1.34.4-20260227')]);
    const stepsOf = (cluster: ClusterSnapshot, context: AuditContext) =>
      verdictAt(nodegroupImageWithdrawn.evaluate(cluster, context).evaluations, cluster, 'workers next-node-roll');
    const bad: ImageBreakage = {
      id: 'no-network',
      rule: 'nodegroup-image-known-bad',
      condition: { amiFamily: 'AL2023', release: { to: '20260224' } },
      consequence: 'Nodes have no network.',
      severity: 'CRITICAL',
      source: 'https://example.com',
      read: '2026-03-01',
    };
    const cluster = nodes('1.34.4-20260227');
    const unfit = { ...cluster, addons: listed(coreAddons({ 'kube-proxy': 'v1.30.0-eksbuild.1' })) };

    expect(stepsOf(cluster, aContext({ ...withdrawn, breakages: [bad] }))).toMatchObject({
      remediation: [{ waitsFor: 'GOOD_IMAGE' }],
    });
    expect(stepsOf(unfit, aContext(withdrawn))).toMatchObject({
      remediation: [
        { command: expect.arrayContaining(['update-addon', 'kube-proxy']) },
        { command: expect.arrayContaining(['update-nodegroup-version', '1.34.4-20260224']) },
      ],
    });
  });

  it('knows of no day where neither release nor group has one', () => {
    const { modifiedAt: _, ...group } = aNodegroup({ amiType: bottlerocket, releaseVersion: '1.55.0-d93bb1b1' });
    const cluster = aCluster({ nodegroups: [group] });
    const context = aContext(recommending('1.54.0-55d04a85', [], { amiType: bottlerocket }));

    const { evaluations } = nodegroupImageWithdrawn.evaluate(cluster, context);

    const verdict = verdictAt(evaluations, cluster, 'workers next-node-roll');
    expect(verdict).toMatchObject({ severity: 'INFORMATIONAL' });
    expect(verdict).not.toHaveProperty('evidence.outSince');
  });
});
