import { createHash, createHmac } from 'node:crypto';
import {
  DescribeAddonCommand,
  DescribeClusterCommand,
  EKSClient,
  ListAddonsCommand,
  ListFargateProfilesCommand,
  ListInsightsCommand,
  ListNodegroupsCommand,
  ListPodIdentityAssociationsCommand,
  ListUpdatesCommand,
} from '@aws-sdk/client-eks';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeAwsReader } from '#adapters/aws/aws-reader.ts';
import { makeAwsClients } from '#adapters/aws/clients.ts';
import { clusterToken } from '#adapters/aws/cluster-token.ts';
import { makeKubernetesReader } from '#adapters/kubernetes/kubernetes-reader.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import { imageParameters } from '#data/image-parameters.ts';
import { serving } from '../../../functions/replay/kubernetes/lists.ts';
import { aWorkload, kubernetesServer } from '../../support/kubernetes-server.ts';
import { aCluster, anAddon, asOf, refusal, target } from './answers.ts';
import { connectionTo, dummyKeys } from './local-aws.ts';

const eks = mockClient(EKSClient);
const caller = { account: '111122223333', partition: 'aws' };
const clients = makeAwsClients({ connection: connectionTo('http://127.0.0.1:1'), caller, sessionName: 'test' });
const reader = makeAwsReader(clients, imageParameters, makeKubernetesReader({ from: 'public' }));

beforeEach(() => {
  eks.reset();
  eks.on(ListAddonsCommand).resolves({ addons: ['vpc-cni'] });
  eks.on(DescribeAddonCommand).resolves(anAddon() as object);
  eks.on(ListNodegroupsCommand).resolves({ nodegroups: [] });
  eks.on(ListFargateProfilesCommand).resolves({ fargateProfileNames: [] });
  eks.on(ListPodIdentityAssociationsCommand).resolves({ associations: [] });
  eks.on(ListInsightsCommand).resolves({ insights: [] });
  eks.on(ListUpdatesCommand).resolves({ updateIds: [] });
});

async function selfManagedAddons(differences: object = {}, answered: (path: string) => void = () => {}) {
  const tokens: (string | undefined)[] = [];
  const answer = serving({
    daemonSets: [
      aWorkload('aws-node', 'a.b/amazon-k8s-cni:v1.20.4'),
      aWorkload('kube-proxy', 'a.b/kube-proxy:v1.33.0'),
    ],
    nodes: [
      {
        metadata: { labels: { 'eks.amazonaws.com/compute-type': 'hybrid' } },
        status: { nodeInfo: { kubeletVersion: 'v1.33.5-eks-c39b1d0' } },
      },
    ],
  });
  const { endpoint, certificateAuthority } = await kubernetesServer((request, response, url) => {
    tokens.push(request.headers.authorization);
    // As long as others may take to describe what is there.
    setTimeout(() => {
      answered(url.pathname);
      answer(request, response, url);
    }, 20);
  });
  const data = Buffer.from(certificateAuthority).toString('base64');
  eks
    .on(DescribeClusterCommand)
    .resolves(aCluster({ endpoint, certificateAuthority: { data }, ...differences }) as object);
  const reading = await reader.readCluster(target, 'shop-prod', asOf);
  const snapshot = (reading.readable ? reading.value : undefined) as ClusterSnapshot;
  const { selfManagedAddons: addons, addonImages: images, otherNodes: nodes } = snapshot;
  return { tokens, addons, images, nodes };
}

describe('the add-ons that EKS does not manage', () => {
  it('are those that run and are no EKS add-ons, asked for as who reads the account', async () => {
    const { addons, tokens } = await selfManagedAddons();

    expect(addons).toMatchObject({
      readable: true,
      value: [{ name: 'kube-proxy', version: 'v1.33.0', managed: false }],
    });
    // DaemonSets, Deployments and nodes.
    expect(tokens).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^Bearer k8s-aws-v1\./)));
  });

  it('are told beside the nodes that it does not manage', async () => {
    const { nodes } = await selfManagedAddons();

    expect(nodes).toEqual({ readable: true, value: [{ kubelet: '1.33', kind: 'HYBRID', nodes: 1 }] });
  });

  it('are told with the images of all, managed or not', async () => {
    const { images } = await selfManagedAddons();

    expect(images).toEqual({
      readable: true,
      value: [
        { addon: 'kube-proxy', workload: 'daemonset/kube-proxy', image: 'a.b/kube-proxy:v1.33.0' },
        { addon: 'vpc-cni', workload: 'daemonset/aws-node', image: 'a.b/amazon-k8s-cni:v1.20.4' },
      ],
    });
  });

  it('are told without the image of one that EKS is just creating, which is what was there before', async () => {
    eks.on(DescribeAddonCommand).resolves(anAddon({ status: 'CREATING' }) as object);

    const { images } = await selfManagedAddons();

    expect(images).toMatchObject({ readable: true, value: [{ addon: 'kube-proxy' }] });
  });

  it('are looked for before those that it manages are described, so that an update between the two shows', async () => {
    const calls: string[] = [];
    const describing = (call: string, answer: object) => () => {
      calls.push(call);
      return answer;
    };
    eks.on(ListAddonsCommand).callsFake(describing('ListAddons', { addons: ['vpc-cni'] }));
    eks.on(DescribeAddonCommand).callsFake(describing('DescribeAddon', anAddon()));

    await selfManagedAddons({}, (path) => calls.push(path));

    expect(calls.slice(-2)).toEqual(['ListAddons', 'DescribeAddon']);
    expect(calls).toContain('/apis/apps/v1/daemonsets');
  });

  it('cannot be told from those that it manages where these cannot be listed', async () => {
    eks.on(ListAddonsCommand).rejects(refusal('AccessDeniedException'));

    const { addons } = await selfManagedAddons();

    expect(addons).toMatchObject({ readable: false, because: { call: 'eks:ListAddons', obstacle: 'DENIED' } });
  });

  it.each([
    ['no endpoint', { endpoint: undefined }, 'ERROR', /no endpoint/],
    ['no certificate authority', { certificateAuthority: {} }, 'ERROR', /no endpoint/],
    ['an endpoint without TLS', { endpoint: 'http://127.0.0.1:1' }, 'ERROR', /no endpoint/],
    ['a private endpoint', { resourcesVpcConfig: { endpointPublicAccess: false } }, 'UNREACHABLE', /VPC alone/],
  ])('are unreadable, and nobody is asked, with %s', async (_, differences, obstacle, detail) => {
    const { addons, nodes, tokens } = await selfManagedAddons(differences);

    expect(addons).toMatchObject({ because: { obstacle, detail: expect.stringMatching(detail) } });
    expect(nodes).toMatchObject({ because: { call: 'kubernetes:ListNodes', obstacle } });
    expect(tokens).toEqual([]);
  });
});

describe('the token of a cluster', () => {
  const client = (region: string) =>
    new EKSClient({ region, credentials: { ...dummyKeys, sessionToken: 'a+session/token=' } });
  const urlIn = (token: string) => new URL(Buffer.from(token.replace('k8s-aws-v1.', ''), 'base64url').toString());

  it('is a question to STS of who asks, for a minute and one cluster, with a signature that STS can follow', async () => {
    const url = urlIn(await clusterToken(client('eu-west-1'), 'shop-prod'));
    const { 'X-Amz-Signature': signature, ...asked } = Object.fromEntries(url.searchParams);

    expect(url.origin).toBe('https://sts.eu-west-1.amazonaws.com');
    expect(asked).toEqual({
      Action: 'GetCallerIdentity',
      Version: '2011-06-15',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': expect.stringMatching(/^AKIAEXAMPLE\/\d{8}\/eu-west-1\/sts\/aws4_request$/),
      'X-Amz-Date': expect.stringMatching(/^\d{8}T\d{6}Z$/),
      'X-Amz-Expires': '60',
      'X-Amz-Security-Token': 'a+session/token=',
      'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
    });
    expect(signature).toBe(signatureOf(asked as Record<string, string>, url.host, 'shop-prod'));
  });

  it.each([
    ['cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
    ['us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'],
  ])('asks the STS of its region and partition: %s', async (region, host) => {
    expect(urlIn(await clusterToken(client(region), 'shop-prod')).host).toBe(host);
  });
});

/** As the documentation of Signature Version 4 has it. */
function signatureOf(asked: Readonly<Record<string, string>>, host: string, cluster: string): string {
  const query = Object.keys(asked)
    .sort()
    .map((key) => `${encodeURIComponent(key)}=${encodeURIComponent(`${asked[key]}`)}`)
    .join('&');
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const headers = `host:${host}\nx-k8s-aws-id:${cluster}\n`;
  const canonical = ['GET', '/', query, headers, 'host;x-k8s-aws-id', sha256('')].join('\n');
  const [, ...scope] = `${asked['X-Amz-Credential']}`.split('/');
  const toSign = ['AWS4-HMAC-SHA256', asked['X-Amz-Date'], scope.join('/'), sha256(canonical)].join('\n');
  const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${dummyKeys.secretAccessKey}`);
  return hmac(key, toSign).toString('hex');
}
