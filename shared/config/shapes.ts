import { z } from 'zod';
import { patternFault } from './pattern.ts';

/**
 * A mapping that knows its keys and refuses all others.
 *
 * Its own word about unknown keys is the list of those it knows: the message is made of it where errors are told.
 */
export function mapping<Shape extends z.ZodRawShape>(shape: Shape, wanted: string) {
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : wanted),
  });
}

/** A text of a shape, with what was wanted in words. */
export function textOf(wanted: string, shape: RegExp) {
  return z.string({ error: wanted }).regex(shape, { error: wanted });
}

export function oneOf<const Words extends readonly string[]>(words: Words) {
  return z.enum(words, { error: `one of ${words.join(', ')}` });
}

export function wholeNumber(from: number, to: number) {
  const error = `a whole number from ${from} to ${to}`;
  return z.int({ error }).min(from, { error }).max(to, { error });
}

/** Refuses what a list names a second time, at its second place. */
export function refuseRepeated<Item>(
  placesOf: (item: Item, index: number) => readonly { readonly name: string; readonly path: readonly PropertyKey[] }[],
  wanted: string,
): z.core.CheckFn<Item[]> {
  return ({ value, issues }) => {
    const seen = new Set<string>();
    for (const { name, path } of value.flatMap((item, index) => placesOf(item, index))) {
      if (seen.has(name)) issues.push({ code: 'custom', message: wanted, path: [...path], input: name });
      seen.add(name);
    }
  };
}

/** A list of texts, at least one, each once. */
export function distinct(item: z.ZodType<string>, wanted: string) {
  return z
    .array(item, { error: wanted })
    .min(1, { error: wanted })
    .check(refuseRepeated((name, index) => [{ name, path: [index] }], 'each once'));
}

/** A duration, read as a number of days. */
export const Days = textOf('whole days, such as 90d', /^\d{1,4}d$/).transform((days) => Number.parseInt(days, 10));

/** A day of the calendar. The shape alone would let 2027-02-30 through. */
export const Day = textOf('a day of the calendar, such as 2027-03-31', /^\d{4}-\d{2}-\d{2}$/).refine(isDay, {
  error: 'a day of the calendar, such as 2027-03-31',
});

export const AccountId = textOf(
  'twelve digits in quotes, such as "111122223333": YAML reads bare ones as a number and drops a leading zero',
  /^\d{12}$/,
);

export const Region = textOf(
  'a region, such as eu-west-1, us-gov-west-1 or cn-north-1',
  /^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/,
);

export const Name = textOf('a name of at most 64 characters', /^\S(?:.{0,62}\S)?$/);

export const Sentence = textOf('a sentence of at most 500 characters', /^(?=.*\S)[^\n\r]{1,500}$/);

export const RuleGlob = textOf('the id of a rule, where * stands for anything', /^[a-z0-9*-]{1,100}$/);

export const ResourceGlob = textOf('the name of a resource without spaces, where * stands for anything', /^\S{1,500}$/);

/** A regular expression whose first group is what is taken of a cluster's name. */
export const NamePattern = z.string({ error: 'a regular expression' }).check(({ value, issues }) => {
  const fault = patternFault(value);
  if (fault !== undefined) issues.push({ code: 'custom', message: fault, input: value });
});

export const HttpsAddress = textOf('an https address', /^https:\/\/[^\s/]+(?:\/\S*)?$/);

/** An ARN in any partition. */
export function arnOf(service: string, example: string, resource: string) {
  const shape = new RegExp(`^arn:aws(?:-[a-z]+)*:${service}:[a-z0-9-]+:\\d{12}:${resource}$`);
  return textOf(`an ARN such as ${example}`, shape);
}

export function isDay(text: string): boolean {
  const instant = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}
