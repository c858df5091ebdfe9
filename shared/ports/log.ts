/** What varies in what is logged, under names of its own. An error goes under `error`. */
export type LogFacts = Readonly<Record<string, unknown>>;

/** What operators read of a run. Messages are constant; what varies is in the facts, and never what AWS returned verbatim. */
export interface Log {
  info(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  error(message: string, facts?: LogFacts): void;
}
