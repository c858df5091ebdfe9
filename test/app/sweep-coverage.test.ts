import { expect, it } from 'vitest';
import { readSweepCoverage } from '#app/sweep-coverage.ts';
import type { Coverage } from '#core/coverage.ts';
import { accounts, asOf, refused } from '../support/builders.ts';

const { dev, test, prod } = accounts;

function row(account: string, region: string, overrides: Partial<Coverage> = {}): Coverage {
  return { account, region, asOf, status: 'EMPTY', clusters: 0, unreadable: [], ...overrides };
}

const because = refused('eks:ListClusters');
const denied = { status: 'DENIED', because } as const;

async function* rowsOf(...rows: readonly Coverage[]) {
  yield* rows;
}

const read = () =>
  readSweepCoverage(
    rowsOf(
      row(dev, 'eu-west-1', { status: 'COVERED', clusters: 2, unreadable: [{ ...because, resource: 'shop' }] }),
      row(dev, 'us-east-1', denied),
      row(test, '*', denied),
      row(test, 'eu-west-1', { status: 'COVERED', clusters: 1 }),
    ),
  );

it('sums up what could be seen', async () => {
  expect(await read()).toMatchObject({ targets: 4, incompleteTargets: 3, clusters: 3 });
});

it('keeps the rows of what could not be seen, and no others', async () => {
  expect((await read()).unseen).toEqual([row(dev, 'us-east-1', denied), row(test, '*', denied)]);
});

it('keeps the rows of what could be seen but for something inside, be it optional', async () => {
  const part = { ...because, resource: 'shop' };
  const partly = [
    row(dev, 'eu-west-1', { status: 'COVERED', unreadable: [part] }),
    row(test, 'eu-west-1', { status: 'COVERED', alsoUnreadable: [part] }),
  ];
  const unseen = row(prod, 'eu-west-1', { ...denied, unreadable: [part] });

  const coverage = await readSweepCoverage(rowsOf(...partly, row(test, 'us-east-1'), unseen));

  expect(coverage.partlyUnseen).toEqual(partly);
  expect(coverage.incompleteTargets).toBe(2);
});

it.each([
  ['seen', dev, 'eu-west-1', true, undefined],
  ['not seen', dev, 'us-east-1', true, 'us-east-1'],
  ['without a row', dev, 'eu-north-1', false, undefined],
  ['spoken of with all regions', test, 'eu-north-1', true, '*'],
  ['seen although all regions could not be', test, 'eu-west-1', true, undefined],
  ['of an account that nothing was heard of', prod, 'eu-west-1', false, undefined],
])('knows of a target that was %s', async (_how, account, region, has, unseen) => {
  const coverage = await read();

  expect(coverage.has({ account, region })).toBe(has);
  expect(coverage.unseenRow({ account, region })?.region).toBe(unseen);
});

it.each([
  ['that nothing was heard of', [], false],
  ['each of whose targets has a row', [row(dev, 'eu-west-1', { targetsOfAccount: 2 }), row(dev, 'us-east-1')], true],
  ['of which a target has no row', [row(dev, 'eu-west-1', { targetsOfAccount: 2 })], false],
  ['whose regions could not be listed', [row(dev, '*', denied)], true],
  [
    'that failed after some of its targets',
    [row(dev, 'eu-west-1', { targetsOfAccount: 9 }), row(dev, '*', denied)],
    true,
  ],
])('knows of an account %s whether its audit ended', async (_which, rows, isWhole) => {
  expect((await readSweepCoverage(rowsOf(...rows))).hasWhole(dev)).toBe(isWhole);
});
