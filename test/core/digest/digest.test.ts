import { describe, expect, it } from 'vitest';
import { digestOfEnvironment, isWorthTelling, makeDigest } from '#core/digest/digest.ts';
import type { Finding, ResolutionCause, TransitionKind } from '#core/finding.ts';
import type { Notice } from '#core/notice.ts';
import type { Severity } from '#core/severity.ts';
import { aCoverage, aFinding } from '../../support/document-builders.ts';
import { aSweep } from '../../support/sweeps.ts';

function untold(kind: TransitionKind, cause?: ResolutionCause, severity: Severity = 'HIGH'): Finding {
  const transition = {
    kind,
    at: aSweep().asOf,
    sweep: 'sweep-0',
    revision: 1,
    severity,
    ...(cause === undefined ? {} : { cause }),
  };
  const status = kind === 'RESOLVED' ? 'RESOLVED' : 'OPEN';
  return {
    ...aFinding({ severity, fault: `${kind}-${cause}` }),
    status,
    untold: [transition],
    lastTransition: transition,
  };
}

function digestOf(findings: readonly Finding[], open: readonly Finding[] = []) {
  const nothing = { coverageLost: [], coverageRegained: [], catalogueChanges: [], notices: [], suppressed: [] };
  return makeDigest({ sweep: aSweep(), untold: findings, open, ...nothing, repeatCriticalEveryDays: 7 });
}

describe('what is untold', () => {
  it.each<[TransitionKind, ResolutionCause | undefined, 'worse' | 'better' | 'over']>([
    ['OPENED', undefined, 'worse'],
    ['REOPENED', undefined, 'worse'],
    ['WORSENED', undefined, 'worse'],
    ['EASED', undefined, 'better'],
    ['RESOLVED', 'MENDED', 'better'],
    ['RESOLVED', 'GONE', 'over'],
    ['RESOLVED', 'MADE_ANEW', 'over'],
    ['RESOLVED', 'NO_LONGER_APPLIES', 'over'],
    ['RESOLVED', 'UPGRADED_UNTESTED', 'over'],
    ['RESOLVED', 'EXPLAINED', 'over'],
  ])('%s (%s) is news of its kind: %s', (kind, cause, expected) => {
    const digest = digestOf([untold(kind, cause)]);

    expect((['worse', 'better', 'over'] as const).filter((list) => digest[list].length > 0)).toEqual([expected]);
  });

  it('is told as what all of it comes to, the worst finding first', () => {
    const [first, last] = [untold('OPENED').untold[0]!, untold('EASED').untold[0]!];
    const eased = { ...untold('OPENED'), untold: [{ ...first, severity: 'CRITICAL' as const }, last] };
    const digest = digestOf([eased, untold('OPENED', undefined, 'CRITICAL')]);

    expect(
      digest.worse.map(({ finding, transition }) => [finding.severity, transition.kind, transition.worst]),
    ).toEqual([
      ['CRITICAL', 'OPENED', undefined],
      ['HIGH', 'OPENED', 'CRITICAL'],
    ]);
    expect(digest.better).toEqual([]);
  });
});

it('is nothing of a finding that has nothing untold by now', () => {
  const { worse, better, over } = digestOf([aFinding()]);

  expect([...worse, ...better, ...over]).toEqual([]);
});

describe('an open critical', () => {
  const told = (lastToldAt: string, severity: Severity = 'CRITICAL') => ({ ...aFinding({ severity }), lastToldAt });

  it.each([
    ['so many days ago', told('2026-02-22T02:00:00.000Z'), 1],
    ['a second less ago', told('2026-02-22T02:00:01.000Z'), 0],
    ['and is no critical', told('2026-01-01T02:00:00.000Z', 'HIGH'), 0],
    ['never', aFinding({ severity: 'CRITICAL' }), 0],
  ])('is repeated when it was told %s', (_when, finding, expected) => {
    const { lastToldAt: _, ...never } = finding as Finding;

    expect(digestOf([], [_when === 'never' ? never : finding]).repeated).toHaveLength(expected);
  });

  it('is not repeated when it is news', () => {
    const finding = { ...untold('WORSENED', undefined, 'CRITICAL'), lastToldAt: '2026-01-01T02:00:00.000Z' };

    expect(digestOf([finding], [finding]).repeated).toEqual([]);
    expect(digestOf([], [finding]).repeated).toEqual([]);
  });
});

describe('what is told of one environment', () => {
  const { environment: _, ...nowhere } = untold('OPENED', undefined, 'CRITICAL');
  const of = (environment: string | undefined): Finding => ({
    ...nowhere,
    ...(environment === undefined ? {} : { environment }),
    id: `of ${environment}`,
  });
  const all = [of('prod'), of('dev'), of(undefined)];
  const old = all.map((one) => ({ ...one, id: `old ${one.id}`, untold: [], lastToldAt: '2026-01-01T02:00:00.000Z' }));
  const ended = (cause: ResolutionCause) => all.map((one) => ({ ...one, ...ending(cause), id: `${cause} ${one.id}` }));
  const digest = digestOf([...all, ...ended('MENDED'), ...ended('GONE')], old);
  const whole = { ...digest, suppressed: all };

  function ending(cause: ResolutionCause) {
    const { status, untold: transitions, lastTransition } = untold('RESOLVED', cause);
    return { status, untold: transitions, lastTransition };
  }

  it('is what happened to its findings', () => {
    const { worse, better, over, repeated, open, suppressed } = digestOfEnvironment(whole, 'prod');

    for (const list of [worse, better, over]) {
      expect(list.map(({ finding }) => finding.environment)).toEqual(['prod']);
    }
    for (const list of [repeated, open, suppressed])
      expect(list.map(({ environment }) => environment)).toEqual(['prod']);
  });

  it('is nothing of another', () => {
    expect(isWorthTelling(digestOfEnvironment(whole, 'test'), 'LOW')).toBe(false);
  });

  it('is what cannot be looked at, or can be again, where it has clusters or may have them', () => {
    const places = [{ environments: ['dev', 'prod'] }, { environments: ['dev'] }, {}];
    const coverage = places.map((place, index) => ({ ...aCoverage({ account: `account ${index}` }), ...place }));
    const { coverageLost, coverageRegained } = digestOfEnvironment(
      { ...digest, coverageLost: coverage, coverageRegained: coverage },
      'prod',
    );

    for (const list of [coverageLost, coverageRegained])
      expect(list.map(({ account }) => account)).toEqual(['account 0', 'account 2']);
  });

  it('is what AWS changed that concerns clusters of it, and names them alone', () => {
    const change = {
      kind: 'IMAGES_ENDED',
      amiType: 'AL2_x86_64',
      kubernetes: '1.33',
      from: '1.33.1-20260101',
    } as const;
    const clusters = [{ arn: 'a', environment: 'dev' }, { arn: 'b', environment: 'prod' }, { arn: 'c' }];
    const told = { change, regions: ['eu-west-1'] };
    const listed = { kind: 'VERSION_LISTED', version: '1.36' } as const;
    const catalogueChanges = [
      { ...told, clusters },
      { ...told, clusters: clusters.slice(0, 1) },
      { ...told, change: listed, clusters: [] },
    ];

    expect(digestOfEnvironment({ ...digest, catalogueChanges }, 'prod').catalogueChanges).toEqual([
      { ...told, clusters: clusters.slice(1, 2) },
    ]);
  });

  it('is no notice: these are for those who are told all', () => {
    const notices = [{ kind: 'NOT_STORED', subject: '', detail: '' } as const];

    expect(digestOfEnvironment({ ...digest, notices }, 'prod').notices).toEqual([]);
  });
});

it('names first what cannot be looked at where the worst is open', () => {
  const at = (account: string, region: string) => aCoverage({ account, region });
  const open = [
    aFinding({ account: 'b', region: 'us-east-1', severity: 'HIGH' }),
    aFinding({ account: 'c', region: 'us-east-1', severity: 'LOW' }),
    aFinding({ account: 'c', region: 'eu-west-1', severity: 'CRITICAL' }),
    aFinding({ account: 'd', region: 'eu-west-1', severity: 'CRITICAL' }),
  ];
  const coverageLost = [at('a', '*'), at('b', '*'), at('c', 'us-east-1'), at('d', 'eu-west-1')];
  const nothing = { coverageRegained: [], catalogueChanges: [], notices: [], suppressed: [] };
  const digest = makeDigest({
    sweep: aSweep(),
    untold: [],
    open,
    coverageLost,
    ...nothing,
    repeatCriticalEveryDays: 7,
  });

  expect(digest.coverageLost.map(({ account }) => account)).toEqual(['d', 'b', 'c', 'a']);
});

describe('what is worth telling', () => {
  it('is news from the severity on that people want to hear of', () => {
    expect(isWorthTelling(digestOf([untold('OPENED', undefined, 'LOW')]), 'LOW')).toBe(true);
    expect(isWorthTelling(digestOf([untold('OPENED', undefined, 'LOW')]), 'MEDIUM')).toBe(false);
    expect(isWorthTelling(digestOf([untold('RESOLVED', 'MENDED')]), 'MEDIUM')).toBe(true);
    expect(isWorthTelling(digestOf([untold('RESOLVED', 'GONE')]), 'MEDIUM')).toBe(true);
    expect(isWorthTelling(digestOf([untold('RESOLVED', 'EXPLAINED')]), 'MEDIUM')).toBe(true);
  });

  it('is also that something is milder, for who heard that it was bad', () => {
    const eased = untold('EASED', undefined, 'LOW');
    const from = (previousSeverity: Severity): Finding => ({
      ...eased,
      untold: eased.untold.map((transition) => ({ ...transition, previousSeverity })),
    });

    expect(isWorthTelling(digestOf([from('CRITICAL')]), 'CRITICAL')).toBe(true);
    expect(isWorthTelling(digestOf([from('MEDIUM')]), 'HIGH')).toBe(false);
  });

  it('is what is repeated, and coverage that was lost', () => {
    const repeated = { ...aFinding({ severity: 'CRITICAL' }), lastToldAt: '2026-01-01T02:00:00.000Z' };

    expect(isWorthTelling(digestOf([], [repeated]), 'CRITICAL')).toBe(true);
    expect(isWorthTelling({ ...digestOf([]), coverageLost: [aCoverage()] }, 'CRITICAL')).toBe(true);
    expect(isWorthTelling({ ...digestOf([]), coverageRegained: [aCoverage()] }, 'CRITICAL')).toBe(true);
    const change = { change: { kind: 'VERSION_LISTED', version: '1.36' }, regions: [], clusters: [] } as const;
    expect(isWorthTelling({ ...digestOf([]), catalogueChanges: [change] }, 'CRITICAL')).toBe(true);
    expect(isWorthTelling(digestOf([]), 'INFORMATIONAL')).toBe(false);
  });

  it.each<[Notice['kind'], boolean]>([
    ['SUPPRESSION_EXPIRED', true],
    ['BREAKAGES_UNREADABLE', true],
    ['UNKNOWN_ENVIRONMENT', true],
    ['SUPPRESSION_UNUSED', false],
    ['SETTING_UNUSED', false],
  ])('a notice is by its kind: %s', (kind, expected) => {
    expect(isWorthTelling({ ...digestOf([]), notices: [{ kind, subject: 'x', detail: '' }] }, 'LOW')).toBe(expected);
  });
});
