import { Agent } from 'node:https';
import pLimit from 'p-limit';
import type { z } from 'zod';
import type { OtherNodes } from '#core/nodes/other-nodes.ts';
import { type Reading, readable, unreadable } from '#core/reading.ts';
import type { KubernetesAccess, KubernetesReader, RunningAddons } from '#ports/kubernetes-reader.ts';
import { proxied } from '../https/proxied.ts';
import type { AnswerLimits } from './get-json.ts';
import { errorOfConnection, KubernetesError } from './kubernetes-error.ts';
import { listAll } from './list-all.ts';
import { kindOf, NodeAnswer, otherNodesAmong } from './node.ts';
import { addonsAmong, imagesAmong, isTelling, WorkloadAnswer, workloadOf } from './workload.ts';

export interface KubernetesReaderOptions {
  /** From where it looks: endpoints that answer in their VPC alone are asked from there alone. */
  readonly from: 'public' | 'vpc';
  readonly limits?: Partial<AnswerLimits>;
  readonly listener?: KubernetesListener;
}

/** A list that was asked of a cluster. */
export interface KubernetesCall {
  readonly cluster: KubernetesAccess['cluster'];
  /** `ListDaemonSets`. */
  readonly operation: string;
}

/** Hears what every list came to, once it is asked for no more. */
export interface KubernetesListener {
  /** @param items as the API shows them, with the members that were read; those of which nothing is told are left out */
  answered(call: KubernetesCall, items: readonly object[]): void;
  failed(call: KubernetesCall, error: KubernetesError): void;
}

/** A page of 500 workloads is a few megabytes; nobody waits long for what an audit is whole without. */
const usualLimits: AnswerLimits = { connectMs: 3_000, answerMs: 15_000, bytes: 24 * 1024 * 1024 };

/** Each holds a page in memory. */
const clustersAtOnce = 4;

const lists = {
  'kubernetes:ListDaemonSets': '/apis/apps/v1/daemonsets',
  'kubernetes:ListDeployments': '/apis/apps/v1/deployments',
  'kubernetes:ListNodes': '/api/v1/nodes',
} as const;

/**
 * Reads the Kubernetes API over HTTPS: groups that are there for good, by name, without a walk through all there are,
 * which EKS would take for a client of what is going to be removed. What is answered is never logged.
 */
export function makeKubernetesReader(options: KubernetesReaderOptions): KubernetesReader {
  const turn = pLimit(clustersAtOnce);
  return {
    readAddons: (access) => turn(() => asking(access, options, readAddons)),
    readOtherNodes: (access) => turn(() => asking(access, options, readOtherNodes)),
  };
}

async function readAddons(list: Lister): Promise<Reading<RunningAddons>> {
  const daemonSets = await list('kubernetes:ListDaemonSets', WorkloadAnswer, isTelling);
  if (!daemonSets.readable) return daemonSets;
  const deployments = await list('kubernetes:ListDeployments', WorkloadAnswer, isTelling);
  if (!deployments.readable) return deployments;
  const running = { DaemonSet: daemonSets.value.map(workloadOf), Deployment: deployments.value.map(workloadOf) };
  return readable({ addons: addonsAmong(running), images: imagesAmong(running) });
}

async function readOtherNodes(list: Lister): Promise<Reading<readonly OtherNodes[]>> {
  const nodes = await list('kubernetes:ListNodes', NodeAnswer, (node) => kindOf(node) !== undefined);
  return nodes.readable ? readable(otherNodesAmong(nodes.value)) : nodes;
}

/** All items of a list of one cluster that are wanted, or why there are none. */
type Lister = <T extends object>(
  call: keyof typeof lists,
  schema: z.ZodType<T>,
  isWanted: (item: T) => boolean,
) => Promise<Reading<readonly T[]>>;

/** Lets a cluster be asked, by one agent that is gone afterwards. */
async function asking<R>(
  access: KubernetesAccess,
  { from, limits, listener }: KubernetesReaderOptions,
  read: (list: Lister) => Promise<R>,
): Promise<R> {
  let agent: Agent | undefined;
  try {
    return await read(async (call, schema, isWanted) => {
      const asked = { cluster: access.cluster, operation: call.replace('kubernetes:', '') };
      try {
        if (!access.isPublic && from === 'public')
          throw new KubernetesError('UNREACHABLE', 'its endpoint answers in its VPC alone: clusterAccess: vpc');
        agent ??= new Agent({ keepAlive: true, ca: access.certificateAuthority, ...proxied() });
        const url = `${access.endpoint.replace(/\/$/, '')}${lists[call]}`;
        const request = { url, agent, token: await access.token(), limits: { ...usualLimits, ...limits } };
        const items = await listAll(request, schema, isWanted);
        listener?.answered(asked, items);
        return readable(items);
      } catch (error) {
        const reason = errorOfConnection(error);
        listener?.failed(asked, reason);
        return unreadable({ call, obstacle: reason.obstacle, detail: reason.message });
      }
    });
  } finally {
    agent?.destroy();
  }
}
