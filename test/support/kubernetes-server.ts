import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach } from 'vitest';
import { makeAuthority } from '../../functions/replay/kubernetes/authority.ts';
import type { KubernetesAnswer } from '../../functions/replay/kubernetes/lists.ts';

const { authority, server: certificate } = makeAuthority();
const closing: (() => Promise<void>)[] = [];
const closeAll = async () => void (await Promise.all(closing.splice(0).map((close) => close())));
afterEach(closeAll);
afterAll(closeAll);

/** A Kubernetes API on this machine that answers as it is told to, for one test, and what its certificate is checked by. */
export async function kubernetesServer(
  answer: KubernetesAnswer,
): Promise<{ readonly endpoint: string; readonly certificateAuthority: string }> {
  const server = createServer({ key: certificate.key, cert: certificate.certificate }, (request, response) =>
    answer(request, response, new URL(request.url ?? '/', 'https://127.0.0.1')),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { endpoint: `https://127.0.0.1:${port}`, certificateAuthority: authority };
}

/** A workload of `kube-system`, as the API shows it, with one container of its own name. */
export function aWorkload(name: string, image: string, more: { namespace?: string; nodeSelector?: object } = {}) {
  const { namespace = 'kube-system', nodeSelector = { 'kubernetes.io/os': 'linux' } } = more;
  return {
    metadata: { name, namespace },
    spec: { template: { spec: { nodeSelector, containers: [{ name, image }] } } },
    status: { desiredNumberScheduled: 0 },
  };
}
