import { type ImageSight, isLaunchable } from '../images/machine-image.ts';
import type { Reading, Unreadable } from '../reading.ts';
import { describeTemplateVersions } from '../remediation.ts';
import type { Judgement } from '../rule.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '../snapshot.ts';
import { type Evidence, explainedBy, insufficientData, nonCompliant, type Verdict } from '../verdicts.ts';
import {
  decidingVersions,
  type Existence,
  isUnresolved,
  type KmsKey,
  type LaunchTemplate,
  nameOfTemplate,
  sightOf,
  type TemplateReference,
  type TemplateVersion,
} from './launch-template.ts';
import { userDataFaults } from './user-data-faults.ts';

/** What came of looking at one thing: what is wrong with it, or why nobody can tell; neither where all is well. */
interface Seen {
  readonly wrong?: Evidence;
  readonly because?: string | Unreadable;
}

/** What a version names of one kind, and what was seen of one of them; undefined where nobody looked. */
interface Named {
  readonly kind: string;
  readonly in: (version: TemplateVersion) => readonly string[];
  readonly see: (name: string, cluster: ClusterSnapshot) => Seen | undefined;
}

/** The states of a key that can be used, or soon can; and of one that cannot. */
const usable: ReadonlySet<string> = new Set(['Enabled', 'Creating', 'Updating']);
const useless: ReadonlySet<string> = new Set([
  'Disabled',
  'PendingDeletion',
  'PendingImport',
  'PendingReplicaDeletion',
  'Unavailable',
]);

const named: readonly Named[] = [
  {
    kind: 'image',
    in: ({ image }) => (image === undefined || isUnresolved(image) ? [] : [image]),
    see: (name, { images }) => seen(sightOf(images, name), lookAtImage),
  },
  {
    kind: 'key-pair',
    in: ({ keyPair }) => (keyPair === undefined ? [] : [keyPair]),
    see: (name, { keyPairs }) => seen(sightOf(keyPairs, name), lookAtExistence),
  },
  {
    kind: 'security-group',
    in: ({ securityGroups }) => securityGroups,
    see: (name, { securityGroups }) => seen(sightOf(securityGroups, name), lookAtExistence),
  },
  {
    kind: 'kms-key',
    in: ({ kmsKeys }) => kmsKeys,
    see: (name, { kmsKeys }) => seen(sightOf(kmsKeys, name), (key) => lookAtKey(name, key)),
  },
];

function seen<T>(sight: Reading<T> | undefined, look: (value: T) => Seen): Seen | undefined {
  return sight?.readable === false ? { because: sight.because } : sight && look(sight.value);
}

function lookAtImage({ image }: ImageSight): Seen {
  if (!image) return { wrong: {} };
  const { state } = image;
  return state === undefined || isLaunchable(image) ? {} : { wrong: { state } };
}

function lookAtExistence({ exists }: Existence): Seen {
  return exists ? {} : { wrong: {} };
}

function lookAtKey(name: string, { state, hidden }: KmsKey): Seen {
  if (hidden)
    return { because: `kms:DescribeKey: the policy of its KMS key ${name} does not let the account look at it` };
  if (state === undefined) return { wrong: {} };
  if (useless.has(state)) return { wrong: { state } };
  return usable.has(state) ? {} : { because: `its KMS key ${name} is in a state that is not known: ${state}` };
}

/** What the launch template of a node group names that is not there, and what of its user data does not fit: each a fault. */
export function templateFaults(
  nodegroup: NodegroupSnapshot,
  reference: TemplateReference,
  template: LaunchTemplate,
  cluster: ClusterSnapshot,
): readonly Judgement[] {
  const versions = decidingVersions(template);
  const told = (fault: string, numbers: readonly number[], facts: Evidence): Judgement => {
    const look = describeTemplateVersions(cluster, reference, numbers);
    const evidence = { ...facts, template: nameOfTemplate(reference), versions: numbers };
    return atRoll(nonCompliant('HIGH', evidence, [look]), fault);
  };

  const own = ownImageOf(nodegroup, template);
  const ofNames = named.flatMap((kind) =>
    [...new Set(versions.flatMap(kind.in))].flatMap((name): readonly Judgement[] => {
      const fault = `${kind.kind}/${name}`;
      const { wrong, because } = kind.see(name, cluster) ?? { because: `nobody looked for its ${kind.kind} ${name}` };
      if (because !== undefined) return [atRoll(insufficientData(because), fault)];
      if (!wrong) return [];
      if (kind.kind === 'image' && name === own) return [atRoll(explainedBy('nodegroup-custom-ami'), fault)];
      const numbers = versions.filter((version) => kind.in(version).includes(name)).map(({ number }) => number);
      return [told(fault, numbers, { kind: 'GONE', what: kind.kind, named: name, ...wrong })];
    }),
  );
  return [...ofNames, ...unresolvedImages(versions), ...userDataFaults(versions, nodegroup, cluster, told)];
}

/** The image of which `nodegroup-custom-ami` tells what is wrong with it. */
function ownImageOf({ amiType, releaseVersion }: NodegroupSnapshot, { inUse }: LaunchTemplate): string | undefined {
  return amiType === 'CUSTOM' ? (inUse?.image ?? releaseVersion) : undefined;
}

/** Which images they are, and so which faults, cannot be said: whatever was wrong may still be. */
function unresolvedImages(versions: readonly TemplateVersion[]): readonly Judgement[] {
  const names = versions.flatMap(({ image }) => (image !== undefined && isUnresolved(image) ? [image] : []));
  if (names.length === 0) return [];
  const because = `ec2:DescribeLaunchTemplateVersions did not resolve its image ${[...new Set(names)].join(', ')}`;
  return [atRoll(insufficientData(because))];
}

function atRoll(verdict: Verdict, fault?: string): Judgement {
  return { horizon: 'next-node-roll', ...(fault === undefined ? {} : { fault }), verdict };
}
