import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { makeDynamoStore } from '#adapters/dynamodb/dynamo-store.ts';
import type { Item } from '#adapters/dynamodb/item.ts';
import { transitionKey } from '#adapters/dynamodb/keys.ts';
import { type MemoryTable, makeMemoryTable, tableName } from '../../support/memory-table/memory-table.ts';
import { aSweep } from '../../support/sweeps.ts';
import { makeLedger } from './ledger.ts';
import { type ModelNight, makeModel } from './model.ts';
import { leaseIn, minutesAfter, type Night, type Outcome, sweepOnce, sweepUntilDone } from './night.ts';
import { makePeople, type People } from './people.ts';
import { randomOf } from './random.ts';
import { changeSetup, firstSetup, rulesOf } from './setup.ts';
import { clearSight, sightOf } from './sight.ts';
import { contentOf, differences } from './twin.ts';
import { evolve, newWorld } from './world.ts';

export interface YearOptions {
  readonly seed: number;
  readonly nights: number;
  readonly clusters: number;
}

/** What a year came to. */
export interface Year {
  /** What did not hold, by night. */
  readonly problems: readonly string[];
  readonly deaths: number;
  readonly throttled: number;
  readonly refusedStarts: number;
  readonly twins: number;
  readonly digests: number;
  readonly quietNights: number;
  readonly transitions: number;
}

/**
 * Sweeps a fleet night by night while it changes, calls are refused, rules come and go, sweeps run in parts and
 * die at any item that they write and are run again, DynamoDB is throttled and its indexes are late, and people or other
 * systems cannot be told, or accept what they were told; on the store as it is deployed, over a table in memory.
 *
 * Each night is compared with what is true and can be known, and each that had troubles with its twin that had none.
 */
export async function simulateYear({ seed, nights, clusters }: YearOptions): Promise<Year> {
  const random = randomOf(seed);
  const world = newWorld(random, clusters);
  const table = makeMemoryTable();
  const people = makePeople();
  const model = makeModel();
  const ledger = makeLedger(people, model);
  const problems: string[] = [];
  const counts = { deaths: 0, throttled: 0, refusedStarts: 0, twins: 0, quietNights: 0 };
  const kept = new Set<string>();
  let before: ModelNight | undefined;
  let setup = firstSetup;

  for (let number = 0; number < nights; number += 1) {
    // A bad week is followed by some calm nights.
    const isCalm = number % 10 >= 6;
    const isAsBefore = isCalm || !evolve(world, random, number);
    const sight = isCalm ? clearSight : sightOf(world, random);
    const telling = isCalm || random.chance(0.85) ? 'heard' : random.pick(['deaf', 'mute'] as const);
    const { asOf } = aSweep(number);
    if (!isAsBefore) setup = changeSetup(setup, world, random, asOf);
    const bus = isCalm || random.chance(0.7) ? 'well' : random.pick(['strained', 'strained', 'away'] as const);
    const isLagging = !isCalm && random.chance(0.15);
    const night: Night = { number, asOf, world, sight, setup, telling, bus, isLagging, isCalm };
    const complain = (words: string): void => void problems.push(`night ${number}: ${words}`);

    const fork = table.fork();
    const troubles = randomOf(seed * 100_003 + number);
    const outcome = await sweepUntilDone(table, people, troubles, night);
    counts.deaths += outcome.deaths;
    counts.throttled += outcome.throttled;
    counts.refusedStarts += outcome.refusedStarts;
    const expected = model.night(world, sight, rulesOf(setup), asOf);

    for (const words of ledger.close(night, expected, await stored(table, asOf))) complain(words);
    if (telling === 'heard') for (const words of await missingInHistory(table, people, kept)) complain(words);
    // What the indexes did not show in time is told on another night.
    if (!isCalm && !isLagging) {
      counts.twins += 1;
      await sweepOnce(fork, randomOf(seed), night, startOf(table) ?? asOf);
      for (const words of differences(table.items(), fork.items())) complain(words);
    }
    const isQuiet = isCalm && isAsBefore && before?.words === expected.words && before.known === expected.known;
    if (isQuiet && !ledger.wasNews()) {
      counts.quietNights += 1;
      for (const words of writtenForNothing(outcome)) complain(words);
    }
    before = expected;
    if (problems.length > 20) break;
  }
  return { problems, ...counts, digests: people.digests.size, transitions: people.heard.size };
}

/** When the sweep of the night was started for the first time, and had its lease. */
function startOf(table: MemoryTable): string | undefined {
  const lease = leaseIn(table);
  return lease && (contentOf(lease) as { readonly sweep: { readonly startedAt: string } }).sweep.startedAt;
}

/** What people were told by now, and whoever asks for the history is not. Looks at each once. */
async function missingInHistory(
  { client }: MemoryTable,
  { given }: People,
  kept: Set<string>,
): Promise<readonly string[]> {
  const told = [...given].filter(([name]) => !kept.has(name));
  const found = await Promise.all(
    told.map(async ([name, { finding, transition }]) => {
      const cluster = finding.split('|')[0]?.split('/').slice(0, 2).join('/') ?? '';
      const Key = transitionKey({ cluster, id: finding }, transition);
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
      kept.add(name);
      return Item ? [] : [`${name} was told, and the history does not hold it`];
    }),
  );
  return found.flat();
}

/** The findings that are open, as whoever asks is told. */
async function stored(table: MemoryTable, asOf: string): Promise<ReadonlyMap<string, string>> {
  const clock = { now: () => minutesAfter(asOf, 30) };
  const store = makeDynamoStore({ client: table.client, tableName, clock });
  return new Map((await store.openFindings()).map(({ id, severity }) => [id, severity]));
}

const ofAnyNight = /^(SWEEPS|SWEEP#.*|LEASE|CATALOGUES)$/;

function writtenForNothing({ written }: Outcome): readonly string[] {
  const items = written.filter(({ pk }: Item) => !ofAnyNight.test(pk));
  return items.map(({ pk, sk }) => `nothing has changed, and ${pk} ${sk} was written`);
}
