import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { canonicalJson, type Json } from '#core/json.ts';
import type { Fault } from './fault.ts';
import type { Manifest } from './manifest.ts';
import { type Layers, layOver } from './night.ts';
import { readNightFiles } from './night-files.ts';
import { problem, RecordingError } from './problems.ts';
import { manifestFile, readManifest } from './read-recording.ts';
import { usualFile } from './usual-answers.ts';

/** A night as it is to be recorded, with all that held on it. */
export interface NewNight {
  readonly asOf: string;
  readonly hub: string;
  /** By path. */
  readonly files: ReadonlyMap<string, Json>;
  readonly faults: readonly Fault[];
  /** What it is to be judged by. */
  readonly configuration: object;
}

/** The manifest of a recording that a night may be added to; undefined for a folder that is empty or not there. */
export async function extendable(folder: string): Promise<Manifest | undefined> {
  const there = await readdir(folder).catch((): string[] => []);
  if (there.length === 0) return undefined;
  // What is usual of a recording would be said of the new night as well.
  if (there.includes(usualFile))
    throw new RecordingError(folder, [problem(usualFile, [], 'a file', 'a recording that was recorded')]);
  return readManifest(folder);
}

/**
 * Adds a night to a recording, or begins one: its folder holds what is otherwise than the night before.
 *
 * The manifest is written last: until then, the recording is what it was.
 *
 * @returns its place, counted from 1
 */
export async function addNight(folder: string, before: Manifest | undefined, night: NewNight): Promise<number> {
  const nights = before?.nights ?? [];
  const last = nights.at(-1);
  const file = join(folder, manifestFile);
  if (before && before.hub !== night.hub) {
    throw new RecordingError(folder, [problem(file, ['hub'], night.hub, `${before.hub}, as on the nights before`)]);
  }
  if (last && Date.parse(last.asOf) >= Date.parse(night.asOf)) {
    throw new RecordingError(folder, [problem(file, ['nights'], night.asOf, `an instant after ${last.asOf}`)]);
  }
  const number = nights.length + 1;
  const id = `${`${number}`.padStart(2, '0')}-${night.asOf.slice(0, 10)}`;
  const held = await heldIn(folder, nights);
  const changed = [...night.files].filter(([path, value]) => {
    const known = held.get(path)?.value as Json | undefined;
    return known === undefined || canonicalJson(known) !== canonicalJson(value);
  });
  const gone = [...held.keys()].filter((path) => !night.files.has(path)).map((path) => [path, null] as const);
  const differing = [...changed, ...gone];
  await writeFiles(join(folder, 'nights'), id, differing);
  const added = {
    id,
    asOf: night.asOf,
    title: `as it was at ${night.asOf}`,
    ...(differing.length === 0 ? { unchanged: true } : {}),
    ...(night.faults.length === 0 ? {} : { faults: night.faults }),
  };
  const about = before ?? {
    schemaVersion: 1,
    name: 'recorded',
    title: 'What AWS answered to an audit',
    hub: night.hub,
  };
  await replaceFile(join(folder, 'midwatch.yaml'), stringify(night.configuration, { lineWidth: 120 }));
  await replaceFile(file, stringify({ ...about, nights: [...nights, added] }, { lineWidth: 120 }));
  return number;
}

async function heldIn(folder: string, nights: Manifest['nights']): Promise<Layers> {
  let held: Layers = new Map();
  for (const { id, unchanged } of nights) {
    if (!unchanged) held = layOver(held, (await readNightFiles(join(folder, 'nights', id))).files);
  }
  return held;
}

async function writeFiles(parent: string, id: string, files: readonly (readonly [string, Json])[]): Promise<void> {
  // What starts with a dot is no night yet.
  const desk = join(parent, `.${id}`);
  await rm(desk, { recursive: true, force: true });
  for (const [path, value] of files) {
    const file = join(desk, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify(value, null, 1)}\n`);
  }
  if (files.length === 0) return;
  await rm(join(parent, id), { recursive: true, force: true });
  await rename(desk, join(parent, id));
}

/** Whole or not at all. */
async function replaceFile(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
