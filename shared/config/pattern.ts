/** Longer ones are hardly written by a person. */
const maxLength = 200;

/**
 * Each repetition multiplies what a match may cost: with three of them, a name of 100 characters takes milliseconds
 * at the worst, with four most of a second.
 */
const maxRepetitions = 3;

/**
 * What is wrong with a regular expression for names, or undefined where it will do.
 *
 * One that can take time beyond measure on some name is refused: a repeated group that holds a repetition, an
 * optional part or an alternative, and too many of them in a row.
 */
export function patternFault(pattern: string): string | undefined {
  if (pattern.length > maxLength) return `a regular expression of at most ${maxLength} characters`;
  const groups = captureGroupsOf(pattern);
  if (groups === undefined) return 'a regular expression of JavaScript';
  if (groups === 0) return 'a regular expression with a group ( ) around what is to be taken';
  const { repetitions, optional, nested } = repetitionsOf(pattern);
  if (nested) return 'a regular expression without a repeated group that holds a repetition or an alternative';
  if (repetitions + optional / 2 > maxRepetitions) {
    return `a regular expression with at most ${maxRepetitions} repetitions, of which an optional part counts half`;
  }
  return undefined;
}

/** The groups of an expression, counted by letting it match nothing; undefined where it is none. */
function captureGroupsOf(pattern: string): number | undefined {
  try {
    new RegExp(pattern);
    return (new RegExp(`${pattern}|`).exec('')?.length ?? 1) - 1;
  } catch {
    // Why it is none depends on the engine's version; that it is none is what a person needs.
    return undefined;
  }
}

function repetitionsOf(pattern: string): { repetitions: number; optional: number; nested: boolean } {
  // Escapes and character classes are one letter each, whatever they hold; ?: and the like are no optional parts.
  const plain = pattern
    .replace(/\\./gs, 'a')
    .replace(/\[[^\]]*\]/g, 'a')
    .replace(/\(\?(?:[:=!]|<[=!]|<\w+>)/g, '(')
    .replace(/([*+?}])\?/g, '$1');
  let repetitions = 0;
  let optional = 0;
  let nested = false;
  const open: { choice: boolean }[] = [];
  let closed: { choice: boolean } | undefined;
  for (const letter of plain) {
    const around = open.at(-1);
    if (letter === '(') open.push({ choice: false });
    if (letter === '*' || letter === '+' || letter === '{') {
      repetitions += 1;
      nested ||= closed?.choice === true;
    }
    if (letter === '?') optional += 1;
    if (around && '*+?{|'.includes(letter)) around.choice = true;
    closed = letter === ')' ? open.pop() : undefined;
    const outer = open.at(-1);
    if (closed?.choice && outer) outer.choice = true;
  }
  return { repetitions, optional, nested };
}
