import { compareMinors, parseAddonVersion } from '../addon-version.ts';
import { amiFamilyOf } from '../nodegroup-release.ts';
import { describeNodegroup, type Step, updateControlPlane } from '../remediation.ts';
import type { AddonSnapshot, ClusterSnapshot } from '../snapshot.ts';
import { nextVersionOf } from '../support.ts';
import { addonsFirst, stepsToNextVersion } from '../upgrade/steps.ts';
import { presenceOf } from './addon-presence.ts';
import type { CombinationPart, PartDifference } from './combination.ts';
import { contextOf, type FleetSubject } from './fleet-rule.ts';
import { bringTowards } from './mend-drift.ts';

/** kube-proxy first: what it breaks keeps new nodes from becoming ready, whatever else is right. */
const order: readonly CombinationPart[] = ['kubeProxyBehind', 'vpcCni', 'coredns', 'amiFamilies'];

const addonOf: Readonly<Partial<Record<CombinationPart, string>>> = {
  kubeProxyBehind: 'kube-proxy',
  vpcCni: 'vpc-cni',
  coredns: 'coredns',
};

/**
 * First what brings this cluster to the combination that was tested, then its control plane.
 *
 * What cannot be had here, since the lower environment is the one that is behind, is rehearsed there.
 */
export function stepsToTested(
  { cluster, siblings, view }: FleetSubject,
  next: string,
  testedBy: string,
  differing: readonly PartDifference[],
): readonly Step[] {
  const sibling = siblings.map((one) => one.cluster).find(({ name, version }) => name === testedBy && version === next);
  const steps = order.flatMap((part) => {
    const difference = differing.find((one) => one.part === part);
    if (!difference) return [];
    if (part === 'amiFamilies') return nodegroupsOf(cluster, difference);
    const name = addonOf[part] ?? '';
    const own = addonIn(cluster, name);
    const theirs = sibling && addonIn(sibling, name);
    if (!own) return [];
    if (isBehind(own, difference)) {
      return bringTowards({ addon: own, cluster }, theirs?.version ?? newestOf(difference), view);
    }
    return theirs ? bringTowards({ addon: theirs, cluster: sibling }, own.version, view) : [];
  });
  return [...steps, updateControlPlane(cluster, next)];
}

/** First the upgrade of the lower environment, then that of this cluster. */
export function stepsToRehearse({ cluster, siblings, view }: FleetSubject, next: string): readonly Step[] {
  const rehearsal = siblings.findLast((sibling) => {
    const catalogue = view.catalogues[sibling.cluster.region];
    const theirs = catalogue && nextVersionOf(sibling.cluster, catalogue, view.asOf);
    return theirs?.readable === true && theirs.value === next;
  })?.cluster;
  const up = (one: ClusterSnapshot, steps: typeof addonsFirst): readonly Step[] => {
    const catalogue = view.catalogues[one.region];
    return catalogue ? steps(one, contextOf(view, catalogue)) : [];
  };
  return [
    ...(rehearsal ? up(rehearsal, stepsToNextVersion) : []),
    ...up(cluster, addonsFirst),
    updateControlPlane(cluster, next),
  ];
}

/** Whether it is this cluster that has to move: its add-on is older, or kube-proxy further from its control plane. */
function isBehind({ version }: AddonSnapshot, { part, wanted, ran }: PartDifference): boolean {
  if (part === 'kubeProxyBehind') return Number(wanted) > Number(ran);
  const own = parseAddonVersion(version);
  const tested = parseAddonVersion(`${String(ran)}.0`);
  return own !== undefined && tested !== undefined && compareMinors(own, tested) < 0;
}

/** Where nobody runs the tested minor any more: no version of it, so that the newest that is listed is taken. */
function newestOf({ ran }: PartDifference): string {
  return `${String(ran)}.0`;
}

function addonIn(cluster: ClusterSnapshot, name: string): AddonSnapshot | undefined {
  const presence = presenceOf(cluster, name);
  return presence.kind === 'THERE' ? presence.addon : undefined;
}

/** The groups of a family that nobody tested: what to do about them depends on what a person finds. */
function nodegroupsOf(cluster: ClusterSnapshot, { ran }: PartDifference): readonly Step[] {
  if (!cluster.nodegroups.readable) return [];
  return cluster.nodegroups.value
    .filter(({ detail }) => detail.readable && !ran.includes(amiFamilyOf(detail.value.amiType ?? '') ?? ''))
    .map(({ name }) => describeNodegroup(cluster, name));
}
