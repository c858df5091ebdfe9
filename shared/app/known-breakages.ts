import { dayOf } from '#core/days.ts';
import type { KnownBreakage } from '#core/known-breakage.ts';
import type { Notice } from '#core/notice.ts';
import type { Sweep } from '#core/sweep.ts';
import type { FileReader } from '#ports/file-reader.ts';
import type { Store } from '#ports/store.ts';
import type { Knowledge } from './knowledge.ts';

/** A file of more known breakages: read once a sweep, wherever it lies. */
export interface BreakageSource {
  /** By which its copy is kept. */
  readonly address: string;
  /** What people are told it is called: an address may hold what is not for all of them. */
  readonly name: string;
  readonly read: FileReader;
  /** The breakages to judge by with a text of the file, ours among them. */
  readonly parse: (text: string) => ParsedBreakages;
}

export type ParsedBreakages =
  | { readonly ok: true; readonly breakages: readonly KnownBreakage[]; readonly notices: readonly Notice[] }
  | { readonly ok: false; readonly because: string };

export interface BreakagesDeps {
  readonly store: Pick<Store, 'fileCopy' | 'saveFileCopy'>;
  /** Absent where none is configured. */
  readonly breakageSource?: BreakageSource;
}

/**
 * Reads the file for a sweep, and keeps a copy of what is new. All of the sweep is judged by the copy.
 *
 * What could not be read, or is not sound, leaves the copy of an earlier night as it is, and is a notice.
 */
export async function refreshBreakages(deps: BreakagesDeps, sweep: Sweep): Promise<readonly Notice[]> {
  const { store, breakageSource: source } = deps;
  if (!source) return [];
  const copy = await store.fileCopy(source.address);
  const reading = await readAndParse(source);
  if (!reading.ok) {
    const instead = copy ? `; what was read on ${dayOf(copy.readAt)} is used` : '';
    return [unreadNotice(source, `${reading.because}${instead}`)];
  }
  const { text, notices } = reading;
  if (copy?.text !== text) await store.saveFileCopy(sweep, source.address, { text, readAt: sweep.asOf });
  return notices;
}

/** What a sweep is judged by, once it has begun. Without a copy, nothing that a known breakage told is cleared. */
export async function knowledgeWithBreakages({
  store,
  knowledge,
  breakageSource: source,
}: BreakagesDeps & { readonly knowledge: Knowledge }): Promise<Knowledge> {
  if (!source) return knowledge;
  const copy = await store.fileCopy(source.address);
  const parsed = copy && source.parse(copy.text);
  return parsed?.ok ? { ...knowledge, breakages: parsed.breakages } : { ...knowledge, breakagesUnread: true };
}

/** Whether the file can be read at all, and what is to be said of it. Nothing is kept. */
export async function examineBreakages(source: BreakageSource | undefined): Promise<readonly Notice[]> {
  if (!source) return [];
  const reading = await readAndParse(source);
  return reading.ok ? reading.notices : [unreadNotice(source, reading.because)];
}

async function readAndParse({ read, parse }: BreakageSource) {
  const reading = await read();
  if (!reading.ok) return reading;
  const parsed = parse(reading.text);
  return parsed.ok ? { ...parsed, text: reading.text } : parsed;
}

function unreadNotice({ name }: BreakageSource, detail: string): Notice {
  return { kind: 'BREAKAGES_UNREADABLE', subject: name, detail };
}
