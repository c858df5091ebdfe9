import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readHttpsFile } from '#adapters/https/read-file.ts';
import type { BreakageSource, ParsedBreakages } from '#app/known-breakages.ts';
import { knownBreakages, mergeBreakages, parseBreakages } from '#data/known-breakages.ts';
import type { FileReading } from '#ports/file-reader.ts';
import { formatConfigErrors } from '#shared/config.ts';

/** The file of more breakages that a configuration names, beside it or at an https address. */
export function breakageSourceOf(place: string, folder: string): BreakageSource {
  const isRemote = place.startsWith('https://');
  const address = isRemote ? place : resolve(folder, place);
  const name = isRemote ? withoutSecrets(place) : place;
  return {
    address,
    name,
    read: () => (isRemote ? readHttpsFile(address, { maxBytes: mostBytes }) : readLocalFile(address)),
    parse: rememberingLast((text) => {
      const parsed = parseBreakages(text, name);
      if (!parsed.ok) return { ok: false, because: formatConfigErrors(parsed.errors) };
      return { ok: true, ...mergeBreakages(knownBreakages, parsed.breakages, name) };
    }),
  };
}

/** A function is called for one account after another, and each is judged by the same text. */
function rememberingLast(parse: BreakageSource['parse']): BreakageSource['parse'] {
  let last: { readonly text: string; readonly parsed: ParsedBreakages } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, parsed: parse(text) };
    return last.parsed;
  };
}

/** What signs an address, or who may read it, is not for everybody who is told that it could not be read. */
function withoutSecrets(address: string): string {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
}

/** As large as one from elsewhere may be: its copy is kept in one item of the table. */
const mostBytes = 256 * 1024;

async function readLocalFile(path: string): Promise<FileReading> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > mostBytes) return { ok: false, because: `it is larger than ${mostBytes} bytes` };
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    return { ok: false, because: error instanceof Error ? error.message : String(error) };
  }
}
