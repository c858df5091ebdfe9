import { type Obstacle, type Reading, readable, type Unreadable, unreadable } from '#core/reading.ts';
import type { IamAction } from './iam-actions.ts';
import { detailOf } from './obstacle-detail.ts';
import { codeOf, messageOf, nameOf, statusOf } from './sdk-error.ts';

/** What stands between us and every call of an account: its role could not be assumed. */
export class RoleNotAssumedError extends Error {
  override readonly name = 'RoleNotAssumedError';
  readonly because: Unreadable;

  constructor(because: Unreadable, options?: ErrorOptions) {
    super(because.detail, options);
    this.because = because;
  }
}

/** A call that was left out, since those of its kind before it got nowhere: the last of them is the cause. */
export class CallNotMadeError extends Error {
  override readonly name = 'CallNotMadeError';

  constructor(options: { readonly cause: unknown }) {
    super('not made, since those before it got nowhere', options);
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
  if (error instanceof CallNotMadeError) return notMade(unreadableBecause(call, error.cause));
  const obstacle = obstacleOf(call, error);
  return { call, obstacle, detail: detailOf(obstacle, error) };
}

/** What came in the way of those before it came in the way of this one. */
function notMade(before: Unreadable): Unreadable {
  return { ...before, detail: `not made, since those before it in this region got nowhere: ${before.detail}` };
}

/** Whether a call was given up without an answer that says anything: it was throttled, or nobody was reached. */
export function getsNowhere(error: unknown): boolean {
  const obstacle = error instanceof RoleNotAssumedError ? error.because.obstacle : trafficObstacleOf(error);
  return obstacle === 'THROTTLED' || obstacle === 'UNREACHABLE';
}

/** What EKS and others answer for a region that the account has not enabled: there, nobody knows our keys. */
const disabledRegion = [
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'RegionDisabledException',
  'OptInRequired',
];

const throttled =
  /^(Throttl|TooManyRequests|RequestThrottled|RequestLimitExceeded|SlowDown|EC2Throttled|LimitExceeded|BandwidthLimit)/;

/** Refusals that come under another status than 403, or none. */
const denied = /^(AccessDenied|UnauthorizedOperation|NotAuthorized|Forbidden|ExpiredToken|RequestExpired|AuthFailure)/;

/** Node's words for a network that does not carry us there, DNS and TLS included. */
const unreachable =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOST\w+|ENET\w+|ENOTFOUND|EAI_\w+|EPROTO|EADDRNOTAVAIL|CERT_\w+|UNABLE_TO_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|ERR_TLS_\w+|ERR_PROXY_\w+)$/;

function obstacleOf(call: IamAction, error: unknown): Obstacle {
  const name = nameOf(error);
  const status = statusOf(error);
  // STS and the account API answer for the account: what they do not take bars all its regions.
  if (disabledRegion.includes(name)) return call.startsWith('eks:') ? 'REGION_DISABLED' : 'DENIED';
  if (name === 'AWSOrganizationsNotInUseException') return 'NOT_CONFIGURED';
  const traffic = trafficObstacleOf(error);
  if (traffic === 'THROTTLED') return traffic;
  if (denied.test(name) || status === 401 || status === 403) {
    return /service control policy/i.test(messageOf(error)) ? 'DENIED_BY_SCP' : 'DENIED';
  }
  return traffic ?? 'ERROR';
}

/** What came in the way of a call before it was answered, where something did. */
function trafficObstacleOf(error: unknown): 'THROTTLED' | 'UNREACHABLE' | undefined {
  if (isThrottled(error)) return 'THROTTLED';
  const status = statusOf(error);
  // A connection that breaks after a good status has still not brought the answer.
  const isAnswered = status !== undefined && status >= 300;
  if (nameOf(error) === 'TimeoutError' || (!isAnswered && unreachable.test(codeOf(error)))) return 'UNREACHABLE';
  return undefined;
}
