import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type AddonVersion, parseAddonVersion } from '#core/addons/addon-version.ts';
import { imageBreakagesOf } from '#core/images/image-breakage.ts';
import type { NodeImage } from '#core/images/node-image.ts';
import { amiFamilies } from '#core/images/nodegroup-release.ts';
import { type AddonBreakage, breakagesOf } from '#core/known-breakage.ts';
import { formatKubernetesVersion, parseKubernetesVersion } from '#core/kubernetes-version.ts';
import { knownBreakages, mergeBreakages, parseBreakages } from '#data/known-breakages.ts';
import { formatConfigErrors } from '#shared/config.ts';

const addonBreakages = knownBreakages.filter((one) => one.rule === 'addon-version-compatibility');
const imageBreakages = knownBreakages.filter((one) => one.rule === 'nodegroup-image-known-bad');

const example = readFileSync(new URL('../../events/known-breakages.example.json', import.meta.url));

function versionOf(text: string): AddonVersion {
  return parseAddonVersion(text)!;
}

/** The version just under a bound: what an entry with `below` must still meet. */
function justBelow(text: string): AddonVersion {
  const { major, minor, patch } = versionOf(text);
  if (patch > 0) return { major, minor, patch: patch - 1, build: 99 };
  return { major, minor: minor - 1, patch: 99, build: 99 };
}

/** The day after or before a date, or the patch beside a version. */
function neighbourOf(release: string, by: number): string {
  const parts = release.split('.').map(Number);
  const last = Number(parts.pop()) + by;
  return last < 0 ? [...parts.slice(0, -1), Number(parts.at(-1)) - 1, 99].join('.') : [...parts, last].join('.');
}

function minorAway(text: string, by: number): string {
  const { major, minor } = parseKubernetesVersion(text)!;
  return formatKubernetesVersion({ major, minor: minor + by });
}

function strikes(
  { id, condition }: AddonBreakage,
  version: AddonVersion,
  kubernetes: string,
  family?: string,
): boolean {
  const families = amiFamilies.filter((one) => one === (family ?? condition.amiFamily));
  return breakagesOf(addonBreakages, condition.addon, version, { kubernetes, amiFamilies: families }).some(
    (breakage) => breakage.id === id,
  );
}

describe.each(addonBreakages)('the known breakage $id', (breakage) => {
  const { below, kubernetes = {}, amiFamily } = breakage.condition;
  const from = kubernetes.from ?? '1.30';

  it('strikes what its condition names', () => {
    expect(below).toBeDefined();
    expect(strikes(breakage, justBelow(below!), from)).toBe(true);
    expect(strikes(breakage, versionOf('v0.0.1'), minorAway(from, 9))).toBe(true);
  });

  it('does not strike the first version that is good, nor its builds', () => {
    expect(strikes(breakage, versionOf(below!), from)).toBe(false);
    expect(strikes(breakage, versionOf(`${below}-eksbuild.1`), from)).toBe(false);
    expect(strikes(breakage, versionOf(`${below}-minimal-eksbuild.1`), from)).toBe(false);
  });

  it('does not strike one Kubernetes minor before it begins', () => {
    expect(strikes(breakage, justBelow(below!), minorAway(from, -1))).toBe(kubernetes.from === undefined);
  });

  it('does not strike another family of nodes than the one it names', () => {
    expect(strikes(breakage, justBelow(below!), from, 'AL2')).toBe(amiFamily === undefined);
  });

  it('names a public source, and the day it was read', () => {
    expect(breakage.source).toMatch(/^https:\/\/(github\.com|docs\.aws\.amazon\.com|kubernetes\.io)\//);
    expect(breakage.read).toBe('2026-11-22');
  });
});

describe.each(imageBreakages)('the known breakage $id', (breakage) => {
  const { amiFamily: family, release = {}, kubernetes = {} } = breakage.condition;
  const { from = '', to = '' } = release;
  const example: NodeImage = { family, release: to, kubernetes: kubernetes.to ?? kubernetes.from ?? '1.30', text: '' };
  const strikes = (differing: Partial<NodeImage> = {}): boolean =>
    imageBreakagesOf(knownBreakages, { ...example, ...differing }).some(({ id }) => id === breakage.id);

  it('strikes the releases that its condition names, and no other', () => {
    expect(strikes()).toBe(true);
    expect(strikes({ release: neighbourOf(to, 1) })).toBe(false);
    expect(strikes({ release: from === '' ? neighbourOf(to, -1) : from })).toBe(true);
    expect(from !== '' && strikes({ release: neighbourOf(from, -1) })).toBe(false);
  });

  it('does not strike the first release that is good', () => {
    expect(breakage.firstGood !== undefined && strikes({ release: breakage.firstGood })).toBe(false);
  });

  it('does not strike another minor of Kubernetes, or another family, than it names', () => {
    expect(strikes({ kubernetes: minorAway(kubernetes.from ?? '1.1', -1) })).toBe(kubernetes.from === undefined);
    expect(strikes({ kubernetes: minorAway(kubernetes.to ?? '1.99', 1) })).toBe(kubernetes.to === undefined);
    expect(strikes({ family: 'WINDOWS' })).toBe(false);
  });

  it('names a public source, and the day it was read', () => {
    expect(breakage.source).toMatch(/^https:\/\/github\.com\/(awslabs|bottlerocket-os|aws|amzn)\//);
    expect(breakage.read).toBe('2026-11-27');
  });
});

describe('the known breakages', () => {
  it('hold the incident: kube-proxy 1.21 under 1.25, at once, and not under 1.24', () => {
    const around = { kubernetes: '1.25', amiFamilies: [] };

    const met = breakagesOf(addonBreakages, 'kube-proxy', versionOf('v1.21.2-eksbuild.2'), around);

    expect(met).toMatchObject([{ id: 'kube-proxy-endpointslice', severity: 'CRITICAL', horizon: 'now' }]);
    expect(
      breakagesOf(addonBreakages, 'kube-proxy', versionOf('v1.21.2-eksbuild.2'), { ...around, kubernetes: '1.24' }),
    ).toEqual([]);
  });

  it('strike at the next roll where they strike new nodes only', () => {
    const horizons = Object.fromEntries(addonBreakages.map(({ id, horizon }) => [id, horizon]));

    expect(horizons).toEqual({
      'kube-proxy-endpointslice': 'now',
      'vpc-cni-cri-v1alpha2': 'now',
      'vpc-cni-al2023': 'next-node-roll',
    });
  });
});

function anEntry(differing: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'ours',
    rule: 'addon-version-compatibility',
    condition: { addon: 'vpc-cni', below: 'v1.20.0' },
    consequence: 'it breaks',
    severity: 'HIGH',
    horizon: 'now',
    source: 'https://example.com/why',
    read: '2026-11-22',
    ...differing,
  };
}

function anImageEntry(differing: Record<string, unknown> = {}): Record<string, unknown> {
  const { horizon: _, ...entry } = anEntry();
  return {
    ...entry,
    rule: 'nodegroup-image-known-bad',
    condition: { amiFamily: 'AL2023', release: { from: '20990101', to: '20990103' } },
    ...differing,
  };
}

function fileOf(...breakages: unknown[]): string {
  return JSON.stringify({ schemaVersion: 1, breakages });
}

describe('a file of breakages that users write', () => {
  it('is read, in JSON and in YAML', () => {
    const json = parseBreakages(fileOf(anEntry()), 'b.json');
    const yaml = parseBreakages(
      [
        'schemaVersion: 1',
        'breakages:',
        '  - id: ours',
        '    rule: addon-version-compatibility',
        '    condition: { addon: vpc-cni, below: v1.20.0 }',
        '    consequence: it breaks',
        '    severity: HIGH',
        '    horizon: now',
        '    source: https://example.com/why',
        '    read: 2026-11-22',
      ].join('\n'),
      'b.yaml',
    );

    expect(json).toEqual({ ok: true, breakages: [anEntry()] });
    expect(yaml).toEqual(json);
  });

  it('has an example, on an add-on and on images', () => {
    const result = parseBreakages(example, 'known-breakages.example.json');

    expect(result).toMatchObject({ ok: true, breakages: [{ id: 'example-addon' }, { id: 'example-image' }] });
  });

  const range = (from: string, to: string) => ({ addon: 'vpc-cni', from, to });

  it.each([
    ['', 'got nothing, wanted a mapping of schemaVersion and breakages'],
    ['[1]', '1:1: got a list, wanted a mapping of schemaVersion and breakages'],
    [
      '{"schemaVersion": 2, "breakages": []}',
      '1:19: schemaVersion: got 2, wanted 1, the only version of this form there is',
    ],
    ['{"schemaVersion": 1}', '1:1: breakages: got nothing, wanted a list of breakages'],
    [
      '{"schemaVersion": 1, "breakages": [',
      '1:36: got what is no YAML, wanted it sound: flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ])('%s', (input, told) => {
    const result = parseBreakages(input, 'b.json');

    expect(result.ok ? '' : formatConfigErrors(result.errors).split('\n')[0]).toBe(
      told.startsWith('got') ? `b.json: ${told}` : `b.json:${told}`,
    );
  });

  it.each([
    [
      anEntry({ rule: 'addon-health' }),
      '[0].rule: got "addon-health", wanted addon-version-compatibility or nodegroup-image-known-bad',
    ],
    [
      anEntry({ severity: 'high' }),
      '[0].severity: got "high", wanted one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL',
    ],
    [anEntry({ horizon: 'next-upgrade' }), '[0].horizon: got "next-upgrade", wanted one of now, next-node-roll'],
    [anEntry({ horizon: undefined }), '[0].horizon: got nothing, wanted one of now, next-node-roll'],
    [anEntry({ source: 'http://example.com' }), '[0].source: got "http://example.com", wanted an https address'],
    [anEntry({ read: '2026-02-29' }), '[0].read: got "2026-02-29", wanted a day of the calendar, such as 2027-03-31'],
    [anEntry({ id: 'Ours Own' }), '[0].id: got "Ours Own", wanted an id of small letters, digits and hyphens'],
    [
      anEntry({ consequence: ' ' }),
      '[0].consequence: got " ", wanted what people will see happen, in at most 1000 characters',
    ],
    [
      anEntry({ reference: 'x' }),
      '[0].reference: got an unknown key, wanted one of id, consequence, severity, source, read, rule, condition, horizon',
    ],
    [
      anEntry({ condition: { addon: 'vpc-cni' } }),
      '[0].condition: got a mapping, wanted a condition besides the add-on',
    ],
    [
      anEntry({ condition: { addon: 'vpc-cni', below: 'latest' } }),
      '[0].condition.below: got "latest", wanted a version of an add-on, such as v1.22.0',
    ],
    [
      anEntry({ condition: { addon: 'vpc-cni', below: '1.22' } }),
      '[0].condition.below: got "1.22", wanted a version of an add-on, such as v1.22.0',
    ],
    [anEntry({ condition: range('v1.10.0', 'v1.9.9') }), '[0].condition: got a mapping, wanted from not above to'],
    [
      anEntry({ condition: { addon: 'vpc-cni', from: 'v1.9.0', below: 'v1.9.0' } }),
      '[0].condition: got a mapping, wanted from less than below',
    ],
    [
      anEntry({ condition: { addon: 'vpc-cni', amiFamily: 'UBUNTU' } }),
      '[0].condition.amiFamily: got "UBUNTU", wanted one of AL2023, AL2, BOTTLEROCKET, WINDOWS, CUSTOM',
    ],
    [
      anEntry({ condition: { addon: 'vpc-cni', kubernetes: {} } }),
      '[0].condition.kubernetes: got a mapping, wanted from, to, or both',
    ],
    [
      anEntry({ condition: { addon: 'vpc-cni', kubernetes: { from: 1.3 } } }),
      '[0].condition.kubernetes.from: got 1.3, wanted a Kubernetes version, such as "1.25", in quotes',
    ],
    [
      anEntry({ condition: { addon: 'vpc-cni', kubernetes: { from: '1.30', to: '1.4' } } }),
      '[0].condition.kubernetes: got a mapping, wanted from not above to',
    ],
    [
      anImageEntry({ horizon: 'now' }),
      '[0].horizon: got an unknown key, wanted one of id, consequence, severity, source, read, rule, condition, firstGood',
    ],
    [
      anImageEntry({ condition: { amiFamily: 'AL2023' } }),
      '[0].condition: got a mapping, wanted a condition besides the family',
    ],
    [
      anImageEntry({ condition: { amiFamily: 'AL2023', release: { from: 'x' } } }),
      '[0].condition.release.from: got "x", wanted a release date such as 20251209, or a version of Bottlerocket such as 1.47.0',
    ],
    [
      anImageEntry({ condition: { amiFamily: 'AL2023', release: {} } }),
      '[0].condition.release: got a mapping, wanted from, to, or both',
    ],
    [
      anImageEntry({ condition: { amiFamily: 'CUSTOM', kubernetes: { from: '1.98' } } }),
      '[0].condition.amiFamily: got "CUSTOM", wanted one of AL2023, AL2, BOTTLEROCKET, WINDOWS',
    ],
    ...[
      { amiFamily: 'AL2023', release: { from: '1.47.0' } },
      { amiFamily: 'WINDOWS', release: { from: '20990101', to: '1.47.0' } },
      { amiFamily: 'BOTTLEROCKET', release: { to: '20990101' } },
    ].map((condition): [unknown, string] => [
      anImageEntry({ condition }),
      '[0].condition: got a mapping, wanted releases of that family: versions of BOTTLEROCKET, dates of the others',
    ]),
    [
      anImageEntry({ condition: { amiFamily: 'BOTTLEROCKET', release: { from: '1.10.0', to: '1.9.9' } } }),
      '[0].condition: got a mapping, wanted from not above to',
    ],
    ...['20990103', '20981231', '1.47.0'].map((firstGood): [unknown, string] => [
      anImageEntry({ firstGood }),
      '[0]: got a mapping, wanted a first good release of that family, above the end of the range',
    ]),
    ['x', '[0]: got "x", wanted a mapping'],
  ])('is refused whole for %j', (entry, told) => {
    const result = parseBreakages(fileOf(entry, anEntry({ id: 'sound' })), 'b.json');

    expect(result.ok ? [] : result.errors.map(({ path, problem }) => `${path}: ${problem}`)).toEqual([
      `breakages${told}`,
    ]);
  });

  it.each([
    ['bounds of one version', anEntry({ condition: range('v1.9.0', 'v1.9.0') })],
    ['bounds that numbers order and letters do not', anEntry({ condition: range('v1.9.0', 'v1.10.0-eksbuild.10') })],
    [
      'minors that numbers order and letters do not',
      anEntry({ condition: { addon: 'x', kubernetes: { from: '1.4', to: '1.30' } } }),
    ],
    ['a family alone', anEntry({ condition: { addon: 'x', amiFamily: 'WINDOWS' } })],
    [
      'releases of Bottlerocket that numbers order and letters do not',
      anImageEntry({
        condition: { amiFamily: 'BOTTLEROCKET', release: { from: '1.9.0', to: '1.10.0' } },
        firstGood: '1.10.1',
      }),
    ],
    [
      'one release of images',
      anImageEntry({ condition: { amiFamily: 'AL2', release: { from: '20990101', to: '20990101' } } }),
    ],
    [
      'a first good release where no end is named',
      anImageEntry({ condition: { amiFamily: 'AL2', kubernetes: { to: '1.98' } }, firstGood: '20990101' }),
    ],
    ['an image of Bottlerocket', anImageEntry({ condition: { amiFamily: 'BOTTLEROCKET', release: { to: '1.47.0' } } })],
    [
      'an image by Kubernetes alone',
      anImageEntry({ condition: { amiFamily: 'AL2023', kubernetes: { from: '1.98', to: '1.99' } } }),
    ],
  ])('may have %s', (_, entry) => {
    const result = parseBreakages(fileOf(entry), 'b.json');

    expect(result.ok ? '' : formatConfigErrors(result.errors)).toBe('');
  });

  it('names each id once', () => {
    const result = parseBreakages(fileOf(anEntry(), anImageEntry()), 'b.json');

    expect(result.ok ? [] : result.errors.map(({ path, problem }) => `${path}: ${problem}`)).toEqual([
      'breakages[1].id: got "ours", wanted each id once',
    ]);
  });

  it('names each key once', () => {
    const result = parseBreakages('{"schemaVersion": 1, "breakages": [], "breakages": []}', 'b.json');

    expect(result.ok ? '' : formatConfigErrors(result.errors)).toBe(
      'b.json:1:39: got the key "\\"breakages\\"" a second time, wanted each key once',
    );
  });
});

describe('the entries of two files', () => {
  const aBreakage = (id: string, read: string, consequence = 'x'): AddonBreakage => ({
    id,
    rule: 'addon-version-compatibility',
    condition: { addon: 'vpc-cni', below: 'v1.20.0' },
    consequence,
    severity: 'HIGH',
    horizon: 'now',
    source: 'https://example.com/why',
    read,
  });

  it.each([
    {
      when: 'the ids differ',
      own: aBreakage('a', '2026-11-22'),
      theirs: aBreakage('b', '2026-01-01'),
      held: ['a', 'b'],
      told: 0,
    },
    {
      when: 'theirs is newer',
      own: aBreakage('a', '2026-11-22', 'own'),
      theirs: aBreakage('a', '2026-11-23', 'theirs'),
      held: ['theirs'],
      told: 0,
    },
    {
      when: 'both are of one day',
      own: aBreakage('a', '2026-11-22', 'own'),
      theirs: aBreakage('a', '2026-11-22', 'theirs'),
      held: ['theirs'],
      told: 0,
    },
    {
      when: 'theirs is older',
      own: aBreakage('a', '2026-11-22', 'own'),
      theirs: aBreakage('a', '2026-11-21', 'theirs'),
      held: ['own'],
      told: 1,
    },
  ])('are laid beside each other when $when', ({ own, theirs, held, told }) => {
    const merged = mergeBreakages([own], [theirs], 'b.json');

    expect(merged.breakages.map(({ id, consequence }) => (consequence === 'x' ? id : consequence))).toEqual(held);
    expect(merged.notices).toHaveLength(told);
  });

  it('are told where an older one of the user is not used', () => {
    const { notices } = mergeBreakages([aBreakage('a', '2026-11-22')], [aBreakage('a', '2026-01-01')], 'b.json');

    expect(notices).toEqual([
      {
        kind: 'SETTING_UNUSED',
        subject: 'b.json: a',
        detail: "Midwatch's own entry of 2026-11-22 is newer than this one of 2026-01-01",
      },
    ]);
  });
});
