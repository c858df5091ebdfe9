import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parseDocument } from 'yaml';
import { type Place, placeOf, places } from './place.ts';
import { problem } from './problems.ts';

/** A file of a night as it was read; `null` takes away what an earlier night had there. */
export interface NightFile {
  /** Where it was read. */
  readonly file: string;
  readonly place: Place;
  readonly value: unknown;
  /** Whether it holds only what is otherwise than the night before. */
  readonly isPartial: boolean;
}

export interface NightFiles {
  /** By path inside the night, whether written as JSON or as YAML. */
  readonly files: ReadonlyMap<string, NightFile>;
  readonly problems: readonly string[];
}

/** Reads the files of one night. What they hold is looked at when they are laid over the nights before. */
export async function readNightFiles(folder: string): Promise<NightFiles> {
  const files = new Map<string, NightFile>();
  const problems: string[] = [];
  for (const found of await pathsIn(folder)) {
    const file = join(folder, found);
    const path = found.replace(/\.yaml$/, '.json');
    const place = placeOf(path);
    if (!place) {
      problems.push(problem(file, [], 'a file that no night has', places));
      continue;
    }
    if (files.has(path)) problems.push(problem(file, [], 'the same as YAML', 'one of the two'));
    const isPartial = path !== found;
    const read = isPartial ? await readYaml(file) : await readJson(file);
    if ('problem' in read) problems.push(read.problem);
    else files.set(path, { file, place, isPartial, value: read.value });
  }
  return { files, problems };
}

/** Every file below a folder, in the order of their names; what starts with a dot belongs to somebody's desk. */
async function pathsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

type Read = { readonly value: unknown } | { readonly problem: string };

async function readJson(file: string): Promise<Read> {
  try {
    return { value: JSON.parse(await readFile(file, 'utf8')) };
  } catch (error) {
    return { problem: `${file}: is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** An empty file holds nothing that is otherwise: to take away, `null` is written. */
export async function readYaml(file: string): Promise<Read> {
  const document = parseDocument(await readFile(file, 'utf8'), { merge: true });
  const [error] = document.errors;
  if (error) return { problem: `${file}: is not YAML: ${error.message}` };
  return { value: document.toJS() };
}
