import type { AccountAudit } from '#app/audit-account.ts';
import { knownNames } from '#core/fleet/environment-names.ts';
import type { Config } from '#shared/config.ts';
import type { Disguise } from './disguise.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** The words by which siblings are told, in lower case: without them, nobody would be anybody's sibling. */
export function tellingWords({ environments, accounts, organization, siblings }: Config): ReadonlySet<string> {
  const named = [...(accounts ?? []), ...(organization?.accounts ?? []), ...siblings.overrides];
  const all = [
    ...knownNames(environments).map(({ name }) => name),
    ...named.flatMap(({ environment }) => environment ?? []),
  ];
  return new Set(all.flatMap((name) => name.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []));
}

/** The tags by which siblings are told, in lower case. */
export function tellingTags({ siblings: { environment, system } }: Config): ReadonlySet<string> {
  return new Set([...environment.tags, ...system.tags].map((key) => key.toLowerCase()));
}

/** What in the names of resources is everybody's. */
const ofResources = new Set(
  'addon nodegroup nodes vpc cni kube proxy coredns aws ebs efs csi driver eks pod identity agent'.split(' '),
);

/** As much of a configuration as an audit judges by, of nobody in particular. */
export function recordedConfiguration(
  config: Config,
  narrowed: readonly AccountAudit[] | undefined,
  { pseudonyms, disguise }: { readonly pseudonyms: Pseudonyms; readonly disguise: Disguise },
): object {
  const { accounts, organization, regions, excludeRegions, siblings, notice, drift, suppressions } = config;
  const account = ({
    id,
    environment,
    regions: own,
    excludeRegions: excluded,
  }: NonNullable<typeof accounts>[number]) => ({
    id: pseudonyms.account(id),
    ...(environment === undefined ? {} : { environment }),
    ...(own === undefined ? {} : { regions: own }),
    ...(excluded === undefined ? {} : { excludeRegions: excluded }),
  });
  const said = accounts ?? organization?.accounts ?? [];
  const asked = narrowed?.map(({ account: id, ...where }) => {
    const { environment } = said.find((one) => one.id === id) ?? {};
    return account({ id, ...(environment === undefined ? {} : { environment }), ...where } as Parameters<
      typeof account
    >[0]);
  });
  const units = organization?.units?.map(pseudonyms.id);
  return {
    ...(asked ? { accounts: asked } : accounts ? { accounts: accounts.map(account) } : {}),
    ...(asked || !organization
      ? {}
      : {
          organization: {
            ...(units === undefined ? {} : { units }),
            ...(organization.exclude ? { exclude: organization.exclude.map(pseudonyms.account) } : {}),
            ...(organization.accounts ? { accounts: organization.accounts.map(account) } : {}),
          },
        }),
    ...(asked || !regions ? {} : { regions }),
    ...(asked || !excludeRegions ? {} : { excludeRegions }),
    environments: config.environments,
    siblings: {
      environment: patternIn(siblings.environment, pseudonyms),
      system: patternIn(siblings.system, pseudonyms),
      overrides: siblings.overrides.map(({ cluster, system, ...rest }) => ({
        cluster: disguise.given(cluster, ofResources),
        ...(system === undefined ? {} : { system: disguise.given(system) }),
        ...rest,
      })),
    },
    notice: days(notice),
    drift: { ...drift, grace: `${drift.grace}d` },
    addonCurrency: config.addonCurrency,
    clusterAccess: config.clusterAccess,
    suppressions: suppressions.map(({ rule, resource, until }) => ({
      rule,
      resource: disguise.given(resource, ofResources),
      until,
      reason: 'it was accepted where this was recorded',
      owner: 'nobody',
    })),
  };
}

/** In a pattern, what it escapes is its own; of its words, those that name something are somebody's. */
function patternIn({ tags, name }: Config['siblings']['system'], pseudonyms: Pseudonyms): object {
  const isSomebodys = (word: string) => Object.hasOwn(pseudonyms.names().words, word.toLowerCase());
  const plain = (text: string) =>
    text.replace(/[\p{L}\p{N}\p{M}]{2,}/gu, (word) => (isSomebodys(word) ? pseudonyms.word(word) : word));
  const parts = name?.split(/(\\.)/).map((part) => (part.startsWith('\\') ? part : plain(part)));
  return { tags, ...(parts === undefined ? {} : { name: parts.join('') }) };
}

function days(notice: Readonly<Record<string, number>>): object {
  return Object.fromEntries(Object.entries(notice).map(([what, many]) => [what, `${many}d`]));
}
