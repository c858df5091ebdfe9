import { expect, it } from 'vitest';
import { readable, unreadable } from '#core/reading.ts';
import { addonVersionCurrency } from '#core/rules/addon-version-currency.ts';
import {
  aCatalogue,
  aCluster,
  aContext,
  anAddon,
  published,
  refused,
  releases,
  settings,
} from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

/** A cluster with one add-on, in which nobody misses the others. */
function withAddon(name: string, version: string, overrides = {}) {
  return aCluster({ addons: [anAddon(name, version)], selfManagedAddons: [], ...overrides });
}

const lists = (versions: Record<string, readonly string[]>, name = 'coredns') => ({
  catalogue: aCatalogue({ addons: { [name]: releases(versions) } }),
});

const coredns = lists({
  'v1.11.4-eksbuild.1': ['1.34'],
  'v1.12.0-eksbuild.40': ['1.34'],
  'v1.12.1-eksbuild.2': ['1.34'],
  'v1.12.1-eksbuild.9': ['1.34*'],
  'v1.12.2-eksbuild.1': ['1.34', '1.35*'],
});
const newest = { ...coredns, settings: settings({ addonCurrency: 'newest' }) };
const says = (word: string, name = 'coredns') => ({ [`${name} now`]: word });

const kubeProxy = lists(
  {
    'v1.31.13-eksbuild.2': ['1.31*', '1.34'],
    'v1.32.0-eksbuild.2': ['1.32*', '1.34'],
    'v1.33.0-eksbuild.2': ['1.33*', '1.34'],
    'v1.34.0-eksbuild.2': ['1.34'],
    'v1.34.1-eksbuild.2': ['1.34*'],
  },
  'kube-proxy',
);
const proxy = (version: string) => withAddon('kube-proxy', version);

const onPlatforms = (platform: string) => ({
  catalogue: aCatalogue({
    addons: {
      csi: published(
        [
          ['v1.5.2-eksbuild.1', ['eks.9']],
          ['v1.6.0-eksbuild.1', [platform]],
        ].map(([version, platformVersions]) => ({
          version: version as string,
          compatibilities: [
            { clusterVersion: '1.34', platformVersions: platformVersions as string[], isDefault: true },
          ],
        })),
      ),
    },
  }),
});

ruleTable(addonVersionCurrency, [
  {
    when: 'it is the default',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.9'),
    context: coredns,
    says: says('COMPLIANT'),
  },
  {
    when: 'it is an older build of the default',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.2'),
    context: coredns,
    says: says('COMPLIANT'),
  },
  {
    when: 'it is a patch behind the default',
    cluster: withAddon('coredns', 'v1.12.0-eksbuild.40'),
    context: coredns,
    says: says('LOW'),
  },
  {
    when: 'it is a patch behind the newest, and nobody asked for that',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.9'),
    context: coredns,
    says: says('COMPLIANT'),
  },
  {
    when: 'it is a patch behind the newest, and that is asked for',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.9'),
    context: newest,
    says: says('LOW'),
  },
  {
    when: 'it is the newest, and that is asked for',
    cluster: withAddon('coredns', 'v1.12.2-eksbuild.1'),
    context: newest,
    says: says('COMPLIANT'),
  },
  {
    when: 'it is above all that are listed',
    cluster: withAddon('coredns', 'v1.14.0-eksbuild.1'),
    context: newest,
    says: says('COMPLIANT'),
  },
  {
    when: 'it is the lowest that is listed',
    cluster: withAddon('coredns', 'v1.11.4-eksbuild.1'),
    context: coredns,
    says: says('LOW'),
  },
  {
    when: 'it is below all that are listed, which another rule tells',
    cluster: withAddon('coredns', 'v1.11.3-eksbuild.1'),
    context: coredns,
    says: says('NOT_APPLICABLE'),
  },
  {
    when: 'it is between those that are listed, which another rule tells',
    cluster: withAddon('coredns', 'v1.11.5-eksbuild.1'),
    context: coredns,
    says: says('NOT_APPLICABLE'),
  },
  {
    when: 'it is an older build than those that are listed, which another rule tells',
    cluster: withAddon('coredns', 'v1.12.0-eksbuild.39'),
    context: coredns,
    says: says('NOT_APPLICABLE'),
  },
  {
    when: 'the default of the next Kubernetes version is newer',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.9', { version: '1.34' }),
    context: coredns,
    says: says('COMPLIANT'),
  },
  {
    when: 'EKS does not manage it',
    cluster: aCluster({
      addons: [],
      selfManagedAddons: [anAddon('coredns', { managed: false, version: 'v1.11.4' })],
    }),
    context: coredns,
    says: says('LOW'),
  },

  {
    when: 'kube-proxy is the default',
    cluster: proxy('v1.34.1-eksbuild.2'),
    context: kubeProxy,
    says: says('COMPLIANT', 'kube-proxy'),
  },
  {
    when: 'kube-proxy is a patch behind',
    cluster: proxy('v1.34.0-eksbuild.2'),
    context: kubeProxy,
    says: says('LOW', 'kube-proxy'),
  },
  {
    when: 'kube-proxy is a minor behind, as between two steps of an upgrade',
    cluster: proxy('v1.33.0-eksbuild.2'),
    context: kubeProxy,
    says: says('COMPLIANT', 'kube-proxy'),
  },
  {
    when: 'kube-proxy is two minors behind',
    cluster: proxy('v1.32.0-eksbuild.2'),
    context: kubeProxy,
    says: says('LOW', 'kube-proxy'),
  },
  {
    when: 'another add-on is a minor behind',
    cluster: withAddon('vpc-cni', 'v1.33.0-eksbuild.1'),
    context: lists({ 'v1.33.0-eksbuild.1': ['1.34'], 'v1.34.0-eksbuild.1': ['1.34*'] }, 'vpc-cni'),
    says: says('LOW', 'vpc-cni'),
  },

  {
    when: 'the newer default is for another platform version',
    cluster: withAddon('csi', 'v1.5.2-eksbuild.1', { platformVersion: 'eks.9' }),
    context: onPlatforms('eks.10'),
    says: says('COMPLIANT', 'csi'),
  },
  {
    when: 'there are two defaults, and it is as new as the lower',
    cluster: withAddon('csi', 'v1.5.2-eksbuild.1', { platformVersion: 'eks.9' }),
    context: onPlatforms('*'),
    says: says('COMPLIANT', 'csi'),
  },
  {
    when: 'AWS names no default',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.9'),
    context: lists({ 'v1.12.1-eksbuild.9': ['1.34'] }),
    says: says('INSUFFICIENT_DATA'),
  },
  {
    when: 'AWS names no default, and the newest is asked for',
    cluster: withAddon('coredns', 'v1.12.0-eksbuild.9'),
    context: {
      ...newest,
      ...lists({ 'v1.12.0-eksbuild.9': ['1.34'], 'v1.12.1-eksbuild.9': ['1.34'] }),
    },
    says: says('LOW'),
  },
  {
    when: 'AWS lists no version for this Kubernetes version',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.9'),
    context: lists({ 'v1.12.1-eksbuild.9': ['1.35*'] }),
    says: says('INSUFFICIENT_DATA'),
  },
  {
    when: 'the list could not be read',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.9'),
    context: { catalogue: aCatalogue({ addons: { coredns: unreadable(refused('eks:DescribeAddonVersions')) } }) },
    says: says('INSUFFICIENT_DATA'),
  },
  {
    when: 'the version cannot be read',
    cluster: withAddon('coredns', 'v1.12.1-eksbuild.preview'),
    context: coredns,
    says: says('INSUFFICIENT_DATA'),
  },
  {
    when: 'the add-on could not be described',
    cluster: aCluster({
      addons: readable([{ name: 'coredns', detail: unreadable(refused()) }]),
      selfManagedAddons: [],
    }),
    says: says('INSUFFICIENT_DATA'),
  },
  {
    when: 'the add-ons could not be listed',
    cluster: aCluster({ addons: unreadable(refused('eks:ListAddons')) }),
    says: { now: 'INSUFFICIENT_DATA' },
  },
]);

it('names the default and the newest, and goes to what fits the next Kubernetes version too', () => {
  const cluster = withAddon('vpc-cni', 'v1.19.6-eksbuild.1');

  const { evaluations } = addonVersionCurrency.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'vpc-cni now')).toMatchObject({
    severity: 'LOW',
    evidence: {
      addon: 'vpc-cni',
      version: 'v1.19.6-eksbuild.1',
      kubernetes: '1.34',
      olderThan: 'DEFAULT',
      defaultVersion: 'v1.20.4-eksbuild.1',
      newestListed: 'v1.21.1-eksbuild.1',
    },
    remediation: [{ expected: ['ACTIVE', 'v1.20.4-eksbuild.1'] }],
  });
});

it('says of the newest that it is the newest which is asked for', () => {
  const cluster = withAddon('coredns', 'v1.12.1-eksbuild.9');

  const { evaluations } = addonVersionCurrency.evaluate(cluster, aContext(newest));

  expect(verdictAt(evaluations, cluster, 'coredns now')).toMatchObject({
    evidence: { olderThan: 'NEWEST', defaultVersion: 'v1.12.1-eksbuild.9', newestListed: 'v1.12.2-eksbuild.1' },
  });
});

it('never goes to a version that is older than the one that is asked for', () => {
  const cluster = withAddon('vpc-cni', 'v1.19.6-eksbuild.1');
  const context = aContext({ settings: settings({ addonCurrency: 'newest' }) });

  const { evaluations } = addonVersionCurrency.evaluate(cluster, context);

  expect(verdictAt(evaluations, cluster, 'vpc-cni now')).toMatchObject({
    remediation: [{ expected: ['ACTIVE', 'v1.20.4-eksbuild.1'] }, { expected: ['ACTIVE', 'v1.21.1-eksbuild.1'] }],
  });
});
