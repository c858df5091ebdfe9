import { expect, it } from 'vitest';
import type { AddonRelease } from '#core/catalogue.ts';
import { readable, unreadable } from '#core/reading.ts';
import { addonPermissions } from '#core/rules/addon-permissions.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import {
  aCatalogue,
  aCluster,
  aContext,
  aLaunchTemplate,
  aNodegroup,
  anAddon,
  published,
  refused,
  sights,
} from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const csi = 'aws-ebs-csi-driver';
const version = 'v1.55.0-eksbuild.1';
const withAddon = (overrides: object = {}, name = csi) =>
  aCluster({ addons: [anAddon(name, { version, ...overrides })] });

/** With associations that were made beside its add-on. */
const having = (beside: readonly string[] | ClusterSnapshot['podIdentityAssociations'], name = csi) =>
  aCluster({
    addons: [anAddon(name, { version })],
    podIdentityAssociations: 'readable' in beside ? beside : readable(beside),
  });

/** What each version requires, in the order in which AWS lists them. */
function listing(versions: Readonly<Record<string, boolean>>, name = csi) {
  const releases = Object.entries(versions).map(
    ([one, requires]): AddonRelease => ({
      version: one,
      ...(requires ? { requiresIam: true as const } : {}),
      compatibilities: [],
    }),
  );
  return { catalogue: aCatalogue({ addons: { [name]: published(releases) } }) };
}
const unreadableList = {
  catalogue: aCatalogue({ addons: { [csi]: unreadable(refused('eks:DescribeAddonVersions')) } }),
};

const required = listing({ [version]: true });
/** What is said now; of the next nodes nothing is, unless a launch template says more. */
const says = (word: string, name = csi, later = ['MEDIUM', 'INFORMATIONAL'].includes(word) ? 'COMPLIANT' : word) => ({
  [`${name} now`]: word,
  [`${name} next-node-roll`]: later,
});

/** Node groups whose launch templates have hop limits: that of the version in use, and that of the default. */
const withHopLimits = (limits: Readonly<Record<string, readonly [number?, number?]>>, more: object = {}, name = csi) =>
  aCluster({
    addons: [anAddon(name, { version })],
    nodegroups: Object.keys(limits).map((group) => aNodegroup({ name: group })),
    launchTemplates: readable(
      Object.entries(limits).map(([group, [inUse, byDefault]]) => ({
        name: group,
        detail: readable(aLaunchTemplate({ metadata: hop(inUse) }, { metadata: hop(byDefault) })),
      })),
    ),
    ...more,
  });
const hop = (hopLimit?: number) => (hopLimit === undefined ? {} : { hopLimit });

ruleTable(addonPermissions, [
  {
    when: 'it has a role',
    cluster: withAddon({ serviceAccountRoleArn: 'arn:aws:iam::333344445555:role/ebs-csi' }),
    context: required,
    says: says('COMPLIANT'),
  },
  {
    when: 'it has a pod identity association',
    cluster: withAddon({
      podIdentityAssociations: [
        'arn:aws:eks:eu-west-1:333344445555:podidentityassociation/shop-prod/a-8h2k5m9q1c7e3x0z4',
      ],
    }),
    context: required,
    says: says('COMPLIANT'),
  },
  {
    when: 'it has a role, and the list could not be read',
    cluster: withAddon({ serviceAccountRoleArn: 'arn:aws:iam::333344445555:role/ebs-csi' }),
    context: unreadableList,
    says: says('COMPLIANT'),
  },
  {
    when: 'its configuration puts a role on its service account',
    cluster: withAddon({
      configuration: { controller: { serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:a' } } } },
    }),
    context: required,
    says: says('COMPLIANT'),
  },
  {
    when: 'an association was made beside it, for its service account',
    cluster: having(['kube-system/ebs-csi-controller-sa', 'shop/api']),
    context: required,
    says: says('COMPLIANT'),
  },
  {
    when: 'associations were made beside it, for others',
    cluster: having(['kube-system/my-ebs-csi-controller-sa', 'shop/api']),
    context: required,
    says: says('MEDIUM'),
  },
  {
    when: 'the associations could not be listed',
    cluster: having(unreadable(refused('eks:ListPodIdentityAssociations'))),
    context: required,
    says: says('INSUFFICIENT_DATA'),
  },
  {
    when: 'the associations could not be listed, and its version requires none',
    cluster: having(unreadable(refused('eks:ListPodIdentityAssociations'))),
    context: listing({ [version]: false }),
    says: says('NOT_APPLICABLE'),
  },
  {
    when: 'associations were made beside an add-on whose service account is not known',
    cluster: having(['shop/api'], 'acme_agent'),
    context: listing({ [version]: true }, 'acme_agent'),
    says: says('INSUFFICIENT_DATA', 'acme_agent'),
  },
  {
    when: 'none were made beside such a one',
    cluster: having([], 'acme_agent'),
    context: listing({ [version]: true }, 'acme_agent'),
    says: says('MEDIUM', 'acme_agent'),
  },
  { when: 'it has neither', cluster: withAddon(), context: required, says: says('MEDIUM') },
  {
    when: 'it has neither, and the credentials of the nodes are out of its reach',
    cluster: withHopLimits({ a: [1, 1], b: [1, 1] }),
    context: required,
    says: says('HIGH'),
  },
  {
    when: 'it has neither, and those of the next nodes will be out of its reach',
    cluster: withHopLimits({ a: [2, 1], b: [1, 1] }),
    context: required,
    says: says('MEDIUM', csi, 'HIGH'),
  },
  {
    when: 'it has neither, and those of the next nodes will be in its reach',
    cluster: withHopLimits({ a: [1, 2] }),
    context: required,
    says: says('HIGH', csi, 'COMPLIANT'),
  },
  {
    when: 'it has neither, and the credentials are in its reach on one node group',
    cluster: withHopLimits({ a: [1, 1], b: [2] }),
    context: required,
    says: says('MEDIUM'),
  },
  ...[
    [
      'one node group has no launch template of its own',
      { nodegroups: [aNodegroup({ name: 'a' }), aNodegroup({ name: 'c' })] },
    ],
    ['there is no node group', { nodegroups: [] }],
    ['there are nodes outside the node groups', { unmanagedNodes: sights({ 'ami-1': { instances: ['i-1'] } }) }],
  ].map(([when, more]) => ({
    when: `it has neither, and ${String(when)}`,
    cluster: withHopLimits({ a: [1, 1] }, more as object),
    context: required,
    says: says('MEDIUM'),
  })),
  ...[
    ['the nodes outside could not be seen', { unmanagedNodes: unreadable(refused('ec2:DescribeInstances')) }],
    ['the node groups could not be listed', { nodegroups: unreadable(refused('eks:ListNodegroups')) }],
    [
      'the launch templates could not be read',
      { launchTemplates: unreadable(refused('ec2:DescribeLaunchTemplateVersions')) },
    ],
    ['one of them could not be read', { launchTemplates: readable([{ name: 'a', detail: unreadable(refused()) }]) }],
  ].map(([when, more]) => ({
    when: `it has neither, and ${String(when)}`,
    cluster: withHopLimits({ a: [1, 1] }, more as object),
    context: required,
    says: says('INSUFFICIENT_DATA'),
  })),
  {
    when: 'it has neither, and one launch template could not be read where another leaves them in its reach',
    cluster: withHopLimits(
      { a: [1, 1], b: [2, 2] },
      {
        launchTemplates: readable([
          { name: 'a', detail: unreadable(refused()) },
          { name: 'b', detail: readable(aLaunchTemplate({ metadata: hop(2) })) },
        ]),
      },
    ),
    context: required,
    says: says('MEDIUM'),
  },
  {
    when: 'vpc-cni has neither, on the network of the host',
    cluster: withHopLimits({ a: [1, 1] }, {}, 'vpc-cni'),
    context: listing({ [version]: true }, 'vpc-cni'),
    says: says('INFORMATIONAL', 'vpc-cni'),
  },
  {
    when: 'it has a role, and needs no credentials of the nodes',
    cluster: withHopLimits({ a: [1, 1] }, { addons: [anAddon(csi, { version, serviceAccountRoleArn: 'arn:a' })] }),
    context: required,
    says: says('COMPLIANT'),
  },
  {
    when: 'vpc-cni has neither, as usual',
    cluster: withAddon({}, 'vpc-cni'),
    context: listing({ [version]: true }, 'vpc-cni'),
    says: says('INFORMATIONAL', 'vpc-cni'),
  },
  {
    when: 'its version requires none, whatever others require',
    cluster: withAddon(),
    context: listing({ 'v1.54.0-eksbuild.1': true, [version]: false }),
    says: says('NOT_APPLICABLE'),
  },
  {
    when: 'its version requires them, whatever others require',
    cluster: withAddon(),
    context: listing({ 'v1.54.0-eksbuild.1': false, [version]: true }),
    says: says('MEDIUM'),
  },
  {
    when: 'its version is not listed any more, and all that are require them',
    cluster: withAddon(),
    context: listing({ 'v1.56.0-eksbuild.1': true, 'v1.57.0-eksbuild.1': true }),
    says: says('MEDIUM'),
  },
  {
    when: 'its version is not listed any more, and none that is requires them',
    cluster: withAddon(),
    context: listing({ 'v1.56.0-eksbuild.1': false, 'v1.57.0-eksbuild.1': false }),
    says: says('NOT_APPLICABLE'),
  },
  {
    when: 'its version is not listed any more, and those that are differ',
    cluster: withAddon(),
    context: listing({ 'v1.56.0-eksbuild.1': true, 'v1.57.0-eksbuild.1': false }),
    says: says('INSUFFICIENT_DATA'),
  },
  { when: 'no version is listed', cluster: withAddon(), context: listing({}), says: says('INSUFFICIENT_DATA') },
  {
    when: 'nobody asked for the list',
    cluster: withAddon(),
    context: listing({}, 'another'),
    says: says('INSUFFICIENT_DATA'),
  },
  {
    when: 'the list could not be read',
    cluster: withAddon(),
    context: unreadableList,
    says: says('INSUFFICIENT_DATA'),
  },
  {
    when: 'the add-ons could not be listed',
    cluster: aCluster({ addons: unreadable(refused('eks:ListAddons')) }),
    context: required,
    says: { now: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'no add-on is of EKS, and one runs beside it',
    cluster: aCluster({ addons: [], selfManagedAddons: [anAddon('vpc-cni', { managed: false, version })] }),
    context: listing({ [version]: true }, 'vpc-cni'),
    says: {},
  },
]);

const verdictOn = (context: object) => {
  const cluster = withAddon();
  return verdictAt(addonPermissions.evaluate(cluster, aContext(context)).evaluations, cluster, `${csi} now`);
};

it('shows which service account needs what, then what the add-on has', () => {
  const which = ['--region', 'eu-west-1'];
  expect(verdictOn(required)).toMatchObject({
    evidence: { addon: csi, version },
    remediation: [
      {
        command: [
          ...['aws', 'eks', 'describe-addon-configuration', ...which, '--addon-name', csi],
          ...['--addon-version', version, '--query', 'podIdentityConfiguration'],
        ],
        verify: [],
      },
      { command: ['aws', 'eks', 'describe-addon', ...which, '--cluster-name', 'shop-prod', '--addon-name', csi] },
    ],
  });
});

it.each([
  [
    'names associations that were made beside it for a service account of nobody',
    ['kube-system/ebs-csi-node-sa', 'kube-system/aws-node', 'shop/api'],
    { serviceAccount: 'ebs-csi-controller-sa', otherAssociations: ['kube-system/ebs-csi-node-sa'] },
  ],
  ['names none that are for another add-on, or for what people run', ['kube-system/aws-node', 'shop/api'], {}],
])('%s', (_, beside, facts) => {
  const cluster = having(beside);
  const { evaluations } = addonPermissions.evaluate(cluster, aContext(required));

  expect(verdictAt(evaluations, cluster, `${csi} now`)).toHaveProperty('evidence', { addon: csi, version, ...facts });
});

it('names the service accounts that may be its own', () => {
  const cluster = having(['apps/worker', 'shop/api'], 'acme_agent');
  const { evaluations } = addonPermissions.evaluate(cluster, aContext(listing({ [version]: true }, 'acme_agent')));

  expect(verdictAt(evaluations, cluster, 'acme_agent now')).toMatchObject({
    because: 'whether one of these service accounts is that of acme_agent is not known: apps/worker, shop/api',
  });
});

it.each([
  ['the call that was refused', unreadableList, 'eks:DescribeAddonVersions: DENIED (not authorized)'],
  ['the version that is not listed', listing({}), `AWS does not list ${csi} ${version}`],
  ['that nobody asked', listing({}, 'another'), `nobody asked which versions of ${csi} AWS lists`],
])('says why it cannot be judged: %s', (_, context, because) => {
  expect(verdictOn(context)).toMatchObject({ because: expect.stringContaining(because) });
});
