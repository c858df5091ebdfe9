import { describe, expect, it } from 'vitest';
import type { ClusterVersion } from '#core/catalogue.ts';
import { unreadable } from '#core/reading.ts';
import { clusterVersionSupport } from '#core/rules/cluster-version-support.ts';
import {
  aCatalogue,
  aCluster,
  aContext,
  clusterVersions,
  published,
  refused,
  settings,
} from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

// Standard support of 1.31 ends on 2025-11-26, extended on 2026-11-26.
const cluster = aCluster({ version: '1.31' });
const on = (day: string) => ({ asOf: `${day}.000Z` });
const listing = (entry: Partial<ClusterVersion>) => ({
  catalogue: aCatalogue({ clusterVersions: published([...clusterVersions.slice(2), { version: '1.31', ...entry }]) }),
});

ruleTable(clusterVersionSupport, [
  { when: 'a cluster in the middle of standard support is compliant', says: { now: 'COMPLIANT' } },
  {
    when: 'exactly the notice is left of standard support',
    cluster,
    context: on('2025-08-28T02:00:00'),
    says: { now: 'COMPLIANT' },
  },
  { when: 'a day less is left', cluster, context: on('2025-08-29T00:00:00'), says: { now: 'MEDIUM' } },
  {
    when: 'it is the last second of standard support',
    cluster,
    context: on('2025-11-25T23:59:59'),
    says: { now: 'MEDIUM' },
  },
  {
    when: 'it is the first second of the day that standard support ends',
    cluster,
    context: on('2025-11-26T00:00:00'),
    says: { now: 'HIGH' },
  },
  {
    when: 'exactly the notice is left of extended support',
    cluster,
    context: on('2026-08-28T23:59:59'),
    says: { now: 'HIGH' },
  },
  {
    when: 'a day less is left of extended support',
    cluster,
    context: on('2026-08-29T00:00:00'),
    says: { now: 'CRITICAL' },
  },
  { when: 'extended support has ended', cluster, context: on('2026-11-26T00:00:00'), says: { now: 'CRITICAL' } },
  {
    when: 'the notice is a setting',
    cluster,
    context: {
      ...on('2025-08-29T00:00:00'),
      settings: settings({ notice: { standardSupport: 10, extendedSupport: 10 } }),
    },
    says: { now: 'COMPLIANT' },
  },
  {
    when: 'the notice of extended support is a setting of its own',
    cluster,
    context: {
      ...on('2026-08-29T00:00:00'),
      settings: settings({ notice: { standardSupport: 90, extendedSupport: 89 } }),
    },
    says: { now: 'HIGH' },
  },
  {
    when: 'AWS could not be asked',
    cluster,
    context: { catalogue: aCatalogue({ clusterVersions: unreadable(refused('eks:DescribeClusterVersions')) }) },
    says: { now: 'INSUFFICIENT_DATA' },
  },
  { when: 'AWS does not know the version', cluster: aCluster({ version: '1.99' }), says: { now: 'INSUFFICIENT_DATA' } },
  { when: 'the version cannot be read', cluster: aCluster({ version: 'latest' }), says: { now: 'INSUFFICIENT_DATA' } },
  {
    when: 'the version is older than all that are listed, and none of them is unsupported',
    cluster: aCluster({ version: '1.22' }),
    says: { now: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'the version is older than one that is listed as unsupported',
    cluster: aCluster({ version: '1.22' }),
    context: listing({ status: 'UNSUPPORTED' }),
    says: { now: 'CRITICAL' },
  },
  {
    when: 'AWS says unsupported and gives no dates',
    cluster,
    context: listing({ status: 'UNSUPPORTED' }),
    says: { now: 'CRITICAL' },
  },
  {
    when: 'AWS says unsupported, and gives dates that say otherwise',
    cluster,
    context: listing({
      status: 'UNSUPPORTED',
      endOfStandardSupport: '2027-11-26T00:00:00.000Z',
      endOfExtendedSupport: '2028-11-26T00:00:00.000Z',
    }),
    says: { now: 'COMPLIANT' },
  },
  {
    when: 'AWS says extended support and gives no dates',
    cluster,
    context: listing({ status: 'EXTENDED_SUPPORT' }),
    says: { now: 'HIGH' },
  },
  {
    when: 'AWS says it as it did in 2025',
    cluster,
    context: listing({ status: 'extended-support' }),
    says: { now: 'HIGH' },
  },
  {
    when: 'AWS says standard support and gives no dates',
    cluster,
    context: listing({ status: 'STANDARD_SUPPORT' }),
    says: { now: 'INSUFFICIENT_DATA' },
  },
  { when: 'AWS gives neither status nor dates', cluster, context: listing({}), says: { now: 'INSUFFICIENT_DATA' } },
  {
    when: 'AWS says a word that nobody knows yet',
    cluster,
    context: listing({ status: 'PAUSED' }),
    says: { now: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'the end of extended support is missing after that of standard support',
    cluster,
    context: listing({ endOfStandardSupport: '2025-11-26T00:00:00.000Z' }),
    says: { now: 'HIGH' },
  },
]);

describe('what it says of a version that is not in standard support', () => {
  const evidenceOn = (day: string, overrides = {}) => {
    const judged = aCluster({ version: '1.31', ...overrides });
    const verdict = verdictAt(clusterVersionSupport.evaluate(judged, aContext(on(day))).evaluations, judged, 'now');
    return verdict.compliance === 'NON_COMPLIANT' ? verdict.evidence : undefined;
  };

  it('names what extended support costs a month, from when AWS upgrades, and no count of days', () => {
    expect(evidenceOn('2026-03-01T02:00:00')).toEqual({
      version: '1.31',
      phase: 'EXTENDED_SUPPORT',
      supportType: 'EXTENDED',
      endOfStandardSupport: '2025-11-26T00:00:00.000Z',
      endOfExtendedSupport: '2026-11-26T00:00:00.000Z',
      awsUpgradesFrom: '2026-11-26T00:00:00.000Z',
      surchargePerMonthUsd: 365,
    });
  });

  it.each([
    ['2025-11-26T00:00:00', 'EXTENDED_SUPPORT'],
    ['2026-11-25T23:59:59', 'EXTENDED_SUPPORT'],
    ['2026-11-26T00:00:00', 'UNSUPPORTED'],
  ])('names the phase that holds at %s', (instant, phase) => {
    expect(evidenceOn(instant)).toMatchObject({ phase });
  });

  it.each([
    ['says from when AWS charges, which did not before it', '2025-11-27', '2025-12-01', '2025-12-01'],
    ['says so before standard support ends as well', '2025-10-01', '2025-12-01', '2025-12-01'],
    ['says nothing of it from that day on', '2025-12-01', '2025-12-01', undefined],
    ['says nothing of it where AWS charges from the end of standard support on', '2025-10-01', '2025-11-26', undefined],
  ])('%s', (_, day, chargedFrom, expected) => {
    const price = { ...aContext().extendedSupportPrice, chargedFrom: `${chargedFrom}T00:00:00.000Z` };
    const context = aContext({ ...on(`${day}T00:00:00`), extendedSupportPrice: price });
    const verdict = verdictAt(clusterVersionSupport.evaluate(cluster, context).evaluations, cluster, 'now');

    expect(verdict.compliance === 'NON_COMPLIANT' && verdict.evidence.chargedFrom).toBe(
      expected && `${expected}T00:00:00.000Z`,
    );
  });

  it('says nothing of it of a version whose end of standard support AWS does not give', () => {
    const price = { ...aContext().extendedSupportPrice, chargedFrom: '2026-12-01T00:00:00.000Z' };
    const context = aContext({ extendedSupportPrice: price, ...listing({ status: 'EXTENDED_SUPPORT' }) });
    const verdict = verdictAt(clusterVersionSupport.evaluate(cluster, context).evaluations, cluster, 'now');

    expect(verdict.compliance === 'NON_COMPLIANT' && verdict.evidence).not.toHaveProperty('chargedFrom');
  });

  it('names the forced upgrade in standard support only where the policy is STANDARD', () => {
    expect(evidenceOn('2025-09-30T02:00:00')).not.toHaveProperty('awsUpgradesFrom');
    expect(evidenceOn('2025-09-30T02:00:00', { supportType: 'STANDARD' })).toMatchObject({
      awsUpgradesFrom: '2025-11-26T00:00:00.000Z',
      supportType: 'STANDARD',
    });
  });

  it('names no price of a time at which there was none', () => {
    const judged = aCluster({ version: '1.24' });
    const catalogue = aCatalogue({
      clusterVersions: published([{ version: '1.24', endOfStandardSupport: '2024-01-31T00:00:00.000Z' }]),
    });
    const evidence = (asOf: string) => {
      const { evaluations } = clusterVersionSupport.evaluate(judged, aContext({ asOf, catalogue }));
      return verdictAt(evaluations, judged, 'now');
    };

    expect(evidence('2024-03-31T23:59:59.000Z')).not.toHaveProperty('evidence.surchargePerMonthUsd');
    expect(evidence('2024-04-01T00:00:00.000Z')).toHaveProperty('evidence.surchargePerMonthUsd', 365);
  });

  it('says which listed version proves that an unlisted one is unsupported', () => {
    const judged = aCluster({ version: '1.22' });
    const { evaluations } = clusterVersionSupport.evaluate(judged, aContext(listing({ status: 'UNSUPPORTED' })));

    expect(verdictAt(evaluations, judged, 'now')).toHaveProperty('evidence.oldestListed', '1.31');
  });
});

it('does not judge a local cluster on an Outpost by the calendar of EKS', () => {
  const judged = aCluster({ version: '1.24', outpost: true });
  const { evaluations } = clusterVersionSupport.evaluate(judged, aContext());

  expect(verdictAt(evaluations, judged, 'now')).toMatchObject({ compliance: 'NOT_APPLICABLE' });
});
