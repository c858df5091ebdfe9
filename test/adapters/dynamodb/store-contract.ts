import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalogue, ClusterVersion } from '#core/catalogue.ts';
import type { Clock } from '#ports/clock.ts';
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
export function storeContract(
  open: (clock: Clock) => Promise<{ readonly store: Store; close(): Promise<void> }>,
): void {
  let store: Store;
  let close: () => Promise<void>;
  let now: string;

  beforeEach(async () => {
    now = '2026-03-31T00:00:00.000Z';
    ({ store, close } = await open({ now: () => now }));
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

    it('finds the last that looked at the whole fleet among many that looked at a part', async () => {
      await store.saveSweep(concluded(first));
      for (let night = 2; night < 25; night++) {
        await store.saveSweep(concluded({ ...sweepOf(night), partial: true, since: first.asOf }));
      }

      expect((await store.latestSweep())?.id).toBe('sweep-24');
      expect(await store.latestWholeSweep()).toEqual(concluded(first));
    });

    it('gives those that come after one, in their order, with every field', async () => {
      const again = { ...second, id: 'again', startedAt: third.startedAt };
      const part = { ...third, partial: true as const, regions: ['eu-west-1'] };
      for (const sweep of [part, again, second, first]) await store.saveSweep(concluded(sweep));

      expect(await store.sweepsAfter(concluded(second))).toEqual([again, part].map((sweep) => concluded(sweep)));
      expect(await store.sweepsAfter(concluded(third))).toEqual([]);
    });

    it('knows no whole one where all looked at a part', async () => {
      await store.saveSweep(concluded({ ...first, partial: true, configuration: 'abc' }));

      expect(await store.latestWholeSweep()).toBeUndefined();
    });
  });

  describe('the lease', () => {
    const lease = { holder: 'one', sweep: first, until: '2026-03-31T00:20:00.000Z' };
    const another = { holder: 'another', sweep: second, until: '2026-03-31T00:40:00.000Z' };

    it('goes to who comes first, and the other learns whose it is', async () => {
      expect(await store.takeLease(lease)).toEqual(lease);

      expect(await store.takeLease(another)).toEqual(lease);
    });

    it('is seen while a sweep has it, until it is given back or runs out', async () => {
      expect(await store.standingLease()).toBeUndefined();
      await store.takeLease(lease);
      expect(await store.standingLease()).toEqual(lease);
      await store.releaseLease(first);
      expect(await store.standingLease()).toBeUndefined();

      await store.takeLease(another);
      now = another.until;
      expect(await store.standingLease()).toEqual(another);
      now = '2026-03-31T00:40:00.001Z';
      expect(await store.standingLease()).toBeUndefined();
    });

    it('gives one holder the sweep of the first time, for longer', async () => {
      await store.takeLease(lease);

      expect(await store.takeLease({ ...another, holder: 'one' })).toEqual({ ...lease, until: another.until });
      now = '2026-03-31T00:30:00.000Z';
      expect((await store.takeLease(another)).holder).toBe('one');
    });

    it('gives one holder the sweep of the first time also after it ran out, or was given back', async () => {
      await store.takeLease(lease);
      now = '2026-03-31T00:30:00.000Z';
      const again = { ...another, holder: 'one' };

      expect(await store.takeLease(again)).toEqual({ ...lease, until: another.until });
      await store.releaseLease(first);
      expect(await store.takeLease(again)).toEqual({ ...lease, until: another.until });
    });

    it('goes to the next once it has run out, and not on the instant itself', async () => {
      await store.takeLease(lease);

      now = lease.until;
      expect((await store.takeLease(another)).holder).toBe('one');
      now = '2026-03-31T00:20:00.001Z';
      expect(await store.takeLease(another)).toEqual(another);
    });

    it('is extended by the sweep that has it, also after it ran out, until another has taken it', async () => {
      await store.takeLease(lease);
      now = '2026-03-31T00:25:00.000Z';

      expect(await store.renewLease(first, '2026-03-31T00:45:00.000Z')).toBe(true);
      expect((await store.takeLease(another)).holder).toBe('one');
      now = '2026-03-31T00:46:00.000Z';
      await store.takeLease({ ...another, until: '2026-03-31T01:00:00.000Z' });

      expect(await store.renewLease(first, '2026-03-31T02:00:00.000Z')).toBe(false);
      expect((await store.takeLease(lease)).holder).toBe('another');
    });

    it('is free once it was given back, by the sweep that has it only', async () => {
      await store.takeLease(lease);

      await store.releaseLease(second);
      expect((await store.takeLease(another)).holder).toBe('one');
      await store.releaseLease(first);
      expect(await store.takeLease(another)).toEqual(another);
    });

    it('cannot be extended where nobody took it', async () => {
      await store.releaseLease(first);

      expect(await store.renewLease(first, lease.until)).toBe(false);
    });
  });

  describe('notices', () => {
    const [unread, unused] = [
      { kind: 'BREAKAGES_UNREADABLE', subject: 'more.json', detail: 'HTTP 503' },
      { kind: 'SETTING_UNUSED', subject: 'api', detail: '' },
    ] as const;

    it('are those of all parts of one sweep, each part by what it said last', async () => {
      await store.saveNotices(first, 'PLAN', [unread]);
      await store.saveNotices(first, 'shop', [unread]);
      await store.saveNotices(first, 'shop', [unused]);
      await store.saveNotices(second, 'PLAN', [unread]);

      expect(await store.noticesOf(first.id)).toEqual([unread, unused]);
    });

    it('that people were told are those of one sweep, and none of what it met', async () => {
      await store.saveToldNotices(first, [unread, unused]);

      expect(await store.toldNoticesOf(first.id)).toEqual([unread, unused]);
      expect(await store.toldNoticesOf(second.id)).toEqual([]);
      expect(await store.noticesOf(first.id)).toEqual([]);
    });

    it('that are none are not written', async () => {
      await store.saveNotices(first, 'PLAN', []);
      await store.saveToldNotices(first, []);

      expect(await store.toldNoticesOf(first.id)).toEqual([]);

      expect(await store.noticesOf(first.id)).toEqual([]);
    });
  });

  describe('coverage', () => {
    it('gives the row of one target in a sweep', async () => {
      const row = aCoverage(second);
      await store.saveCoverage(second, row);

      expect(await store.coverageIn(second.id, row)).toEqual(row);
      expect(await store.coverageIn(first.id, row)).toBeUndefined();
    });

    it('gives the rows of one sweep by account and region', async () => {
      const rows = [
        aCoverage(first, { account: '111122223333', region: 'us-east-1' }),
        aCoverage(first, { account: '111122223333', region: 'eu-west-1' }),
        everyCoverage,
      ];
      for (const row of rows) await store.saveCoverage(first, row);
      await store.saveCoverage(second, aCoverage(second));

      expect(await store.coverageOf(first.id)).toEqual([rows[1], rows[0], everyCoverage]);
      const oneByOne = [];
      for await (const row of store.coverageRowsOf(first.id)) oneByOne.push(row);
      expect(oneByOne).toEqual([rows[1], rows[0], everyCoverage]);
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

  describe('what is unpublished', () => {
    const opened = openedBy(first);
    const unpublished = { ...opened, unpublished: opened.untold };

    it('is found, also once people have heard of it, until other systems have', async () => {
      await store.saveFindings(first, [unpublished]);
      await store.markTold(first, [unpublished]);

      const told = { ...unpublished, untold: [], lastToldAt: first.asOf };
      expect(await store.untoldFindings()).toEqual([told]);

      await store.markPublished(second, [{ ...told, unpublished: [] }]);

      expect(await store.untoldFindings()).toEqual([]);
      expect(await store.findingsOf(arn)).toEqual([{ ...told, unpublished: [] }]);
    });

    it('is that which the finding still says as it is told', async () => {
      await store.saveFindings(first, [unpublished]);
      await store.markTold(first, [{ ...unpublished, unpublished: [] }]);

      expect(await store.untoldFindings()).toEqual([]);
    });

    it('leaves untold what people have not heard of', async () => {
      await store.saveFindings(first, [unpublished]);
      await store.markPublished(first, [opened]);

      expect(await store.untoldFindings()).toEqual([opened]);
    });

    it('stays where the finding changed in between, or a younger sweep wrote last', async () => {
      const worsened = { ...worsenedBy(first, opened), unpublished: opened.untold };
      await store.saveFindings(first, [unpublished]);
      await store.saveFindings(first, [worsened]);
      await store.markPublished(first, [opened]);

      expect(await store.untoldFindings()).toEqual([worsened]);

      await store.saveFindings(second, [{ ...worsened, revision: 3 }]);
      await store.markPublished(first, [{ ...worsened, revision: 3, unpublished: [] }]);

      expect(await store.untoldFindings()).toEqual([{ ...worsened, revision: 3 }]);
    });

    it('is not made up where there is no such finding', async () => {
      await store.markPublished(first, [opened]);

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

    it('gives the versions and the lists that were named', async () => {
      const named = { addons: ['vpc-cni', 'unknown'], images: [] };
      await store.saveCatalogue(first, { ...catalogue, addons: { ...catalogue.addons, coredns: published([]) } });

      expect(await store.catalogueOf('eu-west-1', named)).toEqual({ ...catalogue, images: {} });
      expect(await store.catalogueOf('eu-west-1', { addons: [], images: ['1.34', '1.99'] })).toEqual({
        ...catalogue,
        addons: {},
      });
      expect(await store.catalogueOf('us-east-1', named)).toBeUndefined();
    });

    it('remembers by region which sweep read it last, unless an older one comes late', async () => {
      const read = { region: 'eu-west-1', sweep: second.id, addons: ['coredns'], images: ['1.34'] };
      expect(await store.catalogueReadOf('eu-west-1')).toBeUndefined();

      await store.saveCatalogueRead(second, read);
      await store.saveCatalogueRead(first, { ...read, sweep: first.id });
      await store.saveCatalogueRead(first, { ...read, region: 'af-south-1', sweep: first.id });

      expect(await store.catalogueReadOf('eu-west-1')).toEqual(read);
      expect((await store.catalogueReads()).map(({ region }) => region)).toEqual(['af-south-1', 'eu-west-1']);
    });
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
      const coredns = published([{ version: 'v1.13.2-eksbuild.1', requiresIam: true as const, compatibilities: [] }]);
      const moved = published([{ version: '1.35' }], second.asOf);
      await store.saveCatalogue(first, catalogue);
      const images = { '1.35': published({}, second.asOf) };
      await store.saveCatalogue(second, { ...catalogue, clusterVersions: moved, addons: { coredns }, images });

      expect(await store.catalogueOf('eu-west-1')).toEqual({
        ...catalogue,
        clusterVersions: moved,
        addons: { ...catalogue.addons, coredns },
        images: { ...catalogue.images, ...images },
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

    const newer = { ...catalogue, clusterVersions: published([...versionsOf(catalogue), { version: '1.35' }]) };
    const listed = { region: 'eu-west-1', change: { kind: 'VERSION_LISTED', version: '1.35' } } as const;
    const always = ['0000', '9999'] as const;

    it('keeps what AWS changed, by the night that saw it', async () => {
      const delisted = { ...newer, addons: { 'vpc-cni': releases({ 'v1.20.4-eksbuild.1': ['1.34*'] }) } };
      await store.saveCatalogue(first, catalogue);
      expect(await store.catalogueChanges(...always)).toEqual([]);

      await store.saveCatalogue(second, newer);
      await store.saveCatalogue(third, delisted);

      const gone = { kind: 'ADDON_DELISTED', addon: 'vpc-cni', version: 'v1.20.4-eksbuild.1', kubernetes: ['1.33'] };
      const both = [
        { at: second.asOf, ...listed },
        { at: third.asOf, region: 'eu-west-1', change: gone },
      ];
      expect(await store.catalogueChanges(...always)).toEqual(both);
      expect(await store.catalogueChanges(first.asOf, second.asOf)).toEqual(both.slice(0, 1));
      expect(await store.catalogueChanges(second.asOf, third.asOf)).toEqual(both.slice(1));
    });

    it('has seen no change because a list was not given, or was read for the first time', async () => {
      await store.saveCatalogue(first, { ...catalogue, addons: {} });
      await store.saveCatalogue(second, { ...catalogue, clusterVersions: { readable: false, because: refused() } });

      expect(await store.catalogueChanges(...always)).toEqual([]);
    });

    it('hears of no change from a sweep that started before the one that wrote last', async () => {
      await store.saveCatalogue(third, catalogue);
      await store.saveCatalogue(second, newer);

      expect(await store.catalogueChanges(...always)).toEqual([]);
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

  describe('copies of files', () => {
    const address = 'https://example.com/breakages.json?token=secret';

    it('gives the last that was saved, each by its address', async () => {
      const [older, newer] = ['a', 'b'].map((text) => ({ text: text.repeat(200_000), readAt: first.asOf })) as [
        { text: string; readAt: string },
        { text: string; readAt: string },
      ];
      await store.saveFileCopy(first, address, older);
      await store.saveFileCopy(second, address, newer);

      expect(await store.fileCopy(address)).toEqual(newer);
      expect(await store.fileCopy('https://example.com/breakages.json')).toBeUndefined();
    });

    it('changes nothing for a sweep that started before the one that wrote last', async () => {
      await store.saveFileCopy(second, address, { text: 'newer', readAt: second.asOf });
      await store.saveFileCopy(first, address, { text: 'older', readAt: first.asOf });

      expect(await store.fileCopy(address)).toEqual({ text: 'newer', readAt: second.asOf });
    });
  });
}

function versionsOf({ clusterVersions }: Catalogue): readonly ClusterVersion[] {
  return clusterVersions.readable ? clusterVersions.value.value : [];
}
