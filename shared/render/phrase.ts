/** Words with facts in them. Two phrases of one shape say the same of different things. */
export interface Phrase {
  readonly text: string;
  /** The words without the facts. */
  readonly shape: string;
}

/**
 * Makes a phrase of a template. Each fact is made harmless as it is put in, whoever wrote it.
 *
 * The words of the template are ours: nothing from outside may be part of them.
 */
export function say(words: TemplateStringsArray, ...facts: readonly (string | number | Phrase)[]): Phrase {
  return facts.reduce<Phrase>(
    (said, fact, index) => {
      const following = words[index + 1] ?? '';
      const { text, shape } = typeof fact === 'object' ? fact : { text: visible(String(fact)), shape: '…' };
      return { text: said.text + text + following, shape: said.shape + shape + following };
    },
    { text: words[0] ?? '', shape: words[0] ?? '' },
  );
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(facts: readonly (string | Phrase)[], last = 'and'): Phrase {
  const text = facts.map((fact) => (typeof fact === 'object' ? fact.text : visible(fact)));
  const end = text.slice(-2).join(` ${last} `);
  return { text: [...text.slice(0, -2), end].join(', '), shape: '…' };
}

/** The first few of many, and how many more there are: two at least, since one has its name. */
export function firstOf(facts: readonly (string | Phrase)[], few = 5): Phrase {
  if (facts.length <= few + 1) return listed(facts);
  return listed([...facts.slice(0, few), `${facts.length - few} more`]);
}

/** Control characters, and characters that are not seen but change how what follows is read. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text from outside that can neither move a cursor, nor colour, hide, turn round or break what is shown beside it. */
export function visible(text: string): string {
  return text.replace(unseen, escapeOf);
}

/** A name for a character that is not seen, as `\n` or `\u{202e}`. */
export function escapeOf(character: string): string {
  const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
  return named ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** A small number as people say it. */
export function inWords(number: number): string {
  return words[number] ?? String(number);
}

/** `one minor`, `three minors`. */
export function countOf(number: number, one: string, many = `${one}s`): Phrase {
  return say`${inWords(number)} ${number === 1 ? one : many}`;
}

/** `1 finding`, `3 findings`: in figures, for headings. */
export function figures(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
