import { clusterVersionOf } from '../catalogue.ts';
import type { Instant } from '../days.ts';
import { isInKubernetesRange } from '../kubernetes-range.ts';
import { describeUnreadable } from '../reading.ts';
import type { ClusterSnapshot } from '../snapshot.ts';
import { presenceOf } from './addon-presence.ts';
import { addonParts, type Combination, combinationOf } from './combination.ts';
import type { FleetSubject } from './fleet-rule.ts';
import type { Sibling } from './siblings.ts';
import { rankOf } from './system.ts';
import { isWhole } from './tested-combinations.ts';

/** The step of a control plane from one minor to the next. */
export interface ControlPlaneStep {
  readonly from: string;
  readonly to: string;
}

/** What a cluster ran right after a step, as far as it is known, and why what is left out of it is not. */
export interface CombinationAfterStep {
  readonly combination: Combination;
  readonly unseenBecause: string;
}

/** What a sibling ran between the step of its control plane and that of its add-ons; empty where it took no such step. */
export function combinationsAfterStep(
  sibling: Sibling,
  { from, to }: ControlPlaneStep,
  subject: FleetSubject,
): readonly CombinationAfterStep[] {
  const { before, step, isTaken, because } = lookAtStep(sibling, { from, to }, subject);
  const unseenBecause = because.unknown;
  if (isTaken && before.length > 0) {
    return before.map((combination) => ({ combination: { ...combination, kubernetes: to }, unseenBecause }));
  }
  if (step.taken) return [{ combination: sinceStep(step.from, sibling.cluster, { from, to }), unseenBecause }];
  return because.unread === undefined ? [] : [{ combination: { kubernetes: to }, unseenBecause: because.unread }];
}

/** What is known of a step of a sibling's control plane. */
interface StepLook {
  /** What it ran at the version before, by our history. */
  readonly before: readonly Combination[];
  /** What it runs, and ran, at the version after. */
  readonly after: readonly Combination[];
  /** What its own updates, or its age, tell. */
  readonly step: StepSight;
  /** Whether it took the step, by any of these. */
  readonly isTaken: boolean;
  /** Why its add-ons in it are not known; and why its updates are not, where they could not be read. */
  readonly because: { readonly unknown: string; readonly unread: string | undefined };
}

/** How a sibling stands to a step of its control plane, by our history of it and by its own updates. */
export function lookAtStep(sibling: Sibling, { from, to }: ControlPlaneStep, subject: FleetSubject): StepLook {
  const { cluster, name } = sibling;
  const ran = ranIn(sibling, subject);
  const before = ran.filter(({ kubernetes }) => kubernetes === from);
  const after = [...ran, combinationOf(cluster)].filter(({ kubernetes }) => kubernetes === to);
  const step = stepOf(cluster, { from, to }, subject);
  return {
    before,
    after,
    step,
    isTaken: step.taken || (before.length > 0 && after.length > 0),
    because: {
      unknown: `with which add-ons its sibling ${name} went from ${from} to ${to} is not known`,
      unread: step.because && `the updates of its sibling ${name} could not be read: ${step.because}`,
    },
  };
}

/**
 * What a cluster ran right after a step, by what has not moved since.
 *
 * Of a kube-proxy that followed its control plane no more is taken than that it was level before, as it is after each
 * upgrade that is done in order: that it was far behind would be what nobody should believe unseen.
 */
function sinceStep(at: Instant, cluster: ClusterSnapshot, { from, to }: ControlPlaneStep): Combination {
  // Behind its control plane of before the step, as it is asked of a cluster that has not taken it.
  const before = combinationOf({ ...cluster, version: from });
  const moved = addonParts.filter(([, addon]) => mayHaveMovedSince(at, addon, cluster)).map(([part]) => part);
  const unseen = Object.fromEntries(moved.map((part) => [part, undefined]));
  const followed = moved.includes('kubeProxyBehind') || Number(before.kubeProxyBehind) < 0;
  return { ...before, ...unseen, ...(followed ? { kubeProxyBehind: '0' } : {}), kubernetes: to };
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
  | { readonly taken: true; readonly from: Instant; readonly because?: never }
  | { readonly taken: false; readonly from?: never; readonly because?: string };

function stepOf(cluster: ClusterSnapshot, { to }: ControlPlaneStep, { view }: FleetSubject): StepSight {
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

/** Whether an add-on may have been another version when the step was taken. */
export function mayHaveMovedSince(step: Instant, addon: string, cluster: ClusterSnapshot): boolean {
  const presence = presenceOf(cluster, addon);
  if (presence.kind !== 'THERE') return presence.kind === 'UNSEEN';
  const { modifiedAt } = presence.addon;
  return modifiedAt === undefined || modifiedAt > step;
}
