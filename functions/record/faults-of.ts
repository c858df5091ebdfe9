import type { MadeCall } from '#adapters/aws/connection.ts';
import { isHidden } from '#adapters/aws/describe-kms-key.ts';
import type { IamAction } from '#adapters/aws/iam-actions.ts';
import { isNotFound, unreadableBecause } from '#adapters/aws/obstacle.ts';
import { nameOf } from '#adapters/aws/sdk-error.ts';
import type { KubernetesError } from '#adapters/kubernetes/kubernetes-error.ts';
import type { Fault, FaultAnswer } from '#adapters/recording/fault.ts';
import { accountAskedFor, askedFor } from '../replay/asked-for.ts';

/** What one call came to: absent where it was answered. */
export interface Outcome {
  readonly call: MadeCall;
  readonly answer?: FaultAnswer | undefined;
}

/** How a replay answers as AWS did when it did not; undefined where it does so by itself, of what it does not have. */
export function faultAnswerOf(
  { service, operation, account, input }: MadeCall,
  error: unknown,
): FaultAnswer | undefined {
  if (isNotFound(error)) return 'not-found';
  if (isMissing.test(nameOf(error))) return undefined;
  if (service === 'kms' && isHidden(error, String(input.KeyId), account ?? '')) return undefined;
  switch (unreadableBecause(`${service}:${operation}` as IamAction, error).obstacle) {
    case 'DENIED':
      return 'refused';
    case 'DENIED_BY_SCP':
      return 'refused-by-scp';
    case 'REGION_DISABLED':
      return 'region-disabled';
    case 'THROTTLED':
      return 'throttled';
    case 'UNREACHABLE':
      return 'cut';
    default:
      return 'server-error';
  }
}

const statuses: Readonly<Record<number, FaultAnswer>> = {
  401: 'region-disabled',
  403: 'refused',
  404: 'not-found',
  429: 'throttled',
};

/** How a replay answers as the Kubernetes API of a cluster did. */
export function answerOfCluster({ status, obstacle }: KubernetesError): FaultAnswer {
  if (obstacle === 'UNREACHABLE') return 'cut';
  return (status === undefined ? undefined : statuses[status]) ?? 'server-error';
}
/** What EC2 and KMS say of what is not there, or no more. */
const isMissing = /^(?:Invalid\w+\.\w*NotFound|NotFoundException$)/;

const narrower = ['account', 'region', 'cluster', 'part'] as const;

/** The faults that meet the calls that failed, and none of those that were answered: each as wide as it may be. */
export function faultsOf(outcomes: readonly Outcome[]): readonly Fault[] {
  const byOperation = Map.groupBy(outcomes, ({ call }) => `${call.service}:${call.operation}`);
  return [...byOperation].flatMap(([action, some]) => {
    const [service, operation = ''] = action.split(':');
    return narrowed(some, { service: service as NonNullable<Fault['service']>, operation }, narrower);
  });
}

function narrowed(
  outcomes: readonly Outcome[],
  named: Omit<Fault, 'answer'>,
  [key, ...keys]: readonly (typeof narrower)[number][],
): readonly Fault[] {
  const [answer, ...others] = new Set(outcomes.map((one) => one.answer));
  if (others.length === 0) return answer === undefined ? [] : [{ ...named, answer }];
  // Two calls that cannot be told apart, of which one failed: the worse is what the audit was told.
  if (key === undefined) return [{ ...named, answer: answer ?? others[0] }];
  const groups = Map.groupBy(outcomes, ({ call }) => factsOf(call)[key]);
  return [...groups].flatMap(([value, some]) =>
    narrowed(some, value === undefined ? named : { ...named, [key]: value }, keys),
  );
}

function factsOf({ account, region, service, input }: MadeCall): Pick<Fault, (typeof narrower)[number]> {
  return { account: accountAskedFor(account, input), region, ...askedFor(service, input) };
}
