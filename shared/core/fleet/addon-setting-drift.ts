import { describeAddon, type Step } from '../remediation.ts';
import type { AddonSnapshot } from '../snapshot.ts';
import { compliant, type Evidence, insufficientData, nonCompliant, notApplicable, type Verdict } from '../verdicts.ts';
import type { AddonSubject, Peer } from './addon-presence.ts';
import { differingPaths } from './configuration.ts';
import { install } from './mend-drift.ts';
import { type Odd, oddOneOut, type Side, sideOf } from './odd-one-out.ts';
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
    const paths = differing(subject, sideOf(peer));
    const evidence = { addon: addon.name, differing: paths, ...siblingFacts(peer.sibling) };
    return nonCompliant('MEDIUM', evidence, both(subject, peer));
  });
}

/** Whether an add-on gets its IAM permissions in the way its siblings' do. */
export function iamDrift(subject: AddonSubject): Verdict {
  const { addon } = subject;
  const odd = oddOneOut(subject, isManaged, (a, b) => iamModeOf(a.addon) === iamModeOf(b.addon));
  return verdictOn(odd, (peer) => {
    const evidence = {
      addon: addon.name,
      mode: iamModeOf(addon),
      ...roleFact('role', addon),
      ...siblingFacts(peer.sibling),
      siblingMode: iamModeOf(peer.addon),
      ...roleFact('siblingRole', peer.addon),
    };
    return nonCompliant('MEDIUM', evidence, both(subject, peer));
  });
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

type IamMode = 'POD_IDENTITY' | 'ROLE' | 'NODE_ROLE';

function iamModeOf(addon: AddonSnapshot): IamMode {
  if (addon.podIdentityAssociations.length > 0) return 'POD_IDENTITY';
  return addon.serviceAccountRoleArn === undefined ? 'NODE_ROLE' : 'ROLE';
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
