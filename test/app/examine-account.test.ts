import { describe, expect, it } from 'vitest';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import { examineAccount, examinedActions } from '#app/examine-account.ts';
import { defaultSiblingRules, placeCluster } from '#core/fleet/placement.ts';
import { readable, unreadable } from '#core/reading.ts';
import type { ProgressStep } from '#ports/progress.ts';
import { aCluster, accounts, aLaunchTemplate, anImage, asOf, refused, sights } from '../support/builders.ts';
import { type FakeAws, fakeAws, fakeReader } from '../support/fake-reader.ts';

const account = accounts.prod;
const shop = aCluster({ name: 'shop-prod', account });

/** A cluster that has one of everything that is described. */
const everything = (name: string) =>
  aCluster({
    name,
    launchTemplates: sights({ workers: aLaunchTemplate() }),
    images: sights({ [anImage().id]: { image: anImage() } }),
    keyPairs: sights({ ops: { exists: true } }),
    securityGroups: sights({ 'sg-1': { exists: true } }),
    kmsKeys: sights({ k: { state: 'Enabled' } }),
  });

async function examine(aws: FakeAws, work = {}, steps: ProgressStep[] = [], reader = fakeReader(aws)) {
  const deps = {
    reader,
    progress: { report: (step: ProgressStep) => void steps.push(step) },
    place: (facts: Parameters<typeof placeCluster>[0]) => placeCluster(facts, defaultSiblingRules),
  };
  return examineAccount(deps, { account, ...work }, asOf);
}

/** The actions of a target, in the order of IAM's names. */
const sorted = (actions: readonly string[]) => actions.toSorted();

describe('what is examined', () => {
  it('is every action of the member role', () => {
    expect(sorted(examinedActions)).toEqual(sorted(iamActions.member));
  });

  it('is asked of one cluster of a region, and of each list that AWS publishes once', async () => {
    const aws = fakeAws([everything('a'), shop]);

    const [target] = await examine(aws);

    expect(aws.asked).toEqual([
      `listRegions ${account}`,
      'listClusters eu-west-1',
      'sampleCluster a',
      'catalogue eu-west-1',
      'addon vpc-cni eu-west-1',
      'dates 1.47.0-6154605b eu-west-1',
    ]);
    expect(target).toMatchObject({ status: 'COVERED', clusters: 2, unasked: [], unreadable: [] });
    expect(sorted(target?.answered ?? [])).toEqual(sorted(iamActions.member));
  });

  it('is told of the place of that cluster', async () => {
    const [target] = await examine(fakeAws([shop]));

    expect(target?.example).toMatchObject({ name: 'shop-prod', placement: { environment: { name: 'prod' } } });
  });

  it('is what the Kubernetes API of that cluster lets see, where it is to be looked at', async () => {
    const seen = {
      selfManagedAddons: [],
      addonImages: readable([]),
      otherNodes: unreadable(refused('kubernetes:ListNodes')),
    };

    const [looked] = await examine(fakeAws([aCluster({ name: 'shop-prod', ...seen })]));
    const [unasked] = await examine(fakeAws([shop]));

    expect(looked).toMatchObject({
      status: 'COVERED',
      unreadable: [],
      inside: {
        answered: ['kubernetes:ListDaemonSets', 'kubernetes:ListDeployments'],
        refused: [refused('kubernetes:ListNodes')],
      },
    });
    expect(unasked).not.toHaveProperty('inside');
  });

  it('is told to who waits', async () => {
    const steps: ProgressStep[] = [];
    const aws = fakeAws([shop]);
    aws.regions = ['eu-west-1', 'us-east-1'];

    await examine(aws, {}, steps);

    expect(steps.filter(({ step }) => step === 'target-ended')).toMatchObject([
      { target: { region: 'us-east-1' }, status: 'EMPTY' },
      { target: { region: 'eu-west-1' }, status: 'COVERED' },
    ]);
    expect(
      steps.filter(({ step }) => step === 'clusters-listed').map((one) => 'clusters' in one && one.clusters),
    ).toEqual(expect.arrayContaining([0, 1]));
  });

  it('is a list alone where there is no cluster', async () => {
    const [target] = await examine(fakeAws());

    expect(target).toMatchObject({ status: 'EMPTY', answered: ['account:ListRegions', 'eks:ListClusters'] });
    expect(target?.unasked).toContain('eks:DescribeCluster');
    expect(target).not.toHaveProperty('example');
  });

  it('is the next cluster where the first is on its way out', async () => {
    const aws = fakeAws([shop]);
    const reader = { ...fakeReader(aws), listClusters: async () => readable(['a', 'shop-prod', 'z']) };

    const [target] = await examine(aws, {}, [], reader);

    expect(target?.example?.name).toBe('shop-prod');
    expect(aws.asked).not.toContain('sampleCluster z');
  });

  it('is nothing more where all are on their way out', async () => {
    const aws = fakeAws();
    aws.vanished = ['a'];

    const [target] = await examine(aws);

    expect(target).toMatchObject({ clusters: 1, unreadable: [] });
    expect(target).not.toHaveProperty('example');
  });

  it('is not what the cluster has none of', async () => {
    const [target] = await examine(fakeAws([aCluster({ name: 'shop-prod', nodegroups: [] })]));

    expect(target?.answered).toContain('eks:ListNodegroups');
    expect(sorted(target?.unasked ?? [])).toEqual([
      'ec2:DescribeImages',
      'ec2:DescribeKeyPairs',
      'ec2:DescribeLaunchTemplateVersions',
      'ec2:DescribeSecurityGroups',
      'eks:DescribeNodegroup',
      'kms:DescribeKey',
    ]);
  });
});

describe('what is refused', () => {
  it.each<[string, Partial<FakeAws>, string]>([
    ['listing clusters', { refusals: { 'listClusters eu-west-1': refused('eks:ListClusters') } }, 'eks:ListClusters'],
    [
      'describing a cluster',
      { clusters: [shop], refusals: { 'sampleCluster shop-prod': refused('eks:DescribeCluster') } },
      'eks:DescribeCluster',
    ],
    ['listing a facet', { clusters: [aCluster({ addons: unreadable(refused('eks:ListAddons')) })] }, 'eks:ListAddons'],
    [
      'listing versions',
      { clusters: [shop], refusals: { catalogue: refused('eks:DescribeClusterVersions') } },
      'eks:DescribeClusterVersions',
    ],
    [
      'listing releases',
      { clusters: [shop], refusals: { 'addon vpc-cni': refused('eks:DescribeAddonVersions') } },
      'eks:DescribeAddonVersions',
    ],
    ['asking for images', { clusters: [shop], refusals: { dates: refused('ssm:GetParameters') } }, 'ssm:GetParameters'],
  ])('is told by its action, and not as answered: %s', async (_, weather, action) => {
    const [target] = await examine(Object.assign(fakeAws(), weather));

    expect([target?.because, ...(target?.unreadable ?? [])].map((one) => one?.call)).toContain(action);
    expect(target?.answered).not.toContain(action);
    expect(target?.unasked).not.toContain(action);
  });

  it('leaves the lists of AWS examined where the cluster could not be described', async () => {
    const aws = fakeAws([shop]);
    aws.refusals = { 'sampleCluster shop-prod': refused('eks:DescribeCluster') };

    const [target] = await examine(aws);

    expect(target).toMatchObject({ status: 'DENIED', clusters: 1 });
    expect(target?.answered).toContain('eks:DescribeClusterVersions');
    expect(target).not.toHaveProperty('example');
  });

  it('is the account as a whole where its role is', async () => {
    const aws = fakeAws([shop]);
    aws.role = 'arn:aws:iam::333344445555:role/midwatch-member';
    aws.refusals = { [`listRegions ${account}`]: refused('sts:AssumeRole') };

    const targets = await examine(aws, { regions: ['eu-west-1'], homeRegion: 'eu-west-1' });

    expect(targets).toMatchObject([{ region: '*', status: 'DENIED', role: aws.role, answered: [] }]);
  });
});

describe('the regions of an account', () => {
  const unlisted = (): FakeAws => ({
    ...fakeAws([shop]),
    refusals: { [`listRegions ${account}`]: refused('account:ListRegions') },
  });
  const regionsOf = async (aws: FakeAws, work: object) => (await examine(aws, work)).map(({ region }) => region);

  it.each([
    ['those that are enabled', fakeAws(), {}, ['eu-west-1']],
    ['those of the configuration', fakeAws(), { regions: ['us-east-1', 'us-east-2'] }, ['us-east-1', 'us-east-2']],
    [
      'none that is excluded',
      fakeAws(),
      { regions: ['us-east-1', 'us-east-2'], excludeRegions: ['us-east-1'] },
      ['us-east-2'],
    ],
    ['none at all where each is excluded, which is told', fakeAws(), { excludeRegions: ['eu-west-1'] }, ['*']],
    [
      'those of the configuration where they may not be listed, which is told',
      unlisted(),
      { regions: ['us-east-1'] },
      ['*', 'us-east-1'],
    ],
    ['the one at home where they may not be listed', unlisted(), { homeRegion: 'eu-west-1' }, ['*', 'eu-west-1']],
    ['none where they may not be listed, and there is no home', unlisted(), {}, ['*']],
    ['none where the home is excluded', unlisted(), { homeRegion: 'eu-west-1', excludeRegions: ['eu-west-1'] }, ['*']],
  ])('are %s', async (_, aws, work, expected) => {
    expect(await regionsOf(aws, work)).toEqual(expected);
  });
});
