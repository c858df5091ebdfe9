/** What of an invocation says how long it may still last. */
export interface Invocation {
  getRemainingTimeInMillis(): number;
}
