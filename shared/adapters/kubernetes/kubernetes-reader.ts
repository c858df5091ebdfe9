import { Agent } from 'node:https';
import pLimit from 'p-limit';
import { type Reading, readable, unreadable } from '#core/reading.ts';
import type { AddonSnapshot } from '#core/snapshot.ts';
import type { KubernetesAccess, KubernetesReader } from '#ports/kubernetes-reader.ts';
import { proxied } from '../https/proxied.ts';
import type { AnswerLimits } from './get-json.ts';
import { errorOfConnection, KubernetesError } from './kubernetes-error.ts';
import { listAll } from './list-all.ts';
import { addonsAmong, Workload } from './workload.ts';

export interface KubernetesReaderOptions {
  /** From where it looks: endpoints that answer in their VPC alone are asked from there alone. */
  readonly from: 'public' | 'vpc';
  readonly limits?: Partial<AnswerLimits>;
}

/** A page of 500 workloads is a few megabytes; nobody waits long for what an audit is whole without. */
const usualLimits: AnswerLimits = { connectMs: 3_000, answerMs: 15_000, bytes: 24 * 1024 * 1024 };

/** Each holds a page in memory. */
const clustersAtOnce = 4;

const lists = {
  'kubernetes:ListDaemonSets': '/apis/apps/v1/daemonsets',
  'kubernetes:ListDeployments': '/apis/apps/v1/deployments',
} as const;

/**
 * Reads the Kubernetes API over HTTPS: groups that are there for good, by name, without a walk through all there are,
 * which EKS would take for a client of what is going to be removed. What is answered is never logged.
 */
export function makeKubernetesReader({ from, limits }: KubernetesReaderOptions): KubernetesReader {
  const turn = pLimit(clustersAtOnce);
  return {
    readAddons: (access) => turn(() => readAddons(access, from, { ...usualLimits, ...limits })),
  };
}

async function readAddons(
  access: KubernetesAccess,
  from: KubernetesReaderOptions['from'],
  limits: AnswerLimits,
): Promise<Reading<readonly AddonSnapshot[]>> {
  let agent: Agent | undefined;
  const list = async (call: keyof typeof lists): Promise<Reading<readonly Workload[]>> => {
    try {
      if (!access.isPublic && from === 'public')
        throw new KubernetesError('UNREACHABLE', 'its endpoint answers in its VPC alone: clusterAccess: vpc');
      agent ??= new Agent({ keepAlive: true, ca: access.certificateAuthority, ...proxied() });
      const url = `${access.endpoint.replace(/\/$/, '')}${lists[call]}`;
      return readable(await listAll({ url, agent, token: await access.token(), limits }, Workload));
    } catch (error) {
      const { obstacle, message } = errorOfConnection(error);
      return unreadable({ call, obstacle, detail: message });
    }
  };
  try {
    const daemonSets = await list('kubernetes:ListDaemonSets');
    if (!daemonSets.readable) return daemonSets;
    const deployments = await list('kubernetes:ListDeployments');
    return deployments.readable ? readable(addonsAmong(daemonSets.value, deployments.value)) : deployments;
  } finally {
    agent?.destroy();
  }
}
