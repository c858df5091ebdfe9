import { describe, expect, it } from 'vitest';
import { readable, unreadable } from '#core/reading.ts';
import { nodegroupAmiCurrency } from '#core/rules/nodegroup-ami-currency.ts';
import type { NodegroupSnapshot } from '#core/snapshot.ts';
import {
  aCatalogue,
  aCluster,
  aContext,
  aNodegroup,
  imageLists,
  published,
  refused,
  settings,
} from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const nodes = (overrides: Partial<NodegroupSnapshot>) => aCluster({ nodegroups: [aNodegroup(overrides)] });
const al2023 = (date: string) => nodes({ releaseVersion: `1.34.2-${date}` });
const windows = (date: string) => nodes({ amiType: 'WINDOWS_CORE_2022_x86_64', releaseVersion: `1.34-${date}` });
const bottlerocket = nodes({ amiType: 'BOTTLEROCKET_x86_64', releaseVersion: '1.54.0-55d04a85' });

/** The image of Bottlerocket that runs was published on a day, or on one that nobody knows. */
const since = (day?: string) => ({
  catalogue: aCatalogue({
    images: {
      '1.34': published({
        BOTTLEROCKET_x86_64: {
          recommended: '1.55.0-d93bb1b1',
          releases: [{ text: '1.54.0-55d04a85', ...(day ? { publishedAt: `${day}T18:00:00.000Z` } : {}) }],
        },
      }),
    },
  }),
});
const recommending = (release: string, amiType = 'AL2023_x86_64_STANDARD') => ({
  catalogue: aCatalogue({ images: imageLists({ '1.34': { [amiType]: release } }) }),
});
const denied = { catalogue: aCatalogue({ images: { '1.34': unreadable(refused('ssm:GetParameters')) } }) };

// Of 1 March 2026: 45 days ago it was 15 January, 135 days ago 17 October.
ruleTable(nodegroupAmiCurrency, [
  ...[
    ['20260224', 'COMPLIANT'],
    ['20260115', 'COMPLIANT'],
    ['20260114', 'LOW'],
    ['20251017', 'LOW'],
    ['20251016', 'MEDIUM'],
  ].map(([date = '', verdict = '']) => ({
    when: `its release is of ${date}`,
    cluster: al2023(date),
    says: { 'workers now': verdict },
  })),
  {
    when: 'the limit is set otherwise',
    cluster: al2023('20260114'),
    context: { settings: settings({ notice: { ...settings().notice, imageAge: 46 } }) },
    says: { 'workers now': 'COMPLIANT' },
  },
  {
    when: 'its release is old, and the one that AWS recommends',
    cluster: al2023('20251016'),
    context: recommending('1.34.2-20251016'),
    says: { 'workers now': 'COMPLIANT' },
  },
  {
    when: 'its release is old, and above the one that AWS recommends',
    cluster: al2023('20251016'),
    context: recommending('1.34.2-20251015'),
    says: { 'workers now': 'COMPLIANT' },
  },
  {
    when: 'an old release of Windows runs',
    cluster: windows('2025.10.14'),
    context: recommending('1.34-2026.02.10', 'WINDOWS_CORE_2022_x86_64'),
    says: { 'workers now': 'MEDIUM' },
  },
  {
    when: 'a young release of Bottlerocket runs',
    cluster: bottlerocket,
    context: since('2026-01-15'),
    says: { 'workers now': 'COMPLIANT' },
  },
  {
    when: 'an old release of Bottlerocket runs',
    cluster: bottlerocket,
    context: since('2026-01-14'),
    says: { 'workers now': 'LOW' },
  },
  {
    when: 'a release of Bottlerocket runs whose day nobody knows',
    cluster: bottlerocket,
    context: since(),
    says: { 'workers now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'a release runs whose date is none',
    cluster: al2023('20261399'),
    context: recommending('1.34.2-20261400'),
    says: { 'workers now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'the release of Bottlerocket that AWS recommends runs',
    cluster: nodes({ amiType: 'BOTTLEROCKET_x86_64', releaseVersion: '1.55.0-d93bb1b1' }),
    says: { 'workers now': 'COMPLIANT' },
  },
  {
    when: 'its release is old, and what AWS recommends could not be read',
    cluster: al2023('20260114'),
    context: denied,
    says: { 'workers now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'its release is young, whatever AWS recommends',
    context: denied,
    says: { 'workers now': 'COMPLIANT' },
  },
  {
    when: 'its release is old, and AWS publishes none for it',
    cluster: al2023('20260114'),
    context: { catalogue: aCatalogue({ images: { '1.34': published({}) } }) },
    says: { 'workers now': 'NOT_APPLICABLE' },
  },
  {
    when: 'what AWS recommends is no release that can be read',
    cluster: al2023('20260114'),
    context: recommending('newest'),
    says: { 'workers now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'it has an image of its own',
    cluster: nodes({ amiType: 'CUSTOM' }),
    says: { 'workers now': 'NOT_APPLICABLE' },
  },
  {
    when: 'its release cannot be read',
    cluster: nodes({ releaseVersion: 'newest' }),
    says: { 'workers now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'it could not be described',
    cluster: aCluster({
      nodegroups: readable([{ name: 'workers', detail: unreadable(refused('eks:DescribeNodegroup')) }]),
    }),
    says: { 'workers now': 'INSUFFICIENT_DATA' },
  },
]);

describe('nodegroup-ami-currency', () => {
  it('holds both releases, and rolls the group to the recommended one', () => {
    const cluster = al2023('20260114');

    const { evaluations } = nodegroupAmiCurrency.evaluate(cluster, aContext());

    expect(verdictAt(evaluations, cluster, 'workers now')).toMatchObject({
      evidence: {
        release: '1.34.2-20260114',
        publishedAt: '2026-01-14T00:00:00.000Z',
        recommended: '1.34.4-20260224',
        kubernetes: '1.34',
      },
      remediation: [
        {
          command: expect.arrayContaining(['update-nodegroup-version', '--release-version', '1.34.4-20260224']),
          expected: ['ACTIVE', '1.34.4-20260224'],
        },
      ],
    });
  });

  it('rolls a group that lags to the version of its control plane', () => {
    const cluster = nodes({ version: '1.33', releaseVersion: '1.33.1-20250601' });

    const { evaluations } = nodegroupAmiCurrency.evaluate(cluster, aContext());

    expect(verdictAt(evaluations, cluster, 'workers now')).toMatchObject({
      remediation: [{ command: expect.arrayContaining(['--kubernetes-version', '1.34']) }],
    });
  });
});
