import { describe, expect, it } from 'vitest';
import { differingPaths, type Owner } from '#core/fleet/configuration.ts';
import type { Json } from '#core/json.ts';
import { settings } from '../../support/builders.ts';

const { environments } = settings();
const dev: Owner = {
  cluster: { name: 'shop-dev', account: '111122223333', region: 'eu-west-1' },
  environment: 'dev',
  environments,
};
const prod: Owner = {
  cluster: { name: 'shop-prod', account: '333344445555', region: 'us-east-1' },
  environment: 'prod',
  environments,
};

function differs(inDev: Json | undefined, inProd: Json | undefined): readonly string[] {
  return differingPaths({ configuration: inDev, ...dev }, { configuration: inProd, ...prod });
}

describe('no difference', () => {
  it.each<[string, Json | undefined, Json | undefined]>([
    ['nothing and nothing', undefined, undefined],
    ['nothing and an empty mapping', undefined, {}],
    ['nothing and mappings that hold nothing', {}, { nodeSelector: {}, env: { a: {} } }],
    ['the order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['what both say as it stands', { stage: 'test', live: 'prod' }, { stage: 'test', live: 'prod' }],
    ['what both say, beside what is their own', { dev: { a: 'dev' } }, { dev: { a: 'prod' } }],
    ['sizes in lists', { a: [{ replicas: 1 }, { b: 1, replicas: 1 }] }, { a: [{}, { b: 1 }] }],
    ['own names in lists', { a: [{ 'dev-x': 'dev' }] }, { a: [{ 'prod-x': 'prod' }] }],
    ['replicas', { replicaCount: 2 }, { replicaCount: 6 }],
    ['replicas, and none', { replicas: 2 }, undefined],
    ['how many pods may be missing', { podDisruptionBudget: { minAvailable: 1 } }, { podDisruptionBudget: {} }],
    ...['WARM_IP_TARGET', 'MINIMUM_IP_TARGET', 'WARM_ENI_TARGET', 'WARM_PREFIX_TARGET'].map(
      (name): [string, Json, Json] => [name, { env: { [name]: '2' } }, { env: { [name]: '16' } }],
    ),
    ['resources', { resources: { limits: { cpu: '1' } } }, { resources: { requests: { cpu: '4' } } }],
    ['limits and requests', { init: { limits: 1 } }, { init: { requests: 2 } }],
    [
      'bounds of autoscaling',
      { autoScaling: { enabled: true, minReplicas: 2, maxReplicas: 4 } },
      { autoScaling: { enabled: true, minReplicas: 6, maxReplicas: 40 } },
    ],
    ['autoscaling, and none', { autoScaling: { enabled: true, minReplicas: 2 } }, { autoScaling: { enabled: false } }],
    ['cluster names', { clusterName: 'shop-dev' }, { clusterName: 'shop-prod' }],
    ['cluster names inside texts', 'log to shop-dev/cni', 'log to shop-prod/cni'],
    ['account ids', { image: '111122223333.dkr.ecr/x' }, { image: '333344445555.dkr.ecr/x' }],
    ['regions', { url: 'sts.eu-west-1.amazonaws.com' }, { url: 'sts.us-east-1.amazonaws.com' }],
    ['zones', { zone: 'eu-west-1a' }, { zone: 'us-east-1c' }],
    ['words for the environment', { env: { STAGE: 'Development' } }, { env: { STAGE: 'prd' } }],
    ['words for the environment in keys', { 'dev-pool': true }, { 'prod-pool': true }],
    ['ids of AWS resources', { vpcId: 'vpc-0a1b2c3d' }, { vpcId: 'vpc-0f0f0f0f0f0f0f0f0' }],
    [
      'how many subnets there are',
      { subnets: ['subnet-0a1b2c3d', 'subnet-1a1b2c3d'] },
      { subnets: ['subnet-2a1b2c3d'] },
    ],
    [
      'ARNs',
      { role: 'arn:aws:iam::111122223333:role/one' },
      { role: 'arn:aws-us-gov:iam::333344445555:role/path/another' },
    ],
    ['private networks', { cidr: '10.1.0.0/16, 172.20.0.10' }, { cidr: '192.168.0.0/17, 10.2.0.10' }],
    [
      'how many private networks there are',
      { cidrs: '10.1.0.0/16' },
      { cidrs: '10.2.0.0/16,10.3.0.0/16, 10.4.0.0/16' },
    ],
    [
      'endpoints',
      { endpoint: 'https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com' },
      { endpoint: 'https://FEDCBA9876543210FEDCBA9876543210.sk1.us-east-1.eks.amazonaws.com' },
    ],
  ])('%s', (_, inDev, inProd) => {
    expect(differs(inDev, inProd)).toEqual([]);
  });
});

describe('a difference, by its path', () => {
  it.each<[string, Json | undefined, Json | undefined, readonly string[]]>([
    ['a value', { env: { WARM: '1', MTU: '9001' } }, { env: { WARM: '2', MTU: '9001' } }, ['env.WARM']],
    ['a key', { env: { WARM: '1' } }, { env: { WARM: '1', MTU: '9001' } }, ['env.MTU']],
    ['a branch', undefined, { env: { WARM: '1', MTU: '2' } }, ['env']],
    ['several, in order', { b: 1, a: 1 }, { b: 2, a: 2 }, ['a', 'b']],
    ['a text', 'mode: a', 'mode: b', ['.']],
    ['a text and a mapping', 'mode: a', { mode: 'a' }, ['.']],
    ['a list', { tolerations: ['a', 'b'] }, { tolerations: ['b', 'a'] }, ['tolerations']],
    ['an empty list', {}, { tolerations: [] }, ['tolerations']],
    ['null', { a: null }, {}, ['a']],
    ['an item of a list', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }, ['a']],
    ['a value and a branch', { a: { b: 1 } }, { a: 1 }, ['a']],
    ['what stands within a word', { a: 'developer' }, { a: 'producer' }, ['a']],
    ['the other one’s environment', { stage: 'prod' }, { stage: 'dev' }, ['stage']],
    ['kinds of resources', { id: 'vpc-0a1b2c3d' }, { id: 'sg-0a1b2c3d' }, ['id']],
    [
      'services in ARNs',
      { id: 'arn:aws:iam::111122223333:role/a' },
      { id: 'arn:aws:sqs:eu-west-1:111122223333:a' },
      ['id'],
    ],
    ['private networks, and public ones', { dns: '10.0.0.2,10.0.0.3,9.9.9.9' }, { dns: '10.1.0.2' }, ['dns']],
    ['public addresses', { dns: '8.8.8.8' }, { dns: '9.9.9.9' }, ['dns']],
    ['addresses that are private nearly', { dns: '172.32.0.1' }, { dns: '172.16.0.1' }, ['dns']],
    ['numbers that are no account', { n: '1234567890123' }, { n: '3210987654321' }, ['n']],
  ])('%s', (_, inDev, inProd, paths) => {
    expect(differs(inDev, inProd)).toEqual(paths);
  });

  it('takes names as they are, whatever they hold', () => {
    const odd: Owner = { ...dev, cluster: { ...dev.cluster, name: 'a.b' } };
    const compared = (text: string) =>
      differingPaths({ ...odd, configuration: text }, { ...prod, configuration: 'shop-prod' });

    expect(compared('a.b')).toEqual([]);
    expect(compared('acb')).toEqual(['.']);
  });
});
