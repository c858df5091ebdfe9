import type { Invocation } from './invocation.ts';

/** What a command has of the world around it. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly program: Invocation;
  /** The answer, and nothing else. */
  readonly out: (text: string) => void;
  /** What is said beside it. */
  readonly err: (text: string) => void;
  readonly terminal: {
    /** Whether somebody reads the answer on a terminal, and so wants colour. */
    readonly out: boolean;
    /** Whether somebody watches, and so wants progress. */
    readonly err: boolean;
    readonly columns: number;
  };
  /** Comes when somebody ends the process from outside; a second time, it ends at once. */
  readonly interrupted: () => Promise<void>;
}

/** Wrong usage or configuration: told as it is, without a stack, and the process ends with 3. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What nothing can go on without was refused or failed: told as it is, without a stack, and the process ends with 2. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}
