import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Digest } from '#core/digest.ts';
import type { Finding } from '#core/finding.ts';
import { renderDigestEmail, worthTelling } from '#render/digest-email.ts';
import {
  aBreakage,
  aCoverage,
  accounts,
  aDigest,
  aFinding,
  aLaggingNodegroup,
  clusterArn,
  nodegroupStep,
  resolved,
  told,
} from '../support/document-builders.ts';
import { expectGolden } from '../support/golden.ts';
import {
  enteredUntested,
  extendedSupport,
  lagging,
  laggingLater,
  mended,
  skewNext,
  skewNow,
} from '../support/incident-audit.ts';

const lost = aCoverage({
  status: 'THROTTLED',
  because: { call: 'eks:ListClusters', obstacle: 'THROTTLED', detail: 'Rate exceeded' },
});
const partly = {
  ...aCoverage({ role: 'arn:aws:iam::333344445555:role/midwatch-member' }),
  environments: ['prod'],
  parts: ['coredns', 'kube-proxy', 'vpc-cni'].map((addon) => ({
    call: 'eks:DescribeAddon',
    obstacle: 'DENIED' as const,
    detail: 'no identity-based policy allows it',
    resource: `shop-prod/${addon}`,
  })),
};
const again = partly.parts.map(({ call, resource }) => ({ call, resource }));
const soon = aBreakage({ evidence: { ...aBreakage().evidence, awsUpgradesFrom: '2024-03-09T00:00:00.000Z' } });
const repeated = aBreakage({
  firstObservedAt: '2024-02-20T23:00:00.000Z',
  lastToldAt: '2024-02-27T23:00:00.000Z',
});

/** A digest with something of everything. */
const everything: Digest = aDigest({
  worse: [
    told(skewNow),
    told(extendedSupport, 'WORSENED', { previousSeverity: 'MEDIUM' }),
    ...Array.from({ length: 200 }, (_, index) => told(aLaggingNodegroup(`workers-${index}`))),
  ],
  open: [skewNow, skewNext, extendedSupport, repeated],
  repeated: [repeated],
  suppressed: [lagging],
  coverageLost: [lost, partly],
  coverageRegained: [
    { account: accounts.dev, region: 'us-east-1' },
    { account: accounts.dev, region: 'eu-west-1', parts: again.slice(0, 1) },
  ],
  catalogueChanges: [
    {
      change: {
        kind: 'SUPPORT_MOVED',
        version: '1.24',
        phase: 'EXTENDED',
        from: '2025-01-31T00:00:00.000Z',
        to: '2025-02-28T00:00:00.000Z',
      },
      regions: ['eu-west-1', 'us-east-1'],
      clusters: [{ arn: clusterArn('shop-prod'), environment: 'prod' }],
    },
    { change: { kind: 'VERSION_LISTED', version: '1.29' }, regions: ['eu-west-1'], clusters: [] },
  ],
  notices: [{ kind: 'SUPPRESSION_EXPIRED', subject: 'addon-health on *', detail: 'it held until 2024-03-04' }],
  over: [
    told(resolved(aLaggingNodegroup('old', { severity: 'CRITICAL' }), 'GONE'), 'RESOLVED', { cause: 'GONE' }),
    told(enteredUntested, 'RESOLVED', { cause: 'UPGRADED_UNTESTED' }),
  ],
  better: [
    told(mended, 'RESOLVED', { cause: 'MENDED' }),
    told(aLaggingNodegroup('batch'), 'EASED', { previousSeverity: 'HIGH' }),
  ],
});

const asFile = (digest: Digest): string => {
  const { subject, text } = renderDigestEmail(digest);
  return `Subject: ${subject}\n\n${text}`;
};

describe('the digest for e-mail', () => {
  it('says what the first command waits for, also where the command stands above already', () => {
    const waiting = { ...nodegroupStep('shop-prod', 'workers', '1.24'), waitsFor: 'UPDATE_END' } as const;
    const worse = [lagging, { ...lagging, fault: 'other' }].map((one) => told({ ...one, remediation: [waiting] }));
    const { text } = renderDigestEmail(aDigest({ worse }));

    expect(text).toContain('--kubernetes-version 1.24\nAn update of it is under way: wait for its end.\n');
    expect(text).toContain('Do: the command above.\nAn update of it is under way: wait for its end.\n');
  });

  it('tells what is news at its own severity, and names what was known of it with that which it has', () => {
    const { subject, text } = renderDigestEmail(aDigest({ worse: [told(lagging)], open: [lagging, laggingLater] }));

    expect(subject).toMatch(/^LOW prod shop-prod node group workers: kubelet 1.23/);
    expect(text).toContain('\nLOW prod shop-prod node group workers: kubelet 1.23 is one minor behind');
    expect(text).toContain('\nHIGH at the upgrade to 1.25: kubelet 1.22 will be three minors behind');
    expect(text).toContain('Strikes now (LOW) and at the upgrade to 1.25 (HIGH); new;');
  });

  it('tells the worst first, each with since when, by when and the first command', () => {
    expectGolden('render/digest.txt', asFile(everything));
  });

  it('is a summary for a first sweep', () => {
    const open = [
      repeated,
      skewNow,
      skewNext,
      extendedSupport,
      lagging,
      aLaggingNodegroup('a', { severity: 'INFORMATIONAL' }),
    ];
    const fresh = open.map(({ lastToldAt: _, ...finding }) => finding);
    const digest = aDigest({ open: fresh, worse: fresh.map((one) => told(one)) });

    expectGolden('render/digest-baseline.txt', asFile({ ...digest, sweep: { ...digest.sweep, baseline: true } }));
  });

  it('leads with an upgrade that AWS forces soon', () => {
    expectGolden('render/digest-forced.txt', asFile(aDigest({ worse: [told(soon)], open: [soon] })));
  });

  it('names a horizon once, that is new and open as well', () => {
    const worse = [told(skewNow), told(skewNext)];
    const { text } = renderDigestEmail(aDigest({ worse, open: [skewNow, skewNext] }));

    expect(text).toContain('Strikes now and at the upgrade to 1.25;');
  });

  it('holds apart what is mended otherwise, since the first command stands for all', () => {
    const look = { account: accounts.prod, command: ['aws', 'eks', 'describe-nodegroup'], verify: [] };
    const groups = Array.from({ length: 12 }, (_, index) =>
      aLaggingNodegroup(`g-${index}`, index < 6 ? {} : { remediation: [look] }),
    );
    const { text } = renderDigestEmail(aDigest({ worse: groups.map((one) => told(one)), open: groups }));

    expect(text.split('\n').filter((line) => line.includes('6 node groups of shop-prod'))).toHaveLength(2);
  });

  it('tells in one line of a call that is refused wherever it is for one reason, and what to do for the first', () => {
    const [part = []] = [partly.parts.slice(0, 1)];
    const at = (account: string, overrides = {}) => ({ ...partly, account, parts: part, ...overrides });
    const throttled = part.map((one) => ({ ...one, obstacle: 'THROTTLED' as const }));
    const { text } = renderDigestEmail(
      aDigest({ coverageLost: [at(accounts.prod), at(accounts.test), at(accounts.dev, { parts: throttled })] }),
    );

    expect(text).toContain('Could not be looked at (3)');
    expect(text.split('\n').filter((line) => line.includes(', by eks:DescribeAddon for'))).toEqual([
      `prod account ${accounts.prod} in eu-west-1 and prod account ${accounts.test} in eu-west-1: access was denied, by eks:DescribeAddon for shop-prod/coredns (no identity-based policy allows it). What was open there stays open.`,
      `prod account ${accounts.dev} in eu-west-1: AWS limited the calls, by eks:DescribeAddon for shop-prod/coredns (no identity-based policy allows it). What was open there stays open.`,
    ]);
    expect(text).toContain('Do, for the first: allow eks:DescribeAddon for the role');
  });

  it('names the account of a command where the finding is in another, or in several', () => {
    const elsewhere = { ...nodegroupStep('shop-dev', 'workers', '1.25'), account: accounts.dev };
    const command = (findings: readonly Finding[]) =>
      renderDigestEmail(aDigest({ worse: findings.map((one) => told(one)), open: findings }))
        .text.split('\n')
        .find((line) => line.startsWith('Do'));
    const spread = Array.from({ length: 6 }, (_, index) =>
      aLaggingNodegroup(`g-${index}`, index === 0 ? { account: accounts.dev } : {}),
    );

    expect(command([aLaggingNodegroup('a')])).toBe('Do:');
    expect(command([aLaggingNodegroup('a', { remediation: [elsewhere] })])).toBe('Do in account 111122223333:');
    expect(command(spread)).toBe('Do in account 333344445555, and the like for the others:');
  });

  it('holds apart what happened otherwise, alike as it is', () => {
    const groups = Array.from({ length: 12 }, (_, index) => aLaggingNodegroup(`g-${index}`));
    const worse = groups.map((one, index) => told(one, index < 6 ? 'OPENED' : 'REOPENED'));
    const { text } = renderDigestEmail(aDigest({ worse }));

    expect(text.split('\n').filter((line) => line.includes('6 node groups of shop-prod'))).toHaveLength(2);
  });
});

describe('the subject', () => {
  const subject = (overrides: Partial<Digest>): string => renderDigestEmail(aDigest(overrides)).subject;
  const better = [told(mended, 'RESOLVED', { cause: 'MENDED' })];

  it.each<[string, Partial<Digest>, string]>([
    [
      'what became worse and is bad',
      { worse: [told(lagging), told(aBreakage())], better, coverageLost: [lost] },
      'CRITICAL prod shop-prod kube-proxy: v1.21.2-eksbuild.2 will break at the upgrade to 1.25 (+3)',
    ],
    [
      'an upgrade that AWS forces soon',
      { worse: [told(soon)] },
      'prod shop-prod kube-proxy: v1.21.2-eksbuild.2 will break at the upgrade to 1.25, forced 2024-03-09',
    ],
    [
      'of a long headline the first part',
      { worse: [told(skewNow)], better },
      'prod shop-prod kube-proxy: v1.21.2-eksbuild.2 is three minors behind the control plane 1.24 (+1)',
    ],
    [
      'no environment that the name of the cluster tells, where room is short',
      {
        worse: [
          told({
            ...skewNext,
            evidence: { ...skewNext.evidence, awsUpgradesFrom: '2025-01-31T00:00:00.000Z', behind: 3 },
          }),
        ],
        better,
      },
      'shop-prod kube-proxy: v1.21.2-eksbuild.2 will be three minors behind at the upgrade to 1.25 (+1)',
    ],
    [
      'whole words of a longer one',
      { worse: [told(aFinding({ cluster: clusterArn('shop-production-of-the-north') }))] },
      'shop-production-of-the-north kube-proxy: v1.21.2-eksbuild.2 is three minors behind the control...',
    ],
    [
      'an upgrade that was not tested',
      { over: [told(enteredUntested, 'RESOLVED', { cause: 'UPGRADED_UNTESTED' })], coverageLost: [lost], better },
      'prod shop-prod: upgraded untested (untested-combination) (+2)',
    ],
    [
      'a critical that is still open',
      { repeated: [repeated], coverageLost: [lost], worse: [told(skewNow)] },
      'still CRITICAL prod shop-prod kube-proxy: v1.21.2-eksbuild.2 will break at the upgrade to 1.25 (+2)',
    ],
    [
      'a target that could not be looked at',
      { coverageLost: [lost], worse: [told(lagging)], better },
      'Could not look at account 333344445555 in eu-west-1: AWS limited the calls (+2)',
    ],
    [
      'what was refused inside a target',
      {
        coverageLost: [partly],
        coverageRegained: [{ account: accounts.dev, region: 'us-east-1', parts: again }],
        better,
      },
      'Could not read all of shop-prod: access was denied, by eks:DescribeAddon (+2)',
    ],
    [
      'what inside a target can be read again',
      { coverageRegained: [{ account: accounts.dev, region: 'us-east-1', parts: again.slice(0, 1) }] },
      'Can read in account 111122223333 in us-east-1 again: shop-prod/coredns, by eks:DescribeAddon',
    ],
    [
      'what is gone',
      { over: [told(resolved(lagging, 'GONE'), 'RESOLVED', { cause: 'GONE' })], better },
      'prod shop-prod node group workers: gone (nodegroup-version-skew) (+1)',
    ],
    [
      'what is mended, where there is nothing else',
      { better },
      'dev shop-dev node group workers: mended (nodegroup-version-skew)',
    ],
    ['nothing', {}, 'Midwatch: nothing to tell'],
  ])('says %s', (_, overrides, expected) => {
    expect(subject(overrides)).toBe(expected);
  });

  it('is never longer than 100 printable ASCII characters', () => {
    const text = fc.string({ unit: 'binary', maxLength: 150 });
    fc.assert(
      fc.property(text, text, text, fc.boolean(), (name, environment, version, baseline) => {
        const cluster = clusterArn(name);
        const evidence = { ...aFinding().evidence, kubeProxy: version };
        const finding = aFinding({ cluster, environment, evidence });
        const digest = aDigest({ worse: [told(finding)], open: [finding], coverageLost: [lost] });

        const { subject } = renderDigestEmail({ ...digest, sweep: { ...digest.sweep, baseline } });

        expect(subject).toMatch(/^[ -~]{1,100}$/);
      }),
    );
  });
});

describe('the size of a digest', () => {
  it('stays below 256 KiB, and counts what was left out', () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      told(aFinding({ cluster: clusterArn(`c-${index}`), rule: `rule-${index}`, evidence: { why: 'x'.repeat(400) } })),
    );
    const { text } = renderDigestEmail(aDigest({ worse: many, better: [told(mended, 'RESOLVED')] }));
    const shown = text.match(/^HIGH /gm)?.length ?? 0;

    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(262_144);
    expect(shown).toBeGreaterThan(100);
    expect(text).toContain('Worse (3000)');
    expect(text).toContain(`${3000 - shown} more left out here`);
    expect(text).toContain('Better (1)\n\ndev shop-dev node group workers: mended.');
  });

  it('leaves room for what comes later', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        told(aFinding({ rule: `rule-${index}`, evidence: { why: 'x'.repeat(1500) } }), 'RESOLVED', { cause: 'MENDED' }),
      );
    const { text } = renderDigestEmail(aDigest({ worse: many(1000), better: many(30) }));

    expect(text.match(/^prod shop-prod kube-proxy: mended\./gm)?.length).toBeGreaterThan(10);
  });

  it('does so whatever one fact holds', () => {
    const evidence = { ...aBreakage().evidence, consequence: '漢'.repeat(300_000) };
    const { text } = renderDigestEmail(aDigest({ worse: [told(aBreakage({ evidence }))] }));

    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(262_144);
    expect(text).toContain('(298000 characters left out)');
  });
});

describe('worthTelling', () => {
  const quiet = aLaggingNodegroup('a', { severity: 'INFORMATIONAL' });

  it.each<[string, Partial<Digest>, boolean]>([
    ['nothing', {}, false],
    ['INFORMATIONAL only', { worse: [told(quiet)], better: [told(quiet, 'RESOLVED')] }, false],
    ['what was worse and is INFORMATIONAL', { better: [told(quiet, 'EASED', { previousSeverity: 'LOW' })] }, true],
    ['something worse', { worse: [told(lagging)] }, true],
    ['something better', { better: [told(mended, 'RESOLVED')] }, true],
    ['something over', { over: [told(mended, 'RESOLVED')] }, true],
    ['a repeat', { repeated: [repeated] }, true],
    ['a target that was lost', { coverageLost: [lost] }, true],
  ])('answers for %s', (_, overrides, expected) => {
    expect(worthTelling(aDigest(overrides))).toBe(expected);
  });
});
