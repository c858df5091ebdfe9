import { needOf, standInFor } from '../addons/core-addon-need.ts';
import { createAddon, describeAddonVersions, type Step, showImages } from '../remediation.ts';
import { type AuditContext, defineCoreAddonRule } from '../rule.ts';
import type { AddonSnapshot, ClusterSnapshot } from '../snapshot.ts';
import { installableOn } from '../upgrade/addon-fitness.ts';
import { nearestListed } from '../upgrade/addon-path.ts';
import { compliant, insufficientData, nonCompliant, notApplicable } from '../verdicts.ts';

export const addonManagement = defineCoreAddonRule({
  id: 'addon-management',
  title: 'vpc-cni, kube-proxy and coredns are EKS add-ons, where they are needed',
  why: "EKS shows what its own add-ons run, whether they are well, and what fits the next version. Of one that it does not manage nobody is told anything: AWS's upgrade insights leave it out, and it stays as old as the day on which the cluster was made.",
  judged: [
    'MEDIUM, now: seen to be absent, with nothing known in its place (such as Cilium or Calico)',
    'LOW, now: self-managed; its version is judged by the rules on versions',
    'It is not needed in EKS Auto Mode without node groups, and vpc-cni and kube-proxy not where all runs on Fargate: there are Fargate profiles, none for Karpenter, and no node group. Nor is vpc-cni where there are hybrid nodes and no node group, and none of them in a local cluster on an Outpost.',
    'Whether what is no EKS add-on is there, only the Kubernetes API can tell: without it, INSUFFICIENT_DATA.',
  ],
  reads: [
    'eks:ListAddons',
    'eks:ListNodegroups',
    'eks:ListFargateProfiles',
    'kubernetes:ListDaemonSets',
    'kubernetes:ListDeployments',
  ],
  mend: 'Make it an EKS add-on in the version that runs. Lay its own settings down in the configuration of the add-on first: what differs stops the taking over.',
  debug: [
    'aws eks list-addons --cluster-name CLUSTER names the EKS add-ons',
    'kubectl -n kube-system get daemonset,deployment -o wide shows what runs, and whose images',
    'kubectl -n kube-system get daemonset aws-node kube-proxy --show-managed-fields -o yaml says who last set what',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html',

  check(name, managed, cluster, context) {
    const { selfManagedAddons } = cluster;
    if (managed.includes(name)) return compliant;
    const need = needOf(cluster, name);
    if (need.kind === 'NEEDLESS') return notApplicable(need.because);
    if (!selfManagedAddons.readable) {
      return insufficientData(need.kind === 'UNSEEN' ? need.because : selfManagedAddons.because);
    }

    const own = selfManagedAddons.value.find((one) => one.name === name);
    if (own && need.kind === 'UNSEEN') return insufficientData(need.because);
    if (own) {
      const evidence = { addon: name, kind: 'SELF_MANAGED', version: own.version };
      return nonCompliant('LOW', evidence, takeOver(own, cluster, context));
    }
    const instead = standInFor(name, [...managed, ...selfManagedAddons.value.map((one) => one.name)]);
    if (instead !== undefined) return notApplicable(`${instead} is there in its place`);
    if (need.kind === 'UNSEEN') return insufficientData(need.because);
    // What to install, and whether something unknown does its work, is for who knows the cluster.
    const steps = [showImages(cluster), describeAddonVersions(cluster, name, cluster.version)];
    return nonCompliant('MEDIUM', { addon: name, kind: 'ABSENT' }, steps);
  },
});

/** In the version that runs, or the nearest that EKS would install. */
function takeOver({ name, version }: AddonSnapshot, cluster: ClusterSnapshot, context: AuditContext): readonly Step[] {
  const target = nearestListed(version, installableOn(cluster, name, context));
  return [target ? createAddon(cluster, name, target.text) : describeAddonVersions(cluster, name, cluster.version)];
}
