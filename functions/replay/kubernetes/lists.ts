import type { IncomingMessage, ServerResponse } from 'node:http';
import { discovery } from './discovery.ts';

/** Answers one request to the Kubernetes API of a cluster; the path of the URL is the API's own. */
export type KubernetesAnswer = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

/** What a cluster lists, each item as the API shows it. */
export interface KubernetesLists {
  readonly daemonSets?: readonly object[];
  readonly deployments?: readonly object[];
  readonly nodes?: readonly object[];
}

/** The lists that are served, by the path at which they are asked for. */
const lists: Readonly<Record<string, { readonly list: keyof KubernetesLists; apiVersion: string; kind: string }>> = {
  '/apis/apps/v1/daemonsets': { list: 'daemonSets', apiVersion: 'apps/v1', kind: 'DaemonSet' },
  '/apis/apps/v1/deployments': { list: 'deployments', apiVersion: 'apps/v1', kind: 'Deployment' },
  '/api/v1/nodes': { list: 'nodes', apiVersion: 'v1', kind: 'Node' },
};

/** The call that a path is, as reasons name it: `ListDaemonSets`; undefined for what no list is at. */
export function operationAt(pathname: string): string | undefined {
  const { kind } = lists[pathname] ?? {};
  return kind === undefined ? undefined : `List${kind}s`;
}

/** Answers lists, in pages as they are asked for, and what kubectl asks before it lists. */
export function serving(content: KubernetesLists, itemsAPage = Number.POSITIVE_INFINITY): KubernetesAnswer {
  return (_, response, { pathname, searchParams }) => {
    const { list, apiVersion, kind } = lists[pathname] ?? {};
    if (list === undefined) {
      const known = discovery[pathname];
      if (known === undefined) refuse(response, 404, 'NotFound');
      else send(response, 200, known);
      return;
    }
    const all = content[list] ?? [];
    const from = Number(searchParams.get('continue') ?? 0);
    const to = from + Math.min(Number(searchParams.get('limit') ?? Number.POSITIVE_INFINITY), itemsAPage);
    const metadata = to < all.length ? { continue: String(to) } : {};
    send(response, 200, { apiVersion, kind: `${kind}List`, metadata, items: all.slice(from, to) });
  };
}

/** Refuses as the API does. */
export function refuse(response: ServerResponse, code: number, reason: string): void {
  const message = `the replay answers with ${reason}`;
  send(response, code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, code, message });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
