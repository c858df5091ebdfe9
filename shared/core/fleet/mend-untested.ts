import { compareMinors, parseAddonVersion } from '../addons/addon-version.ts';
import type { Catalogue, ListedRelease } from '../catalogue.ts';
import { readable } from '../reading.ts';
import {
  describeAddonVersions,
  describeNodegroup,
  holdingBack,
  listAddons,
  type Step,
  showImages,
  updateAddon,
} from '../remediation.ts';
import type { AddonSnapshot, ClusterSnapshot } from '../snapshot.ts';
import { nextVersionOf } from '../support.ts';
import { stepsToControlPlane, stepsToNextVersion } from '../upgrade/steps.ts';
import { presenceOf } from './addon-presence.ts';
import {
  addonParts,
  combinationOf,
  compareCombinations,
  nodegroupsBeyond,
  type PartDifference,
} from './combination.ts';
import { contextOf, type FleetSubject } from './fleet-rule.ts';
import { pathTowards } from './mend-drift.ts';
import type { SystemView } from './system.ts';
import type { TestedCombination } from './tested-combinations.ts';
import type { Installed } from './version-standing.ts';

/**
 * First what brings this cluster to the combination that was tested, then its control plane.
 *
 * What cannot be had here, since the lower environment is the one that is behind, is rehearsed there. Where neither
 * makes the two alike, the list ends with looks, and names no upgrade: it would make what nobody has tested.
 */
export function stepsToTested(
  { cluster, siblings, view }: FleetSubject,
  next: string,
  nearest: TestedCombination,
  differing: readonly PartDifference[],
  catalogue: Catalogue,
): readonly Step[] {
  const sibling = siblings
    .map((one) => one.cluster)
    .find(({ name, version }) => name === nearest.cluster && version === next);
  const moves = addonParts.flatMap(([part, name]) => {
    const difference = differing.find((one) => one.part === part);
    return difference ? moveOf(name, difference, cluster, sibling, view) : [];
  });
  const steps = moves.flatMap(({ addon, path, ...one }) =>
    path.map(({ text }) => updateAddon(one.cluster, addon.name, text)),
  );
  const brought = moved(cluster, moves);
  const reached = { ...combinationOf(brought), kubernetes: next };
  const unlike = compareCombinations(
    reached,
    sibling ? combinationOf(moved(sibling, moves)) : nearest.combination,
  ).differing;
  const looks = unlike.flatMap((one) => looksAt(one, cluster, moves)).map(holdingBack);
  if (unlike.length > 0) return [...steps, ...new Map(looks.map((look) => [look.command.join(' '), look])).values()];
  return [...steps, ...stepsToControlPlane(brought, next, contextOf(view, catalogue))];
}

/** The add-on of one of two clusters, that which is behind, and the versions it goes through towards the other's. */
interface Move extends Installed {
  readonly path: readonly ListedRelease[];
}

function moveOf(
  name: string,
  difference: PartDifference,
  cluster: ClusterSnapshot,
  sibling: ClusterSnapshot | undefined,
  view: SystemView,
): readonly Move[] {
  const own = addonIn(cluster, name);
  const theirs = sibling && addonIn(sibling, name);
  if (!own) return [];
  const isOwn = isBehind(own, difference);
  if (!isOwn && !theirs) return [];
  const installed = isOwn || !theirs ? { addon: own, cluster } : { addon: theirs, cluster: sibling };
  const wanted = isOwn ? (theirs?.version ?? newestOf(difference)) : own.version;
  return [{ ...installed, path: pathTowards(installed, wanted, view) }];
}

/** A cluster as it will be once its add-ons were moved. */
function moved(cluster: ClusterSnapshot, moves: readonly Move[]): ClusterSnapshot {
  if (moves.length === 0 || !cluster.addons.readable) return cluster;
  const value = cluster.addons.value.map((one) => {
    const move = moves.find(({ addon, cluster: { arn } }) => arn === cluster.arn && addon.name === one.name);
    const version = move?.path.at(-1)?.text;
    return move && version !== undefined ? { name: one.name, detail: readable({ ...move.addon, version }) } : one;
  });
  return { ...cluster, addons: readable(value) };
}

/** What a person has to see to decide on a part that no step makes alike. */
function looksAt({ part, ran }: PartDifference, cluster: ClusterSnapshot, moves: readonly Move[]): readonly Step[] {
  const name = addonParts.find(([one]) => one === part)?.[1];
  if (name === undefined) return nodegroupsBeyond(ran, cluster).map((group) => describeNodegroup(cluster, group));
  const stuck = moves.find(({ addon }) => addon.name === name);
  const addon = stuck?.addon ?? addonIn(cluster, name);
  if (!addon) return [listAddons(cluster)];
  const where = stuck?.cluster ?? cluster;
  return [addon.managed ? describeAddonVersions(where, name, where.version) : showImages(where)];
}

/**
 * First the upgrade of the lower environment, then that of this cluster.
 *
 * Where the rehearsal ends with a look, nothing follows it.
 */
export function stepsToRehearse(
  { cluster, siblings, view }: FleetSubject,
  next: string,
  catalogue: Catalogue,
): readonly Step[] {
  const rehearsals = siblings.map((sibling) => upgradeTo(next, sibling.cluster, view));
  const rehearsal = rehearsals.findLast((steps) => steps.length > 0) ?? [];
  if (rehearsal.some(({ holdsBack }) => holdsBack)) return rehearsal;
  return [...rehearsal, ...stepsToControlPlane(cluster, next, contextOf(view, catalogue))];
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
