import { expect, it } from 'vitest';
import { batched } from '#adapters/aws/batched.ts';
import { readable, unreadable } from '#core/reading.ts';
import { refused } from '../../support/builders.ts';

it('asks for many names in one call, for each once, and for what comes meanwhile in the next', async () => {
  const asked: (readonly string[])[] = [];
  const look = batched(3, async (names) => {
    asked.push(names);
    return readable(new Map(names.filter((name) => name !== 'gone').map((name) => [name, `${name}!`])));
  });

  const first = ['a', 'b', 'a'].map(look);
  await first[0];
  const more = ['c', 'gone', 'd', 'e', 'b'].map(look);

  expect(await Promise.all([...first, ...more])).toEqual(
    ['a!', 'b!', 'a!', 'c!', undefined, 'd!', 'e!', 'b!'].map(readable),
  );
  expect(asked).toEqual([['a', 'b'], ['c', 'gone', 'd'], ['e']]);
});

it('keeps a refusal for all that the call was about', async () => {
  const look = batched(3, async () => unreadable(refused()));

  expect(await Promise.all([look('a'), look('b')])).toEqual([unreadable(refused()), unreadable(refused())]);
});
