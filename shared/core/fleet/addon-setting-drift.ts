import { type AddonPermissions, permissionsOf } from '../addons/addon-permissions.ts';
import { describeAddon, type Step } from '../remediation.ts';
import type { AddonSnapshot } from '../snapshot.ts';
import { compliant, type Evidence, insufficientData, nonCompliant, notApplicable, type Verdict } from '../verdicts.ts';
import type { AddonSubject, Peer } from './addon-presence.ts';
import { differingPaths } from './configuration.ts';
import { install } from './mend-drift.ts';
import { type Odd, oddOneOut, type Side, sideOf } from './odd-one-out.ts';
import { leadOf } from './setting-lead.ts';
import { siblingFacts } from './siblings.ts';

/** Whether an add-on is configured as its siblings', sizes and own names aside. */
export function configurationDrift(subject: AddonSubject): Verdict {
  const { addon, view } = subject;
  const { environments } = view.settings;
  const owned = ({ addon: { configuration }, cluster, environment }: Side) => ({
    configuration,
    cluster,
    environment,
    environments,
  });
  const differing = (a: Side, b: Side): readonly string[] => differingPaths(owned(a), owned(b));
  const odd = oddOneOut(subject, isManaged, (a, b) => differing(a, b).length === 0);
  return verdictOn(odd, (peer) => {
    const lead = leadOf('configuration', subject, peer);
    if (lead) return lead;
    const paths = differing(subject, sideOf(peer));
    const evidence = { addon: addon.name, differing: paths, ...siblingFacts(peer.sibling) };
    return nonCompliant('MEDIUM', evidence, both(subject, peer));
  });
}

/** Whether an add-on gets its IAM permissions in the way its siblings' do. */
export function iamDrift(subject: AddonSubject): Verdict {
  const { addon, view } = subject;
  const permissions = (side: Side): AddonPermissions =>
    permissionsOf(side.addon, side.cluster, view.addonServiceAccounts);
  const own = permissions(subject);
  if (addon.managed && own.kind === 'UNKNOWN') return insufficientData(own.because);
  const odd = oddOneOut(
    withoutUnknown(subject, permissions),
    isManaged,
    (a, b) => permissions(a).kind === permissions(b).kind,
  );
  return verdictOn(odd, (peer) => {
    const lead = leadOf('permissions', subject, peer);
    if (lead) return lead;
    const evidence = {
      addon: addon.name,
      mode: own.kind,
      ...roleFact('role', addon),
      ...siblingFacts(peer.sibling),
      siblingMode: permissions(sideOf(peer)).kind,
      ...roleFact('siblingRole', peer.addon),
    };
    return nonCompliant('MEDIUM', evidence, both(subject, peer));
  });
}

/** The peers whose permissions are not known count among those that could not be seen. */
function withoutUnknown(subject: AddonSubject, permissions: (side: Side) => AddonPermissions): AddonSubject {
  const judged = subject.peers
    .filter(({ addon }) => addon.managed)
    .map((peer) => ({ peer, own: permissions(sideOf(peer)) }));
  return {
    ...subject,
    peers: judged.flatMap(({ peer, own }) => (own.kind === 'UNKNOWN' ? [] : [peer])),
    unseen: [
      ...subject.unseen,
      ...judged.flatMap(({ peer, own }) =>
        own.kind === 'UNKNOWN' ? [{ rank: peer.sibling.rank, because: own.because }] : [],
      ),
    ],
  };
}

/** Whether an add-on is an EKS add-on where its siblings' are. */
export function managementDrift(subject: AddonSubject): Verdict {
  const { addon, cluster, view } = subject;
  const odd = oddOneOut(
    subject,
    () => true,
    (a, b) => a.addon.managed === b.addon.managed,
  );
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

/** Of an add-on that it does not manage, EKS knows neither configuration nor role. */
function isManaged({ addon }: Side): boolean {
  return addon.managed;
}

function roleFact(key: string, { serviceAccountRoleArn }: AddonSnapshot): Evidence {
  return serviceAccountRoleArn === undefined ? {} : { [key]: serviceAccountRoleArn };
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
