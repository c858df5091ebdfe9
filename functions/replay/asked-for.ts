/** What a call asks about within its account and region. */
export interface AskedFor {
  readonly cluster?: string;
  /** The add-on, node group, insight or update. */
  readonly part?: string;
}

/** What the input of a call to EKS or to a cluster names; calls of other services ask about no cluster. */
export function askedFor(service: string, input: Readonly<Record<string, unknown>>): AskedFor {
  if (service !== 'eks' && service !== 'kubernetes') return {};
  const { clusterName, name, updateId, id, addonName, nodegroupName } = input;
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
