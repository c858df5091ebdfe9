import { describe, expect, it } from 'vitest';
import type { Horizon } from '#core/finding.ts';
import { dayAndDistance, minuteOf, since } from '#render/day-words.ts';
import { strikes } from '#render/horizon-words.ts';
import { countTogether, namesTogether, resourceName } from '#render/resource-name.ts';
import { asOf, clusterArn, prod } from '../support/document-builders.ts';

const blue = clusterArn('blue');
const at = (cluster: string, part = '') => ({ cluster, resource: `${cluster}${part}` });

describe('the name of a resource', () => {
  it.each([
    ['a cluster', at(prod), 'shop-prod'],
    ['an add-on', at(prod, '/addon/kube-proxy'), 'shop-prod kube-proxy'],
    ['a node group', at(prod, '/nodegroup/workers'), 'shop-prod node group workers'],
    ['nodes by their image', at(prod, '/nodes/ami-1'), 'shop-prod nodes ami-1'],
    ['a name with slashes', at(prod, '/nodegroup/a/b'), 'shop-prod node group a/b'],
    ['what is in no cluster', { cluster: prod, resource: 'arn:aws:iam::1:role/x' }, 'arn:aws:iam::1:role/x'],
    ['a cluster whose ARN is none', at('x'), 'x'],
  ])('is short for %s', (_, located, name) => {
    expect(resourceName(located).text).toBe(name);
  });

  it.each([
    ['clusters', [at(prod), at(blue)], '2 clusters', 'shop-prod and blue'],
    [
      'one add-on',
      [at(prod, '/addon/coredns'), at(blue, '/addon/coredns')],
      'coredns in 2 clusters',
      'shop-prod and blue',
    ],
    ['add-ons of one cluster', [at(prod, '/addon/a'), at(prod, '/addon/b')], '2 add-ons of shop-prod', 'a and b'],
    [
      'node groups of several clusters',
      [at(prod, '/nodegroup/a'), at(blue, '/nodegroup/b')],
      '2 node groups in 2 clusters',
      'shop-prod node group a and blue node group b',
    ],
    ['nodes', [at(prod, '/nodes/a'), at(prod, '/nodes/b')], '2 nodes of shop-prod', 'a and b'],
    ['kinds of many kinds', [at(prod), at(prod, '/addon/a')], '2 resources of shop-prod', 'shop-prod and a'],
  ])('counts %s together', (_, many, count, names) => {
    expect(countTogether(many).text).toBe(count);
    expect(namesTogether(many).text).toBe(names);
  });
});

describe('days', () => {
  it.each([
    ['2024-03-05T00:00:00.000Z', '2024-03-05, today'],
    ['2024-03-06T00:00:00.000Z', '2024-03-06, tomorrow'],
    ['2024-03-07T00:00:00.000Z', '2024-03-07, in 2 days'],
    ['2024-03-04T23:59:00.000Z', '2024-03-04, yesterday'],
    ['2024-03-03T00:00:00.000Z', '2024-03-03, 2 days ago'],
  ])('%s is said as %s', (instant, words) => {
    expect(dayAndDistance(instant, asOf).text).toBe(words);
  });

  it('are counted since an instant, from one on', () => {
    expect(since('2024-03-05T01:00:00.000Z', asOf).text).toBe('since 2024-03-05');
    expect(since('2024-03-04T23:59:00.000Z', asOf).text).toBe('since 2024-03-04 (1 day)');
  });

  it('have their time where that matters', () => {
    expect(minuteOf(asOf)).toBe('2024-03-05 23:00 UTC');
  });
});

describe('a horizon', () => {
  it.each<[Horizon, Record<string, string>, string]>([
    ['now', {}, 'now'],
    ['next-node-roll', {}, 'when nodes are next replaced'],
    ['next-upgrade', {}, 'at the next upgrade'],
    ['next-upgrade', { kubernetes: '1.25' }, 'at the upgrade to 1.25'],
    ['next-upgrade', { controlPlane: '1.25' }, 'at the upgrade to 1.25'],
    ['next-upgrade', { nextVersion: '1.25' }, 'at the upgrade to 1.25'],
  ])('%s of %o is %s', (horizon, evidence, words) => {
    expect(strikes({ horizon, evidence }).text).toBe(words);
  });
});
