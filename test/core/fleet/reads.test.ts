import { expect, it } from 'vitest';
import { facets, type SnapshotFacet, snapshotFacets } from '#core/facets.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import type { FleetRule } from '#core/rule.ts';
import { aMember, anAddon, aSystemView, coreAddons } from '../../support/builders.ts';
import { refusal, unlistedCalls, without } from '../../support/refusals.ts';

const rules: readonly FleetRule[] = fleetRules;
const versions = { dev: '1.35', test: '1.34', prod: '1.34' };
const members = Object.entries(versions).map(([environment, version]) =>
  aMember(environment, { version, addons: [...coreAddons(), anAddon('aws-ebs-csi-driver')] }),
);

it.each(rules)('$id names each call by which it does not know a verdict', (rule) => {
  const calls = [...new Set<string>(snapshotFacets.flatMap((facet) => facets[facet].calls))];

  const unlisted = calls.flatMap((call) => {
    const unread = snapshotFacets.filter((facet) => callsOf(facet).includes(call));
    const refused = [
      // Tonight, or never read at all.
      members.map((one) => ({ ...one, unread: unread.map((facet) => ({ facet, because: refusal(call) })) })),
      members.map((one) => ({ ...one, snapshot: without(one.snapshot, call) })),
      members.map((one) => (one.environment === 'prod' ? one : { ...one, snapshot: without(one.snapshot, call) })),
    ];
    return refused.flatMap((seen) => {
      const view = aSystemView({ members: seen });
      return unlistedCalls(
        rule,
        seen.flatMap((member) => rule.evaluate(member, view).evaluations),
        [call],
      );
    });
  });

  expect([...new Set(unlisted)]).toEqual([]);
});

function callsOf(facet: SnapshotFacet): readonly string[] {
  return facets[facet].calls;
}
