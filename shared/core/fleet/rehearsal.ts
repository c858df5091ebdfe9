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
import { type ControlPlaneStep, mayHaveMovedSince, ranIn, stepOf } from './in-place-step.ts';
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
  const isStill = step.taken && !coreAddons.some((addon) => mayHaveMovedSince(step.from, addon, cluster));
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

function differencesTo({ combination, to }: Path, ran: Combination): CombinationComparison {
  const { differing, unseen } = compareCombinations(combination, { ...ran, kubernetes: to });
  return {
    differing: differing.filter(({ part }) => parts.includes(part)),
    unseen: unseen.filter((part) => parts.includes(part)),
  };
}
