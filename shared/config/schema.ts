import { z } from 'zod';
import { defaultSiblingRules } from '#core/fleet/placement.ts';
import { Accounts, ExcludedRegions, Organization, Regions } from './accounts.ts';
import { Api, DeploymentName, Encryption, Events, Network, Notify, Report, Schedule } from './deployment.ts';
import {
  Day,
  Days,
  distinct,
  mapping,
  Name,
  NamePattern,
  oneOf,
  ResourceGlob,
  RuleGlob,
  refuseRepeated,
  Sentence,
  textOf,
  wholeNumber,
} from './shapes.ts';

const MemberRole = mapping(
  {
    name: textOf(
      'the name of a role, with its path where it has one',
      /^(?:[\w+=,.@-]+\/){0,20}[\w+=,.@-]{1,64}$/,
    ).default('midwatch-member'),
    externalId: textOf('an external id of 2 to 1224 characters', /^[\w+=,.@:/-]{2,1224}$/).exactOptional(),
  },
  'a mapping of name and externalId',
).describe('The role by which each account is read.');

const OtherNames = z.array(Name, { error: 'a list of names' }).default([]);
const Environment = z.union([Name, mapping({ name: Name, also: OtherNames }, 'a mapping of name and also')], {
  error: 'a name, or a mapping of name and also',
});

const Environments = z
  .array(Environment, { error: 'a list of environments in the order of promotion' })
  .min(1, { error: 'at least one environment' })
  .check(
    refuseRepeated((environment, index) => {
      if (typeof environment === 'string') return [{ name: environment.toLowerCase(), path: [index] }];
      const also = environment.also.map((name, other) => ({ name: name.toLowerCase(), path: [index, 'also', other] }));
      return [{ name: environment.name.toLowerCase(), path: [index, 'name'] }, ...also];
    }, 'each name once'),
  )
  .transform((all) => all.map((one) => (typeof one === 'string' ? { name: one, also: [] } : one)))
  .describe('The environments in the order of promotion: the last is what the others are a rehearsal for.');

const TagKeys = distinct(textOf('the key of a tag', /^(?=.*\S).{1,128}$/), 'at least one tag');

const Siblings = mapping(
  {
    environment: mapping(
      { tags: TagKeys.default([...defaultSiblingRules.environment.tags]), name: NamePattern.exactOptional() },
      'a mapping of tags and name',
    ).prefault({}),
    system: mapping(
      { tags: TagKeys.default([...defaultSiblingRules.system.tags]), name: NamePattern.exactOptional() },
      'a mapping of tags and name',
    ).prefault({}),
    overrides: z
      .array(
        mapping(
          { cluster: ResourceGlob, environment: Name.exactOptional(), system: Name.exactOptional() },
          'a mapping of cluster, environment and system',
        ).refine(({ environment, system }) => environment !== undefined || system !== undefined, {
          error: 'an environment, a system, or both',
        }),
        { error: 'a list of overrides' },
      )
      .default([]),
  },
  'a mapping of environment, system and overrides',
).describe('Which clusters are one system in several environments. First match wins: override, tag, account, name.');

const Notice = mapping(
  {
    standardSupport: Days.prefault('90d'),
    extendedSupport: Days.prefault('90d'),
    imageSupport: Days.prefault('90d'),
    imageAge: Days.prefault('45d'),
    imageSoak: Days.prefault('7d'),
  },
  'a mapping of durations',
).describe('How long before the day something is told.');

const Drift = mapping(
  {
    clusterVersionsBehind: wholeNumber(0, 20).default(1),
    grace: Days.prefault('30d'),
  },
  'a mapping of clusterVersionsBehind and grace',
).describe('How far siblings may be apart, and for how long.');

const Limits = mapping(
  {
    accountsAtOnce: wholeNumber(1, 1000).default(20).describe('How many accounts are audited side by side.'),
    callsPerSecond: wholeNumber(1, 1000)
      .default(100)
      .describe('How many calls a second one region of one account gets.'),
  },
  'a mapping of accountsAtOnce and callsPerSecond',
).describe('How much of AWS an audit takes.');

const Suppression = mapping(
  { rule: RuleGlob, resource: ResourceGlob, reason: Sentence, owner: Sentence, until: Day },
  'a mapping of rule, resource, reason, owner and until',
);

/** The whole of `midwatch.yaml`. Everything in it has a default; unknown keys are refused. */
export const Config = mapping(
  {
    accounts: Accounts.exactOptional(),
    organization: Organization.exactOptional(),
    regions: Regions.exactOptional().describe('The regions to audit; each that is enabled where it is left out.'),
    excludeRegions: ExcludedRegions.exactOptional().describe('Regions that are audited in no account.'),
    memberRole: MemberRole.prefault({}),
    limits: Limits.prefault({}),
    environments: Environments.prefault(['dev', 'test', 'prod']),
    siblings: Siblings.prefault({}),
    notice: Notice.prefault({}),
    drift: Drift.prefault({}),
    addonCurrency: oneOf(['default', 'newest'])
      .default('default')
      .describe('What an add-on should not be older than: what EKS installs by default, or the newest that AWS lists.'),
    knownBreakages: textOf(
      'the path of a file, or an https address',
      /^(?:https:\/\/[^\s/]+(?:\/\S*)?|(?![A-Za-z][A-Za-z0-9+.-]*:\/\/)(?=.*\S)[^\n\r]{1,1000})$/,
    )
      .exactOptional()
      .describe(
        'A file of more known breakages, beside those that come with Midwatch: read by each sweep, of at most 256 KiB.',
      ),
    suppressions: z
      .array(Suppression, { error: 'a list of suppressions' })
      .default([])
      .describe('Findings that people accepted, with a reason and a last day.'),
    name: DeploymentName.default('midwatch').describe('What the names of all that is deployed begin with.'),
    notify: Notify.prefault({}),
    schedule: Schedule.prefault({}),
    retention: Days.prefault('400d').describe('How long history is kept.'),
    clusterAccess: oneOf(['off', 'public', 'vpc'])
      .default('off')
      .describe('Whether to read the Kubernetes API, and from where.'),
    network: Network.exactOptional(),
    encryption: Encryption.exactOptional(),
    api: Api.prefault({ authorization: 'iam' }),
    events: Events.exactOptional(),
    report: Report.exactOptional(),
  },
  'a mapping of settings',
)
  .refine(({ accounts, organization }) => accounts === undefined || organization === undefined, {
    error: 'either accounts or an organization',
    path: ['organization'],
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .meta({ title: 'midwatch.yaml', description: 'The configuration of Midwatch. Everything has a default.' });
export type Config = z.output<typeof Config>;
