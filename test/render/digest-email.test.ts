import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Digest } from '#core/digest/digest.ts';
import type { Finding } from '#core/finding.ts';
import { askHub } from '#render/digest/ask.ts';
import { renderDigestEmail, worthTelling } from '#render/digest-email.ts';
import {
  aBreakage,
  aCoverage,
  accounts,
  aDigest,
  aFinding,
  aLaggingNodegroup,
  asOf,
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
  const long = clusterArn('shop-of-the-northern-highlands-and-of-all-of-the-islands');

  it.each<[string, Partial<Digest>, string]>([
    [
      'what became worse and is bad',
      { worse: [told(lagging), told(aBreakage())], better, coverageLost: [lost] },
      'CRITICAL prod shop-prod kube-proxy: v1.21.2-eksbuild.2 will break at the upgrade to 1.25 (+3)',
    ],
    [
      'an upgrade that AWS forces soon',
      { worse: [told(soon)] },
      'CRITICAL shop-prod kube-proxy: will break at the upgrade to 1.25, forced 2024-03-09',
    ],
    [
      'of a long headline the first part',
      { worse: [told(skewNow)], better },
      'HIGH shop-prod kube-proxy: v1.21.2-eksbuild.2 is three minors behind the control plane 1.24 (+1)',
    ],
    [
      'no version that runs, where room is short',
      {
        worse: [
          told({
            ...skewNext,
            evidence: { ...skewNext.evidence, awsUpgradesFrom: '2025-01-31T00:00:00.000Z', behind: 3 },
          }),
        ],
        better,
      },
      'HIGH shop-prod kube-proxy: will be three minors behind at the upgrade to 1.25 (+1)',
    ],
    [
      'whole words of a longer one',
      { worse: [told(aFinding({ cluster: clusterArn('shop-production-of-the-north') }))] },
      'HIGH shop-production-of-the-north kube-proxy: three minors behind the control plane 1.24',
    ],
    [
      'the start of what is wrong, in whole words',
      { worse: [told({ ...enteredUntested, status: 'OPEN' })] },
      'HIGH shop-prod: after the upgrade to 1.25 it would run what no lower environment has run: 1.25...',
    ],
    [
      'how bad it is and when it is forced of a name and a fault that are too long together',
      { worse: [told({ ...soon, environment: 'live', cluster: long, resource: `${long}/addon/kube-proxy` })], better },
      'CRITICAL live shop-of-th...nds kube-proxy: will break at the upgrade to 1.25, forced 2024-03-09 (+1)',
    ],
    [
      'both ends of a name that is too long',
      { worse: [told(aFinding({ cluster: long, environment: 'live' }))] },
      'HIGH live shop-of-the-norther...f-the-islands kube-proxy: three minors behind the control plane 1.24',
    ],
    [
      'an upgrade that was not tested',
      {
        over: [told(enteredUntested, 'RESOLVED', { cause: 'UPGRADED_UNTESTED' })],
        coverageLost: [lost],
        better,
        open: [skewNow],
      },
      'WARNING prod shop-prod: upgraded untested, was HIGH (+2)',
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
      'prod shop-prod node group workers: gone, was LOW (+1)',
    ],
    ['what is mended, where there is nothing else', { better }, 'dev shop-dev node group workers: mended, was LOW'],
    [
      'what is still open, where all that is new is better',
      { better, open: [skewNow, skewNext, lagging] },
      'dev shop-dev node group workers: mended, was LOW; still open: 1 HIGH',
    ],
    [
      'what is still open beside what AWS changed',
      { catalogueChanges: everything.catalogueChanges.slice(1), open: [lagging] },
      'AWS lists Kubernetes 1.29, in eu-west-1; still open: 1 LOW',
    ],
    [
      'nothing of what goes on as a part of something worse, where that is told',
      { worse: [told(lagging)], over: [told(resolved(skewNow, 'EXPLAINED'), 'RESOLVED', { cause: 'EXPLAINED' })] },
      'LOW prod shop-prod node group workers: kubelet 1.23 is one minor behind the control plane 1.24',
    ],
    [
      'nothing of what has only come nearer',
      {
        worse: [told(skewNow)],
        better: [told(resolved(skewNext), 'RESOLVED', { cause: 'MENDED' })],
        over: [told(resolved(skewNext, 'EXPLAINED'), 'RESOLVED', { cause: 'EXPLAINED' })],
      },
      'HIGH prod shop-prod kube-proxy: v1.21.2-eksbuild.2 is three minors behind the control plane 1.24',
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

describe('a fault that was told at a later horizon', () => {
  const ahead = { ...skewNext, firstObservedAt: '2024-01-05T23:00:00.000Z', lastToldAt: '2024-01-05T23:00:00.000Z' };
  const now: Finding = { ...skewNow, firstObservedAt: asOf };
  const text = (digest: Partial<Digest>) => renderDigestEmail(aDigest({ open: [now], ...digest })).text;

  it('is not new when it is here, and is there since it was told ahead', () => {
    for (const digest of [{ open: [now, ahead] }, { better: [told(resolved(ahead), 'RESOLVED')] }]) {
      expect(text({ worse: [told(now)], ...digest })).toContain(
        'told ahead, and here now; since 2024-01-05 (60 days); account',
      );
    }
  });

  it('is there since it was told ahead for the first time', () => {
    const between: Finding = { ...ahead, horizon: 'next-node-roll', firstObservedAt: '2024-02-05T23:00:00.000Z' };

    expect(text({ worse: [told(now)], open: [now, between, ahead] })).toContain('here now; since 2024-01-05 (60 days)');
  });

  it('is nearer where it strikes with the next nodes', () => {
    const nearer: Finding = { ...now, horizon: 'next-node-roll' };

    expect(text({ worse: [told(nearer)], open: [nearer, ahead] })).toContain('told ahead, and nearer now; since');
  });

  it('is new where nobody heard of that, where it is the later one, and where it is open again', () => {
    const { lastToldAt: _, ...unheard } = ahead;
    const here = { ...now, lastToldAt: '2024-01-05T23:00:00.000Z' };

    expect(text({ worse: [told(now)], open: [now, unheard] })).toContain('; new; account');
    expect(text({ worse: [told(skewNext)], open: [here, skewNext] })).toContain('; new; since 2024-02-20');
    expect(text({ worse: [told(now, 'REOPENED')], open: [now, ahead] })).toContain('; open again; account');
  });

  it('is not told as mended, nor as over, when it has come nearer', () => {
    const over = [told(resolved(ahead, 'NO_LONGER_APPLIES'), 'RESOLVED', { cause: 'NO_LONGER_APPLIES' })];
    const better = [told(resolved(ahead), 'RESOLVED', { cause: 'MENDED' })];

    expect(text({ worse: [told(now)], better, over })).not.toMatch(/Better|Over/);
    expect(text({ worse: [told({ ...now, fault: 'other' })], better, over })).toMatch(/Over[\s\S]*Better/);
    expect(text({ worse: [told(now)], better: [told(ahead, 'EASED')] })).toContain('Better (1)');
  });
});

describe('what is bad and no news', () => {
  const text = (digest: Partial<Digest>) => renderDigestEmail(aDigest(digest)).text;
  const open = [skewNow, skewNext, lagging];

  it('is named in a line, lest all is taken to be mended', () => {
    expect(text({ open, better: [told(mended, 'RESOLVED')] })).toContain(
      'Bad, and still open (1)\n\nHIGH prod shop-prod kube-proxy: v1.21.2-eksbuild.2 is three minors behind the control plane 1.24; only two are allowed',
    );
  });

  it('is not what the digest tells, nor its later horizons', () => {
    const eased = told(skewNow, 'EASED', { previousSeverity: 'CRITICAL' });

    expect(text({ open, worse: [told(skewNow)] })).not.toContain('Bad, and still open');
    expect(text({ open: [skewNow], better: [eased] })).not.toContain('Bad, and still open');
    expect(text({ open: [repeated], repeated: [repeated] })).not.toContain('Bad, and still open');
  });

  it('is counted after the first ten', () => {
    const many = Array.from({ length: 13 }, (_, index) =>
      aFinding({ cluster: clusterArn(`c-${index}`), rule: `rule-${index}` }),
    );

    const [, still = ''] = text({ open: many, better: [told(mended, 'RESOLVED')] }).split('Bad, and still open (13)');
    expect(still.match(/^HIGH /gm)).toHaveLength(10);
    expect(still).toContain('\n\n3 more.\n');
  });
});

describe('what to do', () => {
  const digest = aDigest({ worse: [told(aFinding())], open: [aFinding()] });

  it('is told with the command that shows all, of the history that the digest was made of', () => {
    const ask = askHub('midwatch-hub-History', 'arn:aws:sns:eu-north-1:111122223333:midwatch');

    expect(renderDigestEmail(digest, { ask }).text).toContain(
      'All of it, with what to do in its order: AWS_REGION=eu-north-1 midwatch findings --table midwatch-hub-History\n',
    );
    expect(renderDigestEmail(digest).text).toContain('in its order: midwatch findings\n');
  });

  it('is a look where the first command changes nothing', () => {
    const first = (command: readonly string[]) => {
      const remediation = [{ account: accounts.prod, command, verify: [] }];
      return renderDigestEmail(aDigest({ worse: [told(aFinding({ remediation }))] }))
        .text.split('\n')
        .find((line) => /^(Do|Look)/.test(line));
    };

    expect(first(['aws', 'eks', 'describe-nodegroup', '--nodegroup-name', 'workers'])).toBe('Look:');
    expect(first(['aws', 'eks', 'list-addons', '--cluster-name', 'shop'])).toBe('Look:');
    expect(first(['kubectl', '--context', 'shop', 'get', 'nodes'])).toBe('Look:');
    expect(first(['aws', 'eks', 'update-addon', '--cluster-name', 'list-get'])).toBe('Do:');
    expect(first(['kubectl', '--context', 'shop', 'delete', 'node'])).toBe('Do:');
  });

  it('is to wait, where an audit did not end: the next sweep looks again', () => {
    const because = { call: 'lambda:Invoke', obstacle: 'UNFINISHED', detail: '' } as const;

    expect(renderDigestEmail(aDigest({ coverageLost: [aCoverage({ status: 'ERROR', because })] })).text).toContain(
      'Do: wait for the next sweep, which looks there again',
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
