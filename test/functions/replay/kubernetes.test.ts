import { DescribeClusterCommand } from '@aws-sdk/client-eks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clusterToken } from '#adapters/aws/cluster-token.ts';
import { makeKubernetesReader } from '#adapters/kubernetes/kubernetes-reader.ts';
import type { FaultAnswer } from '#adapters/recording/fault.ts';
import type { RecordedKubernetes } from '#adapters/recording/recording.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { kubectl, kubectlPath } from '../../support/kubectl.ts';
import { aNight, aRecordedCluster, aRecording, type ClientOptions, eks, hub, region, shop } from './builders.ts';

const running = (name: string, image: string) => ({
  spec: { template: { spec: { containers: [{ name, image }] } } },
});
const content = (kubeProxy: string): RecordedKubernetes => ({
  daemonSets: {
    'kube-system/kube-proxy': running('kube-proxy', `a.b/eks/kube-proxy:${kubeProxy}`),
    'cilium/cilium': running('cilium-agent', 'a.b/cilium:v1.18.4'),
    'shop/api': running('api', 'a.b/api:1'),
  },
  deployments: { 'kube-system/coredns': running('coredns', 'a.b/eks/coredns:v1.9.3') },
  nodes: {},
});

let server: ReplayServer;
beforeAll(async () => {
  const recorded = (version: string) => [
    aRecordedCluster('shop-dev', {
      cluster: { ...aRecordedCluster('shop-dev').cluster, endpoint: 'https://live.example' },
      kubernetes: content(version),
    }),
    aRecordedCluster('shop-dark'),
  ];
  const nights = [aNight(recorded('v1.24.7')), aNight(recorded('v1.25.6'), { id: 'two' })];
  server = await startReplayServer({ recording: { ...aRecording(...nights), itemsAPage: 2 } });
});
afterAll(() => server.close());
beforeEach(() => server.setNight(1));

async function access(name: string, by: ClientOptions = {}) {
  const { cluster } = await eks(server.url).send(new DescribeClusterCommand({ name }));
  const { endpoint = '', certificateAuthority } = cluster ?? {};
  const authority = Buffer.from(certificateAuthority?.data ?? '', 'base64').toString();
  const token = () => clusterToken(eks(server.url, by), name);
  return { cluster: { account: shop, region, name }, endpoint, certificateAuthority: authority, isPublic: true, token };
}

const limits = { answerMs: 1_000 };
const read = async (by?: ClientOptions) =>
  makeKubernetesReader({ from: 'public', limits }).readAddons(await access('shop-dev', by));

describe('the Kubernetes API of a cluster that was recorded with it', () => {
  it('is led to in the place of the one that was recorded, and read as any other, in pages', async () => {
    const before = server.callsSeen().length;

    const addons = await read();

    const named = addons.readable && addons.value.addons.map(({ name, version }) => `${name} ${version}`);
    expect(named).toEqual(['cilium v1.18.4', 'coredns v1.9.3', 'kube-proxy v1.24.7']);
    const asked = server
      .callsSeen()
      .slice(before)
      .filter(({ service }) => service === 'kubernetes');
    expect(asked).toEqual(
      ['ListDaemonSets', 'ListDaemonSets', 'ListDeployments'].map((operation) => ({
        service: 'kubernetes',
        operation,
        account: shop,
        region,
        cluster: 'shop-dev',
        night: 'one',
      })),
    );
  });

  it('is of the night that is served', async () => {
    server.setNight(2);

    expect(await read()).toMatchObject({
      value: { addons: [{}, {}, { name: 'kube-proxy', version: 'v1.25.6' }] },
    });
  });

  it.each([
    ['another account', { account: hub }],
    ['another region', { region: 'me-south-1' }],
  ])('knows nobody by a token of %s', async (_, by) => {
    expect(await read(by)).toMatchObject({ because: { obstacle: 'DENIED', detail: expect.stringContaining('401') } });
  });

  it.each<[string, string]>([
    ['no token', ''],
    ['what is no token', 'k8s-aws-v1.bm90aGluZw'],
    ['a token of something else', 'other.token'],
  ])('knows nobody by %s', async (_, token) => {
    const reader = makeKubernetesReader({ from: 'public', limits });
    const reading = await reader.readAddons({ ...(await access('shop-dev')), token: async () => token });

    expect(reading).toMatchObject({ because: { detail: expect.stringContaining('401') } });
  });

  it.each<[FaultAnswer, string, RegExp]>([
    ['refused', 'DENIED', /403/],
    ['refused-by-scp', 'DENIED', /403/],
    ['region-disabled', 'DENIED', /401/],
    ['throttled', 'THROTTLED', /429/],
    ['server-error', 'ERROR', /500/],
    ['not-found', 'ERROR', /404/],
    ['cut', 'UNREACHABLE', /cut/],
  ])('has bad days: %s', async (answer, obstacle, detail) => {
    server.misbehave([{ service: 'kubernetes', operation: 'ListDeployments', cluster: 'shop-dev', answer }]);

    const because = { call: 'kubernetes:ListDeployments', obstacle, detail: expect.stringMatching(detail) };
    expect(await read()).toMatchObject({ because });
  });

  it('has slow days', async () => {
    server.misbehave([{ service: 'kubernetes', delayMs: 2_000 }]);

    expect(await read()).toMatchObject({ because: { obstacle: 'UNREACHABLE' } });
  });

  it.skipIf(kubectlPath === undefined)('is one that kubectl reads', async () => {
    const { token, ...reached } = await access('shop-dev');
    const { code, out } = await kubectl({ ...reached, token: await token() }, 'get', 'daemonsets', '-A', '-o', 'name');

    expect([code, out.trim().split('\n')]).toEqual([
      0,
      ['kube-proxy', 'cilium', 'api'].map((name) => `daemonset.apps/${name}`),
    ]);
  });
});

describe('of a cluster that was recorded without it', () => {
  it('nobody is led to one', async () => {
    expect(await access('shop-dark')).toMatchObject({ endpoint: '', certificateAuthority: '' });
  });

  it.each(['shop-dark', 'nobody', 'constructor'])('none answers: %s', async (name) => {
    const { endpoint, ...own } = await access('shop-dev');
    const elsewhere = { ...own, endpoint: endpoint.replace('shop-dev', name) };
    const reading = await makeKubernetesReader({ from: 'public', limits }).readAddons(elsewhere);

    expect(reading).toMatchObject({ because: { detail: expect.stringContaining('404') } });
  });
});

it('what was served is no more once the server is closed', async () => {
  const own = await startReplayServer({
    recording: aRecording(aNight([aRecordedCluster('shop-dev', { kubernetes: content('v1.24.7') })])),
  });
  const { cluster } = await eks(own.url).send(new DescribeClusterCommand({ name: 'shop-dev' }));
  await own.close();

  const reached = { ...(await access('shop-dev')), endpoint: `${cluster?.endpoint}` };
  const reading = await makeKubernetesReader({ from: 'public', limits }).readAddons(reached);
  expect(reading).toMatchObject({ because: { detail: expect.stringContaining('ECONNREFUSED') } });
});
