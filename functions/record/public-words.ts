import { corednsPlugins } from '#data/coredns-plugins.ts';

/** The words of configurations that say how an add-on is run, in lower case: what they are set to is not among them. */
const ofConfigurations =
  'true false null yes no on off enabled env replicaCount replicas minReplicas maxReplicas autoScaling resources ' +
  'limits requests cpu memory corefile import insecure policy lameduck svc cluster local in addr arpa ip6 etc resolv conf http https dns tls';

/** The clients that ask the Kubernetes API of every cluster. */
const ofClients = 'kubectl kube controller manager scheduler apiserver kubelet operator client go helm terraform';

/** Words that are everybody's, in lower case: in configurations and in the names of clients they stay. */
export const publicWords: ReadonlySet<string> = new Set(
  [
    ...ofConfigurations.split(' '),
    ...ofClients.split(' '),
    ...[...corednsPlugins.plugins].flatMap(([name, { properties }]) => [name, ...(properties?.keys() ?? [])]),
  ].flatMap((word) => word.toLowerCase().split('_')),
);
