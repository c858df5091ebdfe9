import { describe, expect, it } from 'vitest';
import { type Entry, entriesOf, entryWords, horizonsOf, openSince, severityOf } from '#render/entry.ts';
import { aBreakage, aFinding, asOf } from '../support/document-builders.ts';
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

  it('are as bad as their worst horizon, which is told first, and as old as their first sight', () => {
    const [entry] = entriesOf([{ ...lagging, firstObservedAt: asOf }, laggingLater]);

    expect(entry!.map(({ horizon }) => horizon)).toEqual(['next-upgrade', 'now']);
    expect(horizonsOf(entry!).map(({ horizon }) => horizon)).toEqual(['now', 'next-upgrade']);
    expect(severityOf(entry!)).toBe('HIGH');
    expect(openSince(entry!)).toBe(laggingLater.firstObservedAt);
  });
});

describe('the words of an entry', () => {
  it('tell the soonest of one severity and name the others', () => {
    expect(words(skewNow, skewNext)).toEqual({
      headline: 'v1.21.2-eksbuild.2 is three minors behind the control plane 1.24; only two are allowed',
      details: [],
      strikes: 'now and at the upgrade to 1.25',
    });
  });

  it('are those of the horizon whose severity is told, and the others say theirs', () => {
    const forced = {
      ...laggingLater,
      evidence: { ...laggingLater.evidence, awsUpgradesFrom: '2025-01-31T00:00:00.000Z' },
    };

    expect(words(lagging, forced)).toEqual({
      headline: 'kubelet 1.22 will be three minors behind at the upgrade to 1.25; only two are allowed',
      details: ['LOW now: kubelet 1.23 is one minor behind the control plane 1.24; two are allowed.'],
      strikes: 'now (LOW) and at the upgrade to 1.25 (HIGH), which AWS does by itself from 2025-01-31',
    });
  });

  it('do not tell another severity in the same words again', () => {
    const later = { ...skewNow, horizon: 'next-node-roll', severity: 'MEDIUM' } as const;

    expect(words(skewNow, later)).toMatchObject({
      details: [],
      strikes: 'now (HIGH) and when nodes are next replaced (MEDIUM)',
    });
  });

  it('say of what has struck no more when AWS makes it strike again, unless that is worse', () => {
    const forced = { ...laggingLater, evidence: { ...laggingLater.evidence, awsUpgradesFrom: asOf } };
    const strikesOf = (...entry: Entry) => entryWords(entry, asOf).strikes.text;

    expect(strikesOf({ ...lagging, severity: 'HIGH' }, forced)).toBe('now and at the upgrade to 1.25');
    expect(strikesOf(lagging, forced)).toMatch(/, which AWS may do by itself at any time$/);
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
    const forced = { ...laggingLater, evidence: { ...laggingLater.evidence, awsUpgradesFrom: asOf } };

    expect(words({ ...laggingLater, horizon: 'next-node-roll' }, forced).strikes).toBe(
      'when nodes are next replaced and at the upgrade to 1.25, which AWS may do by itself at any time',
    );
  });
});
