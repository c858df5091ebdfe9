import { type Token, tokensOf } from './corefile-tokens.ts';

/** Why CoreDNS would read a Corefile no further. */
export const corefileErrors = ['UNCLOSED_BRACE', 'UNEXPECTED_BRACE', 'COMMA', 'SNIPPET', 'IMPORT'] as const;
export type CorefileError = (typeof corefileErrors)[number];

/** Words that imports put in before they are taken for a circle; real Corefiles have some hundred. */
const mostImported = 20_000;

/** The words of a Corefile, how far they are read, and what was met on the way. */
export interface Reader {
  readonly tokens: Token[];
  at: number;
  readonly snippets: Map<string, readonly Token[]>;
  imported: number;
  readonly imports: string[];
  fault?: { readonly error: CorefileError; readonly line: number };
}

export function readerOf(text: string): Reader {
  return { tokens: [...tokensOf(text)], at: 0, snippets: new Map(), imported: 0, imports: [] };
}

/** The word that is next; none at the end, nor once something was wrong: nothing is read after that. */
export function current(reader: Reader): Token | undefined {
  return reader.fault ? undefined : reader.tokens[reader.at];
}

/** Ends the reading. */
export function fail(reader: Reader, error: CorefileError, { line }: Token): undefined {
  reader.fault ??= { error, line };
  return undefined;
}

/** Puts the words of a snippet in the place of its import; of a file only the name is kept. */
export function putIn(reader: Reader, statement: Token): void {
  const { tokens, at } = reader;
  const [name, more] = [tokens[at + 1], tokens[at + 2]];
  const snippet = reader.snippets.get(name?.text ?? '');
  reader.imported += 1 + (snippet?.length ?? 0);
  const isOne = name && !name.startsLine && (!more || more.startsLine);
  if (!isOne || reader.imported > mostImported) {
    fail(reader, 'IMPORT', statement);
    return;
  }
  if (!snippet) reader.imports.push(name.text);
  const [first, ...others] = snippet ?? [];
  tokens.splice(at, 2, ...(first ? [{ ...first, startsLine: true }, ...others] : []));
}
