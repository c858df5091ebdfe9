import { readFile, rename, writeFile } from 'node:fs/promises';
import { parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import { account } from './manifest.ts';
import { schemaProblems } from './problems.ts';

const eachItsOwn = 'another name for each: two that are called the same would be one';

function areDistinct(names: Readonly<Record<string, string>>): boolean {
  return new Set(Object.values(names)).size === Object.keys(names).length;
}

const accountId = z.string('an account id, in quotes').regex(account, 'an account id of twelve digits');

/** What stands in a recording for what must not: by kind, by the original. */
export const Names = z.strictObject({
  accounts: z.record(accountId, accountId, 'account ids of twelve digits').default({}).refine(areDistinct, eachItsOwn),
  /** Ids of AWS's making, and addresses. */
  ids: z.record(z.string(), z.string().min(1)).default({}).refine(areDistinct, eachItsOwn),
  words: z
    .record(z.string(), z.string().regex(/^[\p{L}\p{N}\p{M}]+$/u, 'one word'))
    .default({})
    .refine(areDistinct, eachItsOwn),
});
export type Names = z.output<typeof Names>;

/** What the names are kept in cannot be read, or holds something else. */
export class NamesFileError extends Error {
  override readonly name = 'NamesFileError';
}

/** Reads the names that were given before, or that people chose; none where there is no file. @throws {NamesFileError} */
export async function readNames(file: string): Promise<Names> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw new NamesFileError(`${file}: cannot be read: ${error.message}`);
  });
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new NamesFileError(`${file}: is not YAML: ${error.message}`);
  const value: unknown = document.toJS() ?? {};
  const parsed = Names.safeParse(value);
  if (!parsed.success) throw new NamesFileError(schemaProblems(file, value, parsed.error).join('\n'));
  return parsed.data;
}

const heading = `# Whose a recording is: what stands in it for what, by the original. It belongs to whoever recorded, and into no
# recording. The next night needs it, so that it calls all by the same names.
`;

/** Whole or not at all, and for its owner alone to read. */
export async function writeNames(file: string, names: Names): Promise<void> {
  await writeFile(`${file}.new`, heading + stringify(names), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
