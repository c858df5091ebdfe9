import { describe, expect, it } from 'vitest';
import type { Catalogue } from '#core/catalogue.ts';
import { readable, unreadable } from '#core/reading.ts';
import { nodegroupAmiSupport } from '#core/rules/nodegroup-ami-support.ts';
import type { NodegroupSnapshot } from '#core/snapshot.ts';
import { aCatalogue, aCluster, aContext, aNodegroup, imageLists, published, refused } from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const nodes = (version: string, overrides: Partial<NodegroupSnapshot> = {}) =>
  aCluster({ version, nodegroups: [aNodegroup({ version, ...overrides })] });
const al2 = (version: string) => nodes(version, { amiType: 'AL2_ARM_64', releaseVersion: `${version}.1-20251209` });

const al2Image = { AL2_ARM_64: '1.31.14-20251209' };
const images = (lists: Parameters<typeof imageLists>[0]) => ({ catalogue: aCatalogue({ images: imageLists(lists) }) });
const withAl2 = images({ '1.30': al2Image, '1.31': al2Image, '1.32': al2Image, '1.33': {} });
const day = (text: string) => `${text}T02:00:00.000Z`;

ruleTable(nodegroupAmiSupport, [
  {
    when: 'there are images of its AMI type for its version and the next',
    says: { 'workers now': 'COMPLIANT', 'workers next-upgrade': 'COMPLIANT' },
  },
  {
    when: 'its family ends in exactly the notice',
    cluster: al2('1.31'),
    context: { ...withAl2, asOf: day('2025-08-28') },
    says: { 'workers now': 'COMPLIANT', 'workers next-upgrade': 'COMPLIANT' },
  },
  {
    when: 'its family ends a day before that',
    cluster: al2('1.31'),
    context: { ...withAl2, asOf: day('2025-08-29') },
    says: { 'workers now': 'MEDIUM', 'workers next-upgrade': 'COMPLIANT' },
  },
  {
    when: 'it is the last day before the end',
    cluster: al2('1.31'),
    context: { ...withAl2, asOf: day('2025-11-25') },
    says: { 'workers now': 'MEDIUM', 'workers next-upgrade': 'COMPLIANT' },
  },
  {
    when: 'its family ends today, whatever parameters still name',
    cluster: al2('1.31'),
    context: { ...withAl2, asOf: '2025-11-26T00:00:00.000Z' },
    says: { 'workers now': 'HIGH', 'workers next-upgrade': 'COMPLIANT' },
  },
  {
    when: 'the next version is one that its family does not reach, though nothing can be read',
    cluster: al2('1.32'),
    context: { catalogue: aCatalogue({ images: { '1.32': unreadable(refused('ssm:GetParameters')) } }) },
    says: { 'workers now': 'HIGH', 'workers next-upgrade': 'HIGH' },
  },
  {
    when: 'there is none for its version, and there are for others',
    cluster: nodes('1.34'),
    context: images({ '1.33': { AL2023_x86_64_STANDARD: 'a' }, '1.34': {}, '1.35': { AL2023_x86_64_STANDARD: 'a' } }),
    says: { 'workers now': 'HIGH', 'workers next-upgrade': 'COMPLIANT' },
  },
  {
    when: 'there is none for the next version, which is 29 days old',
    context: { ...images({ '1.34': { AL2023_x86_64_STANDARD: 'a' }, '1.35': {} }), asOf: day('2026-02-26') },
    says: { 'workers now': 'COMPLIANT', 'workers next-upgrade': 'INFORMATIONAL' },
  },
  {
    when: 'there is none for the next version, which is 30 days old',
    context: { ...images({ '1.34': { AL2023_x86_64_STANDARD: 'a' }, '1.35': {} }), asOf: day('2026-02-27') },
    says: { 'workers now': 'COMPLIANT', 'workers next-upgrade': 'HIGH' },
  },
  {
    when: 'there is none for the next version, of which the day is not known',
    context: {
      catalogue: {
        ...aCatalogue({ images: imageLists({ '1.34': { AL2023_x86_64_STANDARD: 'a' }, '1.35': {} }) }),
        clusterVersions: published([{ version: '1.34' }, { version: '1.35' }]),
      },
    },
    says: { 'workers now': 'COMPLIANT', 'workers next-upgrade': 'HIGH' },
  },
  {
    when: 'there is no next version yet',
    cluster: nodes('1.35'),
    says: { 'workers now': 'COMPLIANT', 'workers next-upgrade': 'NOT_APPLICABLE' },
  },
  {
    when: 'its nodes are behind the control plane: of now, their own version counts',
    cluster: aCluster({ nodegroups: [aNodegroup({ version: '1.33' })] }),
    context: images({ '1.33': { AL2023_x86_64_STANDARD: 'a' }, '1.35': { AL2023_x86_64_STANDARD: 'a' } }),
    says: { 'workers now': 'COMPLIANT', 'workers next-upgrade': 'COMPLIANT' },
  },
  {
    when: 'it has an image of its own',
    cluster: nodes('1.34', { amiType: 'CUSTOM' }),
    says: { 'workers now': 'NOT_APPLICABLE' },
  },
  {
    when: 'its AMI type is published for no version, nor ever was',
    cluster: nodes('1.34', { amiType: 'AL2023_ARM_64_STANDARD' }),
    context: {
      catalogue: aCatalogue({
        images: {
          '1.33': unreadable(refused('ssm:GetParameters')),
          '1.34': published({ AL2023_ARM_64_STANDARD: { releases: [{ text: 'only asked about' }] } }),
          '1.35': published({}),
        },
      }),
    },
    says: { 'workers now': 'INSUFFICIENT_DATA', 'workers next-upgrade': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'its AMI type was published for its version, and is no longer for any',
    context: {
      catalogue: aCatalogue({
        images: {
          '1.34': published({
            AL2023_x86_64_STANDARD: { releases: [{ text: 'a', recommendedSince: day('2026-01-01') }] },
          }),
          '1.35': published({}),
        },
      }),
    },
    says: { 'workers now': 'HIGH', 'workers next-upgrade': 'HIGH' },
  },
  {
    when: 'the images could not be read',
    context: { catalogue: aCatalogue({ images: { '1.34': unreadable(refused('ssm:GetParameters')) } }) },
    says: { 'workers now': 'INSUFFICIENT_DATA', 'workers next-upgrade': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'the images could not be read, and its family is known to end soon',
    cluster: al2('1.31'),
    context: { catalogue: aCatalogue({ images: {} }), asOf: day('2025-11-25') },
    says: { 'workers now': 'MEDIUM', 'workers next-upgrade': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'the versions of AWS could not be read',
    context: { catalogue: { ...aCatalogue(), clusterVersions: unreadable(refused('eks:DescribeClusterVersions')) } },
    says: { 'workers now': 'COMPLIANT', 'workers next-upgrade': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'the versions of AWS could not be read, and there is no image for its version',
    context: {
      catalogue: {
        ...aCatalogue({ images: imageLists({ '1.33': { AL2023_x86_64_STANDARD: 'a' }, '1.34': {} }) }),
        clusterVersions: unreadable(refused('eks:DescribeClusterVersions')),
      },
    },
    says: { 'workers now': 'HIGH', 'workers next-upgrade': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'the images are those of an earlier night',
    context: {
      catalogue: aCatalogue({
        images: {
          ...aCatalogue().images,
          '1.34': readable({
            value: { AL2023_x86_64_STANDARD: { recommended: 'a', releases: [] } },
            readAt: day('2026-02-28'),
            stale: refused('ssm:GetParameters'),
          }),
        },
      }),
    },
    says: { 'workers now': 'COMPLIANT', 'workers next-upgrade': 'COMPLIANT' },
  },
  {
    when: 'its AMI type is not known',
    cluster: nodes('1.34', { amiType: 'AL2030_x86_64' }),
    says: { 'workers now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'its version cannot be read',
    cluster: aCluster({ nodegroups: [aNodegroup({ version: 'latest' })] }),
    says: { 'workers now': 'INSUFFICIENT_DATA', 'workers next-upgrade': 'COMPLIANT' },
  },
  {
    when: 'it could not be described',
    cluster: aCluster({
      nodegroups: readable([{ name: 'workers', detail: unreadable(refused('eks:DescribeNodegroup')) }]),
    }),
    says: { 'workers now': 'INSUFFICIENT_DATA' },
  },
]);

describe('nodegroup-ami-support', () => {
  it('names the call that was refused', () => {
    const because = refused('ssm:GetParameters');
    const catalogue: Catalogue = aCatalogue({ images: { '1.34': unreadable(because) } });
    const cluster = aCluster();

    const { evaluations } = nodegroupAmiSupport.evaluate(cluster, aContext({ catalogue }));

    expect(verdictAt(evaluations, cluster, 'workers now')).toMatchObject({
      because: 'ssm:GetParameters: DENIED (not authorized)',
    });
    // Of the next version nobody has asked at all.
    expect(verdictAt(evaluations, cluster, 'workers next-upgrade')).toMatchObject({
      because: 'ssm:GetParameters: NOT_READ_YET',
    });
  });

  it('says of a node group without AMI type and version that AWS gave none', () => {
    const { amiType: _, version: __, ...bare } = aNodegroup();
    const { version: ___, ...unversioned } = aNodegroup({ name: 'batch' });
    const cluster = aCluster({ nodegroups: [bare, unversioned] });

    const { evaluations } = nodegroupAmiSupport.evaluate(cluster, aContext());

    expect(verdictAt(evaluations, cluster, 'workers now')).toMatchObject({
      because: 'its AMI type is not one that is known: AWS gave none',
    });
    expect(verdictAt(evaluations, cluster, 'batch now')).toMatchObject({
      because: 'its Kubernetes version cannot be read: AWS gave none',
    });
  });

  it('holds the dates and where they are from, and looks at the group, since nothing turns one into another', () => {
    const cluster = al2('1.32');

    const { evaluations } = nodegroupAmiSupport.evaluate(cluster, aContext(withAl2));

    expect(verdictAt(evaluations, cluster, 'workers now')).toMatchObject({
      evidence: {
        amiType: 'AL2_ARM_64',
        kubernetes: '1.32',
        family: 'AL2',
        ends: '2025-11-26',
        osSupportEnds: '2026-06-30',
        source: 'https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html',
      },
      remediation: [{ command: ['aws', 'eks', 'describe-nodegroup', ...Array(6).fill(expect.any(String))] }],
    });
    expect(verdictAt(evaluations, cluster, 'workers next-upgrade')).toMatchObject({
      evidence: { kubernetes: '1.33', lastKubernetes: '1.32' },
    });
  });
});
