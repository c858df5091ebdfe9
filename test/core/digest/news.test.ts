import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type News, newsOf, weightOf } from '#core/digest/news.ts';
import type { ResolutionCause, Transition } from '#core/finding.ts';
import { compareSeverities, type Severity, severities } from '#core/severity.ts';

type Step = Severity | ResolutionCause;

/** What happens to a finding: a severity where it is found to be that bad, a cause where it ends. */
function life(...steps: readonly Step[]): readonly Transition[] {
  const severityAt = (index: number): Severity => {
    const step = steps[index] ?? 'LOW';
    return isSeverity(step) ? step : severityAt(index - 1);
  };
  return steps.map((step, index): Transition => {
    const when = { at: `night ${index}`, sweep: `sweep ${index}`, revision: index + 1, severity: severityAt(index) };
    if (!isSeverity(step)) return { kind: 'RESOLVED', ...when, cause: step };
    const before = steps[index - 1];
    if (before === undefined) return { kind: 'OPENED', ...when };
    if (!isSeverity(before)) return { kind: 'REOPENED', ...when };
    return { kind: compareSeverities(step, before) > 0 ? 'WORSENED' : 'EASED', ...when, previousSeverity: before };
  });
}

function isSeverity(step: Step): step is Severity {
  return severities.some((one) => one === step);
}

describe('what is untold of a finding', () => {
  it.each<[string, readonly Step[], number, Partial<News>]>([
    ['opened and eased', ['CRITICAL', 'HIGH'], 0, { kind: 'OPENED', worst: 'CRITICAL' }],
    ['opened and worsened', ['MEDIUM', 'HIGH'], 0, { kind: 'OPENED' }],
    ['opened, was mended, and is there again', ['HIGH', 'MENDED', 'LOW'], 0, { kind: 'OPENED', worst: 'HIGH' }],
    ['came and went', ['CRITICAL', 'MENDED'], 0, { kind: 'RESOLVED', cause: 'MENDED', unheardOf: true }],
    [
      'came, eased and went',
      ['CRITICAL', 'LOW', 'GONE'],
      0,
      { kind: 'RESOLVED', cause: 'GONE', worst: 'CRITICAL', unheardOf: true },
    ],
    ['is open again, and eased', ['HIGH', 'MENDED', 'HIGH', 'LOW'], 2, { kind: 'REOPENED', worst: 'HIGH' }],
    ['came again and went', ['HIGH', 'MENDED', 'LOW', 'GONE'], 2, { kind: 'RESOLVED', cause: 'GONE', unheardOf: true }],
    ['worsened twice', ['LOW', 'MEDIUM', 'HIGH'], 1, { kind: 'WORSENED', previousSeverity: 'LOW' }],
    [
      'worsened, and eased a little',
      ['LOW', 'HIGH', 'MEDIUM'],
      1,
      { kind: 'WORSENED', previousSeverity: 'LOW', worst: 'HIGH' },
    ],
    ['worsened, and eased to where it was', ['LOW', 'HIGH', 'LOW'], 1, { kind: 'EASED', previousSeverity: 'HIGH' }],
    ['eased, and worsened to where it was', ['HIGH', 'LOW', 'HIGH'], 1, { kind: 'WORSENED', previousSeverity: 'LOW' }],
    ['eased twice', ['HIGH', 'MEDIUM', 'LOW'], 1, { kind: 'EASED', previousSeverity: 'HIGH' }],
    [
      'worsened, and eased to less',
      ['HIGH', 'CRITICAL', 'LOW'],
      1,
      { kind: 'EASED', previousSeverity: 'HIGH', worst: 'CRITICAL' },
    ],
    ['eased and was mended', ['HIGH', 'LOW', 'MENDED'], 1, { kind: 'RESOLVED', cause: 'MENDED', worst: 'HIGH' }],
    ['was mended, and is as it was', ['HIGH', 'MENDED', 'HIGH'], 1, { kind: 'REOPENED' }],
    ['was mended, and is back as less', ['HIGH', 'MENDED', 'LOW'], 1, { kind: 'EASED', previousSeverity: 'HIGH' }],
    ['was mended twice', ['HIGH', 'MENDED', 'LOW', 'GONE'], 1, { kind: 'RESOLVED', cause: 'GONE', worst: 'HIGH' }],
  ])('comes to one: it %s', (_, steps, told, expected) => {
    const all = life(...steps);
    const { at, sweep, revision, severity } = all.at(-1)!;

    expect(newsOf({ untold: all.slice(told) })).toEqual({ at, sweep, revision, severity, ...expected });
  });

  it('is nothing, where people heard of all', () => {
    expect(newsOf({ untold: [] })).toBeUndefined();
  });

  it('is the transition, where it is one', () => {
    for (const transition of life('LOW', 'HIGH', 'MEDIUM', 'MENDED', 'LOW')) {
      expect(newsOf({ untold: [transition] })).toBe(transition);
    }
  });
});

describe('whatever happens, and whenever people are told', () => {
  const step = fc.constantFrom<Step>(...severities, 'MENDED', 'GONE', 'EXPLAINED');
  /** A finding that ends does so once, and one that is as bad as before did not change. */
  const lives = fc
    .array(step, { minLength: 2, maxLength: 9 })
    .map((steps) =>
      steps.filter((one, at) => {
        const before = steps[at - 1];
        return isSeverity(one) ? one !== before : before !== undefined && isSeverity(before);
      }),
    )
    .filter((steps) => steps.length > 1 && isSeverity(steps[0]!))
    .map((steps) => life(...steps));
  const told = fc.tuple(lives, fc.nat()).map(([all, n]) => {
    const from = n % all.length;
    return { heard: all.slice(0, from), untold: all.slice(from) };
  });
  const lastOf = (list: readonly Transition[]) => list.at(-1);

  it('people know after it what is so', () => {
    fc.assert(
      fc.property(told, ({ heard, untold }) => {
        const [before, now] = [lastOf(heard), lastOf(untold)!];
        const news = newsOf({ untold })!;
        const tookItAsOpen = before !== undefined && before.kind !== 'RESOLVED';

        expect(news).toMatchObject({ at: now.at, revision: now.revision, severity: now.severity });
        expect(news.kind === 'RESOLVED').toBe(now.kind === 'RESOLVED');
        if (news.kind === 'RESOLVED') {
          expect(news.cause).toBe(now.cause);
          expect(news.unheardOf ?? false).toBe(!tookItAsOpen && untold.length > 1);
        } else if (before === undefined) expect(news.kind).toBe('OPENED');
        else if (!tookItAsOpen) expect(news.kind).toBe('REOPENED');
        else {
          const order = compareSeverities(now.severity, before.severity);
          if (order > 0) expect(news).toMatchObject({ kind: 'WORSENED', previousSeverity: before.severity });
          if (order < 0) expect(news).toMatchObject({ kind: 'EASED', previousSeverity: before.severity });
          if (order === 0) expect(['REOPENED', 'WORSENED', 'EASED']).toContain(news.kind);
        }
      }),
    );
  });

  it('it weighs as much as the worst that it was, and that people took it to be', () => {
    fc.assert(
      fc.property(told, ({ heard, untold }) => {
        const before = lastOf(heard);
        const known = before === undefined || before.kind === 'RESOLVED' ? [] : [before.severity];
        const all = [...known, ...untold.map(({ severity }) => severity)];

        expect(weightOf(newsOf({ untold })!)).toBe(all.toSorted(compareSeverities).at(-1));
      }),
    );
  });
});
