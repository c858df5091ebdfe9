import type { Obstacle } from '#core/reading.ts';

/** The Kubernetes API did not give what was asked for. The message is ours: what it answered is not repeated. */
export class KubernetesError extends Error {
  override readonly name = 'KubernetesError';
  readonly obstacle: Obstacle;
  readonly status: number | undefined;

  constructor(obstacle: Obstacle, message: string, status?: number) {
    super(message);
    this.obstacle = obstacle;
    this.status = status;
  }
}

/** What an answer that is no success says to a person. */
export function errorOfStatus(status: number): KubernetesError {
  const [obstacle, words] = statusWords[status] ?? ['ERROR', 'it failed'];
  return new KubernetesError(obstacle, `HTTP ${status}: ${words}`, status);
}

const statusWords: Readonly<Record<number, readonly [Obstacle, string]>> = {
  401: ['DENIED', 'the cluster does not know who asks: the role that reads the account needs an access entry'],
  403: ['DENIED', 'who asks may not list this: its access entry needs a group with a ClusterRole that lets it'],
  410: ['ERROR', 'the list went stale while it was read, twice'],
  429: ['THROTTLED', 'the API server turned it away because there were too many requests'],
};

/** What happened to a connection, in words. */
export function errorOfConnection(error: unknown): KubernetesError {
  if (error instanceof KubernetesError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // Nothing of the network: there was nobody in whose name to ask.
  if (code === '') return new KubernetesError('ERROR', 'it could not be asked with the credentials at hand');
  const certificate = /^(CERT_|SELF_SIGNED_|UNABLE_TO_|DEPTH_ZERO_|ERR_TLS_)/.test(code);
  const words = certificate
    ? 'its certificate is not of the certificate authority that EKS names'
    : (connectionWords[code] ?? 'no connection could be made, or it broke');
  return new KubernetesError('UNREACHABLE', `${words} (${code})`);
}

const connectionWords: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known to DNS',
  EAI_AGAIN: 'its name could not be looked up in DNS',
  ECONNREFUSED: 'nothing answers at its address',
  ECONNRESET: 'the connection was cut before the answer had come',
  EHOSTUNREACH: 'there is no way to it from here',
  ENETUNREACH: 'there is no way to it from here',
};
