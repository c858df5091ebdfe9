import { type Obstacle, type Reading, readable, type Unreadable, unreadable } from '#core/reading.ts';
import type { IamAction } from './iam-actions.ts';
import { oneLine } from './one-line.ts';

/** What stands between us and every call of an account: its role could not be assumed. */
export class RoleNotAssumedError extends Error {
  override readonly name = 'RoleNotAssumedError';
  readonly because: Unreadable;

  constructor(because: Unreadable, options?: ErrorOptions) {
    super(because.detail, options);
    this.because = because;
  }
}

/** Runs a read; whatever goes wrong in it is the reason why there is no answer. */
export async function attempt<T>(call: IamAction, read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return readable(await read());
  } catch (error) {
    return unreadable(unreadableBecause(call, error));
  }
}

/** Whether AWS says that what we asked about does not exist. */
export function isNotFound(error: unknown): boolean {
  return nameOf(error) === 'ResourceNotFoundException';
}

/** Whether AWS turned a call away because there were too many. */
export function isThrottled(error: unknown): boolean {
  return throttled.test(nameOf(error)) || statusOf(error) === 429;
}

/** What an error of the SDK, or of reading its answer, kept us from, and why. */
export function unreadableBecause(call: IamAction, error: unknown): Unreadable {
  if (error instanceof RoleNotAssumedError) return error.because;
  const obstacle = obstacleOf(call, error);
  return { call, obstacle, detail: detailOf(obstacle, error) };
}

/** What EKS and others answer for a region that the account has not enabled: there, nobody knows our keys. */
const disabledRegion = [
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'RegionDisabledException',
  'OptInRequired',
];

/** STS and the account API answer for the account, not for a region: unknown keys are unknown keys. */
const unknownKeys = ['UnrecognizedClientException', 'InvalidClientTokenId'];

const throttled =
  /^(Throttl|TooManyRequests|RequestThrottled|RequestLimitExceeded|SlowDown|EC2Throttled|LimitExceeded|BandwidthLimit)/;

/** Refusals that come under another status than 403, or none. */
const denied = /^(AccessDenied|UnauthorizedOperation|NotAuthorized|Forbidden|ExpiredToken|RequestExpired|AuthFailure)/;

/** Node's words for a network that does not carry us there, DNS and TLS included. */
const unreachable =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOST\w+|ENET\w+|ENOTFOUND|EAI_\w+|EPROTO|EADDRNOTAVAIL|CERT_\w+|UNABLE_TO_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|ERR_TLS_\w+)$/;

function obstacleOf(call: IamAction, error: unknown): Obstacle {
  const name = nameOf(error);
  const status = statusOf(error);
  if (unknownKeys.includes(name) && !call.startsWith('eks:')) return 'DENIED';
  if (disabledRegion.includes(name)) return 'REGION_DISABLED';
  if (name === 'AWSOrganizationsNotInUseException') return 'NOT_CONFIGURED';
  if (isThrottled(error)) return 'THROTTLED';
  if (denied.test(name) || status === 401 || status === 403) {
    return /service control policy/i.test(messageOf(error)) ? 'DENIED_BY_SCP' : 'DENIED';
  }
  if (name === 'TimeoutError' || (status === undefined && unreachable.test(codeOf(error)))) return 'UNREACHABLE';
  return 'ERROR';
}

function detailOf(obstacle: Obstacle, error: unknown): string {
  const name = nameOf(error);
  const message = messageOf(error);
  const said = message === '' || message === name ? statusText(error) : message;
  if (/^ExpiredToken|^RequestExpired/.test(name)) return oneLine(`the credentials have expired: ${said}`);
  return oneLine(obstacle === 'ERROR' && name !== 'Error' ? `${name}: ${said}` : said);
}

/** The SDK's advice to programmers, and the ids by which AWS finds a request in its own logs, help nobody here. */
function messageOf(error: unknown): string {
  const message = textOf(error, 'message') || codeOf(error);
  return message
    .replace(/\s*Deserialization error: to see the raw response.*$/s, '')
    .replace(/\s*\(Service: [^)]*\)/g, '')
    .replace(/[,;]?\s*\bRequest ?ID: ?[0-9A-Za-z-]+/gi, '')
    .trim();
}

function statusText(error: unknown): string {
  const status = statusOf(error);
  return status === undefined ? nameOf(error) : `HTTP ${status}`;
}

function nameOf(error: unknown): string {
  return textOf(error, 'name') || 'Error';
}

function codeOf(error: unknown): string {
  return textOf(error, 'code');
}

function textOf(error: unknown, key: string): string {
  const value = error instanceof Error ? (error as unknown as Record<string, unknown>)[key] : undefined;
  return typeof value === 'string' ? value : '';
}

function statusOf(error: unknown): number | undefined {
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  const status = metadata && typeof metadata === 'object' && 'httpStatusCode' in metadata && metadata.httpStatusCode;
  return typeof status === 'number' ? status : undefined;
}
