import { expect, it } from 'vitest';
import { z } from 'zod';
import { instant, optionalText, parseAnswer, text } from '#adapters/aws/parse-answer.ts';

const Answer = z.object({
  cluster: z.object({ name: text, createdAt: instant, tags: z.record(z.string(), z.string()), zones: z.array(text) }),
  partition: z.enum(['aws', 'aws-cn']).optional(),
  count: z.number().optional(),
  status: optionalText,
});

const cluster = { name: 'shop', createdAt: new Date(0), tags: {}, zones: [] };

it('gives what it was asked for', () => {
  expect(parseAnswer(Answer, { cluster, status: '' })).toEqual({
    cluster: { ...cluster, createdAt: '1970-01-01T00:00:00.000Z' },
    status: undefined,
  });
});

it.each<[unknown, string]>([
  [[], 'the answer: got a list, wanted an object'],
  [{}, 'cluster in the answer: got nothing, wanted an object'],
  [{ cluster: { ...cluster, name: undefined } }, 'cluster.name in the answer: got nothing, wanted a text'],
  [{ cluster: { ...cluster, name: null } }, 'cluster.name in the answer: got null, wanted a text'],
  [{ cluster: { ...cluster, name: ' ' } }, 'cluster.name in the answer: got an empty text, wanted a text that is not'],
  [{ cluster: { ...cluster, name: 5 } }, 'cluster.name in the answer: got 5, wanted a text'],
  [{ cluster: { ...cluster, createdAt: 'soon' } }, 'cluster.createdAt in the answer: got "soon", wanted an instant'],
  [
    { cluster: { ...cluster, createdAt: new Date(Number.NaN) } },
    'cluster.createdAt in the answer: got a date that there is not, wanted an instant',
  ],
  [{ cluster: { ...cluster, tags: true } }, 'cluster.tags in the answer: got true, wanted an object'],
  [{ cluster: { ...cluster, zones: {} } }, 'cluster.zones in the answer: got an object, wanted a list'],
  [{ cluster: { ...cluster, zones: ['a', 1] } }, 'cluster.zones.1 in the answer: got 1, wanted a text'],
  [{ cluster, count: '1' }, 'count in the answer: got "1", wanted a number'],
  [{ cluster, status: 1 }, 'status in the answer: got 1, wanted a text'],
  [{ cluster, partition: 'x' }, 'partition in the answer: got "x", wanted another value'],
  [{ cluster, partition: 'x'.repeat(99) }, `partition in the answer: got "${'x'.repeat(39)}…", wanted another value`],
])('says of %j what it got and what it wanted', (answer, expected) => {
  expect(() => parseAnswer(Answer, answer)).toThrow(new Error(expected));
});
