import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Digest } from '#core/digest/digest.ts';
import { severities } from '#core/severity.ts';
import { renderDigestEmail } from '#render/digest-email.ts';
import { digestMessages } from '#render/digest-message.ts';
import { DigestJson } from '#shared/digest-schema.ts';
import {
  aBreakage,
  aCoverage,
  aDigest,
  aFinding,
  aLaggingNodegroup,
  resolved,
  told,
} from '../support/document-builders.ts';
import { expectGolden } from '../support/golden.ts';

/** A digest with something in each list. */
const everything = aDigest({
  worse: [told(aBreakage()), told(aFinding({ severity: 'HIGH' }), 'WORSENED', { previousSeverity: 'MEDIUM' })],
  repeated: [aBreakage({ lastToldAt: '2024-02-27T23:00:00.000Z' })],
  over: [told(resolved(aLaggingNodegroup('old'), 'GONE'), 'RESOLVED', { cause: 'GONE' })],
  better: [told(resolved(aLaggingNodegroup('new'), 'MENDED'), 'RESOLVED', { cause: 'MENDED' })],
  open: [aBreakage()],
  coverageLost: [
    aCoverage({ status: 'DENIED', because: { call: 'eks:ListClusters', obstacle: 'DENIED', detail: 'no' } }),
    { ...aCoverage(), parts: [{ call: 'eks:ListAddons', obstacle: 'DENIED', detail: 'no', resource: 'shop-prod' }] },
  ],
  coverageRegained: [
    { account: '111122223333', region: '*' },
    { account: '222233334444', region: 'eu-west-1', parts: [{ call: 'eks:ListAddons', resource: 'shop-test' }] },
  ],
  catalogueChanges: [
    {
      change: { kind: 'VERSION_LISTED', version: '1.29' },
      regions: ['eu-west-1'],
      clusters: [{ arn: 'arn:aws:eks:…' }],
    },
  ],
  notices: [{ kind: 'SUPPRESSION_EXPIRED', subject: 'x', detail: 'y' }],
});

const { environment: _, ...nowhere } = aFinding();

describe('a digest as a message', () => {
  it('is the e-mail, with each value that something in it has as attributes', () => {
    const digest = aDigest({
      worse: [told(aFinding({ environment: 'prod', severity: 'HIGH' }))],
      repeated: [aFinding({ environment: 'dev', severity: 'CRITICAL', region: 'us-east-1' })],
      coverageLost: [
        { account: '999988887777', region: 'eu-north-1', asOf: '', status: 'DENIED', clusters: 0, unreadable: [] },
      ],
    } as Partial<Digest>);

    const { subject, message, attributes } = digestMessages().text(digest);

    expect({ subject, text: message }).toEqual(renderDigestEmail(digest));
    expect(attributes).toMatchObject({ environment: ['dev', 'prod', 'unknown'], severity: ['CRITICAL', 'HIGH'] });
    expect(attributes.region).toContain('eu-north-1');
    expect(attributes.account).toContain('999988887777');
  });

  it.each<[string, Partial<Digest>, Record<string, readonly string[]>]>([
    [
      'what cannot be looked at',
      { coverageLost: [{ ...aCoverage({ status: 'DENIED' }), environments: ['prod'] }] },
      { news: ['coverageLost'], severity: ['HIGH'], environment: ['prod'], account: [aCoverage().account] },
    ],
    [
      'what can be looked at again, wherever it is',
      { coverageRegained: [{ account: '111122223333', region: 'us-east-1' }] },
      { news: ['coverageRegained'], severity: ['HIGH'], environment: ['unknown'], region: ['us-east-1'] },
    ],
    ['what AWS changed', { catalogueChanges: everything.catalogueChanges }, { severity: ['MEDIUM'] }],
    ['a notice', { notices: everything.notices }, { news: ['notices'], severity: ['MEDIUM'] }],
    ['a finding of no environment', { worse: [told(nowhere)] }, { news: ['worse'], environment: ['unknown'] }],
  ])('has attributes whatever it tells: %s', (_, overrides, expected) => {
    expect(digestMessages().text(aDigest(overrides)).attributes).toMatchObject(expected);
  });

  it('has the severity that something had, for who heard that it was so bad', () => {
    const eased = told(aFinding({ severity: 'LOW' }), 'EASED', { previousSeverity: 'CRITICAL' });

    expect(digestMessages().text(aDigest({ better: [eased] })).attributes.severity).toEqual(['CRITICAL', 'LOW']);
  });
});

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => told(aLaggingNodegroup(`workers-${index}`)));

describe('a digest for machines', () => {
  const parse = (digest: Digest) => DigestJson.parse(JSON.parse(digestMessages().json(digest).message));

  it('is as it was reviewed, and fits its published schema', () => {
    const { message } = digestMessages().json(everything);

    expect(() => DigestJson.parse(JSON.parse(message))).not.toThrow();
    expectGolden('render/digest.json', `${JSON.stringify(JSON.parse(message), undefined, 2)}\n`);
  });

  it('leaves nothing out that there is room for', () => {
    expect(Object.values(parse(everything).leftOut)).toEqual(Array.from({ length: 8 }, () => 0));
  });

  it('leaves the least important out where there is too much, and counts it', () => {
    const digest = aDigest({ ...everything, worse: many(1000) });

    const { worse, leftOut, notices } = parse(digest);

    expect(worse.length).toBeGreaterThan(50);
    expect(worse.length + (leftOut.worse ?? 0)).toBe(1000);
    expect(notices.length + (leftOut.notices ?? 0)).toBe(1);
  });
});

describe('a digest in a chat', () => {
  it('is as it was reviewed, in the form that Amazon Q Developer takes', () => {
    const { message } = digestMessages().chat(everything);

    expect(JSON.parse(message)).toMatchObject({
      version: '1.0',
      source: 'custom',
      content: { textType: 'client-markdown', title: digestMessages().text(everything).subject },
    });
    expectGolden('render/digest-chat.json', `${JSON.stringify(JSON.parse(message), undefined, 2)}\n`);
  });

  it('is no longer than a chat shows', () => {
    const kinds = ['OPENED', 'REOPENED', 'WORSENED'] as const;
    const different = severities.flatMap((severity) =>
      kinds.map((kind) => told(aLaggingNodegroup(`${severity}-${kind}`, { severity }), kind)),
    );

    const { content } = JSON.parse(digestMessages().chat(aDigest({ ...everything, worse: different })).message);

    expect(content.description.length).toBeLessThanOrEqual(2800);
    expect(content.description).toContain('more left out here');
  });

  it('names the first of what it has no room for', () => {
    const coverageLost = ['1', '2', '3', '4', '5'].map((digit) =>
      aCoverage({ status: 'DENIED', account: digit.repeat(12) }),
    );
    const named = told(resolved(aLaggingNodegroup('n'.repeat(100)), 'GONE'), 'RESOLVED', { cause: 'GONE' });

    const { message } = digestMessages().chat(aDigest({ ...everything, coverageLost, over: [named] }));
    const { content } = JSON.parse(message);

    expect(content.description).toContain(
      'Could not be looked at (5): account 111111111111 in eu-west-1; account 222222222222 in eu-west-1; account 333333333333 in eu-west-1 and 2 more\n',
    );
    expect(content.description).toMatch(/mended \(1\): prod shop-prod node group n{54}…\n/);
  });

  it('mentions nobody, whatever a cluster is called', () => {
    const named = aFinding({ environment: '<!channel>', severity: 'HIGH' });

    const { message } = digestMessages().chat(aDigest({ worse: [told(named)] }));

    expect(message).not.toMatch(/[<>]/);
    expect(message).toContain('‹!channel›');
  });
});

it.each(['text', 'json', 'chat'] as const)('is never too large for SNS, whatever is in it: %s', (format) => {
  const digests = fc.record({ findings: fc.nat(700), length: fc.nat(3000) });
  fc.assert(
    fc.property(digests, ({ findings, length }) => {
      const worse = many(findings).map(({ finding, transition }) => ({
        finding: { ...finding, evidence: { ...finding.evidence, text: 'ü'.repeat(length) } },
        transition,
      }));
      const { message, attributes } = digestMessages()[format](aDigest({ worse }));
      expect(Buffer.byteLength(message) + Buffer.byteLength(JSON.stringify(attributes))).toBeLessThan(256 * 1024);
    }),
    { numRuns: 8 },
  );
});
