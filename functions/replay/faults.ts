import type { Fault, FaultAnswer } from '#adapters/recording/fault.ts';
import { AwsError } from './aws-error.ts';
import type { Service } from './service.ts';

/** A call as the server saw it, answered or not. */
export interface SeenCall {
  readonly service: string;
  readonly operation: string;
  /** The account that the call is about: the caller's own or, for AssumeRole, the role's. */
  readonly account: string;
  readonly region: string;
  readonly cluster?: string;
  /** The add-on, node group, insight or update that it asks for. */
  readonly part?: string;
  /** The night that was served when it came. */
  readonly night: string;
}

/** Faults that know how often they have struck. */
export interface Faults {
  /** The first fault that meets the call and is not used up. */
  readonly meet: (call: SeenCall) => Fault | undefined;
}

export function makeFaults(faults: readonly Fault[]): Faults {
  const struck = new Map<Fault, number>();
  return {
    meet: (call) => {
      const fault = faults.find((one) => meets(one, call) && (struck.get(one) ?? 0) < (one.first ?? Infinity));
      if (fault) struck.set(fault, (struck.get(fault) ?? 0) + 1);
      return fault;
    },
  };
}

function meets(fault: Fault, call: SeenCall): boolean {
  const told = ['service', 'operation', 'account', 'region', 'cluster', 'part'] as const;
  return told.every((key) => fault[key] === undefined || fault[key] === call[key]);
}

/** The error of a bad day, in the service's own words. */
export function errorOf(
  answer: Exclude<FaultAnswer, 'cut'>,
  { badDays }: Service,
  call: SeenCall,
  principalArn: string,
): AwsError {
  const [name, status, message] = badDays[answer];
  return new AwsError(name, status, message || refusal(answer, call, principalArn));
}

/** Who may not do what, and by whose word: by this sentence alone a policy of the organization can be told from a role's. */
function refusal(
  answer: FaultAnswer,
  { service, operation, account, region, cluster }: SeenCall,
  principalArn: string,
) {
  const action = `${service}:${operation}`;
  const resource = service === 'eks' ? `arn:aws:eks:${region}:${account}:cluster/${cluster ?? '*'}` : '*';
  const because =
    answer === 'refused-by-scp'
      ? 'with an explicit deny in a service control policy'
      : `because no identity-based policy allows the ${action} action`;
  // EC2 says first what everybody can see, and only then who and what.
  const before = service === 'ec2' ? 'You are not authorized to perform this operation. ' : '';
  return `${before}User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
}
