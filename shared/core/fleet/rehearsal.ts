import { coreAddons } from '../snapshot.ts';
import {
  type Combination,
  type CombinationComparison,
  type CombinationPart,
  combinationOf,
  compareCombinations,
  type PartDifference,
} from './combination.ts';
import type { FleetSubject } from './fleet-rule.ts';
import { type ControlPlaneStep, lookAtStep, mayHaveMovedSince } from './in-place-step.ts';
import type { Sibling } from './siblings.ts';

/** The step of a control plane that a member has before it, with the add-ons that it would take along. */
export interface Path extends ControlPlaneStep {
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
  const { before, after, step, isTaken, because } = lookAtStep(sibling, path, subject);
  if (!isTaken) {
    return because.unread === undefined ? { kind: 'NONE', sibling } : { kind: 'UNKNOWN', because: because.unread };
  }
  const { cluster } = sibling;
  const isStill = step.taken && !coreAddons.some((addon) => mayHaveMovedSince(step.from, addon, cluster));
  const compared = [...before, ...after, ...(isStill ? [combinationOf(cluster)] : [])].map((one) =>
    differencesTo(path, one),
  );
  const [nearest] = compared.sort(
    (a, b) => a.differing.length - b.differing.length || a.unseen.length - b.unseen.length,
  );
  if (nearest && nearest.differing.length + nearest.unseen.length === 0) return { kind: 'SAME' };
  if (!nearest || nearest.differing.length === 0 || (before.length === 0 && !isStill)) {
    return { kind: 'UNKNOWN', because: because.unknown };
  }
  return { kind: 'OTHER', sibling, differing: nearest.differing };
}

function differencesTo({ combination, to }: Path, ran: Combination): CombinationComparison {
  const { differing, unseen } = compareCombinations(combination, { ...ran, kubernetes: to });
  return {
    differing: differing.filter(({ part }) => parts.includes(part)),
    unseen: unseen.filter((part) => parts.includes(part)),
  };
}
