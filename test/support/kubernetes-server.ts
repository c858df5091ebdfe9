import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach } from 'vitest';
import { makeAuthority } from './certificates.ts';

export type KubernetesAnswer = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

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

export interface Served {
  readonly daemonsets?: readonly object[];
  readonly deployments?: readonly object[];
}

/** Answers lists, in pages as they are asked for. */
export function serving(workloads: Served): KubernetesAnswer {
  return (_, response, url) => {
    const kind = url.pathname.replace('/apis/apps/v1/', '') as keyof Served;
    const all = workloads[kind] ?? [];
    const from = Number(url.searchParams.get('continue') ?? 0);
    const to = from + Number(url.searchParams.get('limit'));
    const metadata = to < all.length ? { continue: String(to) } : {};
    const list = { apiVersion: 'apps/v1', kind: listKinds[kind], metadata, items: all.slice(from, to) };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(list));
  };
}

const listKinds: Readonly<Record<keyof Served, string>> = {
  daemonsets: 'DaemonSetList',
  deployments: 'DeploymentList',
};
