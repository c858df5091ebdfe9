import { parseAddonVersion } from '../addons/addon-version.ts';
import { kubeProxyInsight, oldestKubeProxySeen } from '../addons/kube-proxy-evidence.ts';
import { atEachVersion } from '../judged-version.ts';
import { allowedSkew, formatKubernetesVersion, minorsBehind, parseKubernetesVersion } from '../kubernetes-version.ts';
import { kubeletsBeyond } from '../nodes/kubelets.ts';
import { showImages } from '../remediation.ts';
import { type AuditContext, defineAddonRule, type Judgement } from '../rule.ts';
import { type AddonSnapshot, allOf, type ClusterSnapshot } from '../snapshot.ts';
import { addonSteps, mendingSteps } from '../upgrade/addon-path.ts';
import { compliant, type Evidence, explainedBy, insufficientData, nonCompliant, type Verdict } from '../verdicts.ts';

export const kubeProxyVersionSkew = defineAddonRule({
  only: 'kube-proxy',
  id: 'kube-proxy-version-skew',
  title: 'kube-proxy is within the version skew that Kubernetes allows of its API server and kubelets',
  why: 'A kube-proxy that asks for an API the server no longer has stops programming services: new nodes never become ready, and what is rolled out becomes unreachable.',
  judged: [
    'HIGH, now and next-upgrade: newer than the API server, or older by more than 3 minors (2 where kube-proxy itself is below 1.25)',
    'MEDIUM, now: as far from a kubelet beside it, of a node group or of other nodes, either way; where the API server is out of reach too, that alone is told',
    'The kubelets of nodes that belong to no node group are those that the Kubernetes API shows; where it may not be read, those that the names of their images tell. Of an image that tells none, and of hybrid nodes, nothing is known then: INSUFFICIENT_DATA.',
    'One that cannot be looked at is judged by the name under which it asks for an API that is going to be removed, else by the insight of EKS on its skew.',
  ],
  reads: [
    'eks:ListAddons',
    'eks:DescribeAddon',
    'eks:ListNodegroups',
    'eks:DescribeNodegroup',
    'eks:ListFargateProfiles',
    'eks:ListInsights',
    'eks:DescribeInsight',
    'eks:DescribeClusterVersions',
    'ec2:DescribeInstances',
    'ec2:DescribeImages',
    'kubernetes:ListDaemonSets',
    'kubernetes:ListDeployments',
    'kubernetes:ListNodes',
  ],
  mend: "Put kube-proxy on the newest version listed for the control plane's own minor, before the control plane moves on.",
  debug: [
    'From a node, reach the first address of the service range (172.20.0.1:443 or 10.100.0.1:443): no answer means that kube-proxy programs nothing',
    'kubectl -n kube-system logs ds/kube-proxy | grep -i endpointslice shows which API it cannot list',
    'kubectl -n kube-system logs ds/aws-node shows IPAM-D waiting for the API server: a consequence, not the cause',
  ],
  reference: 'https://kubernetes.io/releases/version-skew-policy/#kube-proxy',

  check: judge,

  otherwise(because, cluster, context) {
    const unknown = insufficientData(because);
    const seen = oldestKubeProxySeen(cluster);
    if (!seen) return [{ horizon: 'now', verdict: unknown }, ...byInsight(cluster)];
    const addon = { ...unseenKubeProxy, version: seen.version };
    // It may not be the only one, nor the newest: it can show a fault, and not that there is none.
    return judge(addon, cluster, context, { seenBy: seen.userAgent }).map((judgement) =>
      judgement.verdict.compliance === 'COMPLIANT' ? { ...judgement, verdict: unknown } : judgement,
    );
  },
});

const unseenKubeProxy = { name: 'kube-proxy', managed: false, healthIssues: [], podIdentityAssociations: [] };

/** What EKS says of a kube-proxy that it can see and we cannot. */
function byInsight(cluster: ClusterSnapshot): readonly Judgement[] {
  const insight = kubeProxyInsight(cluster);
  if (insight?.status !== 'PASSING' && insight?.status !== 'ERROR') return [];
  const { title, status, kubernetesVersion: controlPlane, reason } = insight;
  const evidence = { insight: title, status, controlPlane, ...(reason === undefined ? {} : { reason }) };
  const at = (verdict: Verdict): readonly Judgement[] => [{ horizon: 'next-upgrade', fault: 'control-plane', verdict }];
  if (status === 'ERROR') return at(nonCompliant('HIGH', evidence, [showImages(cluster)]));
  // An older one may be among those that ask for what is going to be removed.
  const details = allOf(cluster.insights);
  return at(details.readable ? compliant : insufficientData(details.because));
}

function judge(
  addon: AddonSnapshot,
  cluster: ClusterSnapshot,
  context: AuditContext,
  source: Evidence = {},
): readonly Judgement[] {
  const kubeProxy = parseAddonVersion(addon.version);
  if (!kubeProxy) {
    return [{ horizon: 'now', verdict: insufficientData(`kube-proxy's version ${addon.version} cannot be read`) }];
  }
  const allowed = allowedSkew(kubeProxy);
  const kubelets = kubeletsBeyond(allowed, kubeProxy, cluster);
  const facts = { kubeProxy: addon.version, kubeProxyMinor: formatKubernetesVersion(kubeProxy), allowed, ...source };

  return atEachVersion(cluster, context, ({ kubernetes, horizon }): readonly Judgement[] => {
    const controlPlane = parseKubernetesVersion(kubernetes);
    if (!controlPlane) return [{ horizon, verdict: insufficientData(`Kubernetes ${kubernetes} cannot be read`) }];
    const behind = minorsBehind(kubeProxy, controlPlane);
    const broken = behind < 0 || behind > allowed;
    const beside = kubelets.beyond.length > 0 ? { nodegroups: kubelets.beyond } : {};
    const evidence = { ...facts, controlPlane: kubernetes, behind, ...(horizon === 'now' ? beside : {}) };
    const fault = 'control-plane';
    const toServer: Judgement = {
      horizon,
      fault,
      verdict: broken ? nonCompliant('HIGH', evidence, mendingSteps(addon, cluster, context, kubernetes)) : compliant,
    };
    if (horizon !== 'now') return [toServer];

    const toKubelets = (verdict: Judgement['verdict']): Judgement[] => [
      toServer,
      { horizon, fault: 'kubelet', verdict },
    ];
    if (broken) return toKubelets(explainedBy(fault));
    if (kubelets.beyond.length > 0)
      return toKubelets(nonCompliant('MEDIUM', evidence, addonSteps(addon, cluster, context)));
    return toKubelets(kubelets.because === undefined ? compliant : insufficientData(kubelets.because));
  });
}
