import { describe, expect, it } from 'vitest';
import {
  type BreakageSource,
  examineBreakages,
  knowledgeWithBreakages,
  type ParsedBreakages,
  refreshBreakages,
} from '#app/known-breakages.ts';
import { runSweep } from '#app/run-sweep.ts';
import type { KnownBreakage } from '#core/known-breakage.ts';
import type { FileReading } from '#ports/file-reader.ts';
import { aCluster, accounts } from '../support/builders.ts';
import { fakeAws } from '../support/fake-reader.ts';
import { fakeStore } from '../support/fake-store.ts';
import { aSweep, aWorld, knowledge, type World } from '../support/sweeps.ts';

const name = 'https://example.com/b.json';

/** A file whose text is the id of its one breakage, which every coredns meets; `?` is unsound. */
function elsewhere() {
  const state: { reading: FileReading; reads: number } = { reading: { ok: true, text: 'ours' }, reads: 0 };
  const source: BreakageSource = {
    address: `${name}?signed`,
    name,
    async read() {
      state.reads += 1;
      return state.reading;
    },
    parse,
  };
  return Object.assign(state, source);
}

function parse(text: string): ParsedBreakages {
  if (text === '?') return { ok: false, because: 'got ?, wanted an id' };
  const breakage: KnownBreakage = {
    id: text,
    rule: 'addon-version-compatibility',
    condition: { addon: 'coredns', below: 'v9.0.0' },
    consequence: 'It breaks.',
    severity: 'HIGH',
    horizon: 'now',
    source: 'https://example.com/why',
    read: '2026-03-01',
  };
  const notice = { kind: 'SETTING_UNUSED', subject: `${name}: ${text}`, detail: 'ours is newer' } as const;
  return { ok: true, breakages: [breakage], notices: text === 'old' ? [notice] : [] };
}

const refused: FileReading = { ok: false, because: 'got the status 503, wanted 200' };
const idsOf = ({ breakages }: { readonly breakages: readonly KnownBreakage[] }) => breakages.map(({ id }) => id);

describe('a file of breakages that lies elsewhere', () => {
  it('is kept as it is read, and judged by', async () => {
    const deps = { store: fakeStore(), knowledge: knowledge(), breakageSource: elsewhere() };

    expect(await refreshBreakages(deps, aSweep())).toEqual([]);
    const judged = await knowledgeWithBreakages(deps);

    expect(await deps.store.fileCopy(deps.breakageSource.address)).toEqual({ text: 'ours', readAt: aSweep().asOf });
    expect(idsOf(judged)).toEqual(['ours']);
    expect(judged).not.toHaveProperty('breakagesUnread');
    expect(judged.settings).toEqual(deps.knowledge.settings);
  });

  it('writes nothing on a night on which it did not change, and its copy on one on which it did', async () => {
    const deps = { store: fakeStore(), knowledge: knowledge(), breakageSource: elsewhere() };
    await refreshBreakages(deps, aSweep());
    await refreshBreakages(deps, aSweep(1));

    expect(deps.store.writes).toEqual(['file']);
    expect(await deps.store.fileCopy(deps.breakageSource.address)).toMatchObject({ readAt: aSweep().asOf });

    deps.breakageSource.reading = { ok: true, text: 'newer' };
    await refreshBreakages(deps, aSweep(2));

    expect(await deps.store.fileCopy(deps.breakageSource.address)).toEqual({ text: 'newer', readAt: aSweep(2).asOf });
    expect(idsOf(await knowledgeWithBreakages(deps))).toEqual(['newer']);
  });

  it.each<[string, FileReading, string]>([
    ['cannot be read', refused, 'got the status 503, wanted 200'],
    ['is not sound', { ok: true, text: '?' }, 'got ?, wanted an id'],
  ])('leaves its copy of an earlier night where it %s, and says so', async (_, reading, because) => {
    const deps = { store: fakeStore(), knowledge: knowledge(), breakageSource: elsewhere() };
    await refreshBreakages(deps, aSweep());
    deps.breakageSource.reading = reading;

    expect(await refreshBreakages(deps, aSweep(3))).toEqual([
      {
        kind: 'BREAKAGES_UNREADABLE',
        subject: 'https://example.com/b.json',
        detail: `${because}; what was read on 2026-03-01 is used`,
      },
    ]);
    expect(idsOf(await knowledgeWithBreakages(deps))).toEqual(['ours']);
    expect(deps.store.writes).toEqual(['file']);
  });

  it('is unread where there is no copy of it, or none that this release understands', async () => {
    const deps = { store: fakeStore(), knowledge: knowledge(), breakageSource: elsewhere() };
    deps.breakageSource.reading = refused;

    expect(await refreshBreakages(deps, aSweep())).toMatchObject([{ detail: 'got the status 503, wanted 200' }]);
    expect(await knowledgeWithBreakages(deps)).toEqual({ ...deps.knowledge, breakagesUnread: true });

    await deps.store.saveFileCopy(aSweep(), deps.breakageSource.address, { text: '?', readAt: aSweep().asOf });

    expect(await knowledgeWithBreakages(deps)).toEqual({ ...deps.knowledge, breakagesUnread: true });
  });

  it('may have something said of it', async () => {
    const deps = { store: fakeStore(), breakageSource: elsewhere() };
    deps.breakageSource.reading = { ok: true, text: 'old' };

    expect(await refreshBreakages(deps, aSweep())).toMatchObject([{ kind: 'SETTING_UNUSED' }]);
    expect(await examineBreakages(deps.breakageSource)).toMatchObject([{ kind: 'SETTING_UNUSED' }]);
  });

  it('is examined without a trace', async () => {
    const source = elsewhere();
    source.reading = refused;

    expect(await examineBreakages(source)).toEqual([
      { kind: 'BREAKAGES_UNREADABLE', subject: source.name, detail: 'got the status 503, wanted 200' },
    ]);
  });

  it('is nothing where none is configured', async () => {
    const deps = { store: fakeStore(), knowledge: knowledge() };

    expect(await refreshBreakages(deps, aSweep())).toEqual([]);
    expect(await knowledgeWithBreakages(deps)).toBe(deps.knowledge);
    expect(await examineBreakages(undefined)).toEqual([]);
    expect(deps.store.writes).toEqual([]);
  });
});

describe('a sweep', () => {
  const at = (world: World, daysLater: number) => {
    world.time.now = aSweep(daysLater).asOf;
    const members = [accounts.dev, accounts.prod].map((account) => ({ account, regions: ['eu-west-1'] }));
    return { accounts: members, asOf: aSweep(daysLater).asOf };
  };
  const shops = () => fakeAws([aCluster({ name: 'shop-dev', account: accounts.dev }), aCluster()]);

  it('reads it once, judges by it, and on a night without it goes by the copy', async () => {
    const breakageSource = elsewhere();
    const world = aWorld(shops(), { breakageSource });
    const night = async (daysLater: number) => {
      const { document } = await runSweep(world, at(world, daysLater));
      const faults = document.findings.filter(({ fault }) => fault === 'ours').map(({ status }) => status);
      return { faults, notices: document.audit.notices.map(({ kind }) => kind) };
    };
    const isOpen = ['OPEN', 'OPEN', 'OPEN', 'OPEN'];

    expect(await night(0)).toEqual({ faults: isOpen, notices: [] });
    expect(breakageSource.reads).toBe(1);
    breakageSource.reading = refused;
    expect(await night(1)).toEqual({ faults: isOpen, notices: ['BREAKAGES_UNREADABLE'] });
    breakageSource.reading = { ok: true, text: 'others' };
    expect(await night(2)).toEqual({ faults: isOpen.map(() => 'RESOLVED'), notices: [] });
  });

  it('clears nothing by it on the first night without it, where there is no copy', async () => {
    const world = aWorld(shops(), { breakageSource: elsewhere() });
    await runSweep(world, at(world, 0));
    const store = { ...world.store, fileCopy: async () => undefined };
    const unread = elsewhere();
    unread.reading = refused;

    await runSweep({ ...world, store, breakageSource: unread }, at(world, 1));

    const findings = await world.store.findingsOf(aCluster().arn);
    expect(findings.filter(({ fault }) => fault === 'ours').map(({ status }) => status)).toEqual(['OPEN', 'OPEN']);
  });
});
