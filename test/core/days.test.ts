import { expect, it } from 'vitest';
import { addDays, dayOf, daysBetween } from '#core/days.ts';

it.each([
  ['2025-08-28T00:00:00.000Z', '2025-11-26T00:00:00.000Z', 90],
  ['2025-08-28T23:59:59.999Z', '2025-11-26T00:00:00.000Z', 90],
  ['2025-08-29T00:00:00.000Z', '2025-11-26T00:00:00.000Z', 89],
  ['2025-11-26T00:00:00.000Z', '2025-11-25T23:59:59.999Z', -1],
  ['2024-02-28T12:00:00.000Z', '2024-03-01T00:00:00.000Z', 2],
])('counts days of the UTC calendar from %s to %s: %i', (from, to, expected) => {
  expect(daysBetween(from, to)).toBe(expected);
});

it('adds days across the end of a month, in UTC', () => {
  expect(addDays('2024-02-28T12:00:00.000Z', 2)).toBe('2024-03-01T12:00:00.000Z');
  expect(addDays('2024-03-01T00:00:00.000Z', -1)).toBe('2024-02-29T00:00:00.000Z');
});

it('names the day of an instant', () => {
  expect(dayOf('2026-11-26T00:00:00.000Z')).toBe('2026-11-26');
});
