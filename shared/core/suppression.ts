/** A finding that people accepted, for a reason and a time. */
export interface Suppression {
  /** The id of a rule, or a glob over them. */
  readonly rule: string;
  /** A glob over the resource names of findings; `*` stands for any run of characters. */
  readonly resource: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day, in UTC, on which it holds: `2027-03-31`. */
  readonly until: string;
}
