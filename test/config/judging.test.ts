import { describe, expect, it } from 'vitest';
import { defaultSiblingRules, placeCluster } from '#core/fleet/placement.ts';
import { loadConfig, settingsOf, siblingRulesOf } from '#shared/config.ts';

function load(input: string) {
  const result = loadConfig(input, 'midwatch.yaml');
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.config;
}

describe('the settings that rules judge by', () => {
  it('are days and minors, as configured', () => {
    const settings = settingsOf(
      load('notice: { standardSupport: 30d, extendedSupport: 60d }\ndrift: { clusterVersionsBehind: 2, grace: 7d }'),
    );

    expect(settings).toMatchObject({
      notice: { standardSupport: 30, extendedSupport: 60 },
      drift: { clusterVersionsBehind: 2, grace: 7 },
    });
  });

  it('know the environments in their order, with the other names they are given', () => {
    const settings = settingsOf(load('environments: [int, { name: live, also: [prod-eu] }]'));

    expect(settings.environments).toEqual([
      { name: 'int', also: [] },
      { name: 'live', also: ['prod-eu'] },
    ]);
  });
});

describe('the currency of add-ons', () => {
  it.each([
    ['', 'default'],
    ['addonCurrency: newest', 'newest'],
  ])('where the file says %j, is judged by the %s', (input, addonCurrency) => {
    expect(settingsOf(load(input))).toMatchObject({ addonCurrency });
  });
});

describe('the rules by which siblings are told', () => {
  it('are those of the configuration', () => {
    const rules = siblingRulesOf(
      load(
        [
          'accounts: [{ id: "111122223333", environment: dev }, { id: "222233334444" }]',
          'siblings:',
          '  environment: { tags: [stage], name: "^(d|p)-" }',
          '  system: { tags: [team], name: "^.-(.+)$" }',
          '  overrides: [{ cluster: "*/legacy", system: shop }]',
        ].join('\n'),
      ),
    );

    expect(rules).toEqual({
      environment: { tags: ['stage'], name: '^(d|p)-' },
      system: { tags: ['team'], name: '^.-(.+)$' },
      accounts: [{ id: '111122223333', environment: 'dev' }, { id: '222233334444' }],
      overrides: [{ cluster: '*/legacy', system: 'shop' }],
      environments: [
        { name: 'dev', also: [] },
        { name: 'test', also: [] },
        { name: 'prod', also: [] },
      ],
    });
  });

  it('are the defaults where nothing is configured', () => {
    const rules = siblingRulesOf(load(''));

    expect(rules).toEqual(defaultSiblingRules);
  });

  it.each([
    { tags: {}, account: '111122223333', name: 'shop-prod', environment: { name: 'prod', from: 'override' } },
    { tags: { stage: 'Live' }, account: '111122223333', name: 'x', environment: { name: 'prod', from: 'tag' } },
    { tags: {}, account: '111122223333', name: 'x', environment: { name: 'dev', from: 'account' } },
    { tags: {}, account: '222233334444', name: 'test-x', environment: { name: 'test', from: 'name' } },
  ])('place $name with $tags in $account: $environment.name by $environment.from', (facts) => {
    const rules = siblingRulesOf(
      load(
        [
          'accounts: [{ id: "111122223333", environment: dev }]',
          'siblings:',
          '  environment: { tags: [stage], name: "^(test)-" }',
          '  overrides: [{ cluster: "*/shop-prod", environment: prod }]',
        ].join('\n'),
      ),
    );

    const placement = placeCluster(
      { ...facts, arn: `arn:aws:eks:eu-west-1:${facts.account}:cluster/${facts.name}` },
      rules,
    );

    expect(placement.environment).toEqual(facts.environment);
  });
});
