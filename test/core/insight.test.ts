import { describe, expect, it } from 'vitest';
import { forgottenAt, isQuiet, isStale, quietSince } from '#core/insight.ts';
import { asOf } from '../support/builders.ts';

const using = (...clients: readonly (string | undefined)[]) => ({
  deprecations: clients.map((since) => ({
    api: '/apis/x',
    clients: [{ userAgent: 'kubectl', ...(since === undefined ? {} : { quietSince: since }) }],
  })),
  addons: [],
});

describe('an insight', () => {
  it.each([
    ['36 hours ago', '2026-02-27T14:00:00.000Z', false],
    ['a millisecond earlier', '2026-02-27T13:59:59.999Z', true],
    ['at no time that is known', undefined, true],
  ])('that was refreshed %s is stale: %3$s', (_, refreshedAt, expected) => {
    expect(isStale(refreshedAt, asOf)).toBe(expected);
  });
});

describe('a client', () => {
  it.each([
    ['7 days ago', '2026-02-22T02:00:00.000Z', false],
    ['a millisecond earlier', '2026-02-22T01:59:59.999Z', true],
  ])('that last asked %s is quiet: %3$s', (_, lastRequestedAt, expected) => {
    expect(isQuiet(lastRequestedAt, asOf)).toBe(expected);
  });
});

describe('the last request that an insight is about', () => {
  it('is the latest of all APIs and clients', () => {
    expect(quietSince(using('2026-02-10', '2026-02-12', '2026-02-11'))).toBe('2026-02-12');
  });

  it.each([
    ['one may still be asking', using('2026-02-10', undefined)],
    ['nobody asked', using()],
  ])('is not over where %s', (_, detail) => {
    expect(quietSince(detail)).toBeUndefined();
  });

  it('is forgotten after 30 days', () => {
    expect(forgottenAt('2026-02-10T08:00:00.000Z')).toBe('2026-03-12T08:00:00.000Z');
  });
});
