import { afterEach, expect, it, vi } from 'vitest';
import { systemClock } from '#adapters/system-clock.ts';

afterEach(() => vi.useRealTimers());

it('tells the time of the machine, in UTC', () => {
  vi.useFakeTimers({ now: new Date('2026-11-25T03:00:00+01:00') });

  expect(systemClock.now()).toBe('2026-11-25T02:00:00.000Z');
});
