import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { makeKubernetesReader } from '#adapters/kubernetes/kubernetes-reader.ts';
import { makeAuthority } from '../../../functions/replay/kubernetes/authority.ts';
import { type KubernetesAnswer, type KubernetesLists, serving } from '../../../functions/replay/kubernetes/lists.ts';
import { aWorkload, kubernetesServer } from '../../support/kubernetes-server.ts';
import { accessTo } from './access.ts';

const registry = '602401143452.dkr.ecr.eu-west-1.amazonaws.com';
const usual = {
  daemonSets: [
    aWorkload('aws-node', `${registry}/amazon-k8s-cni:v1.20.4-eksbuild.1`),
    aWorkload('kube-proxy', `${registry}/eks/kube-proxy:v1.33.5-minimal-eksbuild.2`),
  ],
  deployments: [aWorkload('coredns', `${registry}/eks/coredns:v1.12.1-eksbuild.2`)],
};

const limits = { connectMs: 500, answerMs: 500, bytes: 1_000_000 };
const read = async (answer: KubernetesAnswer, more: object = {}, from: 'public' | 'vpc' = 'public') => {
  const server = await kubernetesServer(answer);
  return makeKubernetesReader({ from, limits }).readAddons(accessTo(server, more));
};

async function versionsOf(served: KubernetesLists) {
  const reading = await read(serving(served));
  expect(reading).toMatchObject({ readable: true });
  return reading.readable ? Object.fromEntries(reading.value.addons.map(({ name, version }) => [name, version])) : {};
}

describe('the core add-ons that run', () => {
  it('are read by the tags of their images, in the order of names', async () => {
    const reading = await read(serving(usual));

    const own = { managed: false, healthIssues: [], podIdentityAssociations: [] };
    expect(reading).toMatchObject({
      readable: true,
      value: {
        addons: [
          { name: 'coredns', version: 'v1.12.1-eksbuild.2', ...own },
          { name: 'kube-proxy', version: 'v1.33.5-minimal-eksbuild.2', ...own },
          { name: 'vpc-cni', version: 'v1.20.4-eksbuild.1', ...own },
        ],
      },
    });
  });

  it.each([
    ['a registry in China', '961992271922.dkr.ecr.cn-northwest-1.amazonaws.com.cn/eks/kube-proxy:v1.24.7', 'v1.24.7'],
    ['a mirror with a port', 'mirror.corp:5000/aws/eks/kube-proxy:v1.32.0', 'v1.32.0'],
    ['a mirror that calls it otherwise', 'mirror.corp/kp:v1.31.2', 'v1.31.2'],
    ['a digest alone', `mirror.corp/kube-proxy@sha256:${'a'.repeat(64)}`, `sha256:${'a'.repeat(64)}`],
    ['no tag', 'mirror.corp/kube-proxy', 'mirror.corp/kube-proxy'],
    ['what is no image', 'Not an image', 'Not an image'],
  ])('are known from %s', async (_, image, version) => {
    expect(await versionsOf({ daemonSets: [aWorkload('kube-proxy', image)] })).toEqual({ 'kube-proxy': version });
  });

  it('are known by their image where they are called otherwise, in kube-system alone', async () => {
    const versions = await versionsOf({
      daemonSets: [aWorkload('kube-proxy-arm', `${registry}/eks/kube-proxy:v1.33.0`)],
      deployments: [aWorkload('coredns', 'coredns/coredns:1.11.1', { namespace: 'dns' })],
    });

    expect(versions).toEqual({ 'kube-proxy': 'v1.33.0' });
  });

  it('are read by the container of their own beside those of others', async () => {
    const workload = aWorkload('kube-proxy', `${registry}/eks/kube-proxy:v1.33.0`);
    workload.spec.template.spec.containers.unshift({ name: 'metrics', image: 'proxy:v0.1' });

    expect(await versionsOf({ daemonSets: [workload] })).toEqual({ 'kube-proxy': 'v1.33.0' });
  });

  it('are read by the container of their own name where no image is theirs', async () => {
    const workload = aWorkload('aws-node', 'mirror.corp/mesh:v9');
    workload.spec.template.spec.containers.push({ name: 'own', image: 'mirror.corp/own-cni:v3' });
    const [mesh, own] = workload.spec.template.spec.containers;
    Object.assign(mesh!, { name: 'mesh' });
    Object.assign(own!, { name: 'aws-node' });

    expect(await versionsOf({ daemonSets: [workload] })).toEqual({ 'vpc-cni': 'v3' });
  });

  it.each([
    ['kube-system', 'kube-dns', { 'kube-dns': '1.22.20' }],
    ['dns', 'kube-dns', {}],
    ['kube-system', 'kube-dns-autoscaler', {}],
  ])('come with a Deployment that serves names, in kube-system alone: %s/%s', async (namespace, name, expected) => {
    const deployments = [aWorkload(name, 'registry.k8s.io/dns/k8s-dns-kube-dns:1.22.20', { namespace })];

    expect(await versionsOf({ deployments })).toEqual(expected);
  });

  it('come with what does their work, in whatever namespace, and not when they were set aside', async () => {
    const versions = await versionsOf({
      daemonSets: [
        aWorkload('aws-node', `${registry}/amazon-k8s-cni:v1.20.4`, {
          nodeSelector: { 'io.cilium/aws-node-enabled': 'true' },
        }),
        aWorkload('cilium', 'quay.io/cilium/cilium:v1.17.1', { namespace: 'cilium' }),
        aWorkload('fluent-bit', 'fluent-bit:3'),
      ],
      deployments: [aWorkload('cilium-operator', 'quay.io/cilium/operator:v1.17.1')],
    });

    expect(versions).toEqual({ cilium: 'v1.17.1' });
  });

  it('are seen with the images of all workloads whose tag is a version of their add-on, as they are', async () => {
    const csi = (name: string) => {
      const workload = aWorkload(name, 'a.b/livenessprobe:v2.16.0-eksbuild.3');
      workload.spec.template.spec.containers.push({ name: 'ebs-plugin', image: 'a.b/eks/aws-ebs-csi-driver:v1.45.0' });
      return workload;
    };
    const reading = await read(
      serving({
        daemonSets: [
          csi('ebs-csi-node'),
          aWorkload('aws-node', `${registry}/amazon-k8s-cni:v1.20.4`),
          aWorkload('kube-proxy', `${registry}/eks/kube-proxy:v1.1.0`, { nodeSelector: { parked: 'true' } }),
          aWorkload('kube-proxy', 'a.b/eks/kube-proxy:v1.2.0', { namespace: 'mine' }),
          aWorkload('kube-proxy-arm', 'a.b/eks/kube-proxy:v1.3.0'),
          aWorkload('eks-pod-identity-agent', 'a.b/eks/eks-pod-identity-agent:v0.1.37'),
        ],
        deployments: [csi('ebs-csi-controller'), csi('ebs-csi-node'), aWorkload('coredns', 'other/dns:v9')],
      }),
    );

    expect(reading).toMatchObject({
      value: {
        images: [
          {
            addon: 'aws-ebs-csi-driver',
            workload: 'daemonset/ebs-csi-node',
            image: 'a.b/eks/aws-ebs-csi-driver:v1.45.0',
          },
          {
            addon: 'aws-ebs-csi-driver',
            workload: 'deployment/ebs-csi-controller',
            image: 'a.b/eks/aws-ebs-csi-driver:v1.45.0',
          },
          { addon: 'coredns', workload: 'deployment/coredns', image: 'other/dns:v9' },
          { addon: 'vpc-cni', workload: 'daemonset/aws-node', image: `${registry}/amazon-k8s-cni:v1.20.4` },
        ],
      },
    });
  });

  it('are asked for by name, in pages, with a token and a name of our own', async () => {
    const seen: IncomingMessage[] = [];
    const many = Array.from({ length: 501 }, (_, index) => aWorkload(`app-${index}`, 'app:1'));
    const answer = serving({ ...usual, daemonSets: [...many, ...usual.daemonSets] });

    const reading = await read((request, response, url) => {
      seen.push(request);
      answer(request, response, url);
    }, {});

    expect(reading).toMatchObject({ readable: true, value: { addons: { length: 3 } } });
    expect(seen.map(({ url }) => url)).toEqual([
      '/apis/apps/v1/daemonsets?limit=500',
      '/apis/apps/v1/daemonsets?limit=500&continue=500',
      '/apis/apps/v1/deployments?limit=500',
    ]);
    expect(seen.map(({ headers }) => [headers.authorization, headers['user-agent']])).toEqual(
      Array.from({ length: 3 }, () => ['Bearer k8s-aws-v1.token', 'midwatch']),
    );
  });

  it('are read anew where the list expired in the middle', async () => {
    let expired = 0;
    const many = Array.from({ length: 501 }, (_, index) => aWorkload(`app-${index}`, 'app:1'));
    const answer = serving({ daemonSets: [...many, ...usual.daemonSets] });

    const reading = await read((request, response, url) => {
      if (url.searchParams.has('continue') && expired++ === 0) response.writeHead(410).end();
      else answer(request, response, url);
    });

    expect(reading).toMatchObject({ readable: true, value: { addons: { length: 2 } } });
  });
});

const aNode = (kubeletVersion: string, labels?: Readonly<Record<string, string>>) => ({
  metadata: { name: 'ip-10-0-0-1.secret.internal', ...(labels ? { labels } : {}) },
  status: { nodeInfo: { kubeletVersion, osImage: 'Bottlerocket' }, addresses: [{ address: '10.0.0.1' }] },
});

async function otherNodes(nodes: readonly object[], more: object = {}) {
  const server = await kubernetesServer(serving({ nodes }));
  return makeKubernetesReader({ from: 'public', limits }).readOtherNodes(accessTo(server, more));
}

describe('the nodes that belong to no node group', () => {
  it('are counted by their kubelets and by what made them, and nothing else is kept', async () => {
    const reading = await otherNodes([
      ...Array.from({ length: 600 }, () => aNode('v1.33.5-eks-c39b1d0', { 'karpenter.sh/nodepool': 'secret' })),
      aNode('v1.34.1-eks-c39b1d0', { 'karpenter.sh/provisioner-name': 'secret' }),
      aNode('v1.33.5-eks-c39b1d0', { 'eks.amazonaws.com/compute-type': 'hybrid' }),
      aNode('v1.33.1-eks-c39b1d0', { 'eks.amazonaws.com/compute-type': 'hybrid', team: 'secret' }),
      aNode('v1.32.0-eks-c39b1d0', { 'eks.amazonaws.com/compute-type': 'fargate' }),
      aNode('v1.32.0-eks-c39b1d0', { 'eks.amazonaws.com/compute-type': 'auto', 'karpenter.sh/nodepool': 'system' }),
      aNode('v1.32.0-eks-c39b1d0', {
        'eks.amazonaws.com/nodegroup': 'secret',
        'eks.amazonaws.com/compute-type': 'ec2',
      }),
      aNode('v1.31.0-eks-c39b1d0', { 'eks.amazonaws.com/compute-type': 'ec2' }),
      aNode('v1.31.0-eks-c39b1d0'),
      aNode('of our own'),
    ]);

    expect(reading).toEqual({
      readable: true,
      value: [
        { kubelet: '1.31', kind: 'SELF_MANAGED', nodes: 2 },
        { kubelet: '1.32', kind: 'FARGATE', nodes: 1 },
        { kubelet: '1.33', kind: 'HYBRID', nodes: 2 },
        { kubelet: '1.33', kind: 'KARPENTER', nodes: 600 },
        { kubelet: '1.34', kind: 'KARPENTER', nodes: 1 },
        { kubelet: 'of our own', kind: 'SELF_MANAGED', nodes: 1 },
      ],
    });
  });

  it('are not told where the list is not of the form of one', async () => {
    expect(await otherNodes([{ metadata: {}, status: {} }])).toMatchObject({
      because: { call: 'kubernetes:ListNodes', obstacle: 'ERROR', detail: expect.stringMatching(/at status.nodeInfo/) },
    });
  });

  it('are asked for by who may, where they may be', async () => {
    expect(await otherNodes([], { isPublic: false })).toMatchObject({
      because: { call: 'kubernetes:ListNodes', obstacle: 'UNREACHABLE' },
    });
  });
});

const status =
  (code: number): KubernetesAnswer =>
  (_, response) =>
    response.writeHead(code).end('{"secret":"answer"}');
const body =
  (text: string): KubernetesAnswer =>
  (_, response) =>
    response.end(text);

describe('where the Kubernetes API does not answer as it should', () => {
  it.each<[string, KubernetesAnswer, string, RegExp]>([
    ['knows nobody', status(401), 'DENIED', /access entry/],
    ['lets nobody list', status(403), 'DENIED', /ClusterRole/],
    ['is asked too much', status(429), 'THROTTLED', /too many requests/],
    ['fails', status(500), 'ERROR', /HTTP 500/],
    [
      'leads elsewhere',
      (_, response) => response.writeHead(302, { location: 'https://127.0.0.1:1/' }).end(),
      'ERROR',
      /302/,
    ],
    ['expires each time', status(410), 'ERROR', /stale/],
    ['never answers', () => undefined, 'UNREACHABLE', /no whole answer within 0.5 seconds/],
    ['stops in the middle', (_, response) => void response.write('{"items":['), 'UNREACHABLE', /no whole answer/],
    ['is cut', (_, response) => void response.destroy(), 'UNREACHABLE', /cut/],
    ['answers too much', body('x'.repeat(1_000_001)), 'ERROR', /larger than 1000000 bytes/],
    ['answers with the page of a proxy', body('<html>secret</html>'), 'ERROR', /no JSON/],
    ['answers with no list', body('{"kind":"Status","secret":1}'), 'ERROR', /not of the form/],
    ['answers with other items', body('{"metadata":{},"items":[{"secret":1}]}'), 'ERROR', /at metadata/],
    ['leads in a circle', body('{"metadata":{"continue":"again"},"items":[]}'), 'ERROR', /named itself/],
  ])('because it %s, that is the reason, and nothing of what it answered', async (_, answer, obstacle, detail) => {
    const reading = await read(answer);

    expect(reading).toEqual({
      readable: false,
      because: { call: 'kubernetes:ListDaemonSets', obstacle, detail: expect.stringMatching(detail) },
    });
    expect(JSON.stringify(reading)).not.toContain('secret');
  });

  it('the reason names the list that was refused', async () => {
    const answer = serving(usual);

    const reading = await read((request, response, url) =>
      url.pathname.endsWith('/deployments') ? status(403)(request, response, url) : answer(request, response, url),
    );

    expect(reading).toMatchObject({ because: { call: 'kubernetes:ListDeployments', obstacle: 'DENIED' } });
  });

  it('its certificate is trusted by the word of its own authority alone', async () => {
    const reading = await read(serving(usual), { certificateAuthority: makeAuthority().authority });

    expect(reading).toMatchObject({
      because: { obstacle: 'UNREACHABLE', detail: expect.stringMatching(/certificate authority that EKS names/) },
    });
  });

  it.each([
    ['whose certificate authority is none', { certificateAuthority: 'no PEM' }, 'UNREACHABLE'],
    ['for which no token can be had', { token: () => Promise.reject(new Error('expired')) }, 'ERROR'],
    ['at which nobody is', { endpoint: 'https://127.0.0.1:1' }, 'UNREACHABLE'],
  ])('an access %s is a reason too', async (_, access, obstacle) => {
    expect(await read(serving(usual), access)).toMatchObject({ readable: false, because: { obstacle } });
  });
});

it('an endpoint that answers in its VPC alone is asked from there alone', async () => {
  let asked = 0;
  const answer = serving(usual);
  const counted: KubernetesAnswer = (request, response, url) => {
    asked += 1;
    answer(request, response, url);
  };

  const outside = await read(counted, { isPublic: false });
  expect(outside).toMatchObject({ because: { obstacle: 'UNREACHABLE', detail: expect.stringMatching(/VPC alone/) } });
  expect(asked).toBe(0);

  expect(await read(counted, { isPublic: false }, 'vpc')).toMatchObject({ readable: true });
});
