import { canonicalJson } from '../json.ts';
import { describeUnreadable, type Reading, readable } from '../reading.ts';
import type { AddonSnapshot, ClusterSnapshot } from '../snapshot.ts';

/** By the name of an add-on, the service account by which it asks AWS. */
export type AddonServiceAccounts = Readonly<Record<string, string>>;

/** Where an add-on has its IAM permissions from. */
export type AddonPermissions =
  | { readonly kind: 'POD_IDENTITY' | 'ROLE' | 'NODE_ROLE' }
  /** Associations that were made beside it are for other service accounts than its own. */
  | { readonly kind: 'NODE_ROLE'; readonly serviceAccount: string; readonly misplaced: readonly string[] }
  /** An association that was made beside it may be its own. */
  | { readonly kind: 'UNKNOWN'; readonly because: string };

/** Add-ons of EKS that ask nothing of AWS as a service account. */
const asksNothing: readonly string[] = ['kube-proxy', 'coredns', 'eks-pod-identity-agent'];

/** Whether an add-on may have been given permissions beside it, by an association for its service account. */
export function mayBeGivenBeside(addon: AddonSnapshot): boolean {
  return !asksNothing.includes(addon.name) && ownPermissionsOf(addon) === undefined;
}

/**
 * Where an EKS add-on has its permissions from: what it was given itself, its configuration puts on its service account,
 * or an association gives that was made beside it; else the role of its nodes.
 */
export function permissionsOf(
  addon: AddonSnapshot,
  { podIdentityAssociations: beside }: Pick<ClusterSnapshot, 'podIdentityAssociations'>,
  serviceAccounts: AddonServiceAccounts,
): AddonPermissions {
  const own = ownPermissionsOf(addon);
  if (own) return { kind: own };
  if (!mayBeGivenBeside(addon)) return { kind: 'NODE_ROLE' };
  if (!beside.readable) return { kind: 'UNKNOWN', because: describeUnreadable(beside.because) };
  const serviceAccount = serviceAccounts[addon.name];
  if (serviceAccount !== undefined) {
    const isGiven = beside.value.some((one) => one.endsWith(`/${serviceAccount}`));
    if (isGiven) return { kind: 'POD_IDENTITY' };
    const misplaced = beside.value.filter((one) => isPerhapsMisplaced(one, Object.values(serviceAccounts)));
    return misplaced.length === 0 ? { kind: 'NODE_ROLE' } : { kind: 'NODE_ROLE', serviceAccount, misplaced };
  }
  if (beside.value.length === 0) return { kind: 'NODE_ROLE' };
  const because = `whether one of these service accounts is that of ${addon.name} is not known: ${beside.value.join(', ')}`;
  return { kind: 'UNKNOWN', because };
}

/** Beside add-ons, and of none that we know: what people run has namespaces of its own. */
function isPerhapsMisplaced(association: string, known: readonly string[]): boolean {
  const [namespace, serviceAccount = ''] = association.split('/');
  return namespace === 'kube-system' && !known.includes(serviceAccount);
}

function ownPermissionsOf({
  podIdentityAssociations,
  serviceAccountRoleArn,
  configuration,
}: AddonSnapshot): 'POD_IDENTITY' | 'ROLE' | undefined {
  if (podIdentityAssociations.length > 0) return 'POD_IDENTITY';
  const isAnnotated =
    configuration !== undefined && canonicalJson(configuration).includes('eks.amazonaws.com/role-arn');
  return serviceAccountRoleArn !== undefined || isAnnotated ? 'ROLE' : undefined;
}

/**
 * Whether the credentials of the nodes are out of the reach of pods that are not on the host network, with the launch
 * templates in use or with their defaults: on each node, since such a pod may run on any.
 */
export function areNodeCredentialsOutOfReach(
  { nodegroups, launchTemplates, unmanagedNodes }: ClusterSnapshot,
  version: 'inUse' | 'byDefault',
): Reading<boolean> {
  if (!nodegroups.readable) return nodegroups;
  if (!launchTemplates.readable) return launchTemplates;
  if (!unmanagedNodes.readable) return unmanagedNodes;
  if (nodegroups.value.length === 0 || unmanagedNodes.value.length > 0) return readable(false);
  const details = nodegroups.value.map(({ name }) => launchTemplates.value.find((one) => one.name === name)?.detail);
  const isOut = (detail: (typeof details)[number]): boolean =>
    detail?.readable === true && detail.value[version]?.metadata.hopLimit === 1;
  const hidden = details.find((detail) => detail?.readable === false);
  // One in whose reach they are is enough to know that not all are out of it.
  if (hidden && !hidden.readable && details.every((detail) => detail?.readable === false || isOut(detail)))
    return hidden;
  return readable(details.every(isOut));
}
