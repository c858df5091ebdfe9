import { UsageError } from './io.ts';

/** A port that cannot be had is told as it is; what else goes wrong is not foreseen. */
export function portTrouble(port: number, error: NodeJS.ErrnoException): Error {
  const why = { EADDRINUSE: 'is taken', EACCES: 'is not for everybody' }[error.code ?? ''];
  if (why === undefined) return error;
  return new UsageError(`port ${port} ${why}: wanted one that is free, or no --port to have one chosen`);
}
