import { expect, it } from 'vitest';
import { held, isFlat } from './memory.ts';

it.each([
  [[50, 100, 110, 114], true],
  [[50, 100, 110, 116], false],
  [[50, 100, 110], false],
])('what was held by quarter, %j, is flat: %j', (quarters, flat) => {
  expect(isFlat(quarters)).toBe(flat);
});

it('sees what is held, and not what is garbage', () => {
  const before = held().heapMb;
  let kept: number[] | undefined = Array.from({ length: 2_000_000 }, Math.random);
  const during = held().heapMb;
  expect(kept.length).toBe(2_000_000);
  kept = undefined;

  expect(during - before).toBeGreaterThan(10);
  expect(held().heapMb - before).toBeLessThan(5);
});
