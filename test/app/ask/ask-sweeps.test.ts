import { expect, it } from 'vitest';
import { askSweeps } from '#app/ask/ask-sweeps.ts';
import { concluded, sweepOf } from '../../adapters/dynamodb/store-builders.ts';
import { anAskedWorld } from './asked-world.ts';

const [first, second] = [sweepOf(1), sweepOf(2)] as const;

it('the sweeps are those that were concluded, and the one that is running with its lease', async () => {
  const world = await anAskedWorld();
  await world.store.saveSweep(concluded(first));
  const until = '2999-01-01T00:00:00.000Z';
  await world.store.takeLease({ holder: 'h', sweep: second, until });

  expect(await askSweeps(world, { size: 9 })).toEqual({
    asOf: first.asOf,
    running: { ...second, leasedUntil: until },
    sweeps: [concluded(first)],
  });
  await world.store.releaseLease(second);
  expect(await askSweeps(world, { size: 9 })).not.toHaveProperty('running');
});
