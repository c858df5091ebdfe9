import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callerIdentity, NoCredentialsError } from '#adapters/aws/caller-identity.ts';
import { makeConnection } from '#adapters/aws/connection.ts';
import { connectionTo, dummyKeys, localAws, xml } from './local-aws.ts';

beforeEach(() => {
  // Nothing of the machine's own: no profile, no keys, no metadata service.
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  const names = [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_PROFILE',
    'AWS_REGION',
    'AWS_DEFAULT_REGION',
  ];
  for (const name of names) vi.stubEnv(name, undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

function identity(account: string, arn: string): string {
  return `<GetCallerIdentityResponse><GetCallerIdentityResult><UserId>u</UserId><Account>${account}</Account>
    <Arn>${arn}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`;
}

function refusal(code: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`;
}

describe('the caller', () => {
  it.each([
    ['aws', 'arn:aws:iam::111122223333:user/ann'],
    ['aws-cn', 'arn:aws-cn:sts::111122223333:assumed-role/watch/ann'],
  ])('in partition %s is known by account and ARN', async (partition, arn) => {
    const connection = connectionTo(await localAws((_, response) => xml(response, identity('111122223333', arn))));

    expect(await callerIdentity(connection)).toEqual({
      readable: true,
      value: { account: '111122223333', arn, partition },
    });
    expect(connection.callsMade()).toBe(1);
  });

  it('without credentials is an error by name, and nobody is asked', async () => {
    const connection = makeConnection({ endpoint: 'http://127.0.0.1:1', region: 'eu-west-1' });

    await expect(callerIdentity(connection)).rejects.toThrow(NoCredentialsError);
    await expect(callerIdentity(connection)).rejects.toThrow(/^got no AWS credentials, wanted some in /);
    expect(connection.callsMade()).toBe(0);
  });

  it('whose keys nobody knows is denied', async () => {
    const connection = connectionTo(
      await localAws((_, response) => xml(response, refusal('InvalidClientTokenId'), 403)),
    );

    expect(await callerIdentity(connection)).toEqual({
      readable: false,
      because: { call: 'sts:GetCallerIdentity', obstacle: 'DENIED', detail: 'no' },
    });
  });

  it('that cannot reach STS is unreadable', async () => {
    const reading = await callerIdentity(connectionTo('http://127.0.0.1:1'));

    expect(reading).toMatchObject({ because: { call: 'sts:GetCallerIdentity', obstacle: 'UNREACHABLE' } });
  });

  it('that cannot reach STS soon says so, however patient the audit is', async () => {
    const connection = connectionTo('http://127.0.0.1:1', { maxAttempts: 10 });

    await callerIdentity(connection);

    expect(connection.callsMade()).toBe(3);
  });

  it.each([
    ['no account', identity('', 'arn:aws:iam::111122223333:user/ann')],
    ['an account that is none', identity('12', 'arn:aws:iam::111122223333:user/ann')],
    ['no ARN', identity('111122223333', '')],
  ])('is unreadable where STS tells %s', async (_, body) => {
    const connection = connectionTo(await localAws((_request, response) => xml(response, body)));

    expect(await callerIdentity(connection)).toMatchObject({ readable: false, because: { obstacle: 'ERROR' } });
  });
});

describe('the home region', () => {
  it('is the one that is given', async () => {
    expect(await makeConnection({ region: 'eu-west-1', credentials: dummyKeys }).region()).toBe('eu-west-1');
  });

  it('else that of the environment', async () => {
    vi.stubEnv('AWS_REGION', 'eu-north-1');

    expect(await makeConnection().region()).toBe('eu-north-1');
  });

  it('else us-east-1', async () => {
    expect(await makeConnection().region()).toBe('us-east-1');
  });
});
