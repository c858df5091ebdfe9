import { areNodeCredentialsOutOfReach, permissionsOf } from '../addons/addon-permissions.ts';
import type { AddonRelease } from '../catalogue.ts';
import { describeAddon, showAddonPermissions } from '../remediation.ts';
import { type AuditContext, defineAddonRule } from '../rule.ts';
import type { AddonSnapshot, ClusterSnapshot } from '../snapshot.ts';
import { compliant, insufficientData, nonCompliant, notApplicable, type Verdict } from '../verdicts.ts';

export const addonPermissions = defineAddonRule({
  managedOnly: true,
  id: 'addon-permissions',
  title: 'Each add-on that requires IAM permissions has an IAM role or a pod identity association of its own',
  why: 'Without one, the add-on has whatever the role of its nodes may do, and so has every other pod on them. It stops working on the day on which somebody takes the permission from that role, or the credentials of the nodes out of the reach of pods.',
  judged: [
    'MEDIUM, now: the version requires IAM permissions, as DescribeAddonVersions tells, and the add-on has neither an IAM role nor a pod identity association: it lives on the role of its nodes',
    'HIGH, now: the same of an add-on whose pods are off the network of the host, where a hop limit of 1 in the launch template of each node group keeps the credentials of the nodes from them. HIGH, next-node-roll: the same with the default versions of those templates',
    'INFORMATIONAL, now: the same of vpc-cni, whose pods are on the network of the host, and for which it is usual',
    'A version that AWS lists no longer requires what all that are listed require. Where those differ: INSUFFICIENT_DATA.',
    'A pod identity association counts, too, that was made beside the add-on for its service account; and a role that its configuration puts on its service account. Where associations were made beside an add-on of which we do not know the service account: INSUFFICIENT_DATA.',
  ],
  reads: [
    'eks:ListAddons',
    'eks:DescribeAddon',
    'eks:ListPodIdentityAssociations',
    'eks:DescribeAddonVersions',
    'eks:ListNodegroups',
    'eks:DescribeNodegroup',
    'ec2:DescribeLaunchTemplateVersions',
    'ec2:DescribeInstances',
  ],
  mend: 'Give the add-on an IAM role for its service account: by a pod identity association, where the eks-pod-identity-agent runs, or by the OIDC provider of the cluster. Then take the policy from the role of the nodes.',
  debug: [
    'aws eks describe-addon --cluster-name CLUSTER --addon-name ADDON shows serviceAccountRoleArn and podIdentityAssociations',
    'aws eks list-pod-identity-associations --cluster-name CLUSTER shows also those that were made beside the add-on',
    'The log of its pods shows AccessDenied, or that they found no credentials',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/add-ons-iam.html',

  check(addon, cluster, context) {
    const now = judge(addon, cluster, context);
    const isOnNodeRole = now.compliance === 'NON_COMPLIANT';
    const isOffHost = context.addonsOffHostNetwork.includes(addon.name);
    const worse = (version: 'inUse' | 'byDefault', otherwise: Verdict): Verdict => {
      if (now.compliance !== 'NON_COMPLIANT' || !isOffHost) return otherwise;
      const isOut = areNodeCredentialsOutOfReach(cluster, version);
      if (!isOut.readable) return insufficientData(isOut.because);
      return isOut.value ? nonCompliant('HIGH', { ...now.evidence, hopLimit: 1 }, now.remediation) : otherwise;
    };
    return [
      { horizon: 'now', verdict: worse('inUse', now) },
      { horizon: 'next-node-roll', verdict: worse('byDefault', isOnNodeRole ? compliant : now) },
    ];
  },
});

function judge(addon: AddonSnapshot, cluster: ClusterSnapshot, context: AuditContext): Verdict {
  const { name, version } = addon;
  const permissions = permissionsOf(addon, cluster, context.addonServiceAccounts);
  if (permissions.kind === 'POD_IDENTITY' || permissions.kind === 'ROLE') return compliant;
  const published = context.catalogue.addons[name];
  if (!published) return insufficientData(`nobody asked which versions of ${name} AWS lists`);
  if (!published.readable) return insufficientData(published.because);
  const required = requiresIam(version, published.value.value);
  if (required === undefined) {
    return insufficientData(
      `AWS does not list ${name} ${version}, so whether it requires IAM permissions is not to be told`,
    );
  }
  if (!required) return notApplicable(`${name} ${version} requires no IAM permissions`);
  if (permissions.kind === 'UNKNOWN') return insufficientData(permissions.because);
  const severity = name === 'vpc-cni' ? 'INFORMATIONAL' : 'MEDIUM';
  const steps = [showAddonPermissions(cluster, name, version), describeAddon(cluster, name)];
  const beside =
    'misplaced' in permissions
      ? { serviceAccount: permissions.serviceAccount, otherAssociations: permissions.misplaced }
      : {};
  return nonCompliant(severity, { addon: name, version, ...beside }, steps);
}

/** Whether a version requires them; one that is not listed, where all that are agree. */
function requiresIam(version: string, releases: readonly AddonRelease[]): boolean | undefined {
  const listed = releases.find((release) => release.version === version);
  const [first, ...others] = (listed ? [listed] : releases).map((release) => release.requiresIam === true);
  return others.every((other) => other === first) ? first : undefined;
}
