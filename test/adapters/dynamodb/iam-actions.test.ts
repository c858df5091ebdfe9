import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tableActions, tableReadActions } from '#adapters/dynamodb/iam-actions.ts';
import type { AskDeps } from '#app/ask/ask-deps.ts';
import { makeApi } from '../../../functions/api/app.ts';
import { anAskedWorld } from '../../app/ask/asked-world.ts';
import { concluded, everyCluster, everyCoverage, everyFinding, sweepOf } from './store-builders.ts';
import { openWatchedStore } from './watched-store.ts';

const folder = new URL('../../../shared/adapters/dynamodb/', import.meta.url);

/** Makes the embedded table, which asks nobody for leave. */
const makesTables = 'ensure-table.ts';

/** What the document client calls otherwise than DynamoDB and IAM do. */
const itemActions: Readonly<Record<string, string>> = {
  BatchGet: 'BatchGetItem',
  BatchWrite: 'BatchWriteItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};

function actionsOf(source: string): string[] {
  const imports = source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/(?:client|lib)-dynamodb'/g);
  return [...imports].flatMap(([, names = '']) =>
    [...names.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/g)].map(([, paged, sent]) => {
      const name = paged ?? sent ?? '';
      return `dynamodb:${itemActions[name] ?? name}`;
    }),
  );
}

it('are those of the commands that the store imports', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== makesTables);

  const used = new Set(files.flatMap((file) => actionsOf(readFileSync(new URL(file, folder), 'utf8'))));

  expect([...tableActions].sort()).toEqual([...used].sort());
});

it('find the commands that they leave out', () => {
  const used = actionsOf(readFileSync(new URL(makesTables, folder), 'utf8'));

  expect(used.sort()).toEqual(['dynamodb:CreateTable', 'dynamodb:DescribeTable']);
});

it('let who only asks page by page read, and nothing else', async () => {
  const watched = await openWatchedStore();
  const { store } = watched;
  await store.saveSweep(concluded(sweepOf(1)));
  await store.saveCluster(sweepOf(1), everyCluster, undefined);
  await store.saveFindings(sweepOf(1), [everyFinding]);
  await store.saveCoverage(sweepOf(1), everyCoverage);
  watched.forget();

  await askEverything({ ...(await anAskedWorld()), store });

  const asked = watched.sent.map((name) => name.replace('Command', '')).map((name) => itemActions[name] ?? name);
  expect(new Set(asked.map((name) => `dynamodb:${name}`))).toEqual(new Set(tableReadActions));
  await watched.close();
});

/** Each question that the API answers. */
async function askEverything(deps: AskDeps): Promise<void> {
  const api = makeApi({ ...deps, onError: () => undefined });
  const { arn } = everyCluster;
  const asked = [
    'findings',
    'fleet',
    'sweeps',
    `sweeps/${sweepOf(1).id}`,
    `clusters/${arn}`,
    `clusters/${arn}/history`,
  ];
  for (const path of asked) expect((await api.request(`/v1/${path}`)).status).toBe(200);
}
