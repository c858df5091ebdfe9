import { expect, it } from 'vitest';
import { countReads } from './count-reads.ts';
import { makeFleetHistory } from './fleet-history.ts';

it('what a question takes does not depend on the size of the fleet, nor on how much happened to it', async () => {
  const small = await makeFleetHistory({ clusters: 102, nights: 130 });
  const large = await makeFleetHistory({ clusters: 306, nights: 260 });

  const reads = await countReads(small);

  expect(large.items).toBeGreaterThan(5 * small.items);
  expect(await countReads(large)).toEqual(reads);
  expect(Math.max(...Object.values(reads))).toBeLessThanOrEqual(30);
});
