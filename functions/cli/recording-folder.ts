import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the recordings of the project lie: beside the program as it is built, or in the folder of its sources. */
const homes = ['./recordings', '../../events/recordings'].map((home) => fileURLToPath(new URL(home, import.meta.url)));

/** The folder that is meant: one that is there, or the recording of that name which comes with the program. */
export function recordingFolder(given: string, cwd: string): string {
  const folder = resolve(cwd, given);
  if (!/^[\w-]+$/.test(given) || existsSync(folder)) return folder;
  return homes.map((home) => join(home, given)).find((folder) => existsSync(folder)) ?? folder;
}
