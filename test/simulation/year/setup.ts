import { addDays, dayOf } from '#core/days.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import type { ClusterRule, FleetRule } from '#core/rule.ts';
import { clusterRules } from '#core/rules/index.ts';
import type { Suppression } from '#core/suppression.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** What people set up, and which release they run: it changes as the year goes. */
export interface Setup {
  readonly accepted: readonly Accepted[];
  /** The rules that the release of these nights does not have. */
  readonly withdrawn: ReadonlySet<string>;
}

/** What people accept: of one cluster what one rule says, or all rules. */
interface Accepted {
  readonly rule: string;
  readonly cluster: string;
  /** The last day on which it holds. */
  readonly until: string;
}

export const firstSetup: Setup = { accepted: [], withdrawn: new Set() };

/** Now and then somebody accepts something, forgets to take out what is over, or deploys another release. */
export function changeSetup({ accepted, withdrawn }: Setup, world: World, random: Random, asOf: string): Setup {
  const today = dayOf(asOf);
  const kept = accepted.filter(({ until }) => until >= today || random.chance(0.8));
  const cluster = world.clusters.length > 0 && random.chance(0.1) ? random.pick(world.clusters).name : undefined;
  const rule = random.pick(['*', random.pick(allRules)]);
  const until = dayOf(addDays(asOf, random.pick([0, 3, 20, 60])));
  return {
    accepted: cluster === undefined ? kept : [...kept, { rule, cluster, until }],
    withdrawn: random.chance(0.04) ? anotherRelease(withdrawn, random) : withdrawn,
  };
}

const allRules = [...clusterRules, ...fleetRules].map(({ id }) => id);

/** One rule less; or, where somebody goes back to the release before, all that there were. */
function anotherRelease(withdrawn: Setup['withdrawn'], random: Random): Setup['withdrawn'] {
  return withdrawn.size > 0 && random.chance(0.5) ? new Set() : new Set([...withdrawn, random.pick(allRules)]);
}

export function suppressionsOf({ accepted }: Setup): readonly Suppression[] {
  return accepted.map(({ rule, cluster, until }) => {
    return { rule, resource: `*:cluster/${cluster}*`, reason: 'known', owner: 'platform', until };
  });
}

/** Whether people accept a finding, by its id. */
export function isAccepted({ accepted }: Setup, id: string, asOf: string): boolean {
  const [resource = '', , rule = ''] = id.split('|');
  const [, name] = resource.split('/');
  return accepted.some((one) => {
    return one.until >= dayOf(asOf) && one.cluster === name && (one.rule === '*' || one.rule === rule);
  });
}

export function rulesOf({ withdrawn }: Setup): {
  readonly rules: readonly ClusterRule[];
  readonly fleetRules: readonly FleetRule[];
} {
  return {
    rules: clusterRules.filter(({ id }) => !withdrawn.has(id)),
    fleetRules: fleetRules.filter(({ id }) => !withdrawn.has(id)),
  };
}
