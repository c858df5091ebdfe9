import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#ports/store.ts';
import { aCluster, clusterArn, published, refused, releases } from '../../support/builders.ts';
import {
  aCatalogue,
  aCoverage,
  aKnownCluster,
  anInsufficiency,
  concluded,
  everyCluster,
  everyCoverage,
  everyFinding,
  everyInsufficiency,
  inSystem,
  openedBy,
  ran,
  resolvedBy,
  sweepOf,
  worsenedBy,
} from './store-builders.ts';

/** What every store promises, whatever it is made of. */
export function storeContract(open: () => Promise<{ readonly store: Store; close(): Promise<void> }>): void {
  let store: Store;
  let close: () => Promise<void>;

  beforeEach(async () => {
    ({ store, close } = await open());
  });
  afterEach(() => close());

  const [first, second, third] = [sweepOf(1), sweepOf(2), sweepOf(3)] as const;
  const arn = clusterArn('shop-prod');
  const target = { account: '333344445555', region: 'eu-west-1' };

  describe('sweeps', () => {
    it('knows none at first', async () => {
      expect(await store.latestSweep()).toBeUndefined();
    });

    it('gives the one that speaks of the latest instant, whichever was saved last', async () => {
      await store.saveSweep(concluded(second));
      await store.saveSweep(concluded(third));
      await store.saveSweep(concluded(first));

      expect(await store.latestSweep()).toEqual(concluded(third));
    });

    it('gives the one that started last of two that speak of one instant', async () => {
      await store.saveSweep(concluded({ ...first, id: 'b' }));
      await store.saveSweep(concluded({ ...first, id: 'a', startedAt: second.startedAt }));

      expect((await store.latestSweep())?.id).toBe('a');
    });
  });

  describe('coverage', () => {
    it('gives the rows of one sweep by account and region', async () => {
      const rows = [
        aCoverage(first, { account: '111122223333', region: 'us-east-1' }),
        aCoverage(first, { account: '111122223333', region: 'eu-west-1' }),
        everyCoverage,
      ];
      for (const row of rows) await store.saveCoverage(first, row);
      await store.saveCoverage(second, aCoverage(second));

      expect(await store.coverageOf(first.id)).toEqual([rows[1], rows[0], everyCoverage]);
    });

    it('keeps one row a target and sweep, the last', async () => {
      await store.saveCoverage(first, everyCoverage);
      await store.saveCoverage(first, aCoverage(first));

      expect(await store.coverageOf(first.id)).toEqual([aCoverage(first)]);
    });

    it('gives the last row of a target that speaks of an earlier instant', async () => {
      for (const sweep of [second, first, third]) await store.saveCoverage(sweep, aCoverage(sweep));
      await store.saveCoverage(second, aCoverage(second, { region: 'us-east-1', status: 'EMPTY' }));

      expect(await store.coverageBefore(target, third.asOf)).toEqual(aCoverage(second));
      expect(await store.coverageBefore(target, sweepOf(4).asOf)).toEqual(aCoverage(third));
      expect(await store.coverageBefore(target, first.asOf)).toBeUndefined();
      expect(await store.coverageBefore({ ...target, account: '999999999999' }, third.asOf)).toBeUndefined();
    });
  });

  describe('clusters', () => {
    const cluster = inSystem('shop');
    const other = inSystem('shop', aCluster({ name: 'shop-dev', account: '111122223333' }));
    const anew = { ...cluster, changedAt: second.asOf, snapshot: aCluster({ version: '1.35' }) };

    it('gives back every field of a cluster', async () => {
      await store.saveCluster(first, everyCluster, undefined);

      expect(await store.knownCluster(arn)).toEqual(everyCluster);
    });

    it('remembers a cluster that could never be described', async () => {
      const { snapshot: _, ...never } = { ...cluster, placement: {} };
      await store.saveCluster(first, never, undefined);

      expect(await store.clustersOf(target)).toEqual([never]);
    });

    it('gives the clusters of a target and no others', async () => {
      await store.saveCluster(first, cluster, undefined);
      await store.saveCluster(first, other, undefined);
      await store.saveCluster(first, inSystem('shop', aCluster({ region: 'us-east-1' })), undefined);

      expect(await store.clustersOf(target)).toEqual([cluster]);
      expect(await store.clustersOf({ ...target, region: 'eu-west-2' })).toEqual([]);
      expect(await store.knownCluster(clusterArn('unknown'))).toBeUndefined();
    });

    it('puts what a younger sweep saw in the place of what was', async () => {
      await store.saveCluster(first, cluster, undefined);
      await store.saveCluster(second, anew, undefined);

      expect(await store.clustersOf(target)).toEqual([anew]);
    });

    it('changes nothing for a sweep that started before the one that wrote last', async () => {
      await store.saveCluster(second, anew, ran());
      await store.saveCluster(first, inSystem('bank'), ran({ environment: 'dev' }));
      await store.removeCluster(first, cluster);

      expect(await store.knownCluster(arn)).toEqual(anew);
      expect(await store.systems()).toEqual(['shop']);
      expect(await store.combinationsOf('bank')).toEqual([]);
    });

    it('takes what one sweep saw later for what it saw before', async () => {
      await store.saveCluster(first, cluster, undefined);
      await store.saveCluster(first, anew, undefined);

      expect(await store.knownCluster(arn)).toEqual(anew);
    });

    it('keeps a cluster in its system that a younger sweep saw, whatever an older one missed', async () => {
      await store.saveCluster(first, cluster, undefined);
      await store.saveCluster(third, anew, undefined);
      await store.removeCluster(second, cluster);

      expect(await store.membersOf('shop')).toEqual([anew]);
    });

    it('takes a cluster that is gone out of what is known, and keeps its findings', async () => {
      await store.saveCluster(first, cluster, ran());
      await store.saveCluster(first, other, undefined);
      await store.saveFindings(first, [openedBy(first)]);
      await store.removeCluster(second, cluster);
      await store.removeCluster(second, cluster);

      expect(await store.knownCluster(arn)).toBeUndefined();
      expect(await store.clustersOf(target)).toEqual([]);
      expect(await store.membersOf('shop')).toEqual([other]);
      expect(await store.findingsOf(arn)).toEqual([openedBy(first)]);
      expect(await store.combinationsOf('shop')).toEqual([ran()]);
    });

    it('brings nothing back that a younger sweep saw gone, and brings it back for one younger still', async () => {
      await store.saveCluster(first, cluster, undefined);
      await store.removeCluster(second, cluster);
      await store.saveCluster(first, cluster, undefined);

      expect(await store.knownCluster(arn)).toBeUndefined();
      expect(await store.systems()).toEqual([]);

      await store.saveCluster(third, cluster, undefined);

      expect(await store.membersOf('shop')).toEqual([cluster]);
    });

    it('does nothing where it shall take out what it does not know', async () => {
      await store.removeCluster(first, cluster);

      expect(await store.knownCluster(arn)).toBeUndefined();
    });
  });

  describe('systems', () => {
    it('names the systems that have clusters, and gives each its own', async () => {
      const members = ['shop-test', 'shop-dev'].map((name) => inSystem('shop', aCluster({ name })));
      for (const member of members) await store.saveCluster(first, member, undefined);
      await store.saveCluster(first, inSystem('sho', aCluster({ name: 'sho-dev' })), undefined);
      await store.saveCluster(first, aKnownCluster(aCluster({ name: 'lonely' }), { placement: {} }), undefined);

      expect(await store.systems()).toEqual(['sho', 'shop']);
      expect(await store.membersOf('shop')).toEqual([members[1], members[0]]);
      expect(await store.membersOf('none')).toEqual([]);
    });

    it('follows a cluster to another system, and forgets the one that has none left', async () => {
      await store.saveCluster(first, inSystem('shop'), undefined);
      await store.saveCluster(second, inSystem('bank'), undefined);

      expect(await store.systems()).toEqual(['bank']);
      expect(await store.membersOf('shop')).toEqual([]);
      expect(await store.membersOf('bank')).toEqual([inSystem('bank')]);

      await store.saveCluster(third, { ...inSystem('shop'), placement: {} }, undefined);

      expect(await store.systems()).toEqual([]);
    });

    it.each(['a#b', 'a%23b', '#', '%', 'Größe ★', '🦀'.repeat(256), 'x'.repeat(256)])(
      'keeps %s apart',
      async (name) => {
        await store.saveCluster(first, inSystem(name), ran());
        await store.saveCluster(first, inSystem('a', aCluster({ name: 'a' })), undefined);

        expect(new Set(await store.systems())).toEqual(new Set([name, 'a']));
        expect(await store.membersOf(name)).toEqual([inSystem(name)]);
        expect(await store.combinationsOf(name)).toEqual([ran()]);
      },
    );
  });

  describe('combinations', () => {
    it('keeps each that ever ran, with the instant at which it was first seen', async () => {
      const newer = ran({ combination: { kubernetes: '1.35' }, firstObservedAt: second.asOf });
      const again = ran({ firstObservedAt: third.asOf });
      await store.saveCluster(first, inSystem('shop'), ran());
      await store.saveCluster(second, inSystem('shop'), newer);
      await store.saveCluster(third, inSystem('shop'), again);

      const combinations = await store.combinationsOf('shop');

      expect(combinations).toHaveLength(2);
      expect(combinations).toEqual(expect.arrayContaining([ran(), newer]));
    });

    it('tells clusters and environments apart', async () => {
      const dev = inSystem('shop', aCluster({ name: 'shop-dev' }));
      await store.saveCluster(first, inSystem('shop'), ran());
      await store.saveCluster(first, dev, ran({ cluster: dev.arn }));
      await store.saveCluster(second, inSystem('shop'), ran({ environment: 'live' }));

      expect(await store.combinationsOf('shop')).toHaveLength(3);
    });

    it('takes them to the system that a cluster now belongs to', async () => {
      await store.saveCluster(first, inSystem('shop'), ran());
      await store.saveCluster(second, inSystem('bank'), ran());

      expect(await store.combinationsOf('bank')).toEqual([ran()]);
    });
  });

  describe('findings', () => {
    const opened = openedBy(first);
    const worsened = worsenedBy(second, opened);

    it('gives back every field of a finding', async () => {
      await store.saveFindings(first, [everyFinding]);

      expect(await store.findingsOf(arn)).toEqual([everyFinding]);
    });

    it('gives the findings of a cluster as they last were, open and resolved', async () => {
      const other = openedBy(first, { rule: 'cluster-version-support' });
      await store.saveFindings(first, [opened, other]);
      await store.saveFindings(second, [resolvedBy(second, opened)]);
      await store.saveFindings(second, []);

      const findings = await store.findingsOf(arn);

      expect(findings).toHaveLength(2);
      expect(findings).toEqual(expect.arrayContaining([resolvedBy(second, opened), other]));
      expect(await store.findingsOf(clusterArn('shop-dev'))).toEqual([]);
    });

    it('changes nothing for a sweep that started before the one that wrote last', async () => {
      await store.saveFindings(second, [worsened]);
      await store.saveFindings(first, [resolvedBy(first, worsened)]);

      expect(await store.findingsOf(arn)).toEqual([worsened]);
    });

    it('believes a younger sweep, whatever an older one made of the same revision', async () => {
      await store.saveFindings(first, [worsenedBy(first, opened)]);
      await store.saveFindings(second, [resolvedBy(second, opened)]);

      expect(await store.findingsOf(arn)).toEqual([resolvedBy(second, opened)]);
    });

    it('goes on within one sweep from revision to revision, and never back', async () => {
      await store.saveFindings(first, [opened]);
      await store.saveFindings(first, [worsenedBy(first, opened)]);
      await store.saveFindings(first, [opened]);

      expect(await store.findingsOf(arn)).toEqual([worsenedBy(first, opened)]);
    });

    it('gives what is open in the whole fleet, the worst first', async () => {
      const elsewhere = { ...openedBy(first, { rule: 'cluster-health', severity: 'LOW' }), cluster: clusterArn('b') };
      const over = openedBy(first, { rule: 'addon-health' });
      const more = (['MEDIUM', 'CRITICAL', 'INFORMATIONAL'] as const).map((severity) =>
        openedBy(first, { rule: `rule-${severity}`, severity }),
      );
      await store.saveFindings(first, [elsewhere, over, ...more, opened]);
      await store.saveFindings(second, [resolvedBy(second, over)]);

      const [medium, critical, informational] = more;
      expect(await store.openFindings()).toEqual([critical, opened, medium, elsewhere, informational]);
    });

    it.each(['x'.repeat(2000), 'a#b|c%23', '★'.repeat(400)])(
      'tells the faults of one rule apart: %.20s',
      async (fault) => {
        const findings = [opened, openedBy(first, { fault }), openedBy(first, { fault: `${fault}2` })];
        await store.saveFindings(first, findings);

        expect(new Set((await store.findingsOf(arn)).map(({ id }) => id))).toEqual(
          new Set(findings.map(({ id }) => id)),
        );
      },
    );
  });

  describe('what is untold', () => {
    const opened = openedBy(first);
    const told = { ...opened, untold: [], lastToldAt: first.asOf };

    it('is found, whatever became of the finding, until it is told', async () => {
      const over = resolvedBy(first, openedBy(first, { rule: 'addon-health' }));
      await store.saveFindings(first, [opened, over]);

      expect(new Set(await store.untoldFindings())).toEqual(new Set([opened, over]));

      await store.markTold(first, [opened]);

      expect(await store.untoldFindings()).toEqual([over]);
      expect((await store.findingsOf(arn)).find(({ id }) => id === opened.id)).toEqual(told);
    });

    it('stays where the finding changed in between', async () => {
      const worsened = worsenedBy(first, opened);
      await store.saveFindings(first, [opened]);
      await store.saveFindings(first, [worsened]);
      await store.markTold(first, [opened]);

      expect(await store.untoldFindings()).toEqual([worsened]);
    });

    it('stays where a younger sweep wrote last', async () => {
      await store.saveFindings(second, [opened]);
      await store.markTold(first, [opened]);

      expect(await store.untoldFindings()).toEqual([opened]);
    });

    it('is not untold again because its sweep is run again', async () => {
      await store.saveFindings(first, [opened]);
      await store.markTold(first, [opened]);
      await store.saveFindings(first, [opened]);

      expect(await store.untoldFindings()).toEqual([]);
      expect(await store.findingsOf(arn)).toEqual([told]);
    });

    it('moves the instant of the last telling where a finding is told again', async () => {
      await store.saveFindings(first, [opened]);
      await store.markTold(first, [opened]);
      await store.markTold(third, [told]);

      expect(await store.findingsOf(arn)).toEqual([{ ...told, lastToldAt: third.asOf }]);
    });

    it('is not made up where there is no such finding', async () => {
      await store.markTold(first, [opened]);

      expect(await store.findingsOf(arn)).toEqual([]);
    });
  });

  describe('what could not be judged', () => {
    it('is kept by phase, with every field', async () => {
      await store.saveInsufficiencies(first, arn, 'cluster', [everyInsufficiency]);
      await store.saveInsufficiencies(first, arn, 'fleet', [anInsufficiency('no sibling')]);

      expect(await store.insufficienciesOf(arn, 'cluster')).toEqual([everyInsufficiency]);
      expect(await store.insufficienciesOf(arn, 'fleet')).toEqual([anInsufficiency('no sibling')]);
      expect(await store.insufficienciesOf(clusterArn('b'), 'fleet')).toEqual([]);
    });

    it('is what one sweep said last', async () => {
      await store.saveInsufficiencies(first, arn, 'cluster', [everyInsufficiency]);
      await store.saveInsufficiencies(first, arn, 'cluster', [anInsufficiency('later')]);

      expect(await store.insufficienciesOf(arn, 'cluster')).toEqual([anInsufficiency('later')]);
    });

    it('goes when everything can be judged, and an older sweep does not bring it back', async () => {
      await store.saveInsufficiencies(first, arn, 'cluster', [everyInsufficiency]);
      await store.saveInsufficiencies(second, arn, 'cluster', []);
      await store.saveInsufficiencies(first, arn, 'cluster', [everyInsufficiency]);

      expect(await store.insufficienciesOf(arn, 'cluster')).toEqual([]);
    });
  });

  describe('the catalogue', () => {
    const catalogue = aCatalogue();
    const later = { readAt: second.asOf };

    it('is not there before it was read', async () => {
      await store.saveCatalogue(first, catalogue);

      expect(await store.catalogueOf('us-east-1')).toBeUndefined();
    });

    it('comes back as it was read, with what could not be', async () => {
      const whole = {
        ...catalogue,
        addons: { ...catalogue.addons, coredns: { readable: false, because: refused() } },
      } as const;
      await store.saveCatalogue(first, whole);

      expect(await store.catalogueOf('eu-west-1')).toEqual(whole);
    });

    it('takes in what changed and what is new, and leaves the rest', async () => {
      const coredns = releases({ 'v1.13.2-eksbuild.1': ['1.34*'] });
      const moved = published([{ version: '1.35' }], second.asOf);
      await store.saveCatalogue(first, catalogue);
      await store.saveCatalogue(second, { ...catalogue, clusterVersions: moved, addons: { coredns } });

      expect(await store.catalogueOf('eu-west-1')).toEqual({
        ...catalogue,
        clusterVersions: moved,
        addons: { ...catalogue.addons, coredns },
      });
    });

    it('does not change because it was read again', async () => {
      const again = published(
        catalogue.clusterVersions.readable && catalogue.clusterVersions.value.value,
        later.readAt,
      );
      await store.saveCatalogue(first, catalogue);
      await store.saveCatalogue(second, { ...catalogue, clusterVersions: again as typeof catalogue.clusterVersions });

      expect(await store.catalogueOf('eu-west-1')).toEqual(catalogue);
    });

    it.each([
      ['a refusal', { readable: false, because: refused() }],
      ['an older list', { readable: true, value: { value: [], readAt: first.asOf, stale: refused() } }],
    ] as const)('does not give up a list for %s', async (_, clusterVersions) => {
      await store.saveCatalogue(first, catalogue);
      await store.saveCatalogue(second, { ...catalogue, clusterVersions });

      expect(await store.catalogueOf('eu-west-1')).toEqual(catalogue);
    });

    it.each([
      ['a refusal', { readable: false, because: refused() }],
      ['an older list', published([{ version: '1.34', status: 'STANDARD_SUPPORT' }])],
    ] as const)('gives up %s for a list', async (_, before) => {
      const stale = before.readable
        ? ({ readable: true, value: { ...before.value, stale: refused() } } as const)
        : before;
      await store.saveCatalogue(first, { ...catalogue, clusterVersions: stale });
      await store.saveCatalogue(second, catalogue);

      expect(await store.catalogueOf('eu-west-1')).toEqual(catalogue);
    });

    it('changes nothing for a sweep that started before the one that wrote last', async () => {
      await store.saveCatalogue(second, catalogue);
      await store.saveCatalogue(first, {
        ...catalogue,
        clusterVersions: published([]),
        addons: { 'vpc-cni': published([]) },
      });

      expect(await store.catalogueOf('eu-west-1')).toEqual(catalogue);
    });
  });
}
