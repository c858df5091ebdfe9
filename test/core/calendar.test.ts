import { describe, expect, it } from 'vitest';
import { calendarOf } from '#core/calendar.ts';
import type { ClusterVersion } from '#core/catalogue.ts';
import { datedFacts } from '#data/dated-facts.ts';
import { aCluster, asOf, clusterVersions, olderClusterVersions } from '../support/builders.ts';

const price = datedFacts.extendedSupportPrice;
const calendar = (cluster = aCluster(), versions: readonly ClusterVersion[] = clusterVersions, at = asOf) =>
  calendarOf(cluster, versions, price, at);

describe('the calendar of a cluster', () => {
  it('holds what lies before it, what waiting costs, and where the next upgrade leads', () => {
    expect(calendar()).toEqual({
      phase: 'STANDARD_SUPPORT',
      endOfStandardSupport: '2026-12-02T00:00:00.000Z',
      endOfExtendedSupport: '2027-12-02T00:00:00.000Z',
      awsUpgradesFrom: '2027-12-02T00:00:00.000Z',
      extendedSupport: { from: '2026-12-02T00:00:00.000Z', surchargePerMonthUsd: 365 },
      next: {
        version: '1.35',
        endOfStandardSupport: '2027-03-27T00:00:00.000Z',
        endOfExtendedSupport: '2028-03-27T00:00:00.000Z',
      },
    });
  });

  it('knows no extended support of one that AWS upgrades before it', () => {
    const standard = calendar(aCluster({ supportType: 'STANDARD' }));

    expect(standard.awsUpgradesFrom).toBe('2026-12-02T00:00:00.000Z');
    expect(standard).not.toHaveProperty('extendedSupport');
  });

  it('speaks of the day from which AWS charges, where support was extended before', () => {
    const old = calendar(aCluster({ version: '1.24' }), olderClusterVersions, '2024-02-07T02:00:00.000Z');

    expect(old.phase).toBe('EXTENDED_SUPPORT');
    expect(old.extendedSupport).toEqual({ from: price.chargedFrom, surchargePerMonthUsd: 365 });
  });

  it('says nothing of money where it is not paid in US dollars', () => {
    expect(calendar(aCluster({ region: 'cn-north-1' }))).not.toHaveProperty('extendedSupport');
  });

  it('knows no next version before AWS has released it', () => {
    expect(calendar(aCluster({ version: '1.35' }))).not.toHaveProperty('next');
  });

  it('holds no more than AWS says of a version', () => {
    const versions = [{ version: '1.34' }, { version: '1.35' }];

    expect(calendar(aCluster(), versions)).toEqual({ next: { version: '1.35' } });
  });

  it.each([
    ['of a version that AWS does not list', aCluster({ version: '1.99' })],
    ['on an Outpost', aCluster({ outpost: true })],
  ])('is empty for one %s', (_, cluster) => {
    expect(calendar(cluster)).toEqual({});
  });
});
