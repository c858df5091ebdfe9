/** What a call asks about within its account and region. */
export interface AskedFor {
  readonly cluster?: string;
  /** The add-on, node group, insight, update or key. */
  readonly part?: string;
}

/** What the input of a call to EKS, to a cluster or to KMS names; calls of other services ask about nothing in particular. */
export function askedFor(service: string, input: Readonly<Record<string, unknown>>): AskedFor {
  const { clusterName, name, updateId, id, addonName, nodegroupName, KeyId } = input;
  if (service === 'kms' && typeof KeyId === 'string') return { part: KeyId };
  if (service !== 'eks' && service !== 'kubernetes') return {};
  const cluster = clusterName ?? name;
  const part = updateId ?? id ?? addonName ?? nodegroupName;
  return {
    ...(typeof cluster === 'string' ? { cluster } : {}),
    ...(typeof part === 'string' ? { part } : {}),
  };
}

/** The account that a call is about: the caller's own or, for AssumeRole, the role's. */
export function accountAskedFor<Own>(own: Own, { RoleArn }: Readonly<Record<string, unknown>>): Own | string {
  return /^arn:aws[a-z-]*:iam::(\d{12}):role\//.exec(String(RoleArn ?? ''))?.[1] ?? own;
}
