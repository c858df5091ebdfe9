import type { Names } from '#adapters/recording/names-file.ts';

/** Gives everything a name of its own, and the same one each time. */
export interface Pseudonyms {
  readonly account: (id: string) => string;
  /** Of an id that AWS made, in its own shape. */
  readonly id: (id: string) => string;
  /** Of an address: one of a private network stays in one. */
  readonly address: (address: string) => string;
  readonly word: (word: string) => string;
  /** All that was given, with what was known before. */
  readonly names: () => Names;
}

/** Short, and none of them a word of AWS. */
const plain =
  'alder aspen birch cedar ebony elder fir hazel holly juniper larch linden maple myrtle oak olive pine poplar rowan sorrel spruce sumac tamarack walnut willow yew'.split(
    ' ',
  );

export function makePseudonyms(known: Names): Pseudonyms {
  const accounts = new Map(Object.entries(known.accounts));
  const ids = new Map(Object.entries(known.ids));
  const words = new Map(Object.entries(known.words));
  return {
    account: (id) => given(accounts, id, (nth) => `${100_000_000_000 + nth}`),
    id: (id) => given(ids, id, (nth) => likeId(id, nth)),
    address: (address) =>
      everybodys.test(address)
        ? address
        : given(ids, address, (nth) => `${isPrivate.test(address) ? '10.0' : '198.51'}.${nth >> 8}.${nth & 255}`),
    word(word) {
      const lower = word.toLowerCase();
      const style = [asIs, capitalized, upper].find((one) => one(lower) === word);
      // Written in a manner of its own, it is a word of its own: two names stay two.
      if (!style || words.has(word)) return given(words, word, (nth) => likeWord(word, nth));
      return style(given(words, lower, (nth) => likeWord(lower, nth)));
    },
    names: () => ({
      accounts: Object.fromEntries(accounts),
      ids: Object.fromEntries(ids),
      words: Object.fromEntries(words),
    }),
  };
}

function given(known: Map<string, string>, original: string, make: (nth: number) => string): string {
  const before = known.get(original);
  if (before !== undefined) return before;
  const taken = new Set([...known.keys(), ...known.values()]);
  let nth = known.size + 1;
  while (taken.has(make(nth))) nth += 1;
  known.set(original, make(nth));
  return make(nth);
}

/** Its kind, its dashes and its length, with a number in the place of all else. */
function likeId(id: string, nth: number): string {
  const kind = /^[a-z]+-/.exec(id)?.[0] ?? '';
  const rest = id.slice(kind.length);
  const digits = [...`${nth}`.padStart(rest.replaceAll('-', '').length, '0')];
  return kind + rest.replace(/[^-]/g, () => digits.shift() ?? '');
}

/** This machine, its link, all there are, and what EKS takes for services. */
const everybodys = /^(?:0\.|127\.|169\.254\.|10\.100\.0\.0$|172\.20\.0\.0$)/;
const isPrivate = /^(?:10\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.)/;

/** One of two letters at most stays so: a name of many such would grow too long for a file. */
function likeWord(word: string, nth: number): string {
  if (word.length <= 2) return `x${nth.toString(36)}`;
  const round = Math.floor((nth - 1) / plain.length);
  return `${plain[(nth - 1) % plain.length]}${round === 0 ? '' : round + 1}`;
}

const asIs = (word: string) => word;
const upper = (word: string) => word.toUpperCase();
const capitalized = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
