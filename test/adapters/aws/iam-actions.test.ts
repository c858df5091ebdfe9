import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import { facets } from '#core/facets.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import type { RuleMeta } from '#core/rule.ts';
import { clusterRules } from '#core/rules/index.ts';

const members: readonly string[] = iamActions.member;
const everyRule: readonly RuleMeta[] = [...clusterRules, ...fleetRules];
const folder = new URL('../../../shared/adapters/aws/', import.meta.url);

/** `eks:ListAddons` for every `ListAddonsCommand` and `paginateListAddons` that is imported of `client-eks`. */
function actionsOf(source: string): string[] {
  const imports = source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([a-z0-9]+)'/g);
  return [...imports].flatMap(([, names = '', service = '']) =>
    [...names.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/g)].map(
      ([, paged, sent]) => `${prefixes[service] ?? service}:${paged ?? sent}`,
    ),
  );
}

/** What IAM calls a service otherwise than its client does. */
const prefixes: Readonly<Record<string, string>> = { eventbridge: 'events' };

it('are those of the commands that the adapters import', () => {
  const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));

  const used = new Set(sources.flatMap(actionsOf));

  expect(Object.values(iamActions).flat().sort()).toEqual([...used].sort());
});

/** As IAM's own, but nobody's permission: a cluster lets them be made. */
const inside: readonly string[] = Object.values(facets)
  .flatMap(({ calls }) => calls)
  .filter((call) => call.startsWith('kubernetes:'));

it.each(everyRule.map((rule) => [rule.id, rule.reads] as const))(
  'hold what %s says that it reads, or a cluster does',
  (_, reads) => {
    expect(reads.filter((action) => ![...members, ...inside].includes(action))).toEqual([]);
  },
);

it.each(Object.entries(facets))('hold the calls of the facet %s, but for those of Kubernetes', (_, { calls }) => {
  expect(calls.filter((action) => ![...members, ...inside].includes(action))).toEqual([]);
});

it('of the member role are reads', () => {
  expect(iamActions.member.filter((action) => !/:(Describe|Get|List)/.test(action))).toEqual([]);
});
