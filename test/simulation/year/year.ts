import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { makeDynamoStore } from '#adapters/dynamodb/dynamo-store.ts';
import type { Item } from '#adapters/dynamodb/item.ts';
import { transitionKey } from '#adapters/dynamodb/keys.ts';
import { addDays } from '#core/days.ts';
import { type MemoryTable, makeMemoryTable, tableName } from '../../support/memory-table/memory-table.ts';
import { aSweep } from '../../support/sweeps.ts';
import { type Expected, type Model, type ModelNight, makeModel } from './model.ts';
import {
  leaseIn,
  minutesAfter,
  type Night,
  type Outcome,
  repeatCriticalEveryDays,
  sweepOnce,
  sweepUntilDone,
} from './night.ts';
import { makePeople, type People } from './people.ts';
import { randomOf } from './random.ts';
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
 * Sweeps a fleet night by night while it changes, calls are refused, sweeps die at any item that they write and are run
 * again, DynamoDB is throttled, and people cannot be told; on the store as it is deployed, over a table in memory.
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
  let before: ModelNight | undefined;

  for (let number = 0; number < nights; number += 1) {
    // A bad week is followed by some calm nights.
    const isCalm = number % 10 >= 6;
    const isAsBefore = isCalm || !evolve(world, random, number);
    const sight = isCalm ? clearSight : sightOf(world, random);
    const telling = isCalm || random.chance(0.85) ? 'heard' : random.pick(['deaf', 'mute'] as const);
    const { asOf } = aSweep(number);
    const night: Night = { number, asOf, world, sight, telling, isCalm };
    const complain = (words: string): void => void problems.push(`night ${number}: ${words}`);

    const fork = table.fork();
    const troubles = randomOf(seed * 100_003 + number);
    const outcome = await sweepUntilDone(table, people, troubles, night);
    counts.deaths += outcome.deaths;
    counts.throttled += outcome.throttled;
    counts.refusedStarts += outcome.refusedStarts;
    const expected = model.night(world, sight, asOf);

    for (const words of ledger.close(night, expected, await stored(table, asOf))) complain(words);
    if (telling === 'heard') for (const words of await missingInHistory(table, people, asOf)) complain(words);
    if (!isCalm) {
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

/** What people were told on a night, and whoever asks for the history is not. */
async function missingInHistory({ client }: MemoryTable, people: People, asOf: string): Promise<readonly string[]> {
  const told = [...people.heard].filter(([, { transition }]) => transition.at === asOf);
  const found = await Promise.all(
    told.map(async ([name, { finding, transition }]) => {
      const cluster = finding.split('|')[0]?.split('/').slice(0, 2).join('/') ?? '';
      const Key = transitionKey({ cluster, id: finding }, transition);
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
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

/** What people ought to have heard, and by when. */
interface Ledger {
  /** Compares a night with what ought to have happened, and says what did not hold. */
  close(night: Night, expected: ModelNight, open: ReadonlyMap<string, string>): readonly string[];
  /** Whether the last night had anything to tell. */
  wasNews(): boolean;
}

interface Happened extends Expected {
  readonly at: string;
}

function makeLedger(people: People, model: Model): Ledger {
  /** By finding, what happened to it and no digest told, in order: the names of transitions. */
  const untold = new Map<string, string[]>();
  /** What happened on nights on which nothing was published. */
  let unpublished: readonly Happened[] = [];
  const lastTold = new Map<string, string>();
  const known = new Set<string>();
  let isNews = false;

  /** Takes what was published since the last night: each happened tonight, or on one that was mute. */
  function published(happened: readonly Happened[]): readonly string[] {
    const wrong: string[] = [];
    const due = [...unpublished, ...happened];
    for (const [name, { finding, transition }] of people.heard) {
      if (known.has(name)) continue;
      known.add(name);
      untold.set(finding, [...(untold.get(finding) ?? []), name]);
      const at = due.findIndex((one) => one.id === finding && one.kind === transition.kind && one.at === transition.at);
      if (at !== -1) {
        const [one] = due.splice(at, 1);
        if (one?.severity !== transition.severity) wrong.push(`${name} was told as ${transition.severity}`);
      } else {
        wrong.push(`${name} was told as ${transition.kind} of ${transition.at}, which did not happen`);
      }
    }
    for (const { id, kind, at } of due) wrong.push(`${id} was ${kind} at ${at}, and nobody was told`);
    unpublished = [];
    return wrong;
  }

  function inDigest(night: Night, sweepId: string | undefined): readonly string[] {
    const digest = (sweepId === undefined ? undefined : people.digests.get(sweepId)) ?? {
      told: new Set(),
      repeated: new Set(),
    };
    const wanted = new Set(
      [...untold.values()]
        .flatMap((names) => names.slice(-1))
        .filter((name) => people.heard.get(name)?.transition.cause !== 'EXPLAINED'),
    );
    const due = addDays(night.asOf, -repeatCriticalEveryDays);
    const again = [...model.faults].flatMap(([id, { isOpen, severity }]) =>
      isOpen && severity === 'CRITICAL' && !untold.has(id) && (lastTold.get(id) ?? night.asOf) <= due ? [id] : [],
    );
    const wrong = [
      ...compared(digest.told, wanted).map((words) => `of the transitions ${words} the digest`),
      ...compared(digest.repeated, new Set(again)).map((words) => `of what is told again ${words} the digest`),
    ];
    for (const id of [...untold.keys(), ...again]) lastTold.set(id, night.asOf);
    untold.clear();
    return wrong;
  }

  return {
    wasNews: () => isNews,
    close(night, expected, open) {
      const wrong = [...people.complaints()];
      const { asOf, telling } = night;
      const ended = [...expected.mayEnd].filter((id) => !open.has(id)).map((id) => model.end(id));
      const happened = [...expected.transitions, ...ended].map((one) => ({ ...one, at: asOf }));
      if (telling === 'mute') {
        unpublished = [...unpublished, ...happened];
      } else {
        wrong.push(...published(happened));
      }
      isNews = untold.size > 0;
      for (const { id, kind } of expected.transitions) if (kind === 'REOPENED') lastTold.delete(id);
      if (telling === 'heard') {
        const digests = [...people.digests.keys()];
        wrong.push(
          ...inDigest(
            night,
            digests.findLast((id) => id.startsWith(asOf.slice(0, 10).replaceAll('-', ''))),
          ),
        );
        isNews ||= [...lastTold.values()].includes(asOf);
      }
      const faults = new Map(
        [...model.faults].filter(([, { isOpen }]) => isOpen).map(([id, { severity }]) => [id, severity]),
      );
      wrong.push(
        ...compared(new Set([...open].map(String)), new Set([...faults].map(String))).map(
          (words) => `of what is open ${words} the store`,
        ),
      );
      return wrong;
    },
  };
}

function compared(is: ReadonlySet<string>, wanted: ReadonlySet<string>): readonly string[] {
  const missing = [...wanted].filter((one) => !is.has(one));
  const more = [...is].filter((one) => !wanted.has(one));
  return [...missing.map((one) => `${one} is missing in`), ...more.map((one) => `${one} is too many in`)];
}
