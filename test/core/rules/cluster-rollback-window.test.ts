import { describe, expect, it } from 'vitest';
import { readable, unreadable } from '#core/reading.ts';
import { clusterRollbackWindow } from '#core/rules/cluster-rollback-window.ts';
import type { Update } from '#core/update.ts';
import {
  aCatalogue,
  aCluster,
  aClusterVersion,
  aContext,
  anInsight,
  anUpdate,
  clusterVersions,
  published,
  refused,
} from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const asOf = '2026-11-08T02:00:00.000Z';
const upgradedAt = '2026-11-05T20:00:00.000Z';
const upgrade = anUpdate({ createdAt: upgradedAt, version: '1.34' });
const context = { asOf };
const upgraded = (...later: readonly Partial<Update>[]) =>
  aCluster({ updates: [upgrade, ...later.map((one, index) => anUpdate({ id: `${index}`, ...one }))] });

const open = { now: 'INFORMATIONAL' };
const closed = { now: 'COMPLIANT' };
const unknown = { now: 'INSUFFICIENT_DATA' };

/** Extended support of 1.33, which the upgrade left, ends on this day. */
function endOf133(day: string) {
  const versions = clusterVersions.filter(({ version }) => version !== '1.33');
  const entry = aClusterVersion('1.33', '2025-05-29', '2026-07-29', day);
  return { catalogue: aCatalogue({ clusterVersions: published([...versions, entry]) }) };
}

ruleTable(clusterRollbackWindow, [
  { when: 'the last upgrade was long ago', context, says: closed },
  { when: 'there was none', cluster: aCluster({ updates: [] }), context, says: closed },
  { when: 'one has just begun to be done', cluster: upgraded(), context: { asOf: upgradedAt }, says: open },
  { when: 'one is not seven days old', cluster: upgraded(), context: { asOf: '2026-11-12T19:59:59.999Z' }, says: open },
  { when: 'one is seven days old', cluster: upgraded(), context: { asOf: '2026-11-12T20:00:00.000Z' }, says: closed },
  {
    when: 'one has not begun by then',
    cluster: upgraded(),
    context: { asOf: '2026-11-05T19:59:59.999Z' },
    says: closed,
  },
  {
    when: 'it was undone',
    cluster: upgraded({ type: 'VersionRollback', createdAt: '2026-11-06T20:00:00.000Z' }),
    context,
    says: closed,
  },
  {
    when: 'it is being undone',
    cluster: upgraded({ type: 'VersionRollback', status: 'InProgress', createdAt: '2026-11-06T20:00:00.000Z' }),
    context,
    says: closed,
  },
  {
    when: 'it could not be undone, and the next upgrade was cancelled',
    cluster: upgraded(
      { type: 'VersionRollback', status: 'Failed', createdAt: '2026-11-06T20:00:00.000Z' },
      { status: 'Cancelled', createdAt: '2026-11-07T20:00:00.000Z' },
    ),
    context,
    says: open,
  },
  {
    when: 'the next upgrade is under way',
    cluster: upgraded({ status: 'InProgress', createdAt: '2026-11-07T20:00:00.000Z' }),
    context,
    says: closed,
  },
  {
    when: 'something else was changed after it',
    cluster: upgraded({ type: 'LoggingUpdate', createdAt: '2026-11-07T20:00:00.000Z' }),
    context,
    says: open,
  },
  {
    when: 'the updates came in no order',
    cluster: aCluster({ updates: [upgrade, anUpdate({ id: 'a', createdAt: '2026-01-05T08:00:00.000Z' })] }),
    context,
    says: open,
  },
  {
    when: 'extended support of the version that it left ends in a moment',
    cluster: upgraded(),
    context: { asOf: '2026-11-07T23:59:59.999Z', ...endOf133('2026-11-08') },
    says: open,
  },
  {
    when: 'extended support of the version that it left has ended',
    cluster: upgraded(),
    context: { asOf: '2026-11-08T00:00:00.000Z', ...endOf133('2026-11-08') },
    says: closed,
  },
  {
    when: 'AWS made it, at the end of extended support',
    cluster: upgraded(),
    context: { asOf, ...endOf133('2026-11-05') },
    says: closed,
  },
  {
    when: 'EKS could not roll back yet',
    cluster: aCluster({ updates: [anUpdate({ createdAt: '2026-06-29T20:00:00.000Z' })] }),
    context: { asOf: '2026-06-30T23:59:59.999Z' },
    says: { now: 'NOT_APPLICABLE' },
  },
  {
    when: 'EKS has begun to roll back',
    cluster: aCluster({ updates: [anUpdate({ createdAt: '2026-06-29T20:00:00.000Z' })] }),
    context: { asOf: '2026-07-01T00:00:00.000Z' },
    says: open,
  },
  {
    when: 'the updates could not be listed',
    cluster: aCluster({ updates: unreadable(refused('eks:ListUpdates')) }),
    context,
    says: unknown,
  },
  {
    when: 'one of them could not be described: it may have been the last',
    cluster: aCluster({
      updates: readable([
        { name: upgrade.id, detail: readable(upgrade) },
        { name: 'hidden', detail: unreadable(refused('eks:DescribeUpdate')) },
      ]),
    }),
    context,
    says: unknown,
  },
  {
    when: 'AWS could not be asked for its versions',
    cluster: upgraded(),
    context: { asOf, catalogue: aCatalogue({ clusterVersions: unreadable(refused('eks:DescribeClusterVersions')) }) },
    says: unknown,
  },
  {
    when: 'AWS could not be asked for its versions, and no upgrade is new',
    context: { asOf, catalogue: aCatalogue({ clusterVersions: unreadable(refused('eks:DescribeClusterVersions')) }) },
    says: closed,
  },
  {
    when: 'AWS does not list the version that it left',
    cluster: aCluster({ version: '1.30', updates: [upgrade] }),
    context,
    says: unknown,
  },
  {
    when: 'the version of the control plane cannot be read',
    cluster: aCluster({ version: 'latest', updates: [upgrade] }),
    context,
    says: unknown,
  },
]);

describe('a window that is open', () => {
  function evidenceOf(cluster = upgraded(), more: object = {}) {
    const { evaluations } = clusterRollbackWindow.evaluate(cluster, aContext({ asOf, ...more }));
    return (verdictAt(evaluations, cluster, 'now') as { evidence?: object }).evidence;
  }

  it('says until when at least, since of an upgrade the end is not known', () => {
    expect(
      evidenceOf(aCluster({ updates: [upgrade], insights: [anInsight({ category: 'ROLLBACK_READINESS' })] })),
    ).toEqual({
      version: '1.34',
      previousVersion: '1.33',
      upgradedAt,
      atLeastUntil: '2026-11-12T20:00:00.000Z',
      blockers: [],
    });
  });

  it('ends with the support of the version that it left, where that is sooner', () => {
    const evidence = evidenceOf(upgraded(), endOf133('2026-11-10'));

    expect(evidence).toMatchObject({ until: '2026-11-10T00:00:00.000Z' });
    expect(evidence).not.toHaveProperty('atLeastUntil');
  });

  it('says what prevents it already: what EKS finds wrong, and what it cannot tell', () => {
    const rollback = (title: string, status: string, reason?: string) =>
      anInsight({ category: 'ROLLBACK_READINESS', title, status, ...(reason === undefined ? {} : { reason }) });
    const insights = [
      rollback('API', 'ERROR', 'In use.'),
      rollback('Kubelet', 'UNKNOWN'),
      rollback('Add-ons', 'PASSING'),
      rollback('Health', 'WARNING'),
      anInsight({ status: 'ERROR' }),
    ];

    expect(evidenceOf(aCluster({ updates: [upgrade], insights }))).toMatchObject({
      blockers: [
        { insight: 'API', status: 'ERROR', reason: 'In use.' },
        { insight: 'Kubelet', status: 'UNKNOWN' },
      ],
    });
  });

  it.each([
    ['has not looked yet', aCluster({ updates: [upgrade] })],
    ['could not be asked', aCluster({ updates: [upgrade], insights: unreadable(refused('eks:ListInsights')) })],
  ])('does not know what prevents it where EKS %s', (_, cluster) => {
    expect(evidenceOf(cluster)).toMatchObject({ blockersUnknown: true });
    expect(evidenceOf(cluster)).not.toHaveProperty('blockers');
  });

  it.each([
    ['STANDARD, and the version that it left is in extended support', 'STANDARD', '2026-11-08', true],
    ['STANDARD, and the version that it left is in standard support', 'STANDARD', '2026-07-20', false],
    ['EXTENDED', 'EXTENDED', '2026-11-08', false],
  ] as const)('wants another upgrade policy: with %s', (_, supportType, day, expected) => {
    const now = `${day}T02:00:00.000Z`;
    const updates = [anUpdate({ createdAt: `${day}T01:00:00.000Z` })];

    expect(
      Object.keys(evidenceOf(aCluster({ supportType, updates }), { asOf: now }) ?? {}).includes('needsExtendedPolicy'),
    ).toBe(expected);
  });

  it('closes without anything being mended', () => {
    expect(clusterRollbackWindow.causeOf?.({} as never, aCluster())).toBe('NO_LONGER_APPLIES');
  });
});
