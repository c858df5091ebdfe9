import type { Pseudonyms } from './pseudonyms.ts';

/** How texts lose whose they are, each kind in its own way. */
export interface Disguise {
  /** A name or a value that people gave: of its words none stays but those that are said here, in lower case. */
  readonly given: (text: string, alsoKept?: ReadonlySet<string>) => string;
  /** A sentence of AWS: what names or ids something in it. */
  readonly sentence: (text: string) => string;
}

export interface DisguiseOptions {
  readonly pseudonyms: Pseudonyms;
  /** Words by which siblings are told, in lower case. */
  readonly kept: ReadonlySet<string>;
  /** Names that sentences may speak of. */
  readonly names: readonly string[];
}

const ids = 'vpc|subnet|sg|eni|lt|ami|i|rtb|nat|igw|acl|vol|snap|vpce|pl|fs|fsap|eipalloc';

/** What has a shape by which it is known, wherever it stands. */
const shaped = {
  arn: String.raw`arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12})?:[^\s"',;)\]}]+`,
  name: '(?!)',
  uuid: '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
  id: String.raw`\b(?:ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32}|(?:${ids})-[0-9a-f]{8,17}|[0-9A-F]{32})\b`,
  region: '(?<![A-Za-z0-9])(?:[a-z]{2}|eusc)(?:-gov|-iso[a-z]?|-de)?-[a-z]{4,9}-[1-9](?![0-9])',
  address: String.raw`(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])`,
  account: String.raw`(?<!\d)\d{12}(?!\d)`,
  word: String.raw`[\p{L}\p{N}\p{M}]+`,
};
type Shape = keyof typeof shaped;

function tokens(parts: Readonly<Record<Shape, string>>): RegExp {
  const groups = Object.entries(parts).map(([name, source]) => `(?<${name}>${source})`);
  return new RegExp(groups.join('|'), 'gu');
}

export function makeDisguise({ pseudonyms, kept, names }: DisguiseOptions): Disguise {
  const longestFirst = [...new Set(names)].sort((a, b) => b.length - a.length).map(escaped);
  const anyName = String.raw`(?<![\p{L}\p{N}])(?:${longestFirst.join('|')})(?![\p{L}\p{N}])`;
  const inGiven = tokens(shaped);
  const inSentences = longestFirst.length === 0 ? inGiven : tokens({ ...shaped, name: anyName });

  function replaced(text: string, pattern: RegExp, wordOf: (word: string) => string): string {
    return text.replace(pattern, (token: string, ...rest: unknown[]) => {
      const found = rest.at(-1) as Partial<Record<Shape, string>>;
      if (found.arn !== undefined) return arn(token);
      if (found.name !== undefined) return given(token);
      if (found.account !== undefined) return pseudonyms.account(token);
      if (found.address !== undefined) return pseudonyms.address(token);
      if (found.uuid !== undefined || found.id !== undefined) return pseudonyms.id(token);
      return found.region === undefined ? wordOf(token) : token;
    });
  }

  /** The service, the region and the kind of resource are AWS's own. */
  function arn(text: string): string {
    const [arn, partition, service, region, account = '', ...resource] = text.split(':');
    const [, kind = '', rest = ''] = /^([a-z-]+[/:])?(.*)$/s.exec(resource.join(':')) ?? [];
    const owner = account === '' ? '' : pseudonyms.account(account);
    return [arn, partition, service, region, owner, kind + given(rest)].join(':');
  }

  function given(text: string, alsoKept?: ReadonlySet<string>): string {
    return replaced(text, inGiven, (word) => {
      const lower = word.toLowerCase();
      const isSize = (alsoKept ? quantity : count).test(word);
      return kept.has(lower) || alsoKept?.has(lower) || isSize ? word : pseudonyms.word(word);
    });
  }

  return { given, sentence: (text) => replaced(text, inSentences, (word) => word) };
}

/** How many there are of something tells nobody apart; the number of a customer does. */
const count = /^\d{1,4}$/;
/** In a configuration it is how much of something. */
const quantity = /^\d{1,11}[A-Za-z]{0,2}$/;

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
