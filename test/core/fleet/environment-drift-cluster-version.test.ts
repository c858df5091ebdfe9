import { describe, expect, it } from 'vitest';
import { environmentDriftClusterVersion as rule } from '#core/fleet/rules/environment-drift-cluster-version.ts';
import type { SystemMember } from '#core/fleet/system.ts';
import { unreadable } from '#core/reading.ts';
import {
  aCatalogue,
  aMember,
  anUnseenMember,
  asOf,
  coreAddons,
  refused,
  region,
  settings,
} from '../../support/builders.ts';
import { commandsOf, complaintsOf, evidenceOf, reasonOf, resultOf, shortOf } from '../../support/fleet-cases.ts';

const fleet = (versions: Readonly<Record<string, string>>): readonly SystemMember[] =>
  Object.entries(versions).map(([environment, version]) => aMember(environment, { version }));

describe('environment-drift-cluster-version', () => {
  it.each<[string, Record<string, string>, readonly string[]]>([
    ['all are level', { dev: '1.34', test: '1.34', prod: '1.34' }, []],
    ['a lower environment leads by one', { dev: '1.35', test: '1.34', prod: '1.34' }, []],
    ['each leads the next by one', { dev: '1.35', test: '1.34', prod: '1.33' }, ['shop-prod MEDIUM']],
    ['prod is one behind both', { dev: '1.34', test: '1.34', prod: '1.33' }, []],
    ['prod is two behind one of them', { dev: '1.34', test: '1.33', prod: '1.32' }, ['shop-prod MEDIUM']],
    ['prod is two behind both', { dev: '1.34', test: '1.34', prod: '1.32' }, ['shop-prod MEDIUM']],
    [
      'test and prod are two behind',
      { dev: '1.34', test: '1.32', prod: '1.32' },
      ['shop-test MEDIUM', 'shop-prod MEDIUM'],
    ],
    ['prod is level with one lower environment', { dev: '1.33', test: '1.34', prod: '1.34' }, ['shop-test HIGH']],
    ['prod is ahead of every lower environment', { dev: '1.33', test: '1.33', prod: '1.34' }, ['shop-prod HIGH']],
    ['prod is ahead of one lower environment only', { dev: '1.34', test: '1.33', prod: '1.34' }, []],
    ['there are two environments, and the lower leads', { dev: '1.34', prod: '1.33' }, []],
    ['there are two environments, and the lower lags', { dev: '1.33', prod: '1.34' }, ['shop-prod HIGH']],
    ['the majors differ', { dev: '2.0', prod: '1.34' }, ['shop-prod MEDIUM']],
  ])('%s', (_, versions, complaints) => {
    expect(complaintsOf(rule, fleet(versions))).toEqual(complaints);
  });

  it.each([
    [0, '1.33', ['shop-prod MEDIUM']],
    [0, '1.34', []],
    [2, '1.32', []],
    [2, '1.31', ['shop-prod MEDIUM']],
  ])(
    'allows %i minors where the configuration says so: %s under 1.34',
    (clusterVersionsBehind, version, complaints) => {
      const allowing = settings({ drift: { clusterVersionsBehind, grace: 30 } });

      expect(complaintsOf(rule, fleet({ dev: '1.34', prod: version }), { settings: allowing })).toEqual(complaints);
    },
  );

  it('compares with each of several clusters of an environment, and tells once', () => {
    const dev = [aMember('dev', { version: '1.34' }), aMember('dev', { name: 'shop-dev-us', version: '1.35' })];
    const prod = [aMember('prod', { version: '1.33' }), aMember('prod', { name: 'shop-prod-us', version: '1.35' })];

    expect(complaintsOf(rule, [...dev, ...prod])).toEqual(['shop-prod MEDIUM']);
  });

  it('gives the facts, and one step up with what it needs before', () => {
    const fitting = coreAddons({ 'kube-proxy': 'v1.32.0-eksbuild.2' });
    const members = [...fleet({ dev: '1.35', test: '1.34' }), aMember('prod', { version: '1.32', addons: fitting })];

    const [evaluation] = resultOf(rule, members[2]!, members).evaluations;

    expect(evaluation).toMatchObject({ resource: members[2]?.arn, horizon: 'now' });
    expect(evidenceOf(evaluation?.verdict)).toEqual({
      difference: 'BEHIND',
      version: '1.32',
      allowed: 1,
      sibling: 'shop-dev',
      siblingEnvironment: 'dev',
      siblingVersion: '1.35',
      differing: ['shop-dev 1.35', 'shop-test 1.34'],
    });
    expect(commandsOf(evaluation?.verdict)).toContain(
      'update-cluster-version --name shop-prod --kubernetes-version 1.33',
    );
  });

  it.each([
    ['the catalogue was never read', {}],
    ['AWS could not be asked for its versions', { [region]: aCatalogue({ clusterVersions: unreadable(refused()) }) }],
  ])('names no upgrade that nobody could look ahead of, where %s', (_, catalogues) => {
    const members = fleet({ dev: '1.34', prod: '1.32' });

    const { verdict } = resultOf(rule, members[1]!, members, { catalogues }).evaluations[0]!;

    expect(commandsOf(verdict)).toEqual(['describe-cluster-versions']);
    expect(verdict).toHaveProperty('remediation.0.holdsBack', true);
  });

  it('names no upgrade where an add-on is not known to stand it', () => {
    const members = fleet({ dev: '1.35', prod: '1.33' });
    const catalogues = {
      [region]: aCatalogue({ addons: { ...aCatalogue().addons, coredns: unreadable(refused()) } }),
    };

    const [evaluation] = resultOf(rule, members[1]!, members, { catalogues }).evaluations;

    expect(commandsOf(evaluation?.verdict)).toContain(
      'describe-addon-versions --addon-name coredns --kubernetes-version 1.34',
    );
    expect(commandsOf(evaluation?.verdict).filter((command) => command.startsWith('update-'))).toEqual([
      'update-addon --cluster-name shop-prod --addon-name kube-proxy --addon-version v1.33.5-eksbuild.2 --resolve-conflicts PRESERVE',
    ]);
  });

  it('takes the lower environments up where prod went first', () => {
    const members = fleet({ dev: '1.33', test: '1.33', prod: '1.34' });

    const [evaluation] = resultOf(rule, members[2]!, members).evaluations;

    expect(evidenceOf(evaluation?.verdict)).toEqual({
      difference: 'AHEAD',
      version: '1.34',
      allowed: 1,
      sibling: 'shop-test',
      siblingEnvironment: 'test',
      siblingVersion: '1.33',
      differing: ['shop-dev 1.33', 'shop-test 1.33'],
    });
    expect(commandsOf(evaluation?.verdict).filter((command) => command.startsWith('update-cluster'))).toEqual([
      'update-cluster-version --name shop-dev --kubernetes-version 1.34',
      'update-cluster-version --name shop-test --kubernetes-version 1.34',
    ]);
  });

  it('has no steps for what it cannot know', () => {
    const members = fleet({ dev: '1.33', prod: '1.34' });

    const [evaluation] = resultOf(rule, members[1]!, members, { catalogues: {} }).evaluations;

    expect(shortOf(evaluation)).toBe('HIGH');
    expect(commandsOf(evaluation?.verdict)).toEqual([]);
  });

  it('says of a catalogue of yesterday that it is one', () => {
    const stale = { call: 'eks:DescribeClusterVersions', obstacle: 'THROTTLED', detail: '' } as const;
    const { clusterVersions: _, ...rest } = aCatalogue();
    const clusterVersions = { readable: true, value: { value: [], readAt: asOf, stale } } as const;
    const members = fleet({ dev: '1.34', prod: '1.32' });

    const catalogues = { [region]: { ...rest, clusterVersions } };
    const [evaluation] = resultOf(rule, members[1]!, members, { catalogues }).evaluations;

    expect(evidenceOf(evaluation?.verdict)).toMatchObject({ catalogueReadAt: asOf });
  });

  describe('INSUFFICIENT_DATA', () => {
    it('where its own version cannot be read', () => {
      const members = fleet({ dev: '1.34', prod: 'next' });

      const [evaluation] = resultOf(rule, members[1]!, members).evaluations;

      expect(shortOf(evaluation)).toBe('INSUFFICIENT_DATA');
      expect(reasonOf(evaluation?.verdict)).toBe('its version next cannot be read');
    });

    it('where a sibling’s cannot, unless another decides', () => {
      const level = fleet({ dev: 'next', test: '1.34', prod: '1.34' });
      const ahead = fleet({ dev: 'next', test: '1.33', prod: '1.34' });
      const behind = fleet({ dev: 'next', test: '1.34', prod: '1.32' });

      const [one] = resultOf(rule, level[2]!, level).evaluations;

      expect(reasonOf(one?.verdict)).toBe('version next of its sibling shop-dev cannot be read');
      expect(shortOf(resultOf(rule, ahead[2]!, ahead).evaluations[0])).toBe('INSUFFICIENT_DATA');
      expect(shortOf(resultOf(rule, behind[2]!, behind).evaluations[0])).toBe('MEDIUM');
    });

    it('where a lower sibling was never read, unless another decides', () => {
      const unseen = anUnseenMember('dev');
      const level = [unseen, ...fleet({ test: '1.34', prod: '1.34' })];
      const ahead = [unseen, ...fleet({ test: '1.33', prod: '1.34' })];
      const behind = [unseen, ...fleet({ test: '1.34', prod: '1.32' })];
      const alone = [unseen, ...fleet({ prod: '1.32' })];

      const said = resultOf(rule, level[2]!, level);

      expect(said.complete).toBe(false);
      expect(reasonOf(said.evaluations[0]?.verdict)).toBe(
        'its sibling shop-dev was never read: eks:DescribeCluster: DENIED (not authorized)',
      );
      expect(shortOf(resultOf(rule, ahead[2]!, ahead).evaluations[0])).toBe('INSUFFICIENT_DATA');
      expect(shortOf(resultOf(rule, behind[2]!, behind).evaluations[0])).toBe('MEDIUM');
      expect(shortOf(resultOf(rule, alone[1]!, alone).evaluations[0])).toBe('INSUFFICIENT_DATA');
    });
  });

  it('has nothing to judge the lowest environment by', () => {
    const members = fleet({ dev: '1.30', prod: '1.34' });

    const [evaluation] = resultOf(rule, members[0]!, members).evaluations;

    expect(shortOf(evaluation)).toBe('NOT_APPLICABLE');
  });
});
