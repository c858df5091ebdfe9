/** One thing that is wrong with a file that people wrote. */
export interface ConfigError {
  /** The file, as people call it. */
  readonly source: string;
  /** `notice.imageAge`; empty where the text as a whole is meant. */
  readonly path: string;
  /** What we got and what was wanted. */
  readonly problem: string;
  /** Where it stands, counted from 1; absent where the text could not be read that far. */
  readonly line?: number;
  readonly column?: number;
}

/** One line an error, as compilers write them, so that editors find the place. */
export function formatConfigErrors(errors: readonly ConfigError[]): string {
  return errors
    .map(({ source, path, problem, line, column }) => {
      const place = line === undefined ? source : `${source}:${line}:${column ?? 1}`;
      return path === '' ? `${place}: ${problem}` : `${place}: ${path}: ${problem}`;
    })
    .join('\n');
}

/** Errors in the order of the file, each once: two checks of one value may come to the same words. */
export function inOrder(errors: readonly ConfigError[]): readonly ConfigError[] {
  const byText = new Map(
    errors.map((error) => [`${error.path}|${error.problem}|${error.line}|${error.column}`, error]),
  );
  return [...byText.values()].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

/** Writes a path as people would: `siblings.overrides[0].cluster`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, segment) => {
    if (typeof segment === 'number') return `${text}[${segment}]`;
    const key = String(segment);
    if (!/^[\w-]{1,60}$/.test(key)) return `${text}[${quote(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** A value as a message shows it: short, on one line, and harmless to a terminal. */
export function quote(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return JSON.stringify(short).replace(
    invisible,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Controls and format characters that JSON leaves as they are: some of them turn the direction of a line. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gv;
