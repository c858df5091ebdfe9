import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { contentProblems } from './content.ts';
import { Manifest } from './manifest.ts';
import { completed, type Layers, layerProblems, layOver, stateOf, stateProblems } from './night.ts';
import { type NightFiles, readNightFiles, readYaml } from './night-files.ts';
import { problem, RecordingError, schemaProblems } from './problems.ts';
import type { RecordedNight, Recording } from './recording.ts';
import { UsualAnswers, usualFile } from './usual-answers.ts';

/** The name of the file that makes a folder a recording. */
export const manifestFile = 'recording.yaml';

/**
 * Reads a recording whole, and checks all of it before anything is served.
 *
 * @throws {RecordingError} naming everything that is wrong: file, path, what we got and what we wanted.
 */
export async function readRecording(folder: string): Promise<Recording> {
  const manifest = await readManifest(folder);
  const { nights, problems } = await readNights(folder, manifest);
  const all = [...problems, ...(await strayNights(folder, manifest))];
  if (all.length > 0) throw new RecordingError(folder, all);
  const { name, title, about, hub, itemsAPage } = manifest;
  return { name, title, about, hub, ...(itemsAPage === undefined ? {} : { itemsAPage }), nights };
}

/** @throws {RecordingError} */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, manifestFile);
  const document = parseDocument(await readText(folder, file));
  if (document.errors.length > 0) {
    throw new RecordingError(
      folder,
      document.errors.map(({ message }) => `${file}: is not YAML: ${message}`),
    );
  }
  const value: unknown = document.toJS();
  const parsed = Manifest.safeParse(value);
  if (!parsed.success) throw new RecordingError(folder, schemaProblems(file, value, parsed.error));
  return parsed.data;
}

async function readText(folder: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    const there = await readdir(folder).catch(() => undefined);
    throw new RecordingError(folder, [
      there === undefined
        ? problem(folder, [], 'no folder', `a folder with a ${manifestFile} in it`)
        : problem(file, [], 'no such file', 'the manifest of the recording'),
    ]);
  }
}

async function readNights(folder: string, manifest: Manifest) {
  const read = await Promise.all(
    manifest.nights.map(async (night) => ({ night, ...(await filesOf(join(folder, 'nights', night.id), night)) })),
  );
  const usual = await readUsual(folder);
  const laid = layNights(read, usual.answers);
  const broken = [...usual.problems, ...read.flatMap(({ problems }) => problems), ...laid.flatMap(contentsOf)];
  // What is broken has been told; reading it together would only tell it again in other words.
  return broken.length > 0 ? { nights: [], problems: broken } : recordedNights(folder, manifest.hub, laid);
}

/** A night, with the files that hold on it and those that came with it. */
interface LaidNight {
  readonly night: Manifest['nights'][number];
  readonly layers: Layers;
  readonly files: Layers;
  readonly problems: readonly string[];
}

function layNights(
  read: readonly (NightFiles & Pick<LaidNight, 'night'>)[],
  usual: UsualAnswers,
): readonly LaidNight[] {
  let before: Layers = new Map();
  return read.map(({ night, files }) => {
    const problems = layerProblems(before, files);
    before = layOver(before, files);
    return { night, layers: completed(before, usual, new Date(night.asOf).toISOString()), files, problems };
  });
}

/** What is wrong with the files that came with a night, each looked at for itself. */
function contentsOf({ layers, files }: LaidNight): readonly string[] {
  return [...files.keys()].flatMap((path) => {
    const laid = layers.get(path);
    return laid ? contentProblems(laid.file, laid.place, laid.value) : [];
  });
}

function recordedNights(folder: string, hub: string, laid: readonly LaidNight[]) {
  const nights: RecordedNight[] = [];
  const problems: string[] = [];
  for (const { night, layers, problems: ofLayers } of laid) {
    const { id, asOf, title, story, faults } = night;
    const state = stateOf(layers);
    problems.push(...ofLayers, ...stateProblems(join(folder, 'nights', id), state, hub));
    nights.push({ id, asOf: new Date(asOf).toISOString(), title, story, faults, ...state });
  }
  return { nights, problems };
}

async function readUsual(folder: string): Promise<{ answers: UsualAnswers; problems: readonly string[] }> {
  const file = join(folder, usualFile);
  const there = await stat(file).catch(() => undefined);
  if (!there) return { answers: {}, problems: [] };
  const read = await readYaml(file);
  if ('problem' in read) return { answers: {}, problems: [read.problem] };
  const parsed = UsualAnswers.safeParse(read.value);
  return parsed.success
    ? { answers: parsed.data, problems: [] }
    : { answers: {}, problems: schemaProblems(file, read.value, parsed.error) };
}

const nothing: NightFiles = { files: new Map(), problems: [] };

async function filesOf(nightFolder: string, { unchanged }: Manifest['nights'][number]): Promise<NightFiles> {
  if (unchanged) return nothing;
  const there = await stat(nightFolder).catch(() => undefined);
  const read = there?.isDirectory() ? await readNightFiles(nightFolder) : nothing;
  if (read.files.size > 0 || read.problems.length > 0) return read;
  const wanted = 'what changed that night, or unchanged: true in the manifest';
  return { files: new Map(), problems: [problem(nightFolder, [], 'no files', wanted)] };
}

/** Folders that the manifest does not name: a night that would never be shown. */
async function strayNights(folder: string, { nights }: Manifest): Promise<readonly string[]> {
  const parent = join(folder, 'nights');
  const found = await readdir(parent).catch((): string[] => []);
  return found
    .filter((name) => !name.startsWith('.') && !nights.some(({ id, unchanged }) => id === name && !unchanged))
    .map((name) => problem(join(parent, name), [], 'a night', `one of ${nights.map(({ id }) => id).join(', ')}`));
}
