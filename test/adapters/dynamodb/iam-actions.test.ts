import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tableActions } from '#adapters/dynamodb/iam-actions.ts';

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
