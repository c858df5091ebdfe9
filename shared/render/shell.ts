import { escapeOf } from './phrase.ts';

const harmless = /^[\w/:.,@%+-][\w/:=.,@%+-]*$/;
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** A command as it can be pasted into a shell: each argument is one word there, whatever it holds. */
export function commandLine(command: readonly string[]): string {
  return command.map(quoted).join(' ');
}

function quoted(argument: string): string {
  if (harmless.test(argument)) return argument;
  if (unseen.test(argument)) return `$'${[...argument].map(inAnsiQuotes).join('')}'`;
  return `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}

/** Shells read `$'\u202e'` as that character; shown as it is, it would be read otherwise than it runs. */
function inAnsiQuotes(character: string): string {
  if (character === "'" || character === '\\') return `\\${character}`;
  if (!unseen.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80)
    return escapeOf(character).replace(/^\\u\{(.+)\}$/, (_, hex: string) => `\\x${hex.padStart(2, '0')}`);
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** A command over as many lines as it takes, still one command when it is pasted. */
export function commandLines(command: readonly string[], room: number): readonly string[] {
  const lines: string[] = [];
  for (const words of pairedWithOptions(command)) {
    const last = lines.at(-1);
    // Two columns are kept for the backslash that joins a line with the next.
    if (last !== undefined && last.length + words.length + 3 <= room) lines[lines.length - 1] = `${last} ${words}`;
    else lines.push(lines.length === 0 ? words : `  ${words}`);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line));
}

/** An option and its value stay on one line. */
function pairedWithOptions(command: readonly string[]): readonly string[] {
  return command.reduce<string[]>((words, argument, index) => {
    const isValue = command[index - 1]?.startsWith('--') === true && !argument.startsWith('--');
    if (isValue) words[words.length - 1] = `${words.at(-1)} ${quoted(argument)}`;
    else words.push(quoted(argument));
    return words;
  }, []);
}
