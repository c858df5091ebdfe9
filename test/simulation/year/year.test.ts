import { expect, it } from 'vitest';
import { simulateYear } from './year.ts';

it.each([1, 2, 3, 4])('some weeks of a changing fleet hold, with the seed %i', async (seed) => {
  const { problems, ...counts } = await simulateYear({ seed, nights: 30, clusters: 8 });

  expect(problems).toEqual([]);
  expect(counts.deaths).toBeGreaterThan(0);
  expect(counts.twins).toBeGreaterThan(10);
  expect(counts.quietNights).toBeGreaterThan(3);
  expect(counts.digests).toBeGreaterThan(5);
  expect(counts.transitions).toBeGreaterThan(50);
});
