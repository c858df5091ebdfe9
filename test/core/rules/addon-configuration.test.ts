import { describe, expect, it } from 'vitest';
import type { Json } from '#core/json.ts';
import { readable, unreadable } from '#core/reading.ts';
import { addonConfiguration } from '#core/rules/addon-configuration.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import { aCluster, aContext, aNodegroup, anAddon, refused } from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const nodes = (...sizes: readonly number[]) =>
  sizes.map((desiredSize, index) => aNodegroup({ name: `workers-${index}`, desiredSize }));

/** A cluster with one add-on, in which nobody misses the others. */
function configured(configuration: Json | undefined, more: Parameters<typeof aCluster>[0] = {}, name = 'coredns') {
  const addon = anAddon(name, configuration === undefined ? {} : { configuration });
  return aCluster({ addons: [addon], nodegroups: nodes(3), selfManagedAddons: [], ...more });
}

const faults = [
  'corefile-syntax',
  'corefile-plugin',
  'corefile-property',
  'corefile-zone',
  'corefile-ready',
  'corefile-health',
];

/** What is said of coredns: that all is well, but for what is given. */
function says(more: Readonly<Record<string, string>> = {}, ofCorefile: readonly string[] = []) {
  return {
    'coredns next-node-roll/unparsed': 'COMPLIANT',
    ...Object.fromEntries(ofCorefile.map((fault) => [`coredns next-node-roll/${fault}`, 'COMPLIANT'])),
    'coredns now/replicas': 'NOT_APPLICABLE',
    ...Object.fromEntries(Object.entries(more).map(([fault, word]) => [`coredns ${fault}`, word])),
  };
}

/** What is said of all faults of a Corefile. */
const ofAll = (word: string) => Object.fromEntries(faults.map((fault) => [`next-node-roll/${fault}`, word]));

ruleTable(addonConfiguration, [
  { when: 'nothing is configured', cluster: configured(undefined), says: says() },
  { when: 'something is configured', cluster: configured({ resources: {} }), says: says() },
  {
    when: 'what is configured is no JSON and no YAML',
    cluster: configured('{ replicaCount: 2'),
    says: says({
      'next-node-roll/unparsed': 'MEDIUM',
      ...ofAll('NOT_APPLICABLE'),
      'now/replicas': 'INSUFFICIENT_DATA',
    }),
  },
  {
    when: 'what is configured is a list',
    cluster: configured(['a']),
    says: says({
      'next-node-roll/unparsed': 'MEDIUM',
      ...ofAll('NOT_APPLICABLE'),
      'now/replicas': 'INSUFFICIENT_DATA',
    }),
  },
  {
    when: 'the Corefile is no text',
    cluster: configured({ corefile: { errors: true } }),
    says: says({
      'next-node-roll/unparsed': 'MEDIUM',
      ...ofAll('NOT_APPLICABLE'),
      'now/replicas': 'INSUFFICIENT_DATA',
    }),
  },
  { when: 'the Corefile is empty, so that it is that of EKS', cluster: configured({ corefile: ' \n' }), says: says() },
  {
    when: 'another add-on is configured',
    cluster: configured({ env: {}, corefile: '. {', replicaCount: 1 }, {}, 'vpc-cni'),
    says: { 'vpc-cni next-node-roll/unparsed': 'COMPLIANT' },
  },
  {
    when: 'another add-on is configured with what is no JSON and no YAML',
    cluster: configured('env: [', {}, 'vpc-cni'),
    says: { 'vpc-cni next-node-roll/unparsed': 'MEDIUM' },
  },
  {
    when: 'EKS does not manage it',
    cluster: aCluster({ addons: [], selfManagedAddons: [anAddon('coredns', { managed: false })] }),
    says: {},
  },
  {
    when: 'nobody sees whether there is one that EKS does not manage',
    cluster: aCluster({ addons: [], selfManagedAddons: unreadable(refused('kubernetes:ListDaemonSets')) }),
    says: {},
  },
  {
    when: 'it could not be described',
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
]);

/** The Corefile of EKS, with something in it besides. */
const corefile = (more = '', without = '') =>
  `.:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
    ${more}
}
`.replace(without, '');

const withCorefile = (text: string, version = 'v1.11.4-eksbuild.2') =>
  aCluster({ addons: [anAddon('coredns', { configuration: { corefile: text }, version })], selfManagedAddons: [] });

const corefileSays = (more: Readonly<Record<string, string>> = {}) =>
  says(
    Object.fromEntries(Object.entries(more).map(([fault, word]) => [`next-node-roll/corefile-${fault}`, word])),
    faults,
  );

ruleTable({ ...addonConfiguration, id: 'addon-configuration of a Corefile' }, [
  { when: 'it is that of EKS', cluster: withCorefile(corefile()), says: corefileSays() },
  ...['v1.8.7-eksbuild.1', 'v1.9.3-eksbuild.7', 'v1.10.1-eksbuild.6', 'v1.13.2-eksbuild.19', 'v1.14.3-eksbuild.11'].map(
    (version) => ({
      when: `it is that of EKS, in ${version}`,
      cluster: withCorefile(corefile(), version),
      says: corefileSays(),
    }),
  ),
  {
    when: 'a brace is left open',
    cluster: withCorefile(corefile().trimEnd().slice(0, -1)),
    says: corefileSays({
      syntax: 'MEDIUM',
      plugin: 'NOT_APPLICABLE',
      property: 'NOT_APPLICABLE',
      zone: 'NOT_APPLICABLE',
      ready: 'NOT_APPLICABLE',
      health: 'NOT_APPLICABLE',
    }),
  },
  {
    when: 'it has a plugin that is gone',
    cluster: withCorefile(corefile('proxy . 10.0.0.2')),
    says: corefileSays({ plugin: 'MEDIUM' }),
  },
  {
    when: 'it has a plugin that is gone, in what nobody imports',
    cluster: withCorefile(`(old) {\nproxy . 10.0.0.2\n}\n${corefile()}`),
    says: corefileSays(),
  },
  {
    when: 'it has a plugin that is gone, in what is imported',
    cluster: withCorefile(`(old) {\nproxy . 10.0.0.2\n}\n${corefile('import old')}`),
    says: corefileSays({ plugin: 'MEDIUM' }),
  },
  {
    when: 'it has a plugin that is gone, in a comment',
    cluster: withCorefile(corefile('# proxy . 10.0.0.2')),
    says: corefileSays(),
  },
  {
    when: 'it has a plugin that is yet to come',
    cluster: withCorefile(corefile('multisocket')),
    says: corefileSays({ plugin: 'MEDIUM' }),
  },
  {
    when: 'it has a plugin of which a later CoreDNS may know',
    cluster: withCorefile(corefile('novelty'), 'v1.99.0-eksbuild.1'),
    says: corefileSays({ plugin: 'INSUFFICIENT_DATA' }),
  },
  {
    when: 'the name of a plugin is in the environment',
    cluster: withCorefile(corefile('{$PLUGIN} x')),
    says: corefileSays(),
  },
  {
    when: 'its version cannot be read',
    cluster: withCorefile(corefile('proxy . 10.0.0.2'), 'latest'),
    says: corefileSays({ plugin: 'INSUFFICIENT_DATA', property: 'INSUFFICIENT_DATA' }),
  },
  {
    when: 'a plugin has a property that is gone',
    cluster: withCorefile(corefile().replace('pods insecure', 'upstream')),
    says: corefileSays({ property: 'MEDIUM' }),
  },
  {
    when: 'a plugin has a property that is yet to come',
    cluster: withCorefile(corefile('forward a.org 10.0.0.2 {\nmax_age 5s\n}')),
    says: corefileSays({ property: 'MEDIUM' }),
  },
  {
    when: 'a plugin has a property of which a later CoreDNS may know',
    cluster: withCorefile(corefile('forward a.org 10.0.0.2 {\nnovelty 5s\n}'), 'v1.99.0-eksbuild.1'),
    says: corefileSays({ property: 'INSUFFICIENT_DATA' }),
  },
  {
    when: 'a plugin that is gone has properties: it is told once',
    cluster: withCorefile(corefile('proxy . 10.0.0.2 {\nspray\n}')),
    says: corefileSays({ plugin: 'MEDIUM' }),
  },
  {
    when: 'the name of a property is in the environment',
    cluster: withCorefile(corefile('forward a.org 10.0.0.2 {\n{$MORE}\n}')),
    says: corefileSays(),
  },
  {
    when: 'it has hosts, whose block holds addresses',
    cluster: withCorefile(corefile('hosts {\n10.0.0.1 a.org\nfallthrough\n}')),
    says: corefileSays(),
  },
  {
    when: 'ready is nowhere',
    cluster: withCorefile(corefile('', 'ready')),
    says: corefileSays({ ready: 'MEDIUM' }),
  },
  {
    when: 'ready is in a comment',
    cluster: withCorefile(corefile('# ready', 'ready')),
    says: corefileSays({ ready: 'MEDIUM' }),
  },
  {
    when: 'ready is in another block',
    cluster: withCorefile(`${corefile('', 'ready')}\na.org {\nready\n}`),
    says: corefileSays(),
  },
  {
    when: 'ready is in a snippet that is imported',
    cluster: withCorefile(`(probes) {\nready\n}\n${corefile('import probes', 'ready')}`),
    says: corefileSays(),
  },
  {
    when: 'ready is in a snippet that nobody imports',
    cluster: withCorefile(`(probes) {\nready\n}\n${corefile('', 'ready')}`),
    says: corefileSays({ ready: 'MEDIUM' }),
  },
  {
    when: 'this CoreDNS has no ready',
    cluster: withCorefile(corefile('', 'ready'), 'v1.3.1-eksbuild.1'),
    says: corefileSays(),
  },
  {
    when: 'health is nowhere',
    cluster: withCorefile(corefile('', 'health {\n        lameduck 5s\n    }')),
    says: corefileSays({ health: 'MEDIUM' }),
  },
  {
    when: 'it imports a file: what is there is there, and nothing else is cleared',
    cluster: withCorefile(corefile('import custom/*.override', 'ready')),
    says: corefileSays({
      syntax: 'INSUFFICIENT_DATA',
      plugin: 'INSUFFICIENT_DATA',
      property: 'INSUFFICIENT_DATA',
      zone: 'INSUFFICIENT_DATA',
      ready: 'INSUFFICIENT_DATA',
    }),
  },
  {
    when: 'it imports a file, and has a plugin that is gone',
    cluster: withCorefile(corefile('import custom/*.override\nproxy . 10.0.0.2')),
    says: corefileSays({
      syntax: 'INSUFFICIENT_DATA',
      plugin: 'MEDIUM',
      property: 'INSUFFICIENT_DATA',
      zone: 'INSUFFICIENT_DATA',
    }),
  },
]);

describe('a zone and port', () => {
  const block = (keys: string, more = '') => `${keys} {\nready\nhealth\n${more}\n}\n`;

  it.each([
    ['twice', block('a.org:53') + block('a.org:53'), 'MEDIUM'],
    ['twice in one block', block('a.org a.org'), 'MEDIUM'],
    ['with and without the port of DNS', block('.') + block('.:53'), 'MEDIUM'],
    ['with and without the transport of DNS', block('dns://.') + block('.'), 'MEDIUM'],
    ['with and without the dot at the end', block('a.org') + block('a.org.'), 'MEDIUM'],
    ['of the root by its port alone', block('.:53') + block(':53'), 'MEDIUM'],
    ['of TLS, with and without its port', block('tls://.') + block('tls://.:853'), 'MEDIUM'],
    ['of HTTPS, with and without its port', block('https://.') + block('https://.:443'), 'MEDIUM'],
    ['on two ports', block('.:53') + block('.:1053'), 'COMPLIANT'],
    ['by two transports', block('.:853') + block('tls://.'), 'COMPLIANT'],
    ['of two zones', block('a.org') + block('b.org'), 'COMPLIANT'],
    ['bound to two addresses', block('.', 'bind 10.0.0.1') + block('.', 'bind 10.0.0.2'), 'COMPLIANT'],
    ['bound twice to one address', block('.', 'bind 10.0.0.1') + block('.', 'bind 10.0.0.2 10.0.0.1'), 'MEDIUM'],
    ['bound and not bound', block('.', 'bind 10.0.0.1') + block('.'), 'MEDIUM'],
    ['not bound and bound', block('.') + block('.', 'bind 10.0.0.1'), 'MEDIUM'],
    ['bound to what is in the environment', block('.') + block('.', 'bind {$ADDRESS}'), 'COMPLIANT'],
    ['chosen by a view', block('.', 'view v6 {\nexpr true\n}') + block('.'), 'COMPLIANT'],
    ['that are in the environment', block('{$ZONE}') + block('{$ZONE}'), 'COMPLIANT'],
  ])('%s: %s', (_, text, word) => {
    const cluster = withCorefile(text);

    const { evaluations } = addonConfiguration.evaluate(cluster, aContext());

    const verdict = verdictAt(evaluations, cluster, 'coredns next-node-roll/corefile-zone');
    expect(verdict.compliance === 'NON_COMPLIANT' ? verdict.severity : verdict.compliance).toBe(word);
  });
});

const scaled = (maxReplicas?: number) => ({
  autoScaling: { enabled: true, minReplicas: 2, ...(maxReplicas === undefined ? {} : { maxReplicas }) },
});

const enough = { 'now/replicas': 'COMPLIANT' };

ruleTable({ ...addonConfiguration, id: 'addon-configuration of the replicas of coredns' }, [
  { when: 'it has one', cluster: configured({ replicaCount: 1 }), says: says({ 'now/replicas': 'MEDIUM' }) },
  { when: 'it has two', cluster: configured({ replicaCount: 2 }), says: says(enough) },
  {
    when: 'it has two for 32 nodes',
    cluster: configured({ replicaCount: 2 }, { nodegroups: nodes(30, 2) }),
    says: says(enough),
  },
  {
    when: 'it has two for 33 nodes',
    cluster: configured({ replicaCount: 2 }, { nodegroups: nodes(30, 3) }),
    says: says({ 'now/replicas': 'MEDIUM' }),
  },
  {
    when: 'it has three for 48 nodes',
    cluster: configured({ replicaCount: 3 }, { nodegroups: nodes(48) }),
    says: says(enough),
  },
  {
    when: 'it may have two for 33 nodes',
    cluster: configured(scaled(2), { nodegroups: nodes(33) }),
    says: says({ 'now/replicas': 'MEDIUM' }),
  },
  {
    when: 'it may have three for 33 nodes',
    cluster: configured(scaled(3), { nodegroups: nodes(33) }),
    says: says(enough),
  },
  { when: 'it may have one', cluster: configured(scaled(1)), says: says({ 'now/replicas': 'MEDIUM' }) },
  {
    when: 'it is scaled without a limit',
    cluster: configured(scaled(), { nodegroups: nodes(400) }),
    says: says(enough),
  },
  {
    when: 'it is scaled, so that replicaCount counts for nothing',
    cluster: configured({ ...scaled(3), replicaCount: 1 }),
    says: says(enough),
  },
  {
    when: 'its scaling is off, so that maxReplicas counts for nothing',
    cluster: configured({ autoScaling: { enabled: false, maxReplicas: 1 }, replicaCount: 2 }),
    says: says(enough),
  },
  {
    when: 'nothing is configured for 32 nodes',
    cluster: configured({}, { nodegroups: nodes(32) }),
    says: says(),
  },
  {
    when: 'nothing is configured for 33 nodes, and something else may scale it',
    cluster: configured({}, { nodegroups: nodes(33) }),
    says: says({ 'now/replicas': 'INSUFFICIENT_DATA' }),
  },
  {
    when: 'the node groups could not be listed',
    cluster: configured({ replicaCount: 2 }, { nodegroups: unreadable(refused('eks:ListNodegroups')) }),
    says: says({ 'now/replicas': 'INSUFFICIENT_DATA' }),
  },
  {
    when: 'the node groups could not be listed, and it has one',
    cluster: configured({ replicaCount: 1 }, { nodegroups: unreadable(refused('eks:ListNodegroups')) }),
    says: says({ 'now/replicas': 'MEDIUM' }),
  },
  {
    when: 'a node group could not be described',
    cluster: configured(
      { replicaCount: 2 },
      {
        nodegroups: readable([{ name: 'workers', detail: unreadable(refused('eks:DescribeNodegroup')) }]),
      },
    ),
    says: says({ 'now/replicas': 'INSUFFICIENT_DATA' }),
  },
  {
    when: 'AWS gave no size of a node group, and the others are too many',
    cluster: configured({ replicaCount: 2 }, { nodegroups: [...nodes(33), aNodegroup()] }),
    says: says({ 'now/replicas': 'MEDIUM' }),
  },
  {
    when: 'AWS gave no size of a node group',
    cluster: configured({ replicaCount: 2 }, { nodegroups: [aNodegroup()] }),
    says: says({ 'now/replicas': 'INSUFFICIENT_DATA' }),
  },
]);

function evidenceOf(cluster: ClusterSnapshot, place: string): unknown {
  const verdict = verdictAt(addonConfiguration.evaluate(cluster, aContext()).evaluations, cluster, place);
  return verdict.compliance === 'NON_COMPLIANT' ? verdict.evidence : undefined;
}

const at = { addon: 'coredns', version: 'v1.11.4-eksbuild.2' };

it.each([
  ['the line of a brace', withCorefile('\n. {\n'), 'corefile-syntax', { kind: 'UNCLOSED_BRACE', line: 2 }],
  [
    'each plugin once',
    withCorefile(corefile('proxy a b\nproxy c d\nnonsense')),
    'corefile-plugin',
    { kind: 'UNKNOWN_PLUGIN', names: ['proxy', 'nonsense'] },
  ],
  [
    'each property with its plugin',
    withCorefile(corefile('log {\nlevel\n}')),
    'corefile-property',
    { kind: 'UNKNOWN_PROPERTY', names: ['log level'] },
  ],
  ['the zone', withCorefile(corefile() + corefile()), 'corefile-zone', { kind: 'ZONE_TWICE', zones: ['.:53'] }],
  ['the plugin', withCorefile(corefile('', 'ready')), 'corefile-ready', { kind: 'NOT_PROBED', plugin: 'ready' }],
])('tells %s', (_, cluster, fault, evidence) => {
  expect(evidenceOf(cluster, `coredns next-node-roll/${fault}`)).toEqual({ ...at, ...evidence });
});

it('tells of replicas how many the nodes need, and not how many nodes there are tonight', () => {
  const cluster = (size: number) => configured({ replicaCount: 2 }, { nodegroups: nodes(size) });

  expect(evidenceOf(cluster(33), 'coredns now/replicas')).toMatchObject({
    kind: 'REPLICAS',
    replicaCount: 2,
    needed: 3,
  });
  expect(evidenceOf(cluster(48), 'coredns now/replicas')).toEqual(evidenceOf(cluster(33), 'coredns now/replicas'));
});
