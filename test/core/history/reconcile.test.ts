import { describe, expect, it } from 'vitest';
import type { Finding } from '#core/finding.ts';
import { type Occasion, type Reconciliation, reconcile, resolveAll } from '#core/history/reconcile.ts';
import type { Evaluation, RuleResult } from '#core/rule.ts';
import type { Severity } from '#core/severity.ts';
import { compliant, explainedBy, insufficientData, nonCompliant, notApplicable, type Verdict } from '#core/verdicts.ts';
import { controlPlaneStep } from '../../support/document-builders.ts';

const cluster = {
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/blue',
  account: '111122223333',
  region: 'eu-west-1',
  createdAt: '2024-01-01T00:00:00.000Z',
};
const resource = `${cluster.arn}/addon/kube-proxy`;
const first: Occasion = {
  sweep: 'one',
  asOf: '2024-02-01T02:00:00.000Z',
  cluster,
  environment: 'prod',
  system: 'shop',
};
const second: Occasion = {
  ...first,
  sweep: 'two',
  asOf: '2024-02-03T02:00:00.000Z',
  previousAsOf: '2024-02-02T02:00:00.000Z',
};

function result(...evaluations: (Partial<Evaluation> & { verdict: Verdict })[]): RuleResult {
  return {
    rule: 'skew',
    complete: true,
    evaluations: evaluations.map((one) => ({ resource, horizon: 'now', ...one })),
  };
}

function bad(severity: Severity = 'HIGH', behind = 3): Verdict {
  return nonCompliant(severity, { behind }, []);
}

/** A finding that was opened on the first night. */
function opened(evaluation: Partial<Evaluation> = {}): Finding {
  return reconcile([], [result({ verdict: bad(), ...evaluation })], first).open[0]!;
}

function onSecond(before: Finding, ...results: RuleResult[]): Reconciliation {
  return reconcile([before], results, second);
}

describe('a finding that is met', () => {
  it('opens with its place and its transition untold', () => {
    expect(opened()).toMatchObject({
      rule: 'skew',
      resource,
      cluster: cluster.arn,
      environment: 'prod',
      system: 'shop',
      status: 'OPEN',
      firstObservedAt: first.asOf,
      revision: 1,
      untold: [{ kind: 'OPENED', at: first.asOf, sweep: 'one', revision: 1, severity: 'HIGH' }],
    });
  });

  it('is not written again while nothing about it changes', () => {
    const before = opened();

    const { changed, open } = onSecond(before, result({ verdict: bad() }));

    expect(changed).toEqual([]);
    expect(open).toEqual([before]);
  });

  it('is written without a transition when only its evidence changes', () => {
    const { changed } = onSecond({ ...opened(), untold: [] }, result({ verdict: bad('HIGH', 4) }));

    expect(changed).toMatchObject([{ evidence: { behind: 4 }, revision: 2, untold: [], firstObservedAt: first.asOf }]);
    expect(changed[0]?.lastTransition.kind).toBe('OPENED');
  });

  it.each([
    ['WORSENED', 'CRITICAL'],
    ['EASED', 'MEDIUM'],
  ] as const)('has %s when it becomes %s', (kind, severity) => {
    const { changed } = onSecond(opened(), result({ verdict: bad(severity) }));

    expect(changed[0]?.lastTransition).toEqual({
      kind,
      at: second.asOf,
      sweep: 'two',
      revision: 2,
      severity,
      previousSeverity: 'HIGH',
    });
    expect(changed[0]?.untold.map((one) => one.kind)).toEqual(['OPENED', kind]);
  });

  it('keeps when people last heard of it', () => {
    const { changed } = onSecond({ ...opened(), lastToldAt: first.asOf }, result({ verdict: bad('CRITICAL') }));

    expect(changed[0]?.lastToldAt).toBe(first.asOf);
  });

  it('moves with its cluster to another environment', () => {
    const moved = { ...second, environment: 'test' };

    const { changed } = reconcile([opened()], [result({ verdict: bad() })], moved);

    expect(changed).toMatchObject([{ environment: 'test', revision: 2 }]);
  });

  it('is reopened after it had been resolved, and open since then', () => {
    const resolved = onSecond(opened(), result({ verdict: compliant })).changed[0]!;
    const third = { ...second, sweep: 'three', asOf: '2024-02-04T02:00:00.000Z' };

    const { changed } = reconcile([resolved], [result({ verdict: bad() })], third);

    expect(changed[0]).toMatchObject({ status: 'OPEN', firstObservedAt: third.asOf, revision: 3 });
    expect(changed[0]?.resolvedAt).toBeUndefined();
    expect(changed[0]?.untold.map(({ kind }) => kind)).toEqual(['OPENED', 'RESOLVED', 'REOPENED']);
  });

  it('is several findings where it holds at several horizons, or with several faults', () => {
    const { open } = reconcile(
      [],
      [result({ verdict: bad() }, { verdict: bad(), horizon: 'next-upgrade' }, { verdict: bad(), fault: 'unlisted' })],
      first,
    );

    expect(new Set(open.map(({ id }) => id)).size).toBe(3);
  });
});

describe('a finding that is not met', () => {
  it.each([
    ['its rule cleared the resource', result({ verdict: compliant }), 'MENDED'],
    ['its rule speaks of other faults only', result({ verdict: bad(), fault: 'other' }), 'MENDED'],
    [
      'its rule cleared the resource at another horizon',
      result({ verdict: compliant, horizon: 'next-upgrade' }),
      'MENDED',
    ],
    ['its rule no longer applies', result({ verdict: notApplicable('no next version') }), 'NO_LONGER_APPLIES'],
    ['something worse explains it', result({ verdict: explainedBy('breakage'), fault: 'stale' }), 'EXPLAINED'],
    ['its resource is not there any more', result(), 'GONE'],
  ] as const)('is resolved when %s', (_when, outcome, cause) => {
    const { changed, open } = onSecond(opened({ fault: 'stale' }), outcome);

    expect(open.map(({ fault }) => fault)).not.toContain('stale');
    expect(changed.filter(({ fault }) => fault === 'stale')).toMatchObject([
      { status: 'RESOLVED', cause, resolvedAt: second.asOf, severity: 'HIGH' },
    ]);
    expect(changed.at(-1)?.lastTransition).toMatchObject({ kind: 'RESOLVED', cause, sweep: 'two' });
  });

  it.each([
    ['its rule could not see the resource', result({ verdict: insufficientData('DENIED') })],
    ['its rule could not see this fault', result({ verdict: insufficientData('DENIED'), fault: 'stale' })],
    [
      'its rule could not see the resource at any horizon',
      result({ verdict: insufficientData('DENIED'), horizon: 'next-upgrade' }),
    ],
    ['its rule could not see all resources', { ...result(), complete: false }],
    ['its rule could see all resources but those like it', { ...result(), isUnseen: () => true }],
  ] as const)('stays open when %s, and says since when', (_when, outcome) => {
    const { changed, open } = onSecond(opened({ fault: 'stale' }), outcome);

    expect(open).toHaveLength(1);
    expect(changed).toMatchObject([
      { status: 'OPEN', unreadableSince: second.asOf, lastObservedAt: second.previousAsOf, revision: 2 },
    ]);
    expect(reconcile(changed, [outcome], { ...second, asOf: '2024-02-09T02:00:00.000Z' }).changed).toEqual([]);
  });

  it('is not held open by another fault that could not be seen', () => {
    const outcome = result(
      { verdict: insufficientData('DENIED'), fault: 'other' },
      { verdict: compliant, fault: 'stale' },
    );

    expect(onSecond(opened({ fault: 'stale' }), outcome).changed).toMatchObject([{ cause: 'MENDED' }]);
  });

  it('stays open where faults that are not named may hold all the same, and only then', () => {
    const others = result({ verdict: compliant, fault: 'unlisted' }, { verdict: bad(), fault: 'other' });
    const cleared = result({ verdict: compliant, fault: 'stale' });

    expect(onSecond(opened({ fault: 'stale' }), { ...others, faultsUnseen: true }).changed).toMatchObject([
      { fault: 'other', status: 'OPEN' },
      { fault: 'stale', status: 'OPEN', unreadableSince: second.asOf },
    ]);
    expect(onSecond(opened({ fault: 'stale' }), { ...cleared, faultsUnseen: true }).changed).toMatchObject([
      { fault: 'stale', status: 'RESOLVED' },
    ]);
    expect(onSecond(opened(), { ...result({ verdict: compliant }), faultsUnseen: true }).changed).toMatchObject([
      { status: 'RESOLVED' },
    ]);
  });

  it.each([
    ['first', opened()],
    ['longer', onSecond(opened(), { ...result(), complete: false }).changed[0]!],
  ])('goes with its cluster to another place, where it is %s not seen', (_, before) => {
    const { environment: _env, system: __, ...nowhere } = { ...second, asOf: '2024-02-09T02:00:00.000Z' };
    const unseen = [{ ...result(), complete: false }];

    const moved = reconcile([before], unseen, { ...nowhere, environment: 'live', system: 'bank' }).changed;
    const gone = reconcile(moved, unseen, nowhere).changed;

    expect(moved).toMatchObject([{ environment: 'live', system: 'bank', revision: before.revision + 1 }]);
    expect(moved[0]?.lastTransition).toEqual(before.lastTransition);
    expect(gone).toHaveLength(1);
    expect(gone[0]).not.toHaveProperty('environment');
    expect(gone[0]).not.toHaveProperty('system');
    expect(reconcile(gone, unseen, nowhere).changed).toEqual([]);
  });

  it('was last seen when it was last written, where no earlier sweep is known', () => {
    const { previousAsOf: _, ...unknown } = second;

    const { changed } = reconcile([opened()], [{ ...result(), complete: false }], unknown);

    expect(changed[0]?.lastObservedAt).toBe(first.asOf);
  });

  it('is resolved with the cause that its rule knows better', () => {
    const outcome = [result({ verdict: notApplicable('no next version') })];

    const { changed } = reconcile([opened()], outcome, second, [], () => 'UPGRADED_UNTESTED');

    expect(changed).toMatchObject([{ cause: 'UPGRADED_UNTESTED' }]);
  });

  it('ends as made anew when the cluster was, even unseen', () => {
    const anew = { ...second, cluster: { ...cluster, createdAt: '2024-02-02T12:00:00.000Z' } };

    const { changed } = reconcile([opened()], [{ ...result({ verdict: bad() }) }], anew);

    expect(changed.map(({ status, cause }) => [status, cause])).toEqual([
      ['OPEN', undefined],
      ['RESOLVED', 'MADE_ANEW'],
    ]);
  });
});

it('sees again what it could not see, and writes that once', () => {
  const unseen = onSecond(opened(), { ...result(), complete: false }).changed[0]!;
  const third = { ...second, sweep: 'three', asOf: '2024-02-04T02:00:00.000Z' };

  const { changed } = reconcile([unseen], [result({ verdict: bad() })], third);

  expect(changed).toMatchObject([{ lastObservedAt: third.asOf, revision: 3 }]);
  expect(changed[0]).not.toHaveProperty('unreadableSince');
  expect(changed[0]?.untold).toHaveLength(1);
});

it('names no steps while nobody can see what they would do, and those of the night on which it is seen again', () => {
  const steps = [controlPlaneStep('blue', '1.25')];
  const verdict = nonCompliant('HIGH', { behind: 3 }, steps);
  const unseen = onSecond(opened({ verdict }), { ...result(), complete: false }).changed[0]!;

  expect(opened({ verdict }).remediation).toEqual(steps);
  expect(unseen.remediation).toEqual([]);
  expect(reconcile([unseen], [result({ verdict })], second).changed[0]?.remediation).toEqual(steps);
});

it('forgets that a finding was unreadable when it resolves', () => {
  const unseen = onSecond(opened(), { ...result(), complete: false }).changed[0]!;

  expect(reconcile([unseen], [result({ verdict: compliant })], second).changed[0]).not.toHaveProperty(
    'unreadableSince',
  );
});

describe('what could not be judged', () => {
  const blind = result({ verdict: insufficientData('eks:DescribeAddon: DENIED') });

  it('is told with its reason, since the first night', () => {
    const { insufficient } = reconcile([], [blind], first);

    expect(insufficient).toEqual([
      { rule: 'skew', resource, horizon: 'now', reason: 'eks:DescribeAddon: DENIED', since: first.asOf },
    ]);
    expect(reconcile([], [blind], second, insufficient).insufficient).toEqual(insufficient);
  });

  it('counts from anew once it had been seen', () => {
    expect(reconcile([], [blind], second, []).insufficient[0]?.since).toBe(second.asOf);
  });

  it('is kept apart by fault and horizon', () => {
    const known = reconcile([], [blind], first).insufficient;
    const other = result({ verdict: insufficientData('x'), fault: 'kubelet' });

    expect(reconcile([], [other], second, known).insufficient[0]?.since).toBe(second.asOf);
  });
});

it('touches nothing that is resolved when a cluster is gone', () => {
  const resolved = onSecond(opened(), result({ verdict: compliant })).changed[0]!;

  expect(resolveAll([resolved], 'GONE', 'three', second.asOf)).toEqual([]);
});

describe('what other systems have not heard of', () => {
  const kinds = ({ changed }: Reconciliation) => changed.map(({ unpublished }) => unpublished.map(({ kind }) => kind));

  it('is all that happened, in order, whatever people have heard of', () => {
    const opened = reconcile([], [result({ verdict: bad('LOW') })], first);
    const told = opened.changed.map((finding) => ({ ...finding, untold: [] }));
    const worsened = reconcile(told, [result({ verdict: bad('HIGH') })], second);
    const resolved = reconcile(worsened.changed, [result({ verdict: compliant })], second);
    const again = reconcile(resolved.changed, [result({ verdict: bad('HIGH') })], second);

    expect(kinds(opened)).toEqual([['OPENED']]);
    expect(kinds(worsened)).toEqual([['OPENED', 'WORSENED']]);
    expect(kinds(resolved)).toEqual([['OPENED', 'WORSENED', 'RESOLVED']]);
    expect(kinds(again)).toEqual([['OPENED', 'WORSENED', 'RESOLVED', 'REOPENED']]);
  });

  it('stays as it is where the finding is seen otherwise, and nothing happened to it', () => {
    const opened = reconcile([], [result({ verdict: bad('HIGH', 3) })], first);

    expect(kinds(reconcile(opened.changed, [result({ verdict: bad('HIGH', 4) })], second))).toEqual([['OPENED']]);
  });
});
