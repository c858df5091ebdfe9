import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configNotices, formatConfigErrors, loadConfig, siblingRulesOf } from '#shared/config.ts';

const example = readFileSync(new URL('../events/midwatch.example.yaml', import.meta.url));

function errorsIn(input: string | Uint8Array): string {
  const result = loadConfig(input, 'midwatch.yaml');
  return result.ok ? '' : formatConfigErrors(result.errors);
}

function load(input: string | Uint8Array | undefined) {
  const result = loadConfig(input, 'midwatch.yaml');
  if (!result.ok) throw new Error(formatConfigErrors(result.errors));
  return result.config;
}

describe('a configuration that says nothing', () => {
  const defaults = {
    memberRole: { name: 'midwatch-member' },
    limits: { accountsAtOnce: 20, callsPerSecond: 100 },
    environments: [
      { name: 'dev', also: [] },
      { name: 'test', also: [] },
      { name: 'prod', also: [] },
    ],
    siblings: {
      environment: { tags: ['Environment', 'env', 'stage'] },
      system: { tags: ['System', 'Application', 'app'] },
      overrides: [],
    },
    notice: { standardSupport: 90, extendedSupport: 90, imageSupport: 90, imageAge: 45, imageSoak: 7 },
    drift: { clusterVersionsBehind: 1, grace: 30 },
    addonCurrency: 'default',
    suppressions: [],
    name: 'midwatch',
    notify: { emails: [], minimumSeverity: 'MEDIUM', repeatCriticalEvery: 7, routes: [] },
    schedule: { cron: '0 2 * * ? *', timezone: 'UTC' },
    retention: 400,
    clusterAccess: 'off',
    api: { authorization: 'iam' },
  };

  it.each([
    { when: 'there is none', input: undefined },
    { when: 'it is empty', input: '' },
    { when: 'it holds comments alone', input: '# nothing yet\n' },
    { when: 'it is an empty mapping', input: '{}' },
    { when: 'its sections are empty mappings', input: 'notice: {}\ndrift: {}\nsiblings: { system: {} }\nnotify: {}' },
    { when: 'it is empty but for a byte order mark', input: Uint8Array.of(0xef, 0xbb, 0xbf) },
  ])('is the default of everything when $when', ({ input }) => {
    const config = load(input);

    expect(config).toEqual(defaults);
    expect(configNotices(config)).toEqual([]);
  });
});

describe('the example', () => {
  it('is sound, and all of it is read', () => {
    const config = load(example);

    expect(config).toMatchObject({
      accounts: [
        { id: '111122223333', name: 'shop-dev', environment: 'dev', regions: ['eu-west-1'] },
        { id: '222233334444' },
        { id: '333344445555', excludeRegions: ['us-east-1'] },
      ],
      regions: ['eu-west-1', 'us-east-1'],
      memberRole: { name: 'midwatch-member', externalId: 'midwatch-7f3a' },
      environments: [{ name: 'dev' }, { name: 'test' }, { name: 'prod', also: ['prod-eu'] }],
      knownBreakages: 'known-breakages.example.json',
      suppressions: [{ rule: 'addon-version-currency', resource: '*', owner: 'platform', until: '2027-03-31' }],
      excludeRegions: ['ap-northeast-3'],
      limits: { accountsAtOnce: 20, callsPerSecond: 100 },
      name: 'midwatch',
      clusterAccess: 'off',
    });
  });
});

describe('a text that is no configuration', () => {
  it.each([
    { input: '- a', told: 'midwatch.yaml:1:1: got a list, wanted a mapping of settings' },
    { input: 'audit everything', told: 'midwatch.yaml:1:1: got "audit everything", wanted a mapping of settings' },
    { input: 'regions:\n\t- eu-west-1', told: 'midwatch.yaml:2:1: got a tab, wanted spaces to indent with' },
    {
      input: 'notice: [1,\nregions: 2',
      told: 'midwatch.yaml:2:1: got what is no YAML, wanted it sound: flow sequence in block collection must be sufficiently indented and end with a ]',
    },
    { input: 'retention: 4d\n---\nretention: 5d', told: 'midwatch.yaml:2:1: got more than one document, wanted one' },
    { input: 'retention: !days 4d', told: 'midwatch.yaml:1:12: got the tag "!days", wanted plain YAML' },
    {
      input: '%YAML 1.1\n---\nclusterAccess: off',
      told: 'midwatch.yaml: got YAML 1.1, wanted 1.2: leave the %YAML line out',
    },
    {
      input: Uint8Array.of(0xff, 0xfe, 0x61),
      told: 'midwatch.yaml: got bytes that are no UTF-8, wanted a text in UTF-8',
    },
    { input: '['.repeat(50_000), told: 'midwatch.yaml: got nesting that is too deep, wanted a few levels' },
    { input: '#'.repeat(1_000_001), told: 'midwatch.yaml: got 1000001 characters, wanted at most 1000000' },
    {
      input: 'regions: &all [*all]',
      told: 'midwatch.yaml: got aliases that multiply beyond 100 or hold themselves, wanted each part written',
    },
    {
      input: `a: &a [${'x,'.repeat(20)}]\nb: &b [${'*a,'.repeat(20)}]\nc: [${'*b,'.repeat(20)}]`,
      told: 'midwatch.yaml: got aliases that multiply beyond 100 or hold themselves, wanted each part written',
    },
  ])('is refused with its reason: $told', ({ input, told }) => {
    const errors = errorsIn(input);

    expect(errors).toBe(told);
  });

  it('is told of its first errors of syntax, and not of all that follow from them', () => {
    const errors = errorsIn('a: "\nb: [\nc: {\nd: @\ne: `\nf: %').split('\n');

    expect(errors.length).toBeLessThanOrEqual(3);
  });
});

describe('a value that is not as it should be', () => {
  const days = 'whole days, such as 90d';
  const region = 'a region, such as eu-west-1, us-gov-west-1 or cn-north-1';
  const account =
    'twelve digits in quotes, such as "111122223333": YAML reads bare ones as a number and drops a leading zero';

  it.each([
    ['notice: { imageAge: 45 }', `1:21: notice.imageAge: got 45, wanted ${days}`],
    ['notice: { imageAge: 12h }', `1:21: notice.imageAge: got "12h", wanted ${days}`],
    ['notice: { imageAge: -1d }', `1:21: notice.imageAge: got "-1d", wanted ${days}`],
    ['notice: { imageAge: 1.5d }', `1:21: notice.imageAge: got "1.5d", wanted ${days}`],
    ['notice: { imageAge: 90D }', `1:21: notice.imageAge: got "90D", wanted ${days}`],
    ['notice: 90d', '1:9: notice: got "90d", wanted a mapping of durations'],
    ['retention: 99999d', `1:12: retention: got "99999d", wanted ${days}`],
    ['drift: { grace: }', `1:17: drift.grace: got nothing, wanted ${days}`],
    [
      'drift: { clusterVersionsBehind: 1.5 }',
      '1:33: drift.clusterVersionsBehind: got 1.5, wanted a whole number from 0 to 20',
    ],
    [
      'drift: { clusterVersionsBehind: -1 }',
      '1:33: drift.clusterVersionsBehind: got -1, wanted a whole number from 0 to 20',
    ],
    [
      'drift: { clusterVersionsBehind: "1" }',
      '1:33: drift.clusterVersionsBehind: got "1", wanted a whole number from 0 to 20',
    ],
    [
      'drift: { clusterVersionsBehind: 21 }',
      '1:33: drift.clusterVersionsBehind: got 21, wanted a whole number from 0 to 20',
    ],
    ['accounts: [{ id: 111122223333 }]', `1:18: accounts[0].id: got 111122223333, wanted ${account}`],
    ['accounts: [{ id: 012345678901 }]', `1:18: accounts[0].id: got 012345678901, wanted ${account}`],
    ['accounts: [{ id: "1111-2222-3333" }]', `1:18: accounts[0].id: got "1111-2222-3333", wanted ${account}`],
    ['accounts: [{ name: shop }]', `1:12: accounts[0].id: got nothing, wanted ${account}`],
    [
      'accounts: ["111122223333"]',
      '1:12: accounts[0]: got "111122223333", wanted a mapping of id, name, environment, regions and excludeRegions',
    ],
    [
      'accounts: []',
      '1:11: accounts: got an empty list, wanted at least one account; leave it out for the account of your credentials',
    ],
    ['accounts:', '1:10: accounts: got nothing, wanted a list of accounts'],
    [
      'accounts: [{ id: "111122223333" }, { id: "111122223333" }]',
      '1:42: accounts[1].id: got "111122223333", wanted each account once',
    ],
    [
      'accounts: [{ id: "111122223333", name: "" }]',
      '1:40: accounts[0].name: got "", wanted a name of at most 64 characters',
    ],
    ['regions: [eu-west-1a]', `1:11: regions[0]: got "eu-west-1a", wanted ${region}`],
    ['regions: [EU-WEST-1]', `1:11: regions[0]: got "EU-WEST-1", wanted ${region}`],
    ['regions: [ireland]', `1:11: regions[0]: got "ireland", wanted ${region}`],
    ['regions: [eu-west-1, eu-west-1]', '1:22: regions[1]: got "eu-west-1", wanted each once'],
    [
      'regions: []',
      '1:10: regions: got an empty list, wanted at least one region; leave it out for all that are enabled',
    ],
    [
      'regions: eu-west-1',
      '1:10: regions: got "eu-west-1", wanted at least one region; leave it out for all that are enabled',
    ],
    [
      'excludeRegions: []',
      '1:17: excludeRegions: got an empty list, wanted at least one region; leave it out to exclude none',
    ],
    ['excludeRegions: [eu-west-1, EU]', `1:29: excludeRegions[1]: got "EU", wanted ${region}`],
    [
      'accounts: [{ id: "111122223333", excludeRegions: [eu] }]',
      `1:51: accounts[0].excludeRegions[0]: got "eu", wanted ${region}`,
    ],
    ...['0', '1001', '2.5', '"20"'].flatMap((got): [string, string][] => [
      [
        `limits: { accountsAtOnce: ${got} }`,
        `1:27: limits.accountsAtOnce: got ${got}, wanted a whole number from 1 to 1000`,
      ],
      [
        `limits: { callsPerSecond: ${got} }`,
        `1:27: limits.callsPerSecond: got ${got}, wanted a whole number from 1 to 1000`,
      ],
    ]),
    ['limits: 20', '1:9: limits: got 20, wanted a mapping of accountsAtOnce and callsPerSecond'],
    ...['Midwatch', '1midwatch', 'mid_watch', 'mid--watch', 'midwatch-', '-midwatch', '', 'm'.repeat(21)].map(
      (got): [string, string] => [
        `name: "${got}"`,
        `1:7: name: got "${got}", wanted a name of at most 20 lower case letters, digits and single hyphens, such as midwatch`,
      ],
    ),
    ['memberRole: midwatch', '1:13: memberRole: got "midwatch", wanted a mapping of name and externalId'],
    [
      'memberRole: { name: "a b" }',
      '1:21: memberRole.name: got "a b", wanted the name of a role, with its path where it has one',
    ],
    [
      'memberRole: { externalId: "x" }',
      '1:27: memberRole.externalId: got "x", wanted an external id of 2 to 1224 characters',
    ],
    ['environments: []', '1:15: environments: got an empty list, wanted at least one environment'],
    ['environments: prod', '1:15: environments: got "prod", wanted a list of environments in the order of promotion'],
    ['environments: [dev, 3]', '1:21: environments[1]: got 3, wanted a name, or a mapping of name and also'],
    ['environments: [dev, Dev]', '1:21: environments[1]: got "Dev", wanted each name once'],
    [
      'environments: [dev, { name: prod, also: [live, DEV] }]',
      '1:48: environments[1].also[1]: got "DEV", wanted each name once',
    ],
    ['environments: [dev, { name: dev }]', '1:29: environments[1].name: got "dev", wanted each name once'],
    ['environments: [{ name: prod, also: live }]', '1:36: environments[0].also: got "live", wanted a list of names'],
    [
      'environments: [{ also: [live] }]',
      '1:16: environments[0].name: got nothing, wanted a name of at most 64 characters',
    ],
    [
      'siblings: { system: { name: "^.+" } }',
      '1:29: siblings.system.name: got "^.+", wanted a regular expression with a group ( ) around what is to be taken',
    ],
    [
      'siblings: { system: { name: "^(.+" } }',
      '1:29: siblings.system.name: got "^(.+", wanted a regular expression of JavaScript',
    ],
    [
      'siblings: { environment: { name: "(a+)+$" } }',
      '1:34: siblings.environment.name: got "(a+)+$", wanted a regular expression without a repeated group that holds a repetition or an alternative',
    ],
    [
      'siblings: { environment: { tags: [] } }',
      '1:34: siblings.environment.tags: got an empty list, wanted at least one tag',
    ],
    [
      'siblings: { overrides: [{ cluster: "*" }] }',
      '1:25: siblings.overrides[0]: got a mapping, wanted an environment, a system, or both',
    ],
    [
      'siblings: { overrides: [{ cluster: "a b", system: shop }] }',
      '1:36: siblings.overrides[0].cluster: got "a b", wanted the name of a resource without spaces, where * stands for anything',
    ],
    [
      'knownBreakages: s3://bucket/file',
      '1:17: knownBreakages: got "s3://bucket/file", wanted the path of a file, or an https address',
    ],
    [
      'knownBreakages: http://example.com/x',
      '1:17: knownBreakages: got "http://example.com/x", wanted the path of a file, or an https address',
    ],
    ['knownBreakages: ""', '1:17: knownBreakages: got "", wanted the path of a file, or an https address'],
    ['notify: { emails: [nobody] }', '1:20: notify.emails[0]: got "nobody", wanted an e-mail address'],
    [
      'notify: { minimumSeverity: high }',
      '1:28: notify.minimumSeverity: got "high", wanted one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL',
    ],
    [
      'notify: { routes: [{ environment: prod, topic: "arn:aws:sqs:eu-west-1:111122223333:x" }] }',
      '1:48: notify.routes[0].topic: got "arn:aws:sqs:eu-west-1:111122223333:x", wanted an ARN such as arn:aws:sns:eu-west-1:111122223333:midwatch',
    ],
    [
      'schedule: { cron: "0 2 * * *" }',
      '1:19: schedule.cron: got "0 2 * * *", wanted six fields of an EventBridge schedule with one ? among the days, such as "0 2 * * ? *"',
    ],
    [
      'schedule: { cron: "0 2 * * * *" }',
      '1:19: schedule.cron: got "0 2 * * * *", wanted six fields of an EventBridge schedule with one ? among the days, such as "0 2 * * ? *"',
    ],
    [
      'schedule: { cron: "0 2 ? * ? *" }',
      '1:19: schedule.cron: got "0 2 ? * ? *", wanted six fields of an EventBridge schedule with one ? among the days, such as "0 2 * * ? *"',
    ],
    [
      'schedule: { timezone: Mars/Olympus }',
      '1:23: schedule.timezone: got "Mars/Olympus", wanted a time zone, such as Europe/Vienna',
    ],
    ['clusterAccess: private', '1:16: clusterAccess: got "private", wanted one of off, public, vpc'],
    ['clusterAccess: false', '1:16: clusterAccess: got false, wanted one of off, public, vpc'],
    [
      'network: { vpc: vpc-1, subnets: [subnet-0123456789abcdef0], securityGroups: [sg-01234567] }',
      '1:17: network.vpc: got "vpc-1", wanted the id of a VPC, such as vpc-0123456789abcdef0',
    ],
    [
      'encryption: { key: alias/midwatch }',
      '1:20: encryption.key: got "alias/midwatch", wanted an ARN such as arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef',
    ],
    [
      'encryption: { key: "arn:aws:kms:eu-west-1:111122223333:alias/midwatch" }',
      '1:20: encryption.key: got "arn:aws:kms:eu-west-1:111122223333:alias/midwatch", wanted an ARN such as arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef',
    ],
    ['api: { authorization: none }', '1:23: api.authorization: got "none", wanted one of iam'],
    ['api: on', '1:6: api: got "on", wanted off, or a mapping with authorization: iam, or with jwt'],
    ['api: 3', '1:6: api: got 3, wanted off, or a mapping with authorization: iam, or with jwt'],
    [
      'api: { origins: ["https://example.com/a"] }',
      '1:18: api.origins[0]: got "https://example.com/a", wanted an origin such as https://example.com',
    ],
    [
      'api: { jwt: { issuer: "http://x", audience: m } }',
      '1:23: api.jwt.issuer: got "http://x", wanted an https address',
    ],
    [
      'api: { authorization: iam, jwt: { issuer: "https://x", audience: m } }',
      '1:6: api: got a mapping, wanted either authorization: iam or jwt',
    ],
    [
      'events: { bus: default }',
      '1:16: events.bus: got "default", wanted an ARN such as arn:aws:events:eu-west-1:111122223333:event-bus/midwatch',
    ],
    [
      'report: { bucket: reports, prefix: "nightly-?/*" }',
      '1:36: report.prefix: got "nightly-?/*", wanted a prefix of at most 200 letters, digits and _ . / -, such as report/',
    ],
    ['report: { bucket: My_Bucket }', '1:19: report.bucket: got "My_Bucket", wanted the name of a bucket'],
    [
      'organization: { units: [finance] }',
      '1:25: organization.units[0]: got "finance", wanted an organizational unit or root, such as ou-ab12-cdef3456',
    ],
    ['organization: { exclude: [finance] }', `1:27: organization.exclude[0]: got "finance", wanted ${account}`],
    [
      'organization: { accounts: [] }',
      '1:27: organization.accounts: got an empty list, wanted at least one account; leave it out where there is nothing to say of any',
    ],
    [
      'organization: { accounts: [{ id: "111122223333" }, { id: "111122223333" }] }',
      '1:58: organization.accounts[1].id: got "111122223333", wanted each account once',
    ],
    [
      'accounts: [{ id: "111122223333" }]\norganization: {}',
      '2:15: organization: got a mapping, wanted either accounts or an organization',
    ],
    ['retention: "4\\u001b[2Jd"', `1:12: retention: got "4\\u001b[2Jd", wanted ${days}`],
    ['retention: "4\\u009b\\u202ed"', `1:12: retention: got "4\\u009b\\u202ed", wanted ${days}`],
    [`retention: ${'9'.repeat(70)}d`, `1:12: retention: got "${'9'.repeat(60)}…", wanted ${days}`],
  ])('%s', (input, told) => {
    const errors = errorsIn(input);

    expect(errors).toBe(`midwatch.yaml:${told}`);
  });

  it.each([
    ['until: 2027-02-28', ''],
    ['until: 2028-02-29', ''],
    ['until: 2027-02-29', 'got "2027-02-29", '],
    ['until: 2027-04-31', 'got "2027-04-31", '],
    ['until: 2027-13-01', 'got "2027-13-01", '],
    ['until: 2027-3-31', 'got "2027-3-31", '],
    ['until: 31.03.2027', 'got "31.03.2027", '],
    ['until: 2027-03-31T00:00:00Z', 'got "2027-03-31T00:00:00Z", '],
    ['until: 20270331', 'got 20270331, '],
    ['until:', 'got nothing, '],
  ])('of a suppression, %s', (until, told) => {
    const errors = errorsIn(
      `suppressions:\n  - rule: a-rule\n    resource: "*"\n    reason: r\n    owner: o\n    ${until}`,
    );

    const wanted = 'wanted a day of the calendar, such as 2027-03-31';
    const column = until === 'until:' ? 11 : 12;
    expect(errors).toBe(told === '' ? '' : `midwatch.yaml:6:${column}: suppressions[0].until: ${told}${wanted}`);
  });
});

describe('a key that is not known', () => {
  const all =
    'accounts, organization, regions, excludeRegions, memberRole, limits, environments, siblings, notice, drift, addonCurrency, knownBreakages, suppressions, name, notify, schedule, retention, clusterAccess, network, encryption, api, events, report';

  it.each([
    ['notices: {}', '1:1: notices: got an unknown key, wanted a known one: did you mean notice?'],
    ['notifi: {}', '1:1: notifi: got an unknown key, wanted a known one: did you mean notify?'],
    ['Regions: []', '1:1: Regions: got an unknown key, wanted a known one: did you mean regions?'],
    [
      'notice: { imageage: 45d }',
      '1:11: notice.imageage: got an unknown key, wanted a known one: did you mean imageAge?',
    ],
    [
      'environments: [{ name: prod, als: [live] }]',
      '1:30: environments[0].als: got an unknown key, wanted a known one: did you mean also?',
    ],
    ['drift: { days: 3 }', '1:10: drift.days: got an unknown key, wanted one of clusterVersionsBehind, grace'],
    ['__proto__: {}', `1:1: __proto__: got an unknown key, wanted one of ${all}`],
    ['"\\u001b[2J": 1', `1:1: ["\\u001b[2J"]: got an unknown key, wanted one of ${all}`],
    [`${'x'.repeat(80)}: 1`, `1:1: ["${'x'.repeat(60)}…"]: got an unknown key, wanted one of ${all}`],
    ['1: 1', `1:1: 1: got an unknown key, wanted one of ${all}`],
    ['<<: { retention: 4d }', `1:1: ["<<"]: got an unknown key, wanted one of ${all}`],
  ])('%s', (input, told) => {
    const errors = errorsIn(input);

    expect(errors).toBe(`midwatch.yaml:${told}`);
  });
});

describe('a configuration with several errors', () => {
  it('is told all of them at once, in the order of the file', () => {
    const errors = errorsIn(
      [
        'retention: 1y',
        'notice: { imageAge: 45, imageSoak: soon }',
        'regions: [eu]',
        'driftt: {}',
        'retention: 4d',
      ].join('\n'),
    );

    expect(errors.split('\n').map((line) => line.split(': got')[0])).toEqual([
      'midwatch.yaml:2:21: notice.imageAge',
      'midwatch.yaml:2:36: notice.imageSoak',
      'midwatch.yaml:3:11: regions[0]',
      'midwatch.yaml:4:1: driftt',
      'midwatch.yaml:5:1',
    ]);
  });

  it('is told of accounts beside an organization, whatever else is wrong', () => {
    const errors = errorsIn('accounts: [{ id: "111122223333" }]\norganization: {}\nretention: {}');

    expect(errors.split('\n').map((line) => line.split(': got')[0])).toEqual([
      'midwatch.yaml:2:15: organization',
      'midwatch.yaml:3:12: retention',
    ]);
  });

  it('is told of a key that is there twice', () => {
    const errors = errorsIn('retention: 4d\nretention: 5d');

    expect(errors).toBe('midwatch.yaml:2:1: got the key "retention" a second time, wanted each key once');
  });

  it('finds the place of a value behind an alias', () => {
    const errors = errorsIn('regions: &all [eu-west-1, eu]\naccounts: [{ id: "111122223333", regions: *all }]');

    expect(errors.split('\n').map((line) => line.split(': got')[0])).toEqual([
      'midwatch.yaml:1:27: accounts[0].regions[1]',
      'midwatch.yaml:1:27: regions[1]',
    ]);
  });
});

describe('what is accepted', () => {
  it.each([
    'regions: [us-gov-west-1, cn-northwest-1, us-iso-east-1, eusc-de-east-1, ap-southeast-4]',
    'memberRole: { name: teams/platform/midwatch }',
    'environments: [production eu, { name: dev }]',
    'siblings: { system: { name: "^([a-z]+)-(?:dev|test|prod)(?:-\\\\d+)?$" } }',
    'knownBreakages: ../shared/breakages.yaml',
    'knownBreakages: C:\\breakages.json',
    'knownBreakages: https://example.com/breakages.json',
    'organization: {}',
    'organization: { units: [r-ab12, ou-ab12-cdef3456], exclude: ["111122223333"] }',
    'organization: { accounts: [{ id: "111122223333", name: shop, regions: [eu-west-1], excludeRegions: [eu-west-2] }] }',
    'excludeRegions: [eu-west-1]',
    'limits: { accountsAtOnce: 1, callsPerSecond: 1000 }',
    'limits: { accountsAtOnce: 1000, callsPerSecond: 1 }',
    'name: m',
    'name: midwatch-in-testing2',
    'api: { jwt: { issuer: "https://login.example.com", audience: [a, b] } }',
    'encryption: { key: "arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef" }',
    'schedule: { cron: "0 2 ? * MON-FRI *", timezone: America/New_York }',
    '{ "retention": "30d", "regions": ["eu-west-1"] }',
    '{\n\t"retention": "30d"\n}',
  ])('%s', (input) => {
    const errors = errorsIn(input);

    expect(errors).toBe('');
  });
});

it('a sound configuration is told of an environment of an account, a cluster or a route that is not configured', () => {
  const config = load(
    [
      'accounts: [{ id: "111122223333", environment: prod }, { id: "222233334444", environment: Production }, { id: "333344445555", environment: shadow }]',
      'siblings: { overrides: [{ cluster: "*", environment: ghost }, { cluster: "*", system: shop }] }',
      'notify: { routes: [{ environment: night, topic: "arn:aws:sns:eu-west-1:111122223333:x" }] }',
    ].join('\n'),
  );

  expect(configNotices(config)).toEqual(
    [
      ['accounts[2].environment', 'shadow'],
      ['siblings.overrides[0].environment', 'ghost'],
      ['notify.routes[0].environment', 'night'],
    ].map(([subject, name]) => ({
      kind: 'UNKNOWN_ENVIRONMENT',
      subject,
      detail: `${name} is not among the environments`,
    })),
  );
});

describe('the accounts of an organization that something is said of', () => {
  const config = load('organization: { accounts: [{ id: "111122223333", environment: stage }] }\nenvironments: [dev]');

  it('give their clusters an environment', () => {
    expect(siblingRulesOf(config).accounts).toEqual([{ id: '111122223333', environment: 'stage' }]);
  });

  it('are told of an environment that is not configured', () => {
    expect(configNotices(config)).toEqual([
      {
        kind: 'UNKNOWN_ENVIRONMENT',
        subject: 'organization.accounts[0].environment',
        detail: 'stage is not among the environments',
      },
    ]);
  });
});
