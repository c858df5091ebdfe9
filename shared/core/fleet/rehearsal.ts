import { clusterVersionOf } from '../catalogue.ts';
import type { Instant } from '../days.ts';
import { isInKubernetesRange } from '../kubernetes-range.ts';
import { describeUnreadable } from '../reading.ts';
import { type ClusterSnapshot, coreAddons } from '../snapshot.ts';
import { presenceOf } from './addon-presence.ts';
import {
  type Combination,
  type CombinationComparison,
  type CombinationPart,
  combinationOf,
  compareCombinations,
  type PartDifference,
} from './combination.ts';
import type { FleetSubject } from './fleet-rule.ts';
import type { Sibling } from './siblings.ts';
import { rankOf } from './system.ts';
import { isWhole } from './tested-combinations.ts';

/** The step of a control plane that a member has before it, with the add-ons that it would take along. */
export interface Path {
  readonly from: string;
  readonly to: string;
  readonly combination: Combination;
}

/** Whether a lower sibling has taken a path: the same, one with other add-ons, none, or what nobody knows. */
export type Rehearsal =
  | { readonly kind: 'SAME' }
  | { readonly kind: 'OTHER'; readonly sibling: Sibling; readonly differing: readonly PartDifference[] }
  | { readonly kind: 'NONE'; readonly sibling: Sibling }
  | { readonly kind: 'UNKNOWN'; readonly because: string };

/** What the path is made of besides the control plane: the nodes follow later, and by themselves. */
const parts: readonly CombinationPart[] = ['vpcCni', 'coredns', 'kubeProxyBehind'];

/** How a sibling stands to a path, by our history of it and by its own updates. */
export function rehearsalBy(sibling: Sibling, path: Path, subject: FleetSubject): Rehearsal {
  const { cluster, name } = sibling;
  const ran = ranIn(sibling, subject);
  const before = ran.filter(({ kubernetes }) => kubernetes === path.from);
  const now = combinationOf(cluster);
  const after = [...ran, now].filter(({ kubernetes }) => kubernetes === path.to);
  const hasBoth = before.length > 0 && after.length > 0;

  const step = stepOf(cluster, path, subject);
  if (!step.taken && !hasBoth) {
    return step.because === undefined
      ? { kind: 'NONE', sibling }
      : { kind: 'UNKNOWN', because: `the updates of its sibling ${name} could not be read: ${step.because}` };
  }
  const isStill = step.taken && !haveMovedSince(step.from, cluster);
  const compared = [...before, ...after, ...(isStill ? [now] : [])].map((one) => differencesTo(path, one));
  const [nearest] = compared.sort(
    (a, b) => a.differing.length - b.differing.length || a.unseen.length - b.unseen.length,
  );
  if (nearest && nearest.differing.length + nearest.unseen.length === 0) return { kind: 'SAME' };
  if (!nearest || nearest.differing.length === 0 || (before.length === 0 && !isStill)) {
    const because = `with which add-ons its sibling ${name} went from ${path.from} to ${path.to} is not known`;
    return { kind: 'UNKNOWN', because };
  }
  return { kind: 'OTHER', sibling, differing: nearest.differing };
}

/** What our history saw a sibling run since it was made, in an environment below the member's own. */
function ranIn({ cluster }: Sibling, { rank, view }: FleetSubject): readonly Combination[] {
  return view.combinations
    .filter((one) => one.cluster === cluster.arn && one.firstObservedAt >= cluster.createdAt)
    .filter(({ environment }) => (rankOf(environment, view.settings) ?? rank) < rank)
    .map(({ combination }) => combination)
    .filter(isWhole);
}

/** Whether a cluster took a step in place, at the earliest from an instant; or why that is not known. */
type StepSight =
  | { readonly taken: true; readonly from: Instant }
  | { readonly taken: false; readonly from?: never; readonly because?: string };

function stepOf(cluster: ClusterSnapshot, { to }: Path, { view }: FleetSubject): StepSight {
  const { updates, createdAt, region } = cluster;
  const listed = updates.readable ? updates.value.map(({ detail }) => detail) : [updates];
  const update = listed
    .flatMap((detail) => (detail.readable ? [detail.value] : []))
    .find(({ type, status, version }) => type === 'VersionUpdate' && status === 'Successful' && version === to);
  if (update) return { taken: true, from: update.createdAt };
  if (!isInKubernetesRange(cluster.version, { from: to })) return { taken: false };
  const versions = view.catalogues[region]?.clusterVersions;
  const released = versions?.readable ? clusterVersionOf(versions.value.value, to)?.releaseDate : undefined;
  // What is older than a version was not made with it.
  if (released !== undefined && createdAt < released) return { taken: true, from: released };
  const unread = listed.find((detail) => !detail.readable);
  return unread ? { taken: false, because: describeUnreadable(unread.because) } : { taken: false };
}

function differencesTo({ combination, to }: Path, ran: Combination): CombinationComparison {
  const { differing, unseen } = compareCombinations(combination, { ...ran, kubernetes: to });
  return {
    differing: differing.filter(({ part }) => parts.includes(part)),
    unseen: unseen.filter((part) => parts.includes(part)),
  };
}

/** Whether the core add-ons may have been others when the step was taken. */
function haveMovedSince(step: Instant, cluster: ClusterSnapshot): boolean {
  return coreAddons.some((name) => {
    const presence = presenceOf(cluster, name);
    if (presence.kind !== 'THERE') return presence.kind === 'UNSEEN';
    const { modifiedAt } = presence.addon;
    return modifiedAt === undefined || modifiedAt > step;
  });
}
