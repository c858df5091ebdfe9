import { expect, it } from 'vitest';
import { sessionNameOf } from '#adapters/aws/assumed-role.ts';

it.each([
  ['midwatch-2026-11-25T02:00:00.000Z', 'midwatch-2026-11-25T02-00-00.000Z'],
  ['a=b,c.d@e-f+g_h', 'a=b,c.d@e-f+g_h'],
  ['größe 1/2', 'gr--e-1-2'],
  ['x'.repeat(65), 'x'.repeat(64)],
  ['x', 'x-'],
  ['', '--'],
])('makes of %j a name for a session that STS takes', (text, expected) => {
  expect(sessionNameOf(text)).toBe(expected);
});
