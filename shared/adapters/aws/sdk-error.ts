/** What an error of the SDK, of Node or of anybody calls itself. */
export function nameOf(error: unknown): string {
  return textOf(error, 'name') || 'Error';
}

/** Node's code for what happened to a connection; empty where there is none. */
export function codeOf(error: unknown): string {
  return textOf(error, 'code');
}

/** Whether nothing came for too long. The SDK calls a connection that was cut by the same name. */
export function isTimeout(error: unknown): boolean {
  return nameOf(error) === 'TimeoutError' && !['ECONNRESET', 'EPIPE'].includes(codeOf(error));
}

/** The HTTP status of the answer, where there was one. */
export function statusOf(error: unknown): number | undefined {
  return numberIn(metadataOf(error), 'httpStatusCode');
}

/** How often the call was made before it was given up. */
export function attemptsOf(error: unknown): number | undefined {
  return numberIn(metadataOf(error), 'attempts');
}

/** The SDK's advice to programmers, and the ids by which AWS finds a request in its own logs, help nobody here. */
export function messageOf(error: unknown): string {
  return textOf(error, 'message')
    .replace(/\s*Deserialization error: to see the raw response.*$/s, '')
    .replace(/\s*\(Service: [^)]*\)/g, '')
    .replace(/[,;]?\s*\bRequest ?ID: ?[0-9A-Za-z-]+/gi, '')
    .trim();
}

export function textOf(error: unknown, key: string): string {
  const value = error instanceof Error ? (error as unknown as Record<string, unknown>)[key] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function metadataOf(error: unknown): unknown {
  return error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
}

function numberIn(object: unknown, key: string): number | undefined {
  const value = object && typeof object === 'object' ? (object as Record<string, unknown>)[key] : undefined;
  return typeof value === 'number' ? value : undefined;
}
