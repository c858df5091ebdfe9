import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { BreakageFile } from '#data/breakage-schema.ts';
import { parseBreakages } from '#data/known-breakages.ts';
import { Config } from '#shared/config/schema.ts';
import { loadConfig } from '#shared/config.ts';

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

function published(name: string): { readonly text: unknown; readonly accepts: ValidateFunction } {
  const text: unknown = JSON.parse(read(`shared/data/schemas/${name}.schema.json`));
  return { text, accepts: new Ajv2020({ allErrors: true }).compile(text as object) };
}

const midwatch = published('midwatch');
const breakages = published('known-breakages');

describe('the published schemas', () => {
  it('are those that validate: npm run docs writes them anew', () => {
    expect(midwatch.text).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(Config, { io: 'input' }))));
    expect(breakages.text).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(BreakageFile, { io: 'input' }))));
  });
});

/** The whole of a configuration as operators are shown it, with every section set. */
const whole = `
accounts:
  - { id: "111122223333", name: shop-dev, environment: dev, regions: [eu-west-1] }
regions: [eu-west-1, us-east-1]
memberRole: { name: midwatch-member, externalId: "a-secret" }
environments: [dev, test, { name: prod, also: [prod-eu] }]
siblings:
  environment: { tags: [Environment, env, stage], name: "-(dev|test|prod)(-|$)" }
  system: { tags: [System, Application, app], name: "^(.+?)-(dev|test|prod)" }
  overrides: [{ cluster: "arn:aws:eks:*:*:cluster/legacy", environment: prod, system: shop }]
notice: { standardSupport: 90d, extendedSupport: 90d, imageSupport: 90d, imageAge: 45d, imageSoak: 7d }
drift: { clusterVersionsBehind: 1, grace: 30d }
knownBreakages: https://example.com/breakages.json
suppressions:
  - { rule: addon-version-currency, resource: "*", reason: "renovate does this", owner: platform, until: 2027-03-31 }
notify: { emails: [], minimumSeverity: MEDIUM, repeatCriticalEvery: 7d, routes: [{ environment: prod, topic: "arn:aws:sns:eu-west-1:111122223333:prod" }] }
schedule: { cron: "0 2 * * ? *", timezone: UTC }
retention: 400d
clusterAccess: off
network: { vpc: vpc-01234567, subnets: [subnet-01234567], securityGroups: [sg-01234567] }
encryption: { key: "arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef" }
api: { authorization: iam }
events: { bus: "arn:aws:events:eu-west-1:111122223333:event-bus/default" }
report: { bucket: reports, prefix: nightly/ }
`;

describe('the schema of the configuration', () => {
  it.each([
    ['nothing at all', '{}'],
    ['everything', whole],
    ['the example', read('events/midwatch.example.yaml')],
    ['an organization', 'organization: { units: [ou-ab12-cdef3456], exclude: ["111122223333"] }'],
    ['no API', 'api: off'],
    ['a token issuer', 'api: { jwt: { issuer: "https://login.example.com", audience: [a, b] } }'],
  ])('accepts %s, as the program does', (_, text) => {
    expect(loadConfig(text, 'midwatch.yaml').ok).toBe(true);
    expect(midwatch.accepts(parse(text))).toBe(true);
  });

  it.each([
    'accounts: [{ id: 111122223333 }]',
    'accounts: []',
    'accounts: [{ name: shop }]',
    'regions: eu-west-1',
    'regions: [eu-west-1a]',
    'memberRole: { name: "a b" }',
    'environments: [3]',
    'environments: [{ name: prod, als: [live] }]',
    'siblings: { system: { tags: [] } }',
    'siblings: { overrides: [{ environment: prod }] }',
    'notice: { imageAge: 45 }',
    'notice: { imageAge: 12h }',
    'notices: {}',
    'drift: { clusterVersionsBehind: -1 }',
    'drift: { clusterVersionsBehind: 1.5 }',
    'knownBreakages: http://example.com',
    'suppressions: [{ rule: a, resource: "*", reason: r, owner: o }]',
    'suppressions: [{ rule: a, resource: "*", reason: r, owner: o, until: tomorrow }]',
    'notify: { emails: [nobody] }',
    'notify: { minimumSeverity: high }',
    'schedule: { cron: daily }',
    'retention: forever',
    'clusterAccess: private',
    'network: { vpc: vpc-01234567 }',
    'encryption: { key: alias/midwatch }',
    'api: { authorization: none }',
    'api: on',
    'events: { bus: default }',
    'report: { bucket: My_Bucket }',
    'organization: { units: [finance] }',
    '[]',
    'text',
  ])('refuses %s, as the program does', (text) => {
    expect(loadConfig(text, 'midwatch.yaml').ok).toBe(false);
    expect(midwatch.accepts(parse(text))).toBe(false);
  });
});

describe('the schema of known breakages', () => {
  const entry = {
    id: 'ours',
    rule: 'addon-version-compatibility',
    condition: { addon: 'vpc-cni', below: 'v1.20.0' },
    consequence: 'it breaks',
    severity: 'HIGH',
    horizon: 'now',
    source: 'https://example.com/why',
    read: '2026-11-22',
  };
  const fileOf = (differing: Record<string, unknown>) =>
    JSON.stringify({ schemaVersion: 1, breakages: [{ ...entry, ...differing }] });

  it.each([
    ['an entry', fileOf({})],
    ["Midwatch's own file", read('shared/data/known-breakages.json')],
    ['the example', read('events/known-breakages.example.json')],
  ])('accepts %s, as the program does', (_, text) => {
    expect(parseBreakages(text, 'b.json').ok).toBe(true);
    expect(breakages.accepts(JSON.parse(text))).toBe(true);
  });

  it.each([
    ['another version', JSON.stringify({ schemaVersion: 2, breakages: [] })],
    ['another rule', fileOf({ rule: 'addon-health' })],
    ['a bound that is no version', fileOf({ condition: { addon: 'vpc-cni', below: 'latest' } })],
    ['a horizon of the next upgrade', fileOf({ horizon: 'next-upgrade' })],
    [
      'an image with a horizon',
      fileOf({ rule: 'nodegroup-image-known-bad', condition: { amiFamily: 'AL2023', kubernetes: { from: '1.98' } } }),
    ],
    ['no source', fileOf({ source: undefined })],
    ['a key that is not known', fileOf({ reference: 'x' })],
  ])('refuses %s, as the program does', (_, text) => {
    expect(parseBreakages(text, 'b.json').ok).toBe(false);
    expect(breakages.accepts(JSON.parse(text))).toBe(false);
  });
});
