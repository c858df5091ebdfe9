import type { ClusterSnapshot } from '../snapshot.ts';

/** What the description of a cluster may leave out. */
type OptionalFact = {
  [K in keyof ClusterSnapshot]-?: Record<never, never> extends Pick<ClusterSnapshot, K> ? K : never;
}[keyof ClusterSnapshot];

/**
 * What it says of a cluster that a fact is absent: that it is not so, or nothing, since AWS did not tell it, or an
 * earlier release that stored the snapshot did not read it.
 */
const absence = {
  platformVersion: 'SAYS_NOTHING',
  hybridNodes: 'NOT_SO',
  outpost: 'NOT_SO',
  status: 'NOT_SO',
  serviceCidr: 'SAYS_NOTHING',
} as const satisfies { readonly [F in OptionalFact]: 'NOT_SO' | 'SAYS_NOTHING' };

/** A snapshot without the facts of which another one says nothing: that they are told now is no change of the cluster. */
export function toldInBoth(snapshot: ClusterSnapshot, other: ClusterSnapshot): Readonly<Record<string, unknown>> {
  const saysNothing = (fact: string): boolean => Reflect.get(absence, fact) === 'SAYS_NOTHING' && !(fact in other);
  return Object.fromEntries(Object.entries(snapshot).filter(([fact]) => !saysNothing(fact)));
}
