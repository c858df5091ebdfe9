/** A word of a Corefile, and whether it begins a line. */
export interface Token {
  readonly text: string;
  readonly line: number;
  readonly startsLine: boolean;
}

/** A word: in quotes, in which a quote is written `\"`, or on to a space or a comment. */
const word = /"((?:\\[\s\S]|[^"\\])*)(?:"|\\?$)|[^\s#]+/y;

/** Space, and comments: a `#` begins one wherever it stands, but in quotes. */
const between = /(?:\s|#[^\n]*)*/y;

/** Cuts a Corefile into words, as CoreDNS does. */
export function tokensOf(text: string): readonly Token[] {
  const source = text.replace(/^\uFEFF/, '');
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  let lineOfLast = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    line += breaksIn(source.slice(at, pattern.lastIndex));
    at = pattern.lastIndex;
    return found;
  };
  take(between);
  let start = line;
  for (let found = take(word); found; found = take(word)) {
    const [whole, quoted] = found;
    const value = quoted === undefined ? whole : quoted.replaceAll('\\"', '"');
    tokens.push({ text: value, line: start, startsLine: start > lineOfLast });
    lineOfLast = line;
    take(between);
    start = line;
  }
  return tokens;
}

function breaksIn(text: string): number {
  return text.split('\n').length - 1;
}
