import { describe, expect, it } from 'vitest';
import { makeKubernetesReader } from '#adapters/kubernetes/kubernetes-reader.ts';
import { makeAuthority } from '../../../functions/replay/kubernetes/authority.ts';
import { discovery } from '../../../functions/replay/kubernetes/discovery.ts';
import { type KubernetesAnswer, refuse, serving } from '../../../functions/replay/kubernetes/lists.ts';
import { kubectl, kubectlPath } from '../../support/kubectl.ts';
import { aWorkload, kubernetesServer } from '../../support/kubernetes-server.ts';
import { accessTo } from './access.ts';

const bytes = 1_000_000;
const limits = { connectMs: 2_000, answerMs: 2_000, bytes };
const token = 'k8s-aws-v1.token';
const many = Array.from({ length: 501 }, (_, index) => aWorkload(`app-${index}`, 'app:1'));
const usual = {
  daemonSets: [...many, aWorkload('kube-proxy', 'eks/kube-proxy:v1.33.5-eksbuild.2')],
  deployments: [aWorkload('coredns', 'eks/coredns:v1.12.1-eksbuild.2')],
};

/** What kubectl and our reader each make of one and the same server. */
async function bothOn(answer: KubernetesAnswer, more: { certificateAuthority?: string } = {}) {
  const usually = serving({});
  const discoverable: KubernetesAnswer = (request, response, url) =>
    (url.pathname in discovery ? usually : answer)(request, response, url);
  const access = { ...(await kubernetesServer(discoverable)), ...more };
  const list = (kind: string) =>
    kubectl({ ...access, token }, 'get', kind, '--all-namespaces', '--output=json', '--request-timeout=2s');
  const reader = makeKubernetesReader({ from: 'public', limits });
  return {
    list,
    reading: await reader.readAddons(accessTo(access, { token: async () => token })),
  };
}

const imagesIn = (out: string): string[] =>
  (JSON.parse(out).items as ReturnType<typeof aWorkload>[]).flatMap(({ spec }) =>
    spec.template.spec.containers.map(({ image }) => image),
  );

const refusing =
  (code: number, reason: string): KubernetesAnswer =>
  (_, response) =>
    refuse(response, code, reason);

describe.skipIf(kubectlPath === undefined)('the server of these tests is one that kubectl reads', () => {
  it('with the same workloads that we read, in pages, by the same token', async () => {
    const answer = serving(usual);
    const { list, reading } = await bothOn((request, response, url) =>
      request.headers.authorization === `Bearer ${token}`
        ? answer(request, response, url)
        : refusing(401, 'Unauthorized')(request, response, url),
    );

    const daemonSets = await list('daemonsets');
    expect(daemonSets).toMatchObject({ code: 0 });
    expect(imagesIn(daemonSets.out)).toEqual([...many.map(() => 'app:1'), 'eks/kube-proxy:v1.33.5-eksbuild.2']);
    expect(imagesIn((await list('deployments')).out)).toEqual(['eks/coredns:v1.12.1-eksbuild.2']);
    expect(reading).toMatchObject({
      value: {
        addons: [
          { name: 'coredns', version: 'v1.12.1-eksbuild.2' },
          { name: 'kube-proxy', version: 'v1.33.5-eksbuild.2' },
        ],
      },
    });
  });

  it('and that it mistrusts where we do', async () => {
    const { list, reading } = await bothOn(serving(usual), { certificateAuthority: makeAuthority().authority });

    expect(await list('daemonsets')).toMatchObject({ code: 1, err: expect.stringMatching(/x509/) });
    expect(reading).toMatchObject({
      because: { obstacle: 'UNREACHABLE', detail: expect.stringMatching(/certificate authority/) },
    });
  });

  it.each<[string, KubernetesAnswer, RegExp, string]>([
    ['knows nobody', refusing(401, 'Unauthorized'), /Unauthorized|logged in/, 'DENIED'],
    ['lets nobody list', refusing(403, 'Forbidden'), /Forbidden/, 'DENIED'],
    ['is slow', () => undefined, /Timeout|deadline|timed out/i, 'UNREACHABLE'],
  ])('and that it is refused by where we are: it %s', async (_, answer, err, obstacle) => {
    const { list, reading } = await bothOn(answer);

    expect(await list('daemonsets')).toMatchObject({ code: 1, err: expect.stringMatching(err) });
    expect(reading).toMatchObject({ readable: false, because: { call: 'kubernetes:ListDaemonSets', obstacle } });
  });

  it('and of which we leave what is too large, while it reads on', async () => {
    const daemonSets = [aWorkload('huge', 'x'.repeat(bytes))];
    const { list, reading } = await bothOn(serving({ daemonSets }));

    expect(imagesIn((await list('daemonsets')).out)).toEqual(['x'.repeat(bytes)]);
    expect(reading).toMatchObject({ readable: false, because: { obstacle: 'ERROR' } });
  });
});
