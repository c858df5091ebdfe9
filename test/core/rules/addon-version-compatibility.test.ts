import { describe, expect, it } from 'vitest';
import type { Catalogue } from '#core/catalogue.ts';
import type { AddonBreakage } from '#core/known-breakage.ts';
import { readable, unreadable } from '#core/reading.ts';
import { addonVersionCompatibility } from '#core/rules/addon-version-compatibility.ts';
import {
  aCatalogue,
  aCluster,
  aContext,
  aNodegroup,
  anAddon,
  olderClusterVersions,
  published,
  refused,
  releases,
} from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

/** A cluster with one add-on, in which nobody misses the others. */
function withAddon(name: string, version: string, overrides = {}) {
  return aCluster({ addons: [anAddon(name, version)], selfManagedAddons: [], ...overrides });
}

/** What is said of one add-on: its listing, and the minimum, at both horizons. */
function says(name: string, now: string, next: string, more = {}) {
  return {
    [`${name} now/unlisted`]: now,
    [`${name} now/below-minimum`]: 'COMPLIANT',
    [`${name} next-upgrade/unlisted`]: next,
    [`${name} next-upgrade/below-minimum`]: 'COMPLIANT',
    ...more,
  };
}

/** The same lists, which AWS would not give tonight. */
function lastNights({ catalogue }: { readonly catalogue: Catalogue }) {
  const addons = Object.entries(catalogue.addons).map(([name, list]) => [
    name,
    list.readable ? readable({ ...list.value, stale: refused('eks:DescribeAddonVersions') }) : list,
  ]);
  return { catalogue: { ...catalogue, addons: Object.fromEntries(addons) } };
}

const lists = (name: string, versions: Record<string, readonly string[]>) => ({
  catalogue: aCatalogue({ addons: { [name]: releases(versions) } }),
});
const onPlatforms = (...platformVersions: string[]) => {
  const compatibilities = ['1.34', '1.35'].map((clusterVersion) => ({
    clusterVersion,
    platformVersions,
    isDefault: false,
  }));
  return { catalogue: aCatalogue({ addons: { csi: published([{ version: 'v1.5.2-eksbuild.1', compatibilities }]) } }) };
};

const coredns = lists('coredns', {
  'v1.11.4-eksbuild.10': ['1.34', '1.35'],
  'v1.12.1-eksbuild.9': ['1.34'],
  'v1.12.1-eksbuild.10': ['1.34*', '1.35'],
});
const both = (word: string, next = word) => says('coredns', word, next);

ruleTable(addonVersionCompatibility, [
  {
    when: 'it is listed for both versions',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.10'),
    context: coredns,
    says: both('COMPLIANT'),
  },
  {
    when: 'an image tag says -minimal-',
    cluster: withAddon('coredns', 'v1.12.1-minimal-eksbuild.10'),
    context: coredns,
    says: both('COMPLIANT'),
  },
  {
    when: 'it names no build, and a build of it is listed',
    cluster: withAddon('coredns', 'v1.12.1'),
    context: coredns,
    says: both('COMPLIANT'),
  },
  {
    when: 'it is below the lowest',
    cluster: withAddon('coredns', 'v1.11.3-eksbuild.48'),
    context: coredns,
    says: both('HIGH'),
  },
  {
    when: 'it is an older build of the lowest',
    cluster: withAddon('coredns', 'v1.11.4-eksbuild.9'),
    context: coredns,
    says: both('MEDIUM', 'COMPLIANT'),
  },
  {
    when: 'it lies between those that are listed',
    cluster: withAddon('coredns', 'v1.12.0-eksbuild.1'),
    context: coredns,
    says: both('MEDIUM', 'COMPLIANT'),
  },
  {
    when: 'it is listed now, and withdrawn for the next version',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.9'),
    context: coredns,
    says: both('COMPLIANT'),
  },
  {
    when: 'it is above the highest by a build only',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.11'),
    context: coredns,
    says: both('INFORMATIONAL'),
  },
  {
    when: 'it is above the highest, and no EKS add-on: its project published it before EKS lists it',
    cluster: aCluster({ addons: [], selfManagedAddons: [anAddon('coredns', { managed: false, version: 'v1.14.0' })] }),
    says: {
      'coredns now/unlisted': 'INFORMATIONAL',
      'coredns now/below-minimum': 'COMPLIANT',
      'coredns next-upgrade/unlisted': 'INFORMATIONAL',
      'coredns next-upgrade/below-minimum': 'COMPLIANT',
    },
  },
  {
    when: 'it is above the highest by a patch',
    cluster: withAddon('coredns', 'v1.12.2-eksbuild.1'),
    context: coredns,
    says: both('HIGH'),
  },
  ...(
    [
      ['above the highest', 'v1.12.2-eksbuild.1', 'INSUFFICIENT_DATA'],
      ['above the highest by a build', 'v1.12.1-eksbuild.11', 'INSUFFICIENT_DATA'],
      ['listed', 'v1.12.1-eksbuild.9', 'COMPLIANT'],
      ['below the lowest', 'v1.8.0-eksbuild.1', 'HIGH'],
    ] as const
  ).map(([place, version, verdict]) => ({
    when: `it is ${place} by the list of last night, and AWS could not be asked tonight`,
    cluster: withAddon('coredns', version),
    context: lastNights(coredns),
    says: both(verdict),
  })),
  {
    when: 'it is an older build by the list of last night, and AWS could not be asked tonight',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.1'),
    context: lastNights(coredns),
    says: both('INSUFFICIENT_DATA', 'COMPLIANT'),
  },
  {
    when: 'it is listed for this version only',
    cluster: withAddon('coredns', 'v1.9.3-eksbuild.1'),
    context: lists('coredns', { 'v1.9.3-eksbuild.1': ['1.34'], 'v1.11.1-eksbuild.1': ['1.34', '1.35'] }),
    says: both('COMPLIANT', 'HIGH'),
  },
  {
    when: 'no version is listed for the next Kubernetes version',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.9'),
    context: lists('coredns', { 'v1.12.1-eksbuild.9': ['1.34'] }),
    says: both('COMPLIANT', 'INSUFFICIENT_DATA'),
  },
  {
    when: 'AWS does not know the add-on',
    cluster: withAddon('homemade', 'v1.0.0'),
    context: lists('homemade', {}),
    says: says('homemade', 'INSUFFICIENT_DATA', 'INSUFFICIENT_DATA'),
  },
  {
    when: 'nobody asked AWS about the add-on',
    cluster: withAddon('homemade', 'v1.0.0'),
    says: says('homemade', 'INSUFFICIENT_DATA', 'INSUFFICIENT_DATA'),
  },
  {
    when: 'the list could not be read',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.9'),
    context: { catalogue: aCatalogue({ addons: { coredns: unreadable(refused('eks:DescribeAddonVersions')) } }) },
    says: both('INSUFFICIENT_DATA'),
  },
  {
    when: 'the version cannot be read',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.preview'),
    says: { 'coredns now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'the add-on could not be described',
    cluster: aCluster({
      addons: readable([{ name: 'coredns', detail: unreadable(refused()) }]),
      selfManagedAddons: [],
    }),
    says: { 'coredns now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'the add-ons could not be listed',
    cluster: aCluster({ addons: unreadable(refused('eks:ListAddons')) }),
    says: { now: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'there is no next version yet',
    cluster: withAddon('coredns', 'v1.13.2-eksbuild.1', { version: '1.35' }),
    says: {
      'coredns now/unlisted': 'COMPLIANT',
      'coredns now/below-minimum': 'COMPLIANT',
      'coredns next-upgrade': 'NOT_APPLICABLE',
    },
  },

  {
    when: 'it is listed for this platform version',
    cluster: withAddon('csi', 'v1.5.2-eksbuild.1'),
    context: onPlatforms('eks.10'),
    says: says('csi', 'COMPLIANT', 'COMPLIANT'),
  },
  {
    when: 'it is listed from this platform version on',
    cluster: withAddon('csi', 'v1.5.2-eksbuild.1'),
    context: onPlatforms('eks.10+'),
    says: says('csi', 'COMPLIANT', 'COMPLIANT'),
  },
  {
    when: 'it is listed from the next platform version on',
    cluster: withAddon('csi', 'v1.5.2-eksbuild.1'),
    context: onPlatforms('eks.11+'),
    says: says('csi', 'MEDIUM', 'COMPLIANT'),
  },
  {
    when: 'it is listed for another platform version',
    cluster: withAddon('csi', 'v1.5.2-eksbuild.1'),
    context: onPlatforms('eks.9'),
    says: says('csi', 'MEDIUM', 'COMPLIANT'),
  },
  {
    when: 'it is listed for a platform version in words unknown',
    cluster: withAddon('csi', 'v1.5.2-eksbuild.1'),
    context: onPlatforms('local.1'),
    says: says('csi', 'MEDIUM', 'COMPLIANT'),
  },
  {
    when: 'the list names no platform version',
    cluster: withAddon('csi', 'v1.5.2-eksbuild.1'),
    context: onPlatforms(),
    says: says('csi', 'COMPLIANT', 'COMPLIANT'),
  },
  {
    when: "the cluster's platform version is not known",
    cluster: withAddon('csi', 'v1.5.2-eksbuild.1', { platformVersion: 'unknown' }),
    context: onPlatforms('eks.5+'),
    says: says('csi', 'INSUFFICIENT_DATA', 'COMPLIANT'),
  },
]);

const old = {
  asOf: '2024-02-07T02:00:00.000Z',
  catalogue: aCatalogue({
    clusterVersions: published(olderClusterVersions),
    addons: {
      'kube-proxy': releases({
        'v1.24.17-eksbuild.8': ['1.24*'],
        'v1.25.16-eksbuild.2': ['1.25*'],
        'v1.26.12-eksbuild.2': ['1.26*'],
      }),
      'vpc-cni': releases({
        'v1.10.1-eksbuild.1': ['1.24'],
        'v1.11.4-eksbuild.1': ['1.24', '1.25'],
        'v1.12.6-eksbuild.2': ['1.24', '1.25', '1.26'],
        'v1.16.0-eksbuild.1': ['1.24*', '1.25*', '1.26*'],
        'v1.16.2-eksbuild.1': ['1.24', '1.25', '1.26'],
      }),
    },
  }),
};
const nodes = (amiType: string) => ({ nodegroups: [aNodegroup({ amiType })] });
const at = (version: string, name: string, addon: string, amiType = 'AL2_x86_64') =>
  withAddon(name, addon, { version, ...nodes(amiType) });
const proxy = (now: string, more = {}) => ({
  'kube-proxy now/unlisted': now,
  'kube-proxy now/below-minimum': 'COMPLIANT',
  'kube-proxy next-upgrade/unlisted': 'COMPLIANT',
  'kube-proxy next-upgrade/below-minimum': 'COMPLIANT',
  ...more,
});

ruleTable({ ...addonVersionCompatibility, id: 'addon-version-compatibility of kube-proxy and vpc-cni' }, [
  {
    when: 'kube-proxy is not listed, and breaks with the next version',
    cluster: at('1.24', 'kube-proxy', 'v1.21.2-eksbuild.2'),
    context: old,
    says: proxy('LOW', {
      'kube-proxy next-upgrade/kube-proxy-endpointslice': 'CRITICAL',
      'kube-proxy next-upgrade/unlisted': 'COMPLIANT',
    }),
  },
  {
    when: 'kube-proxy is broken, which explains that it is not listed',
    cluster: at('1.25', 'kube-proxy', 'v1.21.2-eksbuild.2'),
    context: old,
    says: proxy('NOT_APPLICABLE', {
      'kube-proxy now/kube-proxy-endpointslice': 'CRITICAL',
      'kube-proxy next-upgrade/kube-proxy-endpointslice': 'CRITICAL',
    }),
  },
  {
    when: 'kube-proxy of the first good version is not broken',
    cluster: at('1.25', 'kube-proxy', 'v1.22.0-eksbuild.1'),
    context: old,
    says: proxy('LOW'),
  },
  {
    when: 'kube-proxy is above all that are listed: no more than LOW',
    cluster: at('1.24', 'kube-proxy', 'v1.25.1-eksbuild.2'),
    context: old,
    says: proxy('LOW'),
  },
  {
    when: 'kube-proxy is listed',
    cluster: at('1.24', 'kube-proxy', 'v1.24.17-eksbuild.8'),
    context: old,
    says: proxy('COMPLIANT'),
  },

  {
    when: 'vpc-cni is fine now, and neither listed nor recommended next: the worse is told',
    cluster: at('1.24', 'vpc-cni', 'v1.10.1-eksbuild.1'),
    context: old,
    says: says('vpc-cni', 'COMPLIANT', 'HIGH', { 'vpc-cni next-upgrade/below-minimum': 'NOT_APPLICABLE' }),
  },
  {
    when: 'vpc-cni is neither listed nor recommended now, and crashes next',
    cluster: at('1.25', 'vpc-cni', 'v1.10.1-eksbuild.1'),
    context: old,
    says: says('vpc-cni', 'HIGH', 'NOT_APPLICABLE', {
      'vpc-cni now/below-minimum': 'NOT_APPLICABLE',
      'vpc-cni next-upgrade/below-minimum': 'NOT_APPLICABLE',
      'vpc-cni next-upgrade/vpc-cni-cri-v1alpha2': 'CRITICAL',
    }),
  },
  {
    when: 'vpc-cni is the very version that AWS recommends at least',
    cluster: at('1.24', 'vpc-cni', 'v1.9.3'),
    context: {
      ...old,
      catalogue: { ...old.catalogue, addons: { 'vpc-cni': releases({ 'v1.9.3-eksbuild.1': ['1.24', '1.25'] }) } },
    },
    says: says('vpc-cni', 'COMPLIANT', 'COMPLIANT', { 'vpc-cni next-upgrade/below-minimum': 'MEDIUM' }),
  },
  {
    when: 'vpc-cni is listed, and below the minimum by a patch',
    cluster: at('1.24', 'vpc-cni', 'v1.11.3-eksbuild.1'),
    context: {
      ...old,
      catalogue: { ...old.catalogue, addons: { 'vpc-cni': releases({ 'v1.11.3-eksbuild.1': ['1.24', '1.25'] }) } },
    },
    says: says('vpc-cni', 'COMPLIANT', 'COMPLIANT', { 'vpc-cni next-upgrade/below-minimum': 'MEDIUM' }),
  },
  {
    when: 'vpc-cni is at the minimum',
    cluster: at('1.25', 'vpc-cni', 'v1.11.4-eksbuild.1'),
    context: { ...old, breakages: [] },
    says: says('vpc-cni', 'COMPLIANT', 'HIGH', { 'vpc-cni next-upgrade/below-minimum': 'NOT_APPLICABLE' }),
  },
  {
    when: 'new nodes on Amazon Linux 2023 would not become Ready',
    cluster: at('1.24', 'vpc-cni', 'v1.16.0-eksbuild.1', 'AL2023_x86_64_STANDARD'),
    context: old,
    says: says('vpc-cni', 'COMPLIANT', 'NOT_APPLICABLE', {
      'vpc-cni next-node-roll/vpc-cni-al2023': 'CRITICAL',
      'vpc-cni next-upgrade/vpc-cni-al2023': 'CRITICAL',
      'vpc-cni next-upgrade/unlisted': 'COMPLIANT',
    }),
  },
  {
    when: 'the first version that Amazon Linux 2023 can do with',
    cluster: at('1.24', 'vpc-cni', 'v1.16.2-eksbuild.1', 'AL2023_x86_64_STANDARD'),
    context: old,
    says: says('vpc-cni', 'COMPLIANT', 'COMPLIANT'),
  },
  {
    when: 'no node group could be listed, and some might be on Amazon Linux 2023',
    cluster: withAddon('vpc-cni', 'v1.16.0-eksbuild.1', {
      version: '1.24',
      nodegroups: unreadable(refused('eks:ListNodegroups')),
    }),
    context: old,
    says: says('vpc-cni', 'COMPLIANT', 'COMPLIANT', {
      'vpc-cni next-node-roll/vpc-cni-al2023': 'INSUFFICIENT_DATA',
      'vpc-cni next-upgrade/vpc-cni-al2023': 'INSUFFICIENT_DATA',
    }),
  },
  {
    when: 'one group is known to be on it, another is not known',
    cluster: withAddon('vpc-cni', 'v1.16.0-eksbuild.1', {
      version: '1.24',
      nodegroups: [aNodegroup(), aNodegroup({ name: 'odd', amiType: 'AL2027_x86_64' })],
    }),
    context: old,
    says: says('vpc-cni', 'COMPLIANT', 'COMPLIANT', {
      'vpc-cni next-node-roll/vpc-cni-al2023': 'CRITICAL',
      'vpc-cni next-upgrade/vpc-cni-al2023': 'CRITICAL',
    }),
  },
]);

it('lets a mild breakage explain nothing that is worse', () => {
  const mild: AddonBreakage = {
    id: 'mild',
    rule: 'addon-version-compatibility',
    condition: { addon: 'coredns', below: 'v9.0.0' },
    consequence: 'a log line',
    severity: 'LOW',
    horizon: 'now',
    source: 'https://example.com',
    read: '2026-11-22',
  };
  const cluster = withAddon('coredns', 'v1.9.3-eksbuild.1');
  const { evaluations } = addonVersionCompatibility.evaluate(cluster, aContext({ ...coredns, breakages: [mild] }));

  expect(verdictAt(evaluations, cluster, 'coredns now/mild')).toMatchObject({ severity: 'LOW' });
  expect(verdictAt(evaluations, cluster, 'coredns now/unlisted')).toMatchObject({ severity: 'HIGH' });
});

describe('what it says of the add-ons of the incident', () => {
  const nightBefore = aCluster({
    version: '1.24',
    addons: [anAddon('vpc-cni', 'v1.10.1-eksbuild.1'), anAddon('kube-proxy', 'v1.21.2-eksbuild.2')],
    selfManagedAddons: [],
    ...nodes('AL2_x86_64'),
  });
  const { evaluations } = addonVersionCompatibility.evaluate(nightBefore, aContext(old));
  const kubeProxy = verdictAt(evaluations, nightBefore, 'kube-proxy next-upgrade/kube-proxy-endpointslice');
  const vpcCni = verdictAt(evaluations, nightBefore, 'vpc-cni next-upgrade/unlisted');

  it('names the consequence and its source', () => {
    expect(kubeProxy).toMatchObject({
      evidence: {
        addon: 'kube-proxy',
        version: 'v1.21.2-eksbuild.2',
        kubernetes: '1.25',
        kind: 'KNOWN_BREAKAGE',
        breakage: 'kube-proxy-endpointslice',
        consequence: expect.stringContaining('never become Ready'),
        source: expect.stringMatching(/^https:/),
        awsUpgradesFrom: '2025-01-31T00:00:00.000Z',
      },
    });
  });

  it('sends kube-proxy to what fits both versions', () => {
    expect(kubeProxy).toMatchObject({ remediation: [{ command: expect.arrayContaining(['v1.24.17-eksbuild.8']) }] });
  });

  it('names the ends of the list, and what else is wrong', () => {
    expect(vpcCni).toMatchObject({
      evidence: {
        kind: 'BELOW_LISTED',
        lowestListed: 'v1.11.4-eksbuild.1',
        newestListed: 'v1.16.2-eksbuild.1',
        defaultVersion: 'v1.16.0-eksbuild.1',
        also: ['BELOW_MINIMUM'],
      },
    });
  });

  it('sends vpc-cni one minor on, to the lowest that fits both versions', () => {
    expect(vpcCni).toMatchObject({ remediation: [{ command: expect.arrayContaining(['v1.11.4-eksbuild.1']) }] });
  });

  it('names the nearest version that is listed of one that is not any more', () => {
    const cluster = withAddon('coredns', 'v1.12.1-eksbuild.8');
    const judged = addonVersionCompatibility.evaluate(cluster, aContext(coredns)).evaluations;

    expect(verdictAt(judged, cluster, 'coredns now/unlisted')).toHaveProperty(
      'evidence.nearestListed',
      'v1.12.1-eksbuild.9',
    );
  });

  it('names the platform versions that it is listed for', () => {
    const cluster = withAddon('csi', 'v1.5.2-eksbuild.1');
    const judged = addonVersionCompatibility.evaluate(cluster, aContext(onPlatforms('eks.11+'))).evaluations;

    expect(verdictAt(judged, cluster, 'csi now/unlisted')).toMatchObject({
      evidence: { kind: 'OTHER_PLATFORM', listedPlatforms: ['eks.11+'], platformVersion: 'eks.10' },
    });
  });

  it('sends a kube-proxy that is only unlisted to the newest of its control plane', () => {
    const versions = { 'v1.32.5-eksbuild.2': ['1.33'], 'v1.34.0-eksbuild.2': ['1.34'], 'v1.34.1-eksbuild.2': ['1.34'] };
    const context = aContext(lists('kube-proxy', versions));
    const remedyOf = (version: string, overrides = {}) => {
      const cluster = withAddon('kube-proxy', version, overrides);
      const { evaluations: judged } = addonVersionCompatibility.evaluate(cluster, context);
      const verdict = verdictAt(judged, cluster, 'kube-proxy now/unlisted');
      return verdict.compliance === 'NON_COMPLIANT' ? verdict.remediation.map(({ command }) => command) : [];
    };

    expect(remedyOf('v1.33.0-eksbuild.1')).toEqual([
      expect.arrayContaining(['update-addon', 'kube-proxy', 'v1.34.1-eksbuild.2']),
    ]);
    // Nothing that is listed is of its own minor.
    expect(remedyOf('v1.32.0-eksbuild.1', { version: '1.33' })).toEqual([
      expect.arrayContaining(['describe-addon-versions', '1.33']),
    ]);
  });

  it('shows of an add-on that EKS does not manage what runs, and what is listed', () => {
    const own = anAddon('coredns', { version: 'v1.9.3', managed: false });
    const cluster = aCluster({ addons: [], selfManagedAddons: [own] });
    const judged = addonVersionCompatibility.evaluate(cluster, aContext(coredns)).evaluations;

    expect(verdictAt(judged, cluster, 'coredns now/unlisted')).toMatchObject({
      remediation: [
        { command: expect.arrayContaining(['kubectl', 'get']) },
        { command: expect.arrayContaining(['describe-addon-versions', '1.34']) },
      ],
    });
  });

  it('shows what is listed where nothing that is would help', () => {
    const cluster = withAddon('coredns', 'v1.9.3-eksbuild.1');
    const context = aContext(lists('coredns', { 'v1.9.3-eksbuild.1': ['1.34'], 'v1.13.2-eksbuild.1': ['1.35'] }));
    const judged = addonVersionCompatibility.evaluate(cluster, context).evaluations;

    expect(verdictAt(judged, cluster, 'coredns next-upgrade/unlisted')).toMatchObject({
      remediation: [{ command: expect.arrayContaining(['describe-addon-versions', '1.35']), verify: [] }],
    });
  });

  it('says how old a catalogue is that stands in for one of tonight', () => {
    const stale = readable({
      value: olderClusterVersions,
      readAt: '2024-02-05T02:00:00.000Z',
      stale: refused('eks:DescribeClusterVersions'),
    });
    const context = aContext({ ...old, catalogue: { ...old.catalogue, clusterVersions: stale } });
    const judged = addonVersionCompatibility.evaluate(nightBefore, context).evaluations;

    expect(verdictAt(judged, nightBefore, 'vpc-cni next-upgrade/unlisted')).toHaveProperty(
      'evidence.catalogueReadAt',
      '2024-02-05T02:00:00.000Z',
    );
  });
});
