import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareFindings, type Finding, findingId } from '#core/finding.ts';
import { severities } from '#core/severity.ts';
import type { FindingFilter, Page, PageWish } from '#ports/paged-store.ts';
import type { Store } from '#ports/store.ts';
import { aCluster, clusterArn } from '../../support/builders.ts';
import {
  aCoverage,
  aKnownCluster,
  anInsufficiency,
  concluded,
  everyCluster,
  everyFinding,
  everyTransition,
  inSystem,
  openedBy,
  resolvedBy,
  sweepOf,
  worsenedBy,
} from './store-builders.ts';

/** What every store promises to those who ask page by page. */
export function pagedStoreContract(open: () => Promise<{ readonly store: Store; close(): Promise<void> }>): void {
  let store: Store;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ store, close } = await open());
  });
  afterEach(() => close());

  const [first, second, third] = [sweepOf(1), sweepOf(2), sweepOf(3)] as const;
  const arn = clusterArn('shop-prod');
  const everything: FindingFilter = { status: 'OPEN', severity: 'INFORMATIONAL' };

  const ids = (findings: readonly Finding[]) => findings.map(({ id }) => id);

  /** All pages, each of which is as long as it may be but the last. */
  async function allOf<T>(ask: (wish: PageWish) => Promise<Page<T>>, size: number): Promise<readonly T[]> {
    const items: T[] = [];
    let from: string | undefined;
    do {
      const page = await ask({ size, ...(from === undefined ? {} : { from }) });
      expect(page.next === undefined || page.items.length === size).toBe(true);
      items.push(...page.items);
      from = page.next;
    } while (from !== undefined);
    return items;
  }

  describe('findings by page', () => {
    /** Seven of each severity and of two rules, in two environments and in none. */
    const many = severities.flatMap((severity) =>
      ['addon-health', 'cluster-health'].flatMap((rule) =>
        Array.from({ length: 7 }, (_, i): Finding => {
          const environment = { 0: {}, 1: { environment: 'prod' }, 2: { environment: 'pro' } }[i % 3];
          return openedBy(first, { rule, severity, fault: `${severity}-${i}`, ...environment });
        }),
      ),
    );
    const inOrder = (findings: readonly Finding[]) => ids([...findings].sort(compareFindings));

    it.each([1, 3, 100])('are all there, each once, the worst first: %i a page', async (size) => {
      await store.saveFindings(first, many);

      const found = await allOf((wish) => store.findingsPage(everything, wish), size);

      expect(ids(found)).toEqual(inOrder(many));
    });

    it('end with the page that holds the last', async () => {
      await store.saveFindings(first, many.slice(0, 3));

      expect(await store.findingsPage(everything, { size: 3 })).not.toHaveProperty('next');
      expect(await store.findingsPage(everything, { size: 2 })).toHaveProperty('next');
    });

    it.each([
      ['of a severity or worse', { severity: 'MEDIUM' }, ({ severity }: Finding) => severities.indexOf(severity) >= 2],
      ['of one rule', { rule: 'addon-health' }, ({ rule }: Finding) => rule === 'addon-health'],
      ['of one environment', { environment: 'pro' }, ({ environment }: Finding) => environment === 'pro'],
      [
        'of all three',
        { rule: 'cluster-health', environment: 'prod', severity: 'CRITICAL' },
        (one: Finding) => one.rule === 'cluster-health' && one.environment === 'prod' && one.severity === 'CRITICAL',
      ],
      ['of a rule that found nothing', { rule: 'addon' }, () => false],
    ] as const)('are those %s', async (_, filter, isWanted) => {
      await store.saveFindings(first, many);

      const found = await allOf((wish) => store.findingsPage({ ...everything, ...filter }, wish), 4);

      expect(ids(found)).toEqual(inOrder(many.filter(isWanted)));
    });

    it('are those of one status, as they are now', async () => {
      const [one, other] = [openedBy(first), openedBy(first, { rule: 'addon-health', environment: 'prod' })];
      await store.saveFindings(first, [one, other]);
      await store.saveFindings(second, [resolvedBy(second, other), worsenedBy(second, one)]);

      const { items: stillOpen } = await store.findingsPage({ ...everything, severity: 'CRITICAL' }, { size: 9 });
      const { items: over } = await store.findingsPage({ ...everything, status: 'RESOLVED' }, { size: 9 });
      const { items: inProd } = await store.findingsPage({ ...everything, environment: 'prod' }, { size: 9 });

      expect(stillOpen).toEqual([worsenedBy(second, one)]);
      expect(over).toEqual([resolvedBy(second, other)]);
      expect(inProd).toEqual([]);
    });

    describe('that are over', () => {
      const [one, two, three] = ['CRITICAL', 'LOW', 'HIGH'].map((severity) =>
        openedBy(first, {
          severity: severity as Finding['severity'],
          rule: `rule-of-${severity}`,
          environment: 'prod',
        }),
      ) as [Finding, Finding, Finding];
      beforeEach(async () => {
        await store.saveFindings(first, [one, two, three]);
        await store.saveFindings(second, [resolvedBy(second, three), resolvedBy(second, one)]);
        await store.saveFindings(third, [resolvedBy(third, two)]);
      });
      const over: FindingFilter = { ...everything, status: 'RESOLVED' };

      it.each([1, 2, 9])('come by when they ended, the last first, and of those the worst: %i a page', async (size) => {
        const found = await allOf((wish) => store.findingsPage(over, wish), size);
        const inProd = await allOf((wish) => store.findingsPage({ ...over, environment: 'prod' }, wish), size);

        expect(ids(found)).toEqual(ids([two, one, three]));
        expect(ids(inProd)).toEqual(ids(found));
      });

      it.each([
        [{ severity: 'HIGH' }, [one, three]],
        [{ rule: two.rule }, [two]],
        [{ environment: 'dev' }, []],
      ] as const)('are those that are asked for: %o', async (filter, wanted) => {
        const found: Finding[] = [];
        let from: string | undefined;
        do {
          const page = await store.findingsPage({ ...over, ...filter }, { size: 1, ...(from && { from }) });
          found.push(...page.items);
          from = page.next;
        } while (from !== undefined);

        expect(ids(found)).toEqual(ids(wanted));
      });
    });

    it('have every field', async () => {
      await store.saveFindings(first, [everyFinding]);

      expect((await store.findingsPage(everything, { size: 1 })).items).toEqual([everyFinding]);
    });
  });

  describe('clusters by page', () => {
    const named = (name: string) => aCluster({ name });
    const lonely = aKnownCluster(named('lonely'), { placement: {} });
    const clusters = [
      lonely,
      ...['bank-dev', 'bank-prod'].map((name) => inSystem('bank', named(name))),
      ...['shop-dev', 'shop-prod', 'shop-test'].map((name) => inSystem('shop', named(name))),
      inSystem('★', named('a-star')),
    ];

    it.each([1, 2, 4, 50])('are all there by system and name, those in none first: %i a page', async (size) => {
      for (const cluster of clusters.toReversed()) await store.saveCluster(first, cluster, undefined);

      expect(await allOf((wish) => store.clustersPage(wish), size)).toEqual(clusters);
    });

    it('are those that there are, each where it is now', async () => {
      await store.saveCluster(first, everyCluster, undefined);
      await store.saveCluster(first, clusters[1]!, undefined);
      await store.saveCluster(first, lonely, undefined);
      await store.removeCluster(second, clusters[1]!);
      await store.saveCluster(second, { ...everyCluster, placement: {} }, undefined);
      await store.removeCluster(third, lonely);

      expect((await store.clustersPage({ size: 9 })).items).toEqual([{ ...everyCluster, placement: {} }]);
    });

    it('come with what is open on them, and on no other', async () => {
      const [dev, prod, test] = clusters.slice(3, 6);
      const on = (cluster = prod!, overrides: Partial<Finding> = {}): Finding => {
        const resource = `${cluster.arn}/nodegroup/a#b%c`;
        const system = cluster.placement.system ? { system: cluster.placement.system.name } : {};
        const key = {
          rule: 'nodegroup-health',
          resource,
          horizon: 'next-node-roll',
          clusterCreatedAt: first.asOf,
        } as const;
        return { ...openedBy(first), ...key, id: findingId(key), cluster: cluster.arn, ...system, ...overrides };
      };
      const wide = on(test, { resource: test!.arn, id: 'wide', horizon: 'now', severity: 'CRITICAL' });
      await store.saveFindings(first, [on(dev), on(prod), wide, on(lonely), on(inSystem('shopping', named('a')))]);
      await store.saveFindings(second, [resolvedBy(second, on(dev))]);

      expect(new Set(await store.openMarks([dev!, prod!, test!]))).toEqual(
        new Set([
          {
            cluster: prod!.arn,
            resource: `${prod!.arn}/nodegroup/a#b%c`,
            rule: 'nodegroup-health',
            severity: 'HIGH',
            horizon: 'next-node-roll',
          },
          {
            cluster: test!.arn,
            resource: test!.arn,
            rule: 'nodegroup-health',
            severity: 'CRITICAL',
            horizon: 'now',
          },
        ]),
      );
      expect((await store.openMarks([lonely])).map(({ cluster }) => cluster)).toEqual([lonely.arn]);
      expect(await store.openMarks([])).toEqual([]);
    });
  });

  describe('the fleet in short', () => {
    const lonely = aKnownCluster(aCluster({ name: 'lonely' }), { placement: {} });
    const [bank, shop] = [inSystem('bank', aCluster({ name: 'bank-prod' })), inSystem('shop')];
    const on = (cluster: typeof shop, overrides: Partial<Finding>): Finding => {
      const where = { cluster: cluster.arn, resource: `${cluster.arn}/nodegroup/a#b%c`, ...overrides };
      return openedBy(first, {
        ...where,
        id: `${cluster.name} ${overrides.fault}`,
        system: cluster.placement.system?.name ?? '',
      });
    };
    const lacking = anInsufficiency('nobody knows');
    /** Its name is too long for a key. */
    const long = on(shop, { fault: 'x'.repeat(900) });
    const fine = on(bank, { severity: 'LOW', horizon: 'next-upgrade' });

    beforeEach(async () => {
      for (const cluster of [shop, lonely, bank]) await store.saveCluster(first, cluster, undefined);
      await store.saveFindings(first, [long, fine]);
    });

    it('is its clusters by system and name, those in none first', async () => {
      expect(await store.roster()).toEqual([
        { arn: lonely.arn, system: '' },
        { arn: bank.arn, system: 'bank' },
        { arn: shop.arn, system: 'shop' },
      ]);
    });

    it('is what is open on them, by which it is found whole', async () => {
      const marks = await store.fleetMarks();

      expect(new Set(marks.map(({ at: _, ...mark }) => mark))).toEqual(
        new Set(
          [long, fine].map(({ cluster, resource, rule, severity, horizon }) => ({
            ...{ cluster, resource, rule, severity, horizon },
          })),
        ),
      );
      expect(ids(await store.findingsAt(marks)).toSorted()).toEqual(ids([long, fine]).toSorted());
      expect(ids(await store.findingsAt(marks.filter(({ cluster }) => cluster === bank.arn)))).toEqual([fine.id]);
    });

    it('is without what ended, also since it was looked at', async () => {
      const marks = await store.fleetMarks();
      await store.saveFindings(second, [resolvedBy(second, long)]);

      expect(ids(await store.findingsAt(marks))).toEqual([fine.id]);
      expect((await store.fleetMarks()).map(({ cluster }) => cluster)).toEqual([bank.arn]);
    });

    it('leads to the clusters that are still where they were', async () => {
      const places = await store.roster();
      await store.removeCluster(second, lonely);
      await store.saveCluster(second, { ...bank, placement: {} }, undefined);

      expect(await store.clustersAt(places)).toEqual([shop]);
      expect(await store.clustersAt(await store.roster())).toEqual([{ ...bank, placement: {} }, shop]);
      expect((await store.fleetMarks()).map(({ cluster }) => cluster)).not.toContain(lonely.arn);
    });

    it('leads to what could not be judged on each', async () => {
      await store.saveInsufficiencies(first, shop.arn, 'fleet', [{ ...lacking, rule: 'of-the-fleet' }]);
      await store.saveInsufficiencies(first, shop.arn, 'cluster', [lacking]);

      const found = await store.insufficienciesOn([bank, shop]);

      expect(found.map(({ cluster }) => cluster)).toEqual([bank, shop]);
      expect(found.map(({ insufficiencies }) => insufficiencies.map(({ rule }) => rule))).toEqual([
        [],
        [lacking.rule, 'of-the-fleet'],
      ]);
    });
  });

  describe('the history of a cluster by page', () => {
    const always = { from: '0000-01-01T00:00:00.000Z', to: '9999-12-31T23:59:59.999Z' };
    const snapshots = ['1.33', '1.34', '1.35'].map((version) => aCluster({ version }));
    const revisionOf = (index: number) => {
      const { asOf: at, id } = sweepOf(index + 1);
      return { at, sweep: id, snapshot: snapshots[index]! };
    };
    const opened = openedBy(first, { fault: 'one' });
    const worsened = worsenedBy(second, { ...opened, untold: [] });

    beforeEach(async () => {
      for (const [index, sweep] of [first, second, third].entries()) {
        await store.saveCluster(sweep, inSystem('shop', snapshots[index]), undefined);
      }
      await store.saveFindings(first, [opened]);
      await store.saveFindings(second, [worsened]);
    });

    const eventOf = ({ id, rule, resource, horizon, lastTransition }: Finding, fault: string) => {
      return { kind: 'TRANSITION', finding: id, rule, resource, horizon, fault, transition: lastTransition };
    };
    const entries = [
      { kind: 'REVISION', ...revisionOf(2) },
      eventOf(worsened, 'one'),
      { kind: 'REVISION', ...revisionOf(1) },
      eventOf(opened, 'one'),
      { kind: 'REVISION', ...revisionOf(0) },
    ];

    it.each([1, 2, 9])('is whole, the last first: %i a page', async (size) => {
      expect(await allOf((wish) => store.historyPage(arn, always, wish), size)).toEqual(entries);
    });

    it('is that of a period, with both of its ends', async () => {
      const of = async (from: string, to: string) => (await store.historyPage(arn, { from, to }, { size: 9 })).items;

      expect(await of(second.asOf, third.asOf)).toEqual(entries.slice(0, 3));
      expect(await of(first.asOf, second.asOf)).toEqual(entries.slice(1));
      expect(await of('2026-03-01T02:00:00.001Z', '2026-03-02T01:59:59.999Z')).toEqual([]);
      expect(await of(third.asOf, first.asOf)).toEqual([]);
    });

    it('is of no other cluster', async () => {
      expect((await store.historyPage(clusterArn('shop-pro'), always, { size: 9 })).items).toEqual([]);
    });

    it('gives the last revision up to an instant, the instant with it', async () => {
      expect(await store.revisionUpTo(arn, always.to)).toEqual(revisionOf(2));
      expect(await store.revisionUpTo(arn, second.asOf)).toEqual(revisionOf(1));
      expect(await store.revisionUpTo(arn, '2026-03-02T01:59:59.999Z')).toEqual(revisionOf(0));
      expect(await store.revisionUpTo(arn, '2026-03-01T01:59:59.999Z')).toBeUndefined();
    });

    it('finds the last revision behind many transitions', async () => {
      const many = Array.from({ length: 20 }, (_, i) => openedBy(sweepOf(4), { fault: `fault-${i}` }));
      await store.saveFindings(sweepOf(4), many);

      expect(await store.revisionUpTo(arn, always.to)).toEqual(revisionOf(2));
    });

    it('has every field', async () => {
      await store.saveCluster(sweepOf(4), everyCluster, undefined);
      await store.saveFindings(sweepOf(4), [{ ...everyFinding, untold: [], revision: everyTransition.revision }]);

      const { items } = await store.historyPage(arn, { ...always, from: sweepOf(4).asOf }, { size: 9 });

      expect(items).toEqual([
        { kind: 'REVISION', at: sweepOf(4).asOf, sweep: sweepOf(4).id, snapshot: everyCluster.snapshot },
      ]);
      expect(await allOf((wish) => store.historyPage(arn, always, wish), 9)).toContainEqual(
        expect.objectContaining({ finding: everyFinding.id, transition: everyTransition }),
      );
    });
  });

  describe('sweeps by page', () => {
    it.each([1, 2, 9])('are those that were concluded, the last first: %i a page', async (size) => {
      for (const sweep of [second, first, third]) await store.saveSweep(concluded(sweep));

      expect(await allOf((wish) => store.sweepsPage(wish), size)).toEqual([third, second, first].map(concluded));
    });

    it('are found by their ids', async () => {
      await store.saveSweep(concluded(first));

      expect(await store.concludedSweep(first.id)).toEqual(concluded(first));
      expect(await store.concludedSweep(second.id)).toBeUndefined();
    });

    it.each([1, 2, 9])('have their coverage by account and region: %i a page', async (size) => {
      const rows = ['eu-west-1', 'us-east-1'].flatMap((region) =>
        ['111122223333', '333344445555'].map((account) => aCoverage(first, { account, region })),
      );
      for (const row of rows) await store.saveCoverage(first, row);
      await store.saveCoverage(second, aCoverage(second));

      expect(await allOf((wish) => store.coveragePage(first.id, wish), size)).toEqual([
        ...[rows[0], rows[2], rows[1], rows[3]],
      ]);
    });

    it('have rows for some targets', async () => {
      const row = aCoverage(first);
      await store.saveCoverage(first, row);
      await store.saveCoverage(second, aCoverage(second, { status: 'EMPTY' }));

      expect(await store.coverageOfTargets(first.id, [row, { account: '111122223333', region: 'x' }])).toEqual([row]);
    });
  });

  it('takes any text for the place at which a page begins', async () => {
    await store.saveFindings(first, [openedBy(first, { environment: 'prod' })]);
    await store.saveCluster(first, inSystem('shop'), undefined);
    await store.saveSweep(concluded(first));
    await store.saveCoverage(first, aCoverage(first));
    const text = fc.oneof(
      fc.string({ minLength: 1, maxLength: 200 }),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
      fc.constantFrom('\u0000', '~', '\u{10ffff}', '\ud800', '1#', 'HISTORY#', 'COVERAGE#~'),
    );

    await fc.assert(
      fc.asyncProperty(text, async (from) => {
        const wish = { size: 2, from };
        await store.findingsPage(everything, wish);
        await store.findingsPage({ ...everything, environment: 'prod', rule: 'addon-health' }, wish);
        await store.clustersPage(wish);
        await store.historyPage(arn, { from: first.asOf, to: first.asOf }, wish);
        await store.sweepsPage(wish);
        await store.coveragePage(first.id, wish);
      }),
      { numRuns: 50 },
    );
  });
}
