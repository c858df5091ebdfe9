import { canonicalJson } from '../json.ts';
import { associatePodIdentity, describeAddon, type Step } from '../remediation.ts';
import type { AddonSnapshot } from '../snapshot.ts';
import { compliant, type Evidence, insufficientData, nonCompliant, notApplicable, type Verdict } from '../verdicts.ts';
import type { AddonSubject, Peer } from './addon-presence.ts';
import { comparableConfiguration, differingPaths } from './configuration.ts';
import { siblingFacts } from './fleet-rule.ts';
import { install } from './mend-drift.ts';

/** Whether an add-on is configured as its siblings', sizes and own names aside. */
export function configurationDrift(subject: AddonSubject): Verdict {
  const { addon, cluster, environment, view } = subject;
  const { environments } = view.settings;
  const ofOwn = comparableConfiguration(addon.configuration, { cluster, environment, environments });
  const ofPeer = ({ addon: its, sibling }: Peer) =>
    comparableConfiguration(its.configuration, { ...sibling, environments });
  const odd = oddOneOut(subject, ofManaged(addon, canonicalJson(ofOwn)), (peer) =>
    ofManaged(peer.addon, canonicalJson(ofPeer(peer))),
  );
  return verdictOn(odd, (peer) => {
    const differing = differingPaths(ofOwn, ofPeer(peer));
    return nonCompliant('MEDIUM', { addon: addon.name, differing, ...siblingFacts(peer.sibling) }, both(subject, peer));
  });
}

/** Whether an add-on gets its IAM permissions in the way its siblings' do. */
export function iamDrift(subject: AddonSubject): Verdict {
  const { addon } = subject;
  const odd = oddOneOut(subject, iamModeOf(addon), (peer) => iamModeOf(peer.addon));
  return verdictOn(odd, (peer) => {
    const evidence = {
      addon: addon.name,
      mode: iamModeOf(addon) ?? '',
      ...roleFact('role', addon),
      ...siblingFacts(peer.sibling),
      siblingMode: iamModeOf(peer.addon) ?? '',
      ...roleFact('siblingRole', peer.addon),
    };
    return nonCompliant('MEDIUM', evidence, [...both(subject, peer), ...towardsPodIdentity(subject, peer)]);
  });
}

/** Whether an add-on is an EKS add-on where its siblings' are. */
export function managementDrift(subject: AddonSubject): Verdict {
  const { addon, cluster, view } = subject;
  const odd = oddOneOut(subject, String(addon.managed), (peer) => String(peer.addon.managed));
  return verdictOn(odd, (peer) => {
    const evidence = {
      addon: addon.name,
      version: addon.version,
      managed: addon.managed,
      ...siblingFacts(peer.sibling),
    };
    const steps = addon.managed
      ? [describeAddon(cluster, addon.name)]
      : install(cluster, addon.name, addon.version, view);
    return nonCompliant('LOW', evidence, steps);
  });
}

type IamMode = 'POD_IDENTITY' | 'ROLE' | 'NODE_ROLE';

function iamModeOf(addon: AddonSnapshot): IamMode | undefined {
  if (!addon.managed) return undefined;
  if (addon.podIdentityAssociations.length > 0) return 'POD_IDENTITY';
  return addon.serviceAccountRoleArn === undefined ? 'NODE_ROLE' : 'ROLE';
}

/** Of an add-on that it does not manage, EKS knows neither configuration nor role. */
function ofManaged({ managed }: AddonSnapshot, text: string): string | undefined {
  return managed ? text : undefined;
}

function roleFact(key: string, { serviceAccountRoleArn }: AddonSnapshot): Evidence {
  return serviceAccountRoleArn === undefined ? {} : { [key]: serviceAccountRoleArn };
}

/** What EKS does not know of an add-on it does not manage, compared with nothing, or the sibling it differs from. */
type Odd =
  | { readonly kind: 'UNKNOWN' | 'ALIKE' }
  | { readonly kind: 'UNSEEN'; readonly because: string }
  | { readonly kind: 'ODD'; readonly peer: Peer };

/**
 * Whether an add-on is the odd one among its siblings'. A difference has two sides, and is told on one: on that which
 * is alone against two or more environments that agree, and else on the higher.
 */
function oddOneOut(subject: AddonSubject, own: string | undefined, valueAt: (peer: Peer) => string | undefined): Odd {
  if (own === undefined) return { kind: 'UNKNOWN' };
  const valued = subject.peers.flatMap((peer) => {
    const value = valueAt(peer);
    return value === undefined ? [] : [{ peer, rank: peer.sibling.rank, value }];
  });
  const all = [...valued, { rank: subject.rank, value: own }];
  const lowest = Math.min(...all.map(({ rank }) => rank));
  const lowestAlone = isAlone(lowest, all);
  const isLowest = subject.rank === lowest;
  const against = isLowest
    ? valued.filter(({ rank }) => rank !== lowest)
    : valued.filter(({ rank }) => rank < subject.rank && !(lowestAlone && rank === lowest));
  if (against.some(({ value }) => value === own)) return { kind: 'ALIKE' };

  const unseen = subject.unseen.find(({ rank }) => isLowest || rank < subject.rank);
  const nearest = isLowest ? against[0] : against.at(-1);
  if (nearest && (!isLowest || (lowestAlone && !unseen))) return { kind: 'ODD', peer: nearest.peer };
  return unseen ? { kind: 'UNSEEN', because: unseen.because } : { kind: 'ALIKE' };
}

/** Whether an environment is alone with what it has, against two or more that agree. */
function isAlone(rank: number, all: readonly { readonly rank: number; readonly value: string }[]): boolean {
  const others = all.filter((one) => one.rank !== rank);
  const agreed = new Set(others.map(({ value }) => value));
  const own = all.filter((one) => one.rank === rank);
  return (
    new Set(others.map((one) => one.rank)).size >= 2 &&
    agreed.size === 1 &&
    own.every(({ value }) => !agreed.has(value))
  );
}

function verdictOn(odd: Odd, tell: (peer: Peer) => Verdict): Verdict {
  switch (odd.kind) {
    case 'ODD':
      return tell(odd.peer);
    case 'ALIKE':
      return compliant;
    case 'UNSEEN':
      return insufficientData(odd.because);
    case 'UNKNOWN':
      return notApplicable('EKS knows no settings of an add-on that it does not manage');
  }
}

/** Both add-ons as they are, to lay side by side. */
function both({ addon, cluster }: AddonSubject, { sibling }: Peer): readonly Step[] {
  return [describeAddon(cluster, addon.name), describeAddon(sibling.cluster, addon.name)];
}

/** The service accounts of AWS's own add-ons that need permissions. */
const serviceAccounts: Readonly<Record<string, string>> = {
  'aws-ebs-csi-driver': 'ebs-csi-controller-sa',
  'aws-efs-csi-driver': 'efs-csi-controller-sa',
  'vpc-cni': 'aws-node',
};

/** From the role of a service account to pod identity, as the sibling has it: the role is known, and stays. */
function towardsPodIdentity({ addon, cluster }: AddonSubject, peer: Peer): readonly Step[] {
  const serviceAccount = serviceAccounts[addon.name];
  const { serviceAccountRoleArn: role } = addon;
  if (iamModeOf(peer.addon) !== 'POD_IDENTITY' || role === undefined || serviceAccount === undefined) return [];
  return [associatePodIdentity(cluster, addon.name, serviceAccount, role)];
}
