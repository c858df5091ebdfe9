import { expect, it } from 'vitest';
import { userDataKinds } from '#core/user-data.ts';

it('is of a kind that is named once, or not known', () => {
  expect(new Set(userDataKinds).size).toBe(userDataKinds.length);
  expect(userDataKinds).toContain('UNKNOWN');
});
