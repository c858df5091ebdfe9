import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notReadYet, snapshotFacets } from '#core/facets.ts';
import type { Store } from '#ports/store.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { clusterArn, published } from '../../support/builders.ts';
import {
  aCatalogue,
  concluded,
  everyCluster,
  everyCoverage,
  everyFinding,
  everyInsufficiency,
  ran,
  sweepOf,
} from './store-builders.ts';
import { openWatchedStore, type StoredItem, type WatchedStore } from './watched-store.ts';

/** What a release wrote, item by item, and what it read of it. */
interface Written {
  readonly items: readonly StoredItem[];
  readonly read: Readonly<Record<string, unknown>>;
}

const folder = new URL('../../golden/store/', import.meta.url);
const sweep = sweepOf(1);
const arn = clusterArn('shop-prod');
const target = { account: everyCluster.account, region: everyCluster.region };

let watched: WatchedStore;
beforeEach(async () => {
  watched = await openWatchedStore();
});
afterEach(() => watched.close());

/** Saves one of everything that there is to store. */
async function saveAll(store: Store): Promise<void> {
  await store.takeLease({ holder: 'one', sweep, until: '2026-03-31T00:20:00.000Z' });
  await store.saveCoverage(sweep, everyCoverage);
  await store.saveCluster(sweep, everyCluster, ran());
  await store.saveFindings(sweep, [everyFinding]);
  await store.saveInsufficiencies(sweep, arn, 'cluster', [everyInsufficiency]);
  await store.saveCatalogue(sweepOf(1), aCatalogue());
  const clusterVersions = published([{ version: '1.34', status: 'STANDARD_SUPPORT' }, { version: '1.35' }]);
  await store.saveCatalogue(sweep, { ...aCatalogue(), clusterVersions });
  await store.saveNotices(sweep, 'PLAN', [{ kind: 'BREAKAGES_UNREADABLE', subject: 'more.json', detail: 'HTTP 503' }]);
  await store.saveCatalogueRead(sweep, {
    region: target.region,
    sweep: sweep.id,
    addons: ['vpc-cni'],
    images: ['1.34'],
  });
  await store.saveFileCopy(sweep, 'https://example.com/breakages.json', { text: 'breakages: []', readAt: sweep.asOf });
  await store.saveSweep(concluded({ ...sweep, since: '2026-02-28T02:00:00.000Z', configuration: 'c0ffee' }));
}

/** Everything that `saveAll` saved, by the questions that the application asks. */
async function readAll(store: Store): Promise<Written['read']> {
  return {
    latestSweep: await store.latestWholeSweep(),
    coverage: await store.coverageOf(sweep.id),
    coverageBefore: await store.coverageBefore(target, sweepOf(2).asOf),
    clusters: await store.clustersOf(target),
    findings: await store.findingsOf(arn),
    insufficiencies: await store.insufficienciesOf(arn, 'cluster'),
    systems: await store.systems(),
    members: await store.membersOf('shop'),
    combinations: await store.combinationsOf('shop'),
    untold: await store.untoldFindings(),
    catalogue: await store.catalogueOf(target.region),
    catalogueChanges: await store.catalogueChanges('0000', sweep.asOf),
    notices: await store.noticesOf(sweep.id),
    catalogueReads: await store.catalogueReads(),
    fileCopy: await store.fileCopy('https://example.com/breakages.json'),
    lease: await store.takeLease({ holder: 'another', sweep: sweepOf(2), until: '2026-03-31T00:30:00.000Z' }),
  };
}

/** Without a file of this release one is written where that is asked for; one that is there is never written over. */
async function rememberThisRelease(): Promise<void> {
  const file = new URL(`${packageJson.version}.json`, folder);
  if (existsSync(file) || process.env.UPDATE_GOLDEN !== '1') return;
  const release = await openWatchedStore();
  await saveAll(release.store);
  const items = (await release.items()).map(asText);
  const written: Written = { items, read: await readAll(release.store) };
  await release.close();
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(written, undefined, 2)}\n`);
}

/** A body that is long is compressed, and bytes have no place in JSON. */
function asText({ body, ...item }: StoredItem): StoredItem {
  return { ...item, body: body instanceof Uint8Array ? { base64: Buffer.from(body).toString('base64') } : body };
}

function asStored({ body, ...item }: StoredItem): StoredItem {
  const { base64 } = Object(body) as { base64?: string };
  return { ...item, body: base64 === undefined ? body : Buffer.from(base64, 'base64') };
}

await rememberThisRelease();
const files = readdirSync(folder);

describe('the store of an earlier release', () => {
  it('is remembered from this one on', () => {
    expect(files).toContain(`${packageJson.version}.json`);
  });

  it.each(files)('is read as that release read it: %s', async (file) => {
    const { items, read }: Written = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    for (const item of items) await watched.put(asStored(item));

    expect(await readAll(watched.store)).toMatchObject(read);
  });
});

it.each(snapshotFacets)(
  'a cluster that was stored before there was the facet %s is read, and says so',
  async (facet) => {
    await watched.store.saveCluster(sweep, everyCluster, undefined);
    const item = (await watched.items()).find(({ pk }) => pk.startsWith('TARGET#'))!;
    const { [facet]: _, ...older } = everyCluster.snapshot;
    await watched.put({ ...item, body: JSON.stringify({ ...everyCluster, snapshot: older }) });

    expect((await watched.store.knownCluster(arn))?.snapshot).toEqual({
      ...everyCluster.snapshot,
      [facet]: notReadYet(facet),
    });
  },
);

it('a step that was stored before it named its account is one for that of its cluster', async () => {
  const { remediation, ...finding } = everyFinding;
  await watched.store.saveFindings(sweep, [everyFinding]);
  const item = (await watched.items()).find(({ body }) => String(body).includes('"remediation"'))!;
  const older = { ...finding, remediation: remediation.map(({ account: _, ...step }) => step) };
  await watched.put({ ...item, body: JSON.stringify(older) });

  expect(await watched.store.findingsOf(arn)).toMatchObject([
    { remediation: remediation.map((step) => ({ ...step, account: finding.account })) },
  ]);
});
