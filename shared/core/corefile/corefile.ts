import { type CorefileError, current, fail, putIn, type Reader, readerOf } from './corefile-reader.ts';
import type { Token } from './corefile-tokens.ts';

/** A Corefile as CoreDNS reads it: its snippets put in where they are imported. */
export interface Corefile {
  readonly servers: readonly ServerBlock[];
  /** What is imported and is no snippet of its own: files, whose contents are not known here. */
  readonly imports: readonly string[];
}

export interface ServerBlock {
  /** Zones, with their port and transport where they are said: `.:53`, `tls://example.org`. */
  readonly keys: readonly string[];
  readonly plugins: readonly PluginUse[];
}

export interface PluginUse {
  readonly name: string;
  readonly args: readonly string[];
  /** The first words of the lines of its block. */
  readonly properties: readonly string[];
}

export type CorefileReading =
  | { readonly ok: true; readonly corefile: Corefile }
  | { readonly ok: false; readonly error: CorefileError; readonly line: number };

/** Reads a Corefile whole, or says where CoreDNS would stop. */
export function parseCorefile(text: string): CorefileReading {
  const reader = readerOf(text);
  const servers: ServerBlock[] = [];
  while (current(reader)) {
    const block = readBlock(reader);
    if (block) servers.push(block);
  }
  if (reader.fault) return { ok: false, ...reader.fault };
  return { ok: true, corefile: { servers, imports: reader.imports } };
}

/** A server block, or undefined for a snippet, which is kept for those that import it. */
function readBlock(reader: Reader): ServerBlock | undefined {
  const keys = readKeys(reader);
  const [key = ''] = keys;
  const next = current(reader);
  if (keys.length === 1 && key.startsWith('(') && key.endsWith(')') && next) {
    return keepSnippet(reader, key.slice(1, -1), next);
  }
  const opening = next?.text === '{' ? next : undefined;
  if (opening) reader.at += 1;
  const plugins = readPlugins(reader);
  if (current(reader)) reader.at += 1;
  else if (opening) fail(reader, 'UNCLOSED_BRACE', opening);
  return keys.length > 0 ? { keys, plugins } : undefined;
}

/** The zones of a block: to the brace, or to the end of a line that no comma carries on. */
function readKeys(reader: Reader): readonly string[] {
  const keys: string[] = [];
  let goesOn = true;
  let last: Token | undefined;
  for (let token = current(reader); token; token = current(reader)) {
    if (token.text === '{' || (token.startsLine && !goesOn)) break;
    if (token.startsLine && token.text === 'import') {
      putIn(reader, token);
      continue;
    }
    goesOn = token.text.endsWith(',');
    keys.push(goesOn ? token.text.slice(0, -1) : token.text);
    last = token;
    reader.at += 1;
  }
  if (last && goesOn) fail(reader, 'COMMA', last);
  return keys;
}

function keepSnippet(reader: Reader, name: string, opening: Token): undefined {
  if (opening.text !== '{' || reader.snippets.has(name)) return fail(reader, 'SNIPPET', opening);
  const start = reader.at + 1;
  let depth = 1;
  for (reader.at = start; depth > 0; reader.at += 1) {
    const token = current(reader);
    if (!token) return fail(reader, 'UNCLOSED_BRACE', opening);
    depth += depthOf(token);
  }
  reader.snippets.set(name, reader.tokens.slice(start, reader.at - 1));
  return undefined;
}

/** Up to the brace that closes the server block. */
function readPlugins(reader: Reader): readonly PluginUse[] {
  const plugins: PluginUse[] = [];
  for (let token = current(reader); token && token.text !== '}'; token = current(reader)) {
    if (token.text === 'import') putIn(reader, token);
    else plugins.push(readPlugin(reader, token));
  }
  return plugins;
}

/** A plugin to the end of its line, or of its block. */
function readPlugin(reader: Reader, plugin: Token): PluginUse {
  const args: string[] = [];
  const properties: string[] = [];
  let depth = 0;
  let isFirst = false;
  reader.at += 1;
  for (let token = current(reader); token; token = current(reader)) {
    const { text, startsLine } = token;
    if (startsLine && depth === 0 && text !== '{') break;
    if (startsLine && text === 'import') {
      putIn(reader, token);
      continue;
    }
    depth += depthOf(token);
    if (depth < 0) fail(reader, 'UNEXPECTED_BRACE', token);
    else if (depthOf(token) === 0 && depth === 0) args.push(text);
    else if (depthOf(token) === 0 && depth === 1 && (startsLine || isFirst)) properties.push(text);
    isFirst = text === '{' && depth === 1;
    reader.at += 1;
  }
  if (depth > 0) fail(reader, 'UNCLOSED_BRACE', plugin);
  return { name: plugin.text, args, properties };
}

function depthOf({ text }: Token): number {
  return text === '{' ? 1 : text === '}' ? -1 : 0;
}
