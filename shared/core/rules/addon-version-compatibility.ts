import {
  type AddonFault,
  breakageFaults,
  listingFault,
  minimumFault,
  type Subject,
  undecidedBreakages,
} from '../addons/addon-faults.ts';
import { parseAddonVersion } from '../addons/addon-version.ts';
import { atEachVersion } from '../judged-version.ts';
import { defineAddonRule, type Judgement } from '../rule.ts';
import { compareSeverities } from '../severity.ts';
import { mendingSteps } from '../upgrade/addon-path.ts';
import { compliant, explainedBy, insufficientData, nonCompliant, type Verdict } from '../verdicts.ts';

export const addonVersionCompatibility = defineAddonRule({
  id: 'addon-version-compatibility',
  judgesByBreakages: true,
  title: "Each add-on's version is listed by AWS as compatible with the cluster's Kubernetes version",
  why: 'EKS moves no add-on when the control plane moves. One that does not fit may run for months, until nodes are replaced or a service is rolled out.',
  judged: [
    'As its entry says (CRITICAL today): a known breakage, at each horizon at which its condition holds; next-node-roll in place of now where it strikes new nodes only',
    'HIGH, now and next-upgrade: below the lowest listed, or above the highest by a patch or more (by a build only, or no EKS add-on: INFORMATIONAL)',
    'MEDIUM, now: delisted (an older build, or between those listed), with the nearest that is; or listed for other platform versions only',
    'MEDIUM, at each: below the minimum that AWS recommends (vpc-cni)',
    'LOW, now: kube-proxy, for whatever way of not being listed; at next-upgrade its skew and the known breakages speak for it',
    'Insufficient data: AWS lists none for that version; or AWS could not be asked tonight, and the list of an earlier night has the version no more, or not yet.',
    'Each known breakage is told. Of the rest the worse is told, where no breakage at its horizon is as bad.',
  ],
  reads: [
    'eks:ListAddons',
    'eks:DescribeAddon',
    'eks:ListNodegroups',
    'eks:DescribeNodegroup',
    'eks:ListFargateProfiles',
    'eks:DescribeAddonVersions',
    'eks:DescribeClusterVersions',
    'kubernetes:ListDaemonSets',
    'kubernetes:ListDeployments',
  ],
  mend: 'Move the add-on to a version that fits the control plane of today and of the next minor, before the control plane moves.',
  debug: [
    'aws eks describe-addon-versions --addon-name ADDON --kubernetes-version VERSION lists what fits',
    'From a node, reach the first address of the service range (172.20.0.1:443 or 10.100.0.1:443), then read the log of kube-proxy, then that of aws-node',
    'aws eks describe-addon --cluster-name CLUSTER --addon-name ADDON --query addon.health says what EKS itself sees',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html',

  check(addon, cluster, context) {
    const version = parseAddonVersion(addon.version);
    if (!version) {
      return [{ horizon: 'now', verdict: insufficientData(`its version ${addon.version} cannot be read`) }];
    }
    return atEachVersion(cluster, context, (at) => judge({ addon, version, at, cluster, context }));
  },
});

function worstFirst(a: AddonFault, b: AddonFault): number {
  return compareSeverities(b.severity, a.severity);
}

/** Decides which of the faults are told, and says of the others that they are cleared or explained. */
function judge(subject: Subject): readonly Judgement[] {
  const { horizon } = subject.at;
  const broken = breakageFaults(subject);
  const listing = listingFault(subject);
  const off = [listing, minimumFault(subject)].filter((one) => one !== undefined && 'severity' in one).sort(worstFirst);
  const [explaining] = [...broken.filter((fault) => fault.horizon === horizon), ...off].sort(worstFirst);
  const told = [...broken, ...off.filter((fault) => fault === explaining)];
  const explained = off.filter((fault) => fault !== explaining);

  const verdictOn = (fault: string): Verdict =>
    explaining && explained.some((one) => one.fault === fault) ? explainedBy(explaining.fault) : compliant;
  const cleared = ['unlisted', 'below-minimum']
    .filter((fault) => !told.some((one) => one.fault === fault))
    .map((fault) => ({ horizon, fault, verdict: verdictOn(fault) }));
  const unseen = listing && 'verdict' in listing ? [listing] : [];
  return [
    ...told.map((fault) => tell(fault, subject, fault === explaining ? explained : [])),
    ...undecidedBreakages(subject),
    ...unseen,
    ...cleared.filter(({ fault }) => !unseen.some((one) => one.fault === fault)),
  ];
}

function tell(told: AddonFault, subject: Subject, explained: readonly AddonFault[]): Judgement {
  const { addon, at, cluster, context } = subject;
  const { fault, horizon, severity, kind } = told;
  const also = explained.length > 0 ? { also: explained.map((one) => one.kind) } : {};
  const evidence = {
    addon: addon.name,
    version: addon.version,
    kubernetes: at.kubernetes,
    kind,
    ...told.evidence,
    ...also,
  };
  const remediation = mendingSteps(addon, cluster, context, at.kubernetes);
  return { horizon, fault, verdict: nonCompliant(severity, evidence, remediation) };
}
