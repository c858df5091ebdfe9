import {
  ListAccountsForParentResponse$,
  ListOrganizationalUnitsForParentResponse$,
} from '@aws-sdk/client-organizations';
import { z } from 'zod';
import { awsShape, shapeProblems } from './aws-shape.ts';
import { account } from './manifest.ts';
import { problem, schemaProblems } from './problems.ts';

/** `organization.json`: who may ask about the organization and, by root or unit, what lists of it answer. */
export const OrganizationFile = z.strictObject({
  administrators: z
    .array(z.string().regex(account, 'an account id of twelve digits'))
    .min(1, 'the management account, and delegated administrators'),
  parents: z.record(
    z.string(),
    z.strictObject({ Accounts: z.array(awsShape).default([]), OrganizationalUnits: z.array(awsShape).default([]) }),
  ),
});
type OrganizationFile = z.infer<typeof OrganizationFile>;

/** What in the file AWS could not have answered, and what does not fit together in it. */
export function organizationProblems(file: string, value: unknown): readonly string[] {
  const parsed = OrganizationFile.safeParse(value);
  if (!parsed.success) return schemaProblems(file, value, parsed.error);
  const { parents } = parsed.data;
  return [
    ...Object.entries(parents).flatMap(([id, { Accounts, OrganizationalUnits }]) => [
      ...shapeProblems(file, ListAccountsForParentResponse$, { Accounts }, ['parents', id]),
      ...shapeProblems(file, ListOrganizationalUnitsForParentResponse$, { OrganizationalUnits }, ['parents', id]),
    ]),
    ...treeProblems(file, parsed.data),
  ];
}

function treeProblems(file: string, { administrators, parents }: OrganizationFile): readonly string[] {
  const accounts = idsIn(parents, 'Accounts');
  const units = idsIn(parents, 'OrganizationalUnits');
  const ids = Object.keys(parents);
  const roots = ids.filter((id) => /^r-/.test(id));
  return [
    ...(roots.length === 1 ? [] : [problem(file, ['parents'], ids, 'one root, such as r-ab12')]),
    ...ids
      .filter((id) => !roots.includes(id) && !units.some((unit) => unit.id === id))
      .map((id) => problem(file, ['parents'], id, 'a root, or a unit that another of the parents lists')),
    ...accounts
      .filter(({ id }) => !account.test(String(id)))
      .map(({ id, path }) => problem(file, path, id, 'an account id of twelve digits')),
    ...[...repeated(accounts), ...repeated(units)].map(({ id, path }) => problem(file, path, id, 'each in one place')),
    ...administrators
      .filter((id) => !accounts.some((one) => one.id === id))
      .map((id) => problem(file, ['administrators'], id, 'an account of the organization')),
  ];
}

interface Placed {
  readonly id: unknown;
  readonly path: readonly PropertyKey[];
}

function idsIn(parents: OrganizationFile['parents'], kind: 'Accounts' | 'OrganizationalUnits'): readonly Placed[] {
  return Object.entries(parents).flatMap(([parent, listed]) =>
    listed[kind].map(({ Id }, index) => ({ id: Id, path: ['parents', parent, kind, index, 'Id'] })),
  );
}

function repeated(placed: readonly Placed[]): readonly Placed[] {
  return placed.filter(({ id }, index) => placed.findIndex((one) => one.id === id) < index);
}
