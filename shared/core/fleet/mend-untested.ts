import { compareMinors, parseAddonVersion } from '../addon-version.ts';
import type { Catalogue } from '../catalogue.ts';
import { amiFamilies } from '../nodegroup-release.ts';
import { readable } from '../reading.ts';
import { describeNodegroup, type Step } from '../remediation.ts';
import type { AddonSnapshot, ClusterSnapshot } from '../snapshot.ts';
import { nextVersionOf } from '../support.ts';
import { stepsToControlPlane, stepsToNextVersion } from '../upgrade/steps.ts';
import { presenceOf } from './addon-presence.ts';
import { type CombinationPart, nodegroupsBeyond, type PartDifference } from './combination.ts';
import { contextOf, type FleetSubject } from './fleet-rule.ts';
import { bringTowards, pathTowards } from './mend-drift.ts';
import type { SystemView } from './system.ts';

/** kube-proxy first: what it breaks keeps new nodes from becoming ready, whatever else is right. */
const addonParts: readonly (readonly [CombinationPart, string])[] = [
  ['kubeProxyBehind', 'kube-proxy'],
  ['vpcCni', 'vpc-cni'],
  ['coredns', 'coredns'],
];

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
  catalogue: Catalogue,
): readonly Step[] {
  const sibling = siblings.map((one) => one.cluster).find(({ name, version }) => name === testedBy && version === next);
  let brought = cluster;
  const addons = addonParts.flatMap(([part, name]) => {
    const difference = differing.find((one) => one.part === part);
    const own = addonIn(cluster, name);
    const theirs = sibling && addonIn(sibling, name);
    if (!difference || !own) return [];
    if (isBehind(own, difference)) {
      const wanted = theirs?.version ?? newestOf(difference);
      brought = withAddon(brought, name, pathTowards({ addon: own, cluster }, wanted, view).at(-1)?.text);
      return bringTowards({ addon: own, cluster }, wanted, view);
    }
    return theirs ? bringTowards({ addon: theirs, cluster: sibling }, own.version, view) : [];
  });
  const families = differing.find(({ part }) => part === 'amiFamilies')?.ran ?? amiFamilies;
  const upgrade = stepsToControlPlane(brought, next, contextOf(view, catalogue));
  // What to do about a family that nobody tested depends on what a person finds.
  const nodegroups = nodegroupsBeyond(families, cluster)
    .map((name) => describeNodegroup(cluster, name))
    .filter((look) => !upgrade.some(({ command }) => command.join(' ') === look.command.join(' ')));
  return [...addons, ...nodegroups, ...upgrade];
}

/** First the upgrade of the lower environment, then that of this cluster. */
export function stepsToRehearse(
  { cluster, siblings, view }: FleetSubject,
  next: string,
  catalogue: Catalogue,
): readonly Step[] {
  const rehearsals = siblings.map((sibling) => upgradeTo(next, sibling.cluster, view));
  return [
    ...(rehearsals.findLast((steps) => steps.length > 0) ?? []),
    ...stepsToControlPlane(cluster, next, contextOf(view, catalogue)),
  ];
}

/** The steps that take a cluster to a version, where that is the next for it. */
function upgradeTo(version: string, cluster: ClusterSnapshot, view: SystemView): readonly Step[] {
  const catalogue = view.catalogues[cluster.region];
  if (!catalogue) return [];
  const next = nextVersionOf(cluster, catalogue, view.asOf);
  return next.readable && next.value === version ? stepsToNextVersion(cluster, contextOf(view, catalogue)) : [];
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

/** The cluster as it will be once its add-on was moved. */
function withAddon(cluster: ClusterSnapshot, name: string, version: string | undefined): ClusterSnapshot {
  if (version === undefined || !cluster.addons.readable) return cluster;
  const value = cluster.addons.value.map((one) =>
    one.name === name && one.detail.readable ? { name, detail: readable({ ...one.detail.value, version }) } : one,
  );
  return { ...cluster, addons: readable(value) };
}
