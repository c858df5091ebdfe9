import { type FindingKey, findingId, type TransitionKind } from '#core/finding.ts';
import { defaultSiblingRules, placeCluster } from '#core/fleet/placement.ts';
import type { SystemMember, SystemView } from '#core/fleet/system.ts';
import type { RuleResult } from '#core/rule.ts';
import { compareSeverities, type Severity } from '#core/severity.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import { knowledge } from '../../support/sweeps.ts';
import { type KnownFleet, look, nothingKnown, systemsOf } from './known-fleet.ts';
import type { rulesOf } from './setup.ts';
import type { Sight } from './sight.ts';
import { arnOf, snapshotOf, type World } from './world.ts';

/** A finding as it ought to be. */
export interface Fault {
  readonly rule: string;
  readonly cluster: string;
  readonly createdAt: string;
  readonly severity: Severity;
  readonly isOpen: boolean;
}

export interface Expected {
  readonly id: string;
  readonly kind: TransitionKind;
  readonly severity: Severity;
}

/** What ought to happen on a night. */
export interface ModelNight {
  readonly transitions: readonly Expected[];
  /** What may end, since all that could be seen speaks for it, and need not, since not all could. */
  readonly mayEnd: ReadonlySet<string>;
  /** All that the rules say tonight, as a text: two nights of which it is the same are alike. */
  readonly words: string;
  /** What is known of the fleet besides, as a text. */
  readonly known: string;
}

/** The truth, and what of it can be known: by the rules on what could be seen, and by nothing of how findings are kept. */
export interface Model {
  night(world: World, sight: Sight, rules: RulesOfNight, asOf: string): ModelNight;
  /** Takes note that a finding that might end has ended. */
  end(id: string): Expected;
  readonly faults: ReadonlyMap<string, Fault>;
}

/** The rules of the release that runs. */
type RulesOfNight = ReturnType<typeof rulesOf>;

/** The word of the rules on one cluster. */
interface Word {
  readonly results: readonly RuleResult[];
  readonly cluster: Pick<ClusterSnapshot, 'arn' | 'createdAt'>;
}

/** What stands against the end of a finding: it is so all the same, or nobody can tell. */
interface Doubts {
  readonly isStillSo: (id: string) => boolean;
  readonly isUnsure: (id: string, fault: Fault) => boolean;
}

export function makeModel(): Model {
  const faults = new Map<string, Fault>();
  const fleet: KnownFleet = nothingKnown();

  function settle({ results, cluster }: Word, doubts: Doubts): Pick<ModelNight, 'transitions'> & { mayEnd: string[] } {
    const spoken = new Set(results.map(({ rule }) => rule));
    const met = new Map(results.flatMap((result) => faultsIn(result, cluster)));
    const transitions: Expected[] = [];
    const mayEnd: string[] = [];
    for (const [id, fault] of met) {
      const kind = kindOf(faults.get(id), fault);
      if (kind) transitions.push({ id, kind, severity: fault.severity });
      faults.set(id, fault);
    }
    for (const [id, fault] of faults) {
      if (!fault.isOpen || fault.cluster !== cluster.arn || met.has(id) || !spoken.has(fault.rule)) continue;
      const isOfOldLife = fault.createdAt !== cluster.createdAt;
      if (!isOfOldLife && doubts.isStillSo(id)) continue;
      if (!isOfOldLife && doubts.isUnsure(id, fault)) {
        mayEnd.push(id);
        continue;
      }
      transitions.push({ id, kind: 'RESOLVED', severity: fault.severity });
      faults.set(id, { ...fault, isOpen: false });
    }
    return { transitions, mayEnd };
  }

  function endAll(arn: string, isOver: (fault: Fault) => boolean = () => true): readonly Expected[] {
    const open = [...faults].filter(([, fault]) => fault.cluster === arn && fault.isOpen && isOver(fault));
    for (const [id, fault] of open) faults.set(id, { ...fault, isOpen: false });
    return open.map(([id, { severity }]) => ({ id, kind: 'RESOLVED', severity }));
  }

  return {
    faults,
    end(id) {
      const fault = faults.get(id) as Fault;
      faults.set(id, { ...fault, isOpen: false });
      return { id, kind: 'RESOLVED', severity: fault.severity };
    },
    night(world, sight, { rules, fleetRules }, asOf) {
      const seen = look(fleet, world, sight, asOf);
      const truth = new Map(world.clusters.map((one) => [arnOf(one), snapshotOf(one)]));
      const words = seen.described.map(({ snapshot, catalogue }) => {
        const judge = (cluster: ClusterSnapshot): readonly RuleResult[] => {
          const environment = placeCluster(cluster, defaultSiblingRules).environment?.name;
          const where = environment === undefined ? {} : { environment };
          return rules.map((rule) => rule.evaluate(cluster, { asOf, catalogue, ...knowledge(), ...where }));
        };
        const isPartly = sight.partly.has(snapshot.arn);
        const results = judge(snapshot);
        const whole = isPartly ? judge(truth.get(snapshot.arn) ?? snapshot) : results;
        return { results, cluster: snapshot, doubts: doubtsBy(whole, snapshot, isPartly) };
      });
      const systems = systemsOf(fleet, seen, asOf);
      const ofFleet = systems.flatMap((view) => view.members.flatMap((member) => fleetWord(member, view, fleetRules)));
      const settled = [...words, ...ofFleet].map((word) => settle(word, word.doubts));
      const gone = seen.gone.flatMap((arn) => endAll(arn));
      const known = new Set([...rules, ...fleetRules].map(({ id }) => id));
      const retired = seen.described.flatMap(({ snapshot }) => endAll(snapshot.arn, ({ rule }) => !known.has(rule)));
      return {
        transitions: [...gone, ...retired, ...settled.flatMap(({ transitions }) => transitions)],
        mayEnd: new Set(settled.flatMap(({ mayEnd }) => mayEnd)),
        words: JSON.stringify([...words, ...ofFleet].map(({ results }) => results)),
        known: JSON.stringify([...fleet.clusters.values()]),
      };
    },
  };
}

/** One that is seen whole ends for certain, unless a rule cannot tell; of one that is seen in part, what is true stays. */
function doubtsBy(whole: readonly RuleResult[], cluster: Word['cluster'], isPartly: boolean): Doubts {
  const isSo = new Set(whole.flatMap((result) => faultsIn(result, cluster)).map(([id]) => id));
  const unknown = unknownIn(whole, cluster);
  return {
    isStillSo: (id) => isSo.has(id),
    isUnsure: (id) => isPartly || unknown.some((begin) => id.startsWith(begin)),
  };
}

/** What is known of a system. A member that could not be seen keeps what it has; so does one whose siblings nobody knows. */
function fleetWord(
  member: SystemMember,
  view: SystemView,
  fleetRules: RulesOfNight['fleetRules'],
): readonly (Word & { readonly doubts: Doubts })[] {
  const { snapshot, unread } = member;
  if (!snapshot || member.environment === '') return [];
  const results = fleetRules.map((rule) => rule.evaluate({ ...member, snapshot }, view));
  const isUnseen = unread.some(({ facet }) => facet === 'cluster');
  const unsure = new Set(
    results
      .filter(
        ({ complete, evaluations }) =>
          !complete || evaluations.some(({ verdict }) => verdict.compliance === 'INSUFFICIENT_DATA'),
      )
      .map(({ rule }) => rule),
  );
  const doubts = { isStillSo: () => isUnseen, isUnsure: (_: string, { rule }: Fault) => unsure.has(rule) };
  return [{ results, cluster: snapshot, doubts }];
}

function kindOf(before: Fault | undefined, { severity }: Fault): TransitionKind | undefined {
  if (!before) return 'OPENED';
  if (!before.isOpen) return 'REOPENED';
  const order = compareSeverities(severity, before.severity);
  if (order === 0) return undefined;
  return order > 0 ? 'WORSENED' : 'EASED';
}

function faultsIn(
  { rule, evaluations }: RuleResult,
  { arn, createdAt }: Word['cluster'],
): readonly (readonly [string, Fault])[] {
  return evaluations.flatMap(({ resource, horizon, fault, verdict }) => {
    if (verdict.compliance !== 'NON_COMPLIANT') return [];
    const key: FindingKey = { rule, resource, horizon, clusterCreatedAt: createdAt };
    const id = findingId(fault === undefined ? key : { ...key, fault });
    return [[id, { rule, cluster: arn, createdAt, severity: verdict.severity, isOpen: true }] as const];
  });
}

/** What nobody can tell of a resource, as the ids of its findings begin. */
function unknownIn(results: readonly RuleResult[], { createdAt }: Word['cluster']): readonly string[] {
  return results.flatMap(({ rule, evaluations }) =>
    evaluations.flatMap(({ resource, horizon, verdict }) =>
      verdict.compliance === 'INSUFFICIENT_DATA' ? [[resource, createdAt, rule, horizon].join('|')] : [],
    ),
  );
}
