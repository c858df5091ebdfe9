import { describe, expect, it } from 'vitest';
import { entriesOf, entryWords, openSince, worstOf } from '#render/entry.ts';
import { aBreakage, aFinding, aLaggingNodegroup, asOf } from '../support/document-builders.ts';
import { lagging, laggingLater, skewNext, skewNow } from '../support/incident-audit.ts';

const words = (...findings: Parameters<typeof entriesOf>[0]) => {
  const { headline, details, strikes } = entryWords(entriesOf(findings)[0]!, asOf);
  return { headline: headline.text, details: details.map(({ text }) => text), strikes: strikes.text };
};

describe('the entries of findings', () => {
  it('bring the horizons of a fault together, earliest first, and keep faults apart', () => {
    const entries = entriesOf([skewNext, lagging, skewNow, aBreakage()]);

    expect(entries).toEqual([[aBreakage()], [skewNow, skewNext], [lagging]]);
  });

  it('keep the lives of a cluster that was made anew apart', () => {
    expect(entriesOf([skewNow, { ...skewNow, clusterCreatedAt: asOf }])).toHaveLength(2);
  });

  it('put the sooner before the later of one severity', () => {
    const later = aFinding({ horizon: 'next-node-roll', rule: 'a' });

    expect(entriesOf([later, skewNow]).map(([first]) => first.horizon)).toEqual(['now', 'next-node-roll']);
  });

  it('are as bad as their worst horizon, and as old as their first sight', () => {
    const [entry] = entriesOf([laggingLater, { ...lagging, firstObservedAt: asOf }]);

    expect(worstOf(entry!)).toBe('HIGH');
    expect(openSince(entry!)).toBe(laggingLater.firstObservedAt);
  });
});

describe('the words of an entry', () => {
  it('tell the earliest horizon and name the others', () => {
    expect(words(skewNow, skewNext)).toEqual({
      headline: 'v1.21.2-eksbuild.2 is three minors behind the control plane 1.24; only two are allowed',
      details: [],
      strikes: 'now and at the upgrade to 1.25',
    });
  });

  it('tell the others in full where they are of another severity', () => {
    const forced = {
      ...laggingLater,
      evidence: { ...laggingLater.evidence, awsUpgradesFrom: '2025-01-31T00:00:00.000Z' },
    };

    expect(words(lagging, forced)).toEqual({
      headline: 'kubelet 1.23 is one minor behind the control plane 1.24; two are allowed',
      details: [
        'LOW now.',
        'HIGH at the upgrade to 1.25: kubelet 1.22 will be three minors behind at the upgrade to 1.25; only two are allowed.',
      ],
      strikes: 'now and at the upgrade to 1.25, which AWS does by itself from 2025-01-31',
    });
  });

  it.each([
    ['2025-01-31T00:00:00.000Z', 'v1.21.2-eksbuild.2 will break', ', which AWS does by itself from 2025-01-31'],
    ['2024-03-09T00:00:00.000Z', 'from 2024-03-09, in 4 days, AWS upgrades this cluster by itself, and v1.21.2', ''],
    ['2024-03-01T00:00:00.000Z', 'AWS may upgrade this cluster by itself at any time, and v1.21.2', ''],
  ])('tell of an upgrade that AWS forces from %s', (awsUpgradesFrom, start, end) => {
    const { headline, strikes } = words(aBreakage({ evidence: { ...aBreakage().evidence, awsUpgradesFrom } }));

    expect(headline.startsWith(start)).toBe(true);
    expect(strikes).toBe(`at the upgrade to 1.25${end}`);
  });

  it('say of a later horizon that AWS may bring it about at any time', () => {
    const forced = aLaggingNodegroup('workers', {
      ...laggingLater,
      evidence: { ...laggingLater.evidence, awsUpgradesFrom: asOf },
    });

    expect(words(lagging, forced).strikes).toBe(
      'now and at the upgrade to 1.25, which AWS may do by itself at any time',
    );
  });
});
