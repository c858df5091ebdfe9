import { createHash } from 'node:crypto';
import { makeDynamoStore } from '#adapters/dynamodb/dynamo-store.ts';
import type { Item } from '#adapters/dynamodb/item.ts';
import { leaseKey } from '#adapters/dynamodb/keys.ts';
import { LeaseHeldError } from '#app/lease.ts';
import { type RunSweepDeps, runSweep } from '#app/run-sweep.ts';
import { defaultSiblingRules, placeCluster } from '#core/fleet/placement.ts';
import { accounts } from '../../support/builders.ts';
import { type MemoryTable, tableName } from '../../support/memory-table/memory-table.ts';
import { knowledge } from '../../support/sweeps.ts';
import { laggingIndexes } from './lagging-indexes.ts';
import { runInParts } from './parts.ts';
import { makePeople, type People, type Taking, type Telling } from './people.ts';
import type { Random } from './random.ts';
import { rulesOf, type Setup, suppressionsOf } from './setup.ts';
import { readerOf, type Sight } from './sight.ts';
import { type Troubles, troubledClient } from './troubled-client.ts';
import { homeRegion, type World } from './world.ts';

/** A night for the sweep to go through. */
export interface Night {
  readonly number: number;
  readonly asOf: string;
  readonly world: World;
  readonly sight: Sight;
  readonly setup: Setup;
  /** How it goes: whoever tells is heard; people cannot be told; or each process ends as it begins to tell. */
  readonly telling: 'heard' | 'deaf' | 'mute';
  /** How the bus is that other systems hear. */
  readonly bus: 'well' | 'strained' | 'away';
  /** Whether the indexes of the table are behind it. */
  readonly isLagging: boolean;
  /** Whether nothing dies, is throttled or started twice. */
  readonly isCalm: boolean;
}

/** What became of it. */
export interface Outcome {
  readonly deaths: number;
  readonly throttled: number;
  readonly refusedStarts: number;
  readonly written: readonly Item[];
}

/** One start of a sweep, as a process of its own. */
interface Start {
  readonly holder: string;
  readonly now: string;
  readonly troubles: Troubles;
  readonly telling: Telling;
  /** Whether it runs in parts, each of which may run out of time. */
  readonly isInParts: boolean;
}

const noTroubles: Troubles = { throttled: 0, strained: 0 };
export const repeatCriticalEveryDays = 7;

/** Starts a sweep until one start of it ended well: what dies, or cannot tell, is started again as the same sweep. */
export async function sweepUntilDone(
  table: MemoryTable,
  people: People,
  random: Random,
  night: Night,
): Promise<Outcome> {
  const holder = `night ${night.number}`;
  const counts = { deaths: 0, throttled: 0, refusedStarts: 0 };
  const written: Item[] = [];
  const failing = night.isCalm ? 0 : random.pick([0, 0, 0, 1, 1, 2, 3]);
  for (let start = 0; start <= failing; start += 1) {
    const isLast = start === failing;
    const now = minutesAfter(night.asOf, start);
    const troubles = isLast ? { throttled: 0, strained: night.isCalm ? 0 : 0.05 } : troublesOf(random);
    const telling = isLast ? 'well' : random.pick(['well', 'refused', 'answer lost'] as const);
    const heard = night.telling === 'deaf' ? ('refused' as const) : telling;
    // Now and then the scheduler starts it twice at once, or another one wants to while it has the lease.
    const isTwice = !night.isCalm && random.chance(0.15);
    // Two that run in parts at once nobody starts: the state machine, which does, runs each sweep once.
    const isInParts = !isTwice && random.chance(0.4);
    const process = { holder, now, troubles, telling: heard, isInParts };
    const results = await Promise.allSettled([
      runOnce(table, people, random, night, process, written),
      ...(isTwice ? [runOnce(table, people, random, night, process, written)] : []),
    ]);
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      const { reason } = result;
      const name = reason instanceof Error ? reason.name : '';
      if (name === 'KilledError') counts.deaths += 1;
      else if (name === 'ProvisionedThroughputExceededException') counts.throttled += 1;
      else if (!/^SNS /.test(String((reason as Error).message))) throw reason;
    }
    if (!isLast && random.chance(0.3)) counts.refusedStarts += await tryAnother(table, random, night, now);
  }
  return { ...counts, written };
}

/** While a sweep that died has its lease, nobody else sweeps. It may have died before it had one. */
async function tryAnother(table: MemoryTable, random: Random, night: Night, now: string): Promise<number> {
  const isHeld = leaseIn(table)?.holder === `night ${night.number}` && String(leaseIn(table)?.leasedUntil) > now;
  if (!isHeld) return 0;
  const other: Start = {
    holder: `another of night ${night.number}`,
    ...{ now, troubles: noTroubles, telling: 'well', isInParts: false },
  };
  const people = makePeople();
  const written: Item[] = [];
  const result = await runOnce(table, people, random, night, other, written).catch((error: unknown) => error);
  if (result instanceof LeaseHeldError) return 1;
  throw new Error(`another sweep was let in while the lease is held: ${String(result)}`);
}

export function leaseIn(table: MemoryTable): Item | undefined {
  return table.items().find(({ pk }) => pk === leaseKey.pk);
}

/** The same night in one start, without anything that goes wrong, on a table of its own. */
export async function sweepOnce(table: MemoryTable, random: Random, night: Night, startedAt: string): Promise<void> {
  const telling = night.telling === 'deaf' ? 'refused' : 'well';
  const start: Start = {
    holder: `night ${night.number}`,
    ...{ now: startedAt, troubles: noTroubles, telling, isInParts: false },
  };
  await runOnce(table, makePeople(), random, night, start, []).catch(() => undefined);
}

function troublesOf(random: Random): Troubles {
  const way = random.below(4);
  // Most sweeps write a few dozen items; those after a day of changes some hundreds.
  const write = random.pick([random.below(20), random.below(100), random.below(600)]);
  return {
    ...(way > 0 ? { diesAt: { write, isWritten: random.chance(0.5) } } : {}),
    throttled: way === 0 ? random.pick([0.001, 0.005]) : 0,
    strained: random.pick([0, 0.1]),
  };
}

async function runOnce(
  table: MemoryTable,
  people: People,
  random: Random,
  night: Night,
  { holder, now, troubles, telling, isInParts }: Start,
  written: Item[],
): Promise<void> {
  const clock = { now: () => now };
  const client = night.isLagging ? laggingIndexes(table, 1 + random.below(200)) : table.client;
  const process = troubledClient(client, random, troubles);
  const alive = (): void => {
    if (process.isDead() || night.telling === 'mute') process.kill();
  };
  const { notifier, publisher } = people.listen(telling, takingOf(night), alive);
  const deps: RunSweepDeps = {
    reader: readerOf(night.world, night.sight),
    store: makeDynamoStore({ client: process.client, tableName, clock, pause: async () => undefined }),
    clock,
    progress: { report: () => undefined },
    ...rulesOf(night.setup),
    knowledge: knowledge({ suppressions: suppressionsOf(night.setup) }),
    place: (facts) => placeCluster(facts, defaultSiblingRules),
    holder,
    notifier,
    events: { name: 'bus', publisher },
    notify: { minimumSeverity: 'INFORMATIONAL', repeatCriticalEveryDays },
  };
  try {
    const accountAudits = Object.values(accounts).map((account) => ({ account, homeRegion }));
    if (isInParts) await runInParts(deps, accountAudits, night.asOf, () => random.chance(0.2));
    else await runSweep(deps, { accounts: accountAudits, asOf: night.asOf });
  } catch (error) {
    // What a process that is ended would have said is said by nobody.
    throw process.isDead() ? new KilledProcessError(error) : error;
  } finally {
    written.push(...process.written);
  }
}

/** A bus that is strained refuses the same events all night. */
function takingOf({ bus, number }: Pick<Night, 'bus' | 'number'>): Taking {
  if (bus === 'strained') return (id) => createHash('sha256').update(`${number} ${id}`).digest().readUInt8() > 100;
  return () => bus === 'well';
}

class KilledProcessError extends Error {
  override readonly name = 'KilledError';

  constructor(cause: unknown) {
    super('killed', { cause });
  }
}

export function minutesAfter(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}
