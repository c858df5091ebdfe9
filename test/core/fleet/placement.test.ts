import { describe, expect, it } from 'vitest';
import { defaultSiblingRules, type Placement, placeCluster, type SiblingRules } from '#core/fleet/placement.ts';

const account = '111122223333';

function place(
  name: string,
  rules: Partial<SiblingRules> = {},
  tags: Readonly<Record<string, string>> = {},
): Placement {
  const arn = `arn:aws:eks:eu-west-1:${account}:cluster/${name}`;
  return placeCluster({ arn, name, account, tags }, { ...defaultSiblingRules, ...rules });
}

/** As `shop in prod`, with where each was taken from unless that is the name. */
function short({ environment, system }: Placement): string {
  const one = (placed: Placement['system']): string =>
    placed ? `${placed.name}${placed.from === 'name' ? '' : ` by ${placed.from}`}` : 'none';
  return `${one(system)} in ${one(environment)}`;
}

const named = (...names: string[]) => names.map((name) => ({ name, also: [] }));

describe('a name by the usual manners', () => {
  it.each([
    ['shop-prod', 'shop in prod'],
    ['shop-dev', 'shop in dev'],
    ['shop-test', 'shop in test'],
    ['shop_live', 'shop in prod'],
    ['shop.prd', 'shop in prod'],
    ['SHOP-PROD', 'SHOP in prod'],
    ['shop-development', 'shop in dev'],
    ['shop-sandbox', 'shop in dev'],
    ['shop-qa', 'shop in test'],
    ['shop-stage', 'shop in test'],
    ['shop-staging', 'shop in test'],
    ['shop-stg', 'shop in test'],
    ['shop-uat', 'shop in test'],
    ['shop-preprod', 'shop in test'],
    ['shop-pre-prod', 'shop in test'],
    ['pre-prod-shop', 'shop in test'],
    ['shop-production', 'shop in prod'],
    ['shop-prd-eu', 'shop in prod'],
    ['shop-prod-eu-west-1', 'shop in prod'],
    ['shop-dev-blue', 'shop in dev'],
    ['big-shop-prod-blue', 'big-shop in prod'],
    ['prod-shop', 'shop in prod'],
    ['prod-big-shop', 'big-shop in prod'],
    ['prod-shop-us-gov-west-1', 'shop in prod'],
    ['eu-west-1-shop-prod', 'shop in prod'],
    ['eu-west-1-prod-shop', 'shop in prod'],
    ['live-shop', 'shop in prod'],
    ['live-stage', 'live in test'],
    ['shop-live-2', 'shop in prod'],
    ['video-live-dev', 'video-live in dev'],
    ['dev-live-streaming', 'live-streaming in dev'],
    ['test-runner-prod', 'test-runner in prod'],
    ['test-runner-live', 'test-runner in prod'],
    ['shop-dev-test', 'shop in dev'],
    ['shop-nonprod', 'shop in nonprod'],
    ['shop-non-prod', 'shop in non-prod'],
    ['prod', 'default in prod'],
    ['dev-eu-west-1', 'default in dev'],
    ['shop', 'none in none'],
    ['shop-products', 'none in none'],
    ['workshop', 'none in none'],
    ['devshop', 'none in none'],
  ])('%s is %s', (name, expected) => {
    expect(short(place(name))).toBe(expected);
  });
});

describe('an environment', () => {
  it('is taken by override, tag, account, name, in this order', () => {
    const overrides = [{ cluster: `arn:aws:eks:*:${account}:cluster/*`, environment: 'PRD' }];
    const accounts = [{ id: account, environment: 'test' }];
    const tags = { Environment: 'Development' };

    expect(short(place('shop-qa', { overrides, accounts }, tags))).toBe('shop in prod by override');
    expect(short(place('shop-prod', { accounts }, tags))).toBe('shop in dev by tag');
    expect(short(place('shop-prod', { accounts }))).toBe('shop in test by account');
    expect(short(place('shop-prod', { accounts: [{ id: '999988887777', environment: 'dev' }, { id: account }] }))).toBe(
      'shop in prod',
    );
  });

  it('passes over an override that says nothing of it, and takes the first that does', () => {
    const overrides = [
      { cluster: '*', system: 'pay' },
      { cluster: '*/shop-*', environment: 'test' },
      { cluster: '*', environment: 'dev' },
    ];

    expect(short(place('shop-prod', { overrides }))).toBe('pay by override in test by override');
    expect(short(place('card-prod', { overrides }))).toBe('pay by override in dev by override');
  });

  it.each([
    [{ Environment: 'prod', env: 'dev' }, 'prod'],
    [{ env: 'prod', stage: 'dev' }, 'prod'],
    [{ ENVIRONMENT: 'prod' }, 'prod'],
    [{ environment: 'dev', Environment: 'prod' }, 'prod'],
    [{ Environment: ' ', environment: 'prod' }, 'prod'],
    [{ environment: 'dev', ENVIRONMENT: 'prod' }, 'prod'],
    [{ Environment: '', stage: ' prod ' }, 'prod'],
  ])('is read from tags %j', (tags, expected) => {
    expect(place('main', {}, tags).environment).toEqual({ name: expected, from: 'tag' });
  });

  it('stays as it was found, in lower case, where the configuration does not know it', () => {
    expect(place('shop-prod', {}, { env: 'Perf' }).environment).toEqual({ name: 'perf', from: 'tag' });
    expect(place('shop-uat', { environments: named('dev', 'prod') }).environment?.name).toBe('uat');
  });

  it('is called as the configuration calls it', () => {
    const environments = [{ name: 'Int', also: ['INTEGRATION'] }, ...named('Production')];

    expect(place('shop-integration', { environments }).environment?.name).toBe('Int');
    expect(place('shop-int', { environments }).environment?.name).toBe('Int');
    expect(place('shop-prd', { environments }).environment?.name).toBe('Production');
  });

  it('goes by the spelling where two environments are of one kind, and is none of them where that does not tell', () => {
    const environments = named('dev', 'test', 'staging', 'prod');

    expect(place('shop-stg', { environments }).environment?.name).toBe('staging');
    expect(place('shop-test', { environments }).environment?.name).toBe('test');
    expect(place('shop-qa', { environments }).environment?.name).toBe('qa');
  });

  it('is of a kind by any of its names', () => {
    const environments = [{ name: 'checks', also: ['staging'] }, ...named('prod')];

    expect(place('shop-qa', { environments }).environment?.name).toBe('checks');
  });

  it('is the longer of two names of which one begins the other', () => {
    const environments = named('prod', 'prod-eu');

    expect(short(place('prod-eu-shop', { environments }))).toBe('shop in prod-eu');
    expect(short(place('shop-prod-eu', { environments }))).toBe('shop in prod-eu');
  });

  it('goes to the environment that claims a usual name for itself', () => {
    const environments = [{ name: 'dev', also: ['qa'] }, ...named('test', 'prod')];

    expect(place('shop-qa', { environments }).environment?.name).toBe('dev');
  });

  it.each([
    ['^([a-z])-', 'p-shop', 'p'],
    ['^[a-z]-', 'p-shop', 'p-'],
    [/^(P)-/i, 'p-shop', 'p'],
    ['^(x)-', 'shop-prod', undefined],
  ])('is taken by a pattern of one’s own as it is: %s on %s', (name, cluster, expected) => {
    const environment = { ...defaultSiblingRules.environment, name };

    expect(place(cluster, { environment }).environment?.name).toBe(expected);
  });
});

describe('a system', () => {
  it('is taken by override, tag, name, in this order', () => {
    const overrides = [{ cluster: '*', system: 'pay' }];
    const tags = { Application: 'card' };

    expect(place('shop-prod', { overrides }, tags).system).toEqual({ name: 'pay', from: 'override' });
    expect(place('shop-prod', {}, tags).system).toEqual({ name: 'card', from: 'tag' });
    expect(place('shop-prod', {}).system).toEqual({ name: 'shop', from: 'name' });
  });

  it('is the cluster’s name where that tells none and the environment is known', () => {
    expect(short(place('main', {}, { env: 'prod' }))).toBe('main in prod by tag');
  });

  it('is what is left of the name without the environment that is known from elsewhere', () => {
    expect(short(place('load-test-prod', {}, { env: 'prod' }))).toBe('load-test in prod by tag');
    expect(short(place('shop-perf', {}, { env: 'Perf' }))).toBe('shop in perf by tag');
    expect(short(place('shop-prd', { accounts: [{ id: account, environment: 'prod' }] }))).toBe(
      'shop in prod by account',
    );
    expect(short(place('shop-test', {}, { env: 'prod' }))).toBe('shop in prod by tag');
  });

  it.each([
    ['^([a-z]+)\\d', 'shop1-prod', 'shop'],
    ['^[a-z]+', 'shop1-prod', 'shop'],
    ['^(x+)$', 'shop1-prod', 'shop1-prod'],
    ['^(x+)$', 'shop1', undefined],
  ])('is taken by a pattern of one’s own as it is: %s on %s', (name, cluster, expected) => {
    const system = { ...defaultSiblingRules.system, name };

    expect(place(cluster, { system }).system?.name).toBe(expected);
  });
});
