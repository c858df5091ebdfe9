import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applySuppressions, type Suppression } from '#core/suppression.ts';

const cluster = 'arn:aws:eks:eu-west-1:111122223333:cluster/shop-prod';
const skew = { rule: 'kube-proxy-version-skew', resource: `${cluster}/addon/kube-proxy` };
const support = { rule: 'cluster-version-support', resource: cluster };

function aSuppression(differing: Partial<Suppression> = {}): Suppression {
  const reason = 'the upgrade is planned';
  return { rule: skew.rule, resource: '*', reason, owner: 'platform', until: '2027-03-31', ...differing };
}

describe('what a suppression takes out', () => {
  it.each([
    { when: 'rule and resource are named', suppression: aSuppression({ resource: skew.resource }), taken: [skew] },
    { when: 'any resource is meant', suppression: aSuppression(), taken: [skew] },
    { when: 'any rule is meant', suppression: aSuppression({ rule: '*' }), taken: [skew, support] },
    { when: 'rules are meant by their beginning', suppression: aSuppression({ rule: 'kube-*' }), taken: [skew] },
    {
      when: 'the cluster is meant with all it holds',
      suppression: aSuppression({ rule: '*', resource: '*/shop-prod*' }),
      taken: [skew, support],
    },
    {
      when: 'the cluster alone is meant',
      suppression: aSuppression({ rule: '*', resource: cluster }),
      taken: [support],
    },
    { when: 'another rule is named', suppression: aSuppression({ rule: 'kube-proxy' }), taken: [] },
    { when: 'another cluster is named', suppression: aSuppression({ resource: '*/shop-test*' }), taken: [] },
  ])('$when', ({ suppression, taken }) => {
    const { counted, suppressed } = applySuppressions([skew, support], [suppression], '2027-01-01T02:00:00.000Z');

    expect(suppressed).toEqual(taken.map((finding) => ({ finding, suppression })));
    expect(counted).toEqual([skew, support].filter((finding) => !taken.includes(finding)));
  });

  it('is told of the first suppression that matches', () => {
    const first = aSuppression({ owner: 'platform' });
    const second = aSuppression({ owner: 'network' });

    const { suppressed, notices } = applySuppressions([skew], [first, second], '2027-01-01T02:00:00.000Z');

    expect(suppressed).toEqual([{ finding: skew, suppression: first }]);
    expect(notices).toEqual([]);
  });

  it('leaves the work to the next suppression when the first has expired', () => {
    const expired = aSuppression({ until: '2026-12-31' });
    const valid = aSuppression();

    const { suppressed } = applySuppressions([skew], [expired, valid], '2027-01-01T00:00:00.000Z');

    expect(suppressed).toEqual([{ finding: skew, suppression: valid }]);
  });
});

describe('the last day of a suppression', () => {
  it.each([
    { asOf: '2027-03-30T23:59:59.999Z', holds: true },
    { asOf: '2027-03-31T00:00:00.000Z', holds: true },
    { asOf: '2027-03-31T23:59:59.999Z', holds: true },
    { asOf: '2027-04-01T00:00:00.000Z', holds: false },
  ])('at $asOf it holds: $holds', ({ asOf, holds }) => {
    const { counted, notices } = applySuppressions([skew], [aSuppression()], asOf);

    expect(counted).toEqual(holds ? [] : [skew]);
    expect(notices.map(({ kind }) => kind)).toEqual(holds ? [] : ['SUPPRESSION_EXPIRED']);
  });
});

describe('the notices about suppressions', () => {
  it('tell of an expired one how much counts again', () => {
    const { notices } = applySuppressions([skew, support], [aSuppression({ rule: '*' })], '2027-05-01T02:00:00.000Z');

    expect(notices).toEqual([
      {
        kind: 'SUPPRESSION_EXPIRED',
        subject: '* on *',
        detail: 'it held until 2027-03-31, of platform, and matches 2 that count again',
      },
    ]);
  });

  it('tell of one that matches nothing', () => {
    const { notices } = applySuppressions([support], [aSuppression()], '2027-01-01T02:00:00.000Z');

    expect(notices).toEqual([
      {
        kind: 'SUPPRESSION_UNUSED',
        subject: 'kube-proxy-version-skew on *',
        detail: 'it matches nothing, of platform, until 2027-03-31',
      },
    ]);
  });
});

describe('whatever is suppressed', () => {
  const rules = fc.constantFrom('a', 'b', 'a*', '*');
  const finding = fc.record({ rule: fc.constantFrom('a', 'b', 'ab'), resource: fc.constantFrom('x', 'y', 'xy') });
  const suppression = fc.record({
    rule: rules,
    resource: fc.constantFrom('x', 'y', '*y', '*'),
    reason: fc.constant('r'),
    owner: fc.constant('o'),
    until: fc.constantFrom('2026-12-31', '2027-01-01', '2027-01-02'),
  });

  it('loses no finding, doubles none and keeps their order', () => {
    fc.assert(
      fc.property(fc.array(finding), fc.array(suppression), (findings, suppressions) => {
        const { counted, suppressed } = applySuppressions(findings, suppressions, '2027-01-01T02:00:00.000Z');

        const taken = suppressed.map((one) => one.finding);
        expect(findings.filter((one) => !taken.includes(one))).toEqual(counted);
        expect(findings.filter((one) => taken.includes(one))).toEqual(taken);
      }),
    );
  });
});
