import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type ConfigError, quote } from './config-error.ts';

/** A text that is sound YAML (or JSON, which is YAML too): its value, and where each part of it stands. */
export interface YamlText {
  readonly source: string;
  readonly value: unknown;
  /** What is wrong and yet leaves a value to look at: keys that are there twice. */
  readonly errors: readonly ConfigError[];
  /** Where a value stands, or the nearest thing around it that is there. */
  readonly placeOf: (path: readonly PropertyKey[], part?: 'key' | 'value') => Place;
  /** A scalar as it was written, before YAML made a number of it. */
  readonly writtenAt: (path: readonly PropertyKey[]) => string | undefined;
}

export interface Place {
  readonly line?: number;
  readonly column?: number;
}

export type YamlReading =
  | { readonly ok: true; readonly text: YamlText }
  | { readonly ok: false; readonly errors: readonly ConfigError[] };

/** No file that people write by hand comes near it. */
const maxLength = 1_000_000;

/** What repeated use of one anchor may add up to: enough for a fleet, too little to fill the memory. */
const maxAliasCount = 100;

/** Behind the first errors of syntax come those that follow from them. */
const maxSyntaxErrors = 3;

const tooDeep = 'got nesting that is too deep, wanted a few levels';

/** Reads bytes or text as YAML 1.2. Never throws: what is wrong with the text is told, with its place. */
export function readYaml(input: string | Uint8Array, source: string): YamlReading {
  const unreadable = (problem: string): YamlReading => ({ ok: false, errors: [{ source, path: '', problem }] });
  if (input.length > maxLength) return unreadable(`got ${input.length} characters, wanted at most ${maxLength}`);
  const text = typeof input === 'string' ? input : decode(input);
  if (text === undefined) return unreadable('got bytes that are no UTF-8, wanted a text in UTF-8');
  try {
    return parse(text, source);
  } catch (error) {
    // Nesting without end is the one thing on which the parser gives up.
    if (error instanceof RangeError) return unreadable(tooDeep);
    throw error;
  }
}

function parse(text: string, source: string): YamlReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error', version: '1.2' });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const refused = (problem: string): YamlReading => ({ ok: false, errors: [{ source, path: '', problem }] });
  if (document.directives.yaml.version !== '1.2') {
    return refused(`got YAML ${document.directives.yaml.version}, wanted 1.2: leave the %YAML line out`);
  }
  const problems = [...document.errors, ...document.warnings];
  // The parser names its own limit as an error of the text, once a level.
  if (problems.some(({ message }) => message.startsWith('Maximum call stack'))) return refused(tooDeep);
  const tell = ({ code, message, pos }: (typeof problems)[number]): ConfigError => {
    return { source, path: '', problem: explain(code, message, excerptOf(code, text, pos)), ...placeAt(pos[0]) };
  };
  const fatal = problems.filter(({ code }) => code !== 'DUPLICATE_KEY');
  if (fatal.length > 0) return { ok: false, errors: fatal.slice(0, maxSyntaxErrors).map(tell) };

  const value = plainValue(document);
  if (value === undefined) {
    return refused(`got aliases that multiply beyond ${maxAliasCount} or hold themselves, wanted each part written`);
  }
  return {
    ok: true,
    text: {
      source,
      value: value.js,
      errors: problems.map(tell),
      placeOf: (path, part) => {
        const offset = nodeAt(document, path, part)?.range?.[0];
        return offset === undefined ? {} : placeAt(offset);
      },
      writtenAt: (path) => {
        const node = nodeAt(document, path);
        return isScalar(node) ? node.source : undefined;
      },
    },
  };
}

function plainValue(document: Document): { readonly js: unknown } | undefined {
  try {
    const js: unknown = document.toJS({ maxAliasCount });
    return holdsItself(js) ? undefined : { js };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function holdsItself(value: unknown, above: readonly unknown[] = []): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return above.includes(value) || Object.values(value).some((one) => holdsItself(one, [...above, value]));
}

/** The node of a path; where it is not there, the nearest around it. */
function nodeAt(document: Document, path: readonly PropertyKey[], part: 'key' | 'value' = 'value'): Node | null {
  let node: Node | null = document.contents as Node | null;
  for (const [index, segment] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    const last = index === path.length - 1;
    const found = childOf(node, segment, last ? part : 'value');
    if (!found) return node;
    node = found;
  }
  return node;
}

function childOf(node: Node | null, segment: PropertyKey, part: 'key' | 'value'): Node | undefined {
  if (isSeq(node)) return node.items[Number(segment)] as Node | undefined;
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
  return ((part === 'value' ? pair?.value : undefined) ?? pair?.key) as Node | undefined;
}

/** The parser points at the first letter of a key that is there twice, and at the whole of other things. */
function excerptOf(code: string, text: string, [from, to]: readonly [number, number]): string {
  return code === 'DUPLICATE_KEY'
    ? (/^[^:\r\n]*/.exec(text.slice(from, from + 100))?.[0].trim() ?? '')
    : text.slice(from, to);
}

function explain(code: string, message: string, excerpt: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return `got the key ${quote(excerpt)} a second time, wanted each key once`;
    case 'TAB_AS_INDENT':
      return 'got a tab, wanted spaces to indent with';
    case 'MULTIPLE_DOCS':
      return 'got more than one document, wanted one';
    case 'TAG_RESOLVE_FAILED':
      return `got the tag ${quote(excerpt)}, wanted plain YAML`;
    default:
      return `got what is no YAML, wanted it sound: ${lowerFirst(message)}`;
  }
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // The decoder has nothing more to say than that.
    return undefined;
  }
}
