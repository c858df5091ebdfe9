import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { contentProblems } from './content.ts';
import { type Place, placeOf, places } from './place.ts';
import { problem } from './problems.ts';

/** A file of a night that holds what its place wants; `null` takes away what an earlier night had there. */
export interface NightFile {
  readonly place: Place;
  readonly value: unknown;
}

export interface NightFiles {
  /** By path inside the night. */
  readonly files: ReadonlyMap<string, NightFile>;
  readonly problems: readonly string[];
}

/** Reads the files of one night, each checked for itself. */
export async function readNightFiles(folder: string): Promise<NightFiles> {
  const files = new Map<string, NightFile>();
  const problems: string[] = [];
  for (const path of await pathsIn(folder)) {
    const file = join(folder, path);
    const place = placeOf(path);
    if (!place) {
      problems.push(problem(file, [], 'a file that no night has', places));
      continue;
    }
    const read = await readJson(file);
    if ('problem' in read) {
      problems.push(read.problem);
      continue;
    }
    problems.push(...(read.value === null ? [] : contentProblems(file, place, read.value)));
    files.set(path, { place, value: read.value });
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

async function readJson(file: string): Promise<{ readonly value: unknown } | { readonly problem: string }> {
  try {
    return { value: JSON.parse(await readFile(file, 'utf8')) };
  } catch (error) {
    return { problem: `${file}: is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
