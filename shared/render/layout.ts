import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { Severity } from '#core/severity.ts';

/** How a text is laid out on a terminal. */
export interface Layout {
  /** Columns. Words longer than that are not broken: a cut version is a wrong one. */
  readonly width: number;
  readonly colour: boolean;
}

export const plain: Layout = { width: 100, colour: false };

/** Narrower than this, what follows a first line is not set under a column of its own. */
const narrow = 72;

/** Lines of a text behind a head; what wraps is set in by `indent` columns. */
export function wrapped(text: string, { width }: Layout, head = '', indent = stringWidth(head)): readonly string[] {
  const beyond = stringWidth(head) - indent;
  // A filler stands in for the part of the head that sticks out, so that the first line breaks where it should.
  const filler = 'x'.repeat(Math.max(0, beyond));
  const [start = '', ...rest] = wrapAnsi(`${filler}${text}`, Math.max(20, width - indent)).split('\n');
  return [`${head}${start.slice(filler.length)}`.trimEnd(), ...rest.map((line) => `${' '.repeat(indent)}${line}`)];
}

/** How far a text under a severity is set in. */
export function indentFor({ width }: Layout, column: number): number {
  return width < narrow ? 4 : column;
}

const colours: Record<Severity, string> = {
  CRITICAL: '1;31',
  HIGH: '31',
  MEDIUM: '33',
  LOW: '36',
  INFORMATIONAL: '2',
};

/** A severity, set to one width so that what follows lines up, in its colour where colour is asked for. */
export function severityLabel(severity: Severity, { colour }: Layout): string {
  const label = severity.padEnd('CRITICAL'.length);
  return colour ? `\u001b[${colours[severity]}m${label}\u001b[0m` : label;
}

/** A heading, bold where colour is asked for. */
export function heading(text: string, { colour }: Layout): string {
  return colour ? `\u001b[1m${text}\u001b[0m` : text;
}
