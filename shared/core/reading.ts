/** What kept us from seeing something, in the words of a coverage row. */
export const obstacles = [
  'DENIED',
  'DENIED_BY_SCP',
  'REGION_DISABLED',
  'THROTTLED',
  'UNREACHABLE',
  'NOT_CONFIGURED',
  'NOT_READ_YET',
  'UNFINISHED',
  'ERROR',
] as const;
export type Obstacle = (typeof obstacles)[number];

/** Why something could not be read: the call, as IAM names its action, and what came in its way. */
export interface Unreadable {
  readonly call: string;
  readonly obstacle: Obstacle;
  /** What the other side said, as far as a person needs it. */
  readonly detail: string;
}

/** A fact from outside, or the reason why there is none: not being able to look is never an empty answer. */
export type Reading<T> =
  | { readonly readable: true; readonly value: T }
  | { readonly readable: false; readonly because: Unreadable };

export function readable<T>(value: T): Reading<T> {
  return { readable: true, value };
}

export function unreadable(because: Unreadable): Reading<never> {
  return { readable: false, because };
}

/** One line for a person: `eks:ListAddons: DENIED (…)`. */
export function describeUnreadable({ call, obstacle, detail }: Unreadable): string {
  return detail === '' ? `${call}: ${obstacle}` : `${call}: ${obstacle} (${detail})`;
}
