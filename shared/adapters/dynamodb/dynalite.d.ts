declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** DynamoDB over LevelDB, in process; in memory without a path. */
  function dynalite(options: { path?: string; createTableMs?: number }): Server;
  export = dynalite;
}
