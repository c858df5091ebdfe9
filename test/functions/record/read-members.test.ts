import { expect, it } from 'vitest';
import { z } from 'zod';
import { watched } from '../../../functions/record/read-members.ts';

const answer = () => ({
  cluster: { name: 'shop', at: new Date('2026-01-02T03:04:05Z'), secret: 'x', tags: { a: '1', b: '2' }, nothing: null },
  list: [{ id: 'one', secret: 'y' }, { id: 'two' }],
  plain: ['a', 'b'],
  unread: { all: true },
});

it('what is read of an answer is kept, and nothing else', () => {
  const { view, read } = watched(answer());

  const parsed = z
    .object({
      cluster: z.object({
        name: z.string(),
        at: z.date(),
        tags: z.record(z.string(), z.string()),
        nothing: z.object({}).nullish(),
        absent: z.string().nullish(),
      }),
      list: z.array(z.object({ id: z.string() })),
      plain: z.array(z.string()),
    })
    .parse(view);

  expect(parsed.cluster.at).toBeInstanceOf(Date);
  expect(read()).toEqual({
    cluster: { name: 'shop', at: '2026-01-02T03:04:05.000Z', tags: { a: '1', b: '2' }, nothing: null },
    list: [{ id: 'one' }, { id: 'two' }],
    plain: ['a', 'b'],
  });
});

it('what is read later is kept as well, and of an object nobody looked into, that it is there', () => {
  const { view, read } = watched(answer());
  const { cluster } = view as ReturnType<typeof answer>;
  expect(read()).toEqual({ cluster: {} });

  expect(cluster.secret).toBe('x');
  expect(read()).toEqual({ cluster: { secret: 'x' } });
});
