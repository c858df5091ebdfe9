import { expect, it } from 'vitest';
import { simulateYear } from './year.ts';

it.each([1, 2, 3, 4])('some weeks of a changing fleet hold, with the seed %i', async (seed) => {
  const { problems, deaths, digests, transitions } = await simulateYear({ seed, nights: 30, clusters: 8 });

  expect(problems).toEqual([]);
  expect(deaths).toBeGreaterThan(0);
  expect(digests).toBeGreaterThan(5);
  expect(transitions).toBeGreaterThan(50);
});
