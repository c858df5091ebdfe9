import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readRecording } from '#adapters/recording/read-recording.ts';
import type { RecordedOrganization } from '#adapters/recording/recording.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { type Answer, command, emptyFolder } from '../../support/command.ts';

const [hub, dev, test, prod, gone] = ['999988887777', '111122223333', '222233334444', '333344445555', '444455556666'];
const nightBefore = ['--as-of', '2024-02-07T02:00:00Z', '--no-history', '--format', 'json'];

const anAccount = (Id: string, State = 'ACTIVE') => ({ Id, Name: `account ${Id}`, State });
const organization: RecordedOrganization = {
  administrators: [hub],
  parents: {
    'r-ab12': {
      Accounts: [anAccount(hub), anAccount(gone, 'SUSPENDED')],
      OrganizationalUnits: [{ Id: 'ou-ab12-shop0000', Name: 'shop' }],
    },
    'ou-ab12-shop0000': { Accounts: [anAccount(dev)], OrganizationalUnits: [{ Id: 'ou-ab12-late0000', Name: 'late' }] },
    'ou-ab12-late0000': { Accounts: [anAccount(test), anAccount(prod)], OrganizationalUnits: [] },
  },
};

let server: ReplayServer;
beforeAll(async () => {
  const incident = await readRecording(resolve('events/recordings/incident'));
  const nights = incident.nights.map((night) => ({ ...night, organization }));
  server = await startReplayServer({ recording: { ...incident, nights }, night: 4 });
});
afterAll(() => server.close());
beforeEach(() => server.setNight(4));

/** Audits by a configuration, with the credentials of an account. */
function audit(config: string, argv: readonly string[] = [], account = hub): Promise<Answer> {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'midwatch.yaml'), config);
  const keys = { AWS_ENDPOINT_URL: server.url, AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: 'recorded' };
  return command(['audit', ...nightBefore, ...argv], { env: keys, cwd });
}

interface Row {
  readonly account: string;
  readonly region: string;
  readonly status: string;
  readonly role?: string;
}

function coverageOf({ out }: Answer): readonly Row[] {
  return JSON.parse(out).coverage;
}

function accountsOf(answer: Answer): readonly string[] {
  return [...new Set(coverageOf(answer).map(({ account }) => account))].sort();
}

describe('an audit of an organization', () => {
  it('looks at each ACTIVE account, by its own credentials in the own one and by the role in the others', async () => {
    const answer = await audit('organization: {}\nregions: [eu-west-1]');

    expect(accountsOf(answer)).toEqual([dev, test, prod, hub]);
    expect(coverageOf(answer).find(({ account }) => account === dev)?.role).toBe(
      `arn:aws:iam::${dev}:role/midwatch-member`,
    );
    expect(coverageOf(answer).find(({ account }) => account === hub)).not.toHaveProperty('role');
    expect(JSON.parse(answer.out).audit.notices).toContainEqual({
      kind: 'ACCOUNTS_NOT_ACTIVE',
      subject: 'organization',
      detail: '1 of 5 accounts: 1 SUSPENDED',
    });
  });

  it('looks at a unit and those below it, without what is excluded', async () => {
    const answer = await audit(
      `organization: { units: [ou-ab12-shop0000], exclude: ["${test}"] }\nregions: [eu-west-1]`,
    );

    expect(accountsOf(answer)).toEqual([dev, prod]);
  });

  it('looks where it is said of each account', async () => {
    const answer = await audit(
      [
        'organization:',
        '  units: [ou-ab12-shop0000]',
        '  accounts:',
        `    - { id: "${dev}", regions: [us-east-1] }`,
        `    - { id: "${prod}", excludeRegions: [us-east-1] }`,
        `    - { id: "${test}", excludeRegions: [eu-west-1, us-east-1] }`,
        'regions: [eu-west-1, us-east-1]',
      ].join('\n'),
    );

    expect(coverageOf(answer).map(({ account, region }) => [account, region])).toEqual([
      [dev, 'us-east-1'],
      [test, '*'],
      [prod, 'eu-west-1'],
    ]);
    expect(answer.code).toBeGreaterThan(0);
  });

  it('looks at single accounts of it where it is asked to', async () => {
    expect(accountsOf(await audit('organization: {}\nregions: [eu-west-1]', ['--account', prod]))).toEqual([prod]);
  });

  it.each([
    ['is not in it', '123456789012', 'organization: {}'],
    ['is not ACTIVE', gone, 'organization: {}'],
    ['is excluded', test, `organization: { exclude: ["${test}"] }`],
  ])('refuses to look at one that %s', async (_, account, config) => {
    const { code, out, err } = await audit(config, ['--account', account]);

    expect([code, out]).toEqual([3, '']);
    expect(err).toContain(`unknown account: got ${account}, wanted one of ${dev}, `);
  });

  it('looks at a region in the accounts that do not exclude it', async () => {
    const config = `organization: { units: [ou-ab12-late0000], accounts: [{ id: "${test}", excludeRegions: [eu-west-1] }] }`;

    expect(accountsOf(await audit(config, ['--region', 'eu-west-1']))).toEqual([prod]);
  });

  it('tells of an account that is excluded and is not there', async () => {
    const answer = await audit('organization: { exclude: ["123456789012"] }\nregions: [eu-west-1]');

    expect(JSON.parse(answer.out).audit.notices).toContainEqual({
      kind: 'UNKNOWN_ACCOUNT',
      subject: 'organization.exclude[0]',
      detail: '123456789012 is no account of the organization',
    });
  });
});

describe('an organization that cannot be listed', () => {
  it('ends the audit with 2, and says what to do', async () => {
    const { code, out, err } = await audit('organization: {}', ['--fail-on', 'none'], prod);

    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(
      'the accounts of the organization could not be listed: organizations:ListAccounts: access was denied ' +
        "(You don't have permissions to access this resource.); run it in the management account or as a delegated " +
        'administrator of the organization, allow organizations:ListAccounts for the credentials in use, or list the ' +
        'accounts with "accounts" in midwatch.yaml\n',
    );
  });

  it('is not audited in part where one of its units was refused', async () => {
    server.misbehave([{ operation: 'ListOrganizationalUnitsForParent', answer: 'refused' }]);

    const { code, out, err } = await audit('organization: { units: [ou-ab12-shop0000] }');

    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('organizations:ListOrganizationalUnitsForParent: access was denied (ou-ab12-shop0000: ');
  });

  it('is one that has nobody left to audit', async () => {
    const { code, out, err } = await audit(
      `organization: { units: [ou-ab12-shop0000], exclude: ["${dev}", "${test}", "${prod}"] }`,
    );

    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('none of 3 accounts is ACTIVE and not excluded');
  });

  it('is asked of nobody where accounts are listed', async () => {
    const before = server.callsSeen().length;

    await audit(`accounts: [{ id: "${hub}" }]\nregions: [eu-west-1]`);

    const calls = server.callsSeen().slice(before);
    expect(calls.filter(({ service }) => service === 'organizations')).toEqual([]);
  });
});
