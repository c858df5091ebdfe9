import { z } from 'zod';

const Container = z.strictObject({ name: z.string(), image: z.string().nullish() });

/** A DaemonSet or Deployment, with the members that are read. */
const Workload = z.strictObject({
  metadata: z.strictObject({}).nullish(),
  spec: z.strictObject({
    template: z.strictObject({
      spec: z.strictObject({
        containers: z.array(Container),
        nodeSelector: z.record(z.string(), z.string()).nullish(),
      }),
    }),
  }),
  status: z.strictObject({ desiredNumberScheduled: z.number().nullish() }).nullish(),
});

const Node = z.strictObject({
  metadata: z.strictObject({ labels: z.record(z.string(), z.string().nullish()).nullish() }).nullish(),
  status: z.strictObject({ nodeInfo: z.strictObject({ kubeletVersion: z.string() }) }),
});

const inNamespace = z.string().regex(/^[a-z0-9-]+\/[a-z0-9.-]+$/, 'a namespace and a name, as kube-system/aws-node');

/**
 * What the Kubernetes API of a cluster lists: workloads by `<namespace>/<name>`, nodes by name, each in the API's own
 * shape. Of these only the members are there that an audit reads.
 */
export const KubernetesContent = z.strictObject({
  daemonSets: z.record(inNamespace, Workload).default({}),
  deployments: z.record(inNamespace, Workload).default({}),
  nodes: z.record(z.string(), Node).default({}),
});

export type KubernetesContent = z.output<typeof KubernetesContent>;
