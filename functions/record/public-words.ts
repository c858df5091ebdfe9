import { addonServiceAccounts } from '#data/addon-service-accounts.ts';
import { corednsPlugins } from '#data/coredns-plugins.ts';

/** The words of configurations that say how an add-on is run, in lower case: what they are set to is not among them. */
const ofConfigurations =
  'true false null yes no on off enabled env replicaCount replicas minReplicas maxReplicas autoScaling resources ' +
  'limits requests cpu memory corefile import insecure policy lameduck svc cluster local in addr arpa ip6 etc resolv conf http https dns tls';

/** The clients that ask the Kubernetes API of every cluster. */
const ofClients = 'kubectl kube controller manager scheduler apiserver kubelet operator client go helm terraform';

/** The service accounts of add-ons, by which an association is theirs, and the namespaces that every cluster has. */
const ofAddons = `${Object.values(addonServiceAccounts).join(' ')} kube-system kube-public default amazon-cloudwatch`;

/** Words that are everybody's, in lower case: in configurations, and in the names of clients and service accounts, they stay. */
export const publicWords: ReadonlySet<string> = new Set(
  [
    ...ofConfigurations.split(' '),
    ...ofClients.split(' '),
    ...ofAddons.split(' ').flatMap((name) => name.split('-')),
    ...[...corednsPlugins.plugins].flatMap(([name, { properties }]) => [name, ...(properties?.keys() ?? [])]),
  ].flatMap((word) => word.toLowerCase().split('_')),
);
