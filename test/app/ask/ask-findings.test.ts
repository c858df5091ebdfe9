import { describe, expect, it } from 'vitest';
import { askFindings, type FindingsQuestion } from '#app/ask/ask-findings.ts';
import type { Finding } from '#core/finding.ts';
import {
  aCoverage,
  concluded,
  everyFinding,
  inSystem,
  openedBy,
  resolvedBy,
  sweepOf,
} from '../../adapters/dynamodb/store-builders.ts';
import { clusterArn } from '../../support/builders.ts';
import { anAskedWorld } from './asked-world.ts';

const [first, second, third] = [sweepOf(1), sweepOf(2), sweepOf(3)] as const;
const all: FindingsQuestion = { status: 'OPEN', severity: 'INFORMATIONAL' };
const arn = clusterArn('shop-prod');

/** A history in which one night opened these, and later ones wrote nothing. */
async function opened(findings: readonly Finding[], later = [second]) {
  const world = await anAskedWorld();
  await world.store.saveCluster(first, inSystem('shop'), undefined);
  await world.store.saveFindings(first, findings);
  for (const sweep of [first, ...later]) await world.store.saveSweep(concluded(sweep));
  return world;
}

describe('the findings', () => {
  it('are shown with what their rules say, and without what is nobody’s affair', async () => {
    const {
      untold: _,
      unpublished: _unpublished,
      lastTransition: __,
      revision: ___,
      lastToldAt: ____,
      ...shown
    } = openedBy(first);

    const answer = await askFindings(await opened([openedBy(first)]), all, { size: 9 });

    expect(answer).toEqual({
      asOf: second.asOf,
      findings: [
        {
          ...shown,
          title: 'kube-proxy is within the version skew that Kubernetes allows of its API server and kubelets',
          reference: expect.stringMatching(/^https:/),
        },
      ],
    });
  });

  it('of a rule that is no more bear its name', async () => {
    const answer = await askFindings(await opened([openedBy(first, { rule: 'gone' })]), all, { size: 9 });

    expect(answer?.findings).toMatchObject([{ rule: 'gone', title: 'gone', reference: '' }]);
  });

  it('that are over come by when they ended, also those of one cluster', async () => {
    const [early, late, worse] = [
      openedBy(first, { rule: 'addon-health', severity: 'CRITICAL' }),
      openedBy(first, { rule: 'addon-management', severity: 'LOW' }),
      openedBy(first, { rule: 'cluster-health', severity: 'HIGH' }),
    ] as const;
    const world = await opened([resolvedBy(second, early), resolvedBy(third, late), resolvedBy(third, worse)]);

    for (const cluster of [{}, { cluster: arn }]) {
      const answer = await askFindings(world, { ...all, status: 'RESOLVED', ...cluster }, { size: 9 });
      expect(answer?.findings.map(({ rule }) => rule)).toEqual([worse.rule, late.rule, early.rule]);
    }
  });

  it('come in parts, each of which says where the next begins', async () => {
    const world = await opened([openedBy(first), openedBy(first, { rule: 'addon-health' })]);

    const one = await askFindings(world, all, { size: 1 });
    const other = await askFindings(world, all, { size: 1, from: one?.next ?? '' });

    expect([one, other].map((answer) => answer?.findings.map(({ rule }) => rule))).toEqual([
      ['addon-health'],
      ['kube-proxy-version-skew'],
    ]);
    expect(other).not.toHaveProperty('next');
  });

  it('are none before the first audit, and nobody knows of when', async () => {
    expect(await askFindings(await anAskedWorld(), all, { size: 9 })).toEqual({ findings: [] });
  });

  it('say what people accepted them for, while it holds', async () => {
    const suppression = { rule: 'addon-*', resource: '*', reason: 'renovate', owner: 'platform', until: '2026-03-02' };
    const world = await opened([openedBy(first), openedBy(first, { rule: 'addon-health' })]);
    const accepted = { ...world, knowledge: { ...world.knowledge, suppressions: [suppression] } };

    const answer = await askFindings(accepted, all, { size: 9 });
    await world.store.saveSweep(concluded(third));
    const later = await askFindings(accepted, all, { size: 9 });

    expect(answer?.findings.map((one) => one.suppression)).toEqual([suppression, undefined]);
    expect(later?.findings.some((one) => 'suppression' in one)).toBe(false);
  });
});

describe('when a finding was last seen', () => {
  const seen = async (finding: Finding, rows: Parameters<typeof aCoverage>[], later = [second]) => {
    const world = await opened([finding], later);
    for (const [sweep, overrides] of rows) await world.store.saveCoverage(sweep, aCoverage(sweep, overrides));
    const answer = await askFindings(world, { ...all, status: finding.status }, { size: 9 });
    return answer?.findings[0]?.lastObservedAt;
  };

  it('is when its target was last covered, since nobody writes what did not change', async () => {
    expect(await seen(openedBy(first), [[first], [second]])).toBe(second.asOf);
  });

  it('is by the sweep of the whole fleet where the last one looked elsewhere, and by the last where it looked there', async () => {
    const part = { ...third, partial: true as const };

    expect(await seen(openedBy(first), [[second]], [second, part])).toBe(second.asOf);
    expect(await seen(openedBy(first), [[second], [part]], [second, part])).toBe(third.asOf);
    expect(await seen(openedBy(first), [[part]], [part])).toBe(third.asOf);
  });

  it('is when it was written, where its target was not covered since', async () => {
    expect(await seen(openedBy(first), [[second, { status: 'DENIED' }]])).toBe(first.asOf);
    expect(await seen(openedBy(first), [[second, { region: 'us-east-1' }]])).toBe(first.asOf);
    expect(await seen(openedBy(second), [[first]], [])).toBe(second.asOf);
  });

  it('stays when it was, where it is over or can be seen no more', async () => {
    const over = resolvedBy(first, openedBy(first));

    expect(await seen(over, [[second]])).toBe(first.asOf);
    expect(await seen({ ...everyFinding, status: 'OPEN' }, [[second]])).toBe(everyFinding.lastObservedAt);
  });
});

describe('the findings on one cluster', () => {
  const findings = [
    openedBy(first, { rule: 'addon-health', severity: 'LOW', environment: 'prod' }),
    openedBy(first, { rule: 'cluster-health', severity: 'CRITICAL' }),
    openedBy(first, { rule: 'nodegroup-health', severity: 'MEDIUM' }),
    resolvedBy(first, openedBy(first, { rule: 'addon-management' })),
    { ...openedBy(first), cluster: clusterArn('shop-dev') },
  ];
  const rulesOf = async (question: Partial<FindingsQuestion>, size = 9, from?: string) => {
    const wish = { size, ...(from === undefined ? {} : { from }) };
    const answer = await askFindings(await opened(findings), { ...all, cluster: arn, ...question }, wish);
    return { rules: answer?.findings.map(({ rule }) => rule), next: answer?.next };
  };

  it.each<[string, Partial<FindingsQuestion>, string[]]>([
    ['are its own, the worst first', {}, ['cluster-health', 'nodegroup-health', 'addon-health']],
    ['may be those that are over', { status: 'RESOLVED' }, ['addon-management']],
    ['may be those from a severity on', { severity: 'MEDIUM' }, ['cluster-health', 'nodegroup-health']],
    ['may be those of an environment', { environment: 'prod' }, ['addon-health']],
    ['may be those of a rule', { rule: 'cluster-health' }, ['cluster-health']],
  ])('%s', async (_, question, rules) => {
    expect((await rulesOf(question)).rules).toEqual(rules);
  });

  it('come in parts as well', async () => {
    const one = await rulesOf({}, 2);
    const other = await rulesOf({}, 2, one.next);

    expect(one.rules).toEqual(['cluster-health', 'nodegroup-health']);
    expect(other).toEqual({ rules: ['addon-health'], next: undefined });
    expect((await rulesOf({}, 3)).next).toBeUndefined();
  });

  it('begin at the beginning for what is no place in them', async () => {
    expect((await rulesOf({}, 1, 'nowhere')).rules).toEqual(['cluster-health']);
  });

  it('are none of one that is in order, and not known of one that nobody knows', async () => {
    const world = await opened([]);

    expect(await askFindings(world, { ...all, cluster: arn }, { size: 9 })).toEqual({
      asOf: second.asOf,
      findings: [],
    });
    expect(await askFindings(world, { ...all, cluster: clusterArn('x') }, { size: 9 })).toBeUndefined();
  });

  it('are still known of one that is gone', async () => {
    const world = await opened([openedBy(first)]);
    await world.store.removeCluster(second, inSystem('shop'));

    expect((await askFindings(world, { ...all, cluster: arn }, { size: 9 }))?.findings).toHaveLength(1);
  });
});
