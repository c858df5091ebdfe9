/** The IAM actions behind every call of these adapters, by whose role must allow them. */
export const iamActions = {
  /** In each audited account. */
  member: [
    'account:ListRegions',
    'ec2:DescribeImages',
    'ec2:DescribeInstances',
    'ec2:DescribeKeyPairs',
    'ec2:DescribeLaunchTemplateVersions',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'eks:DescribeAddon',
    'eks:DescribeAddonVersions',
    'eks:DescribeCluster',
    'eks:DescribeClusterVersions',
    'eks:DescribeInsight',
    'eks:DescribeNodegroup',
    'eks:DescribeUpdate',
    'eks:ListAddons',
    'eks:ListClusters',
    'eks:ListFargateProfiles',
    'eks:ListInsights',
    'eks:ListNodegroups',
    'eks:ListPodIdentityAssociations',
    'eks:ListUpdates',
    'kms:DescribeKey',
    'ssm:GetParameters',
  ],
  /** Of who audits: to become the member role. */
  auditor: ['sts:AssumeRole'],
  /** Of who lists the accounts of an organization. */
  directory: [
    'organizations:ListAccounts',
    'organizations:ListAccountsForParent',
    'organizations:ListOrganizationalUnitsForParent',
  ],
  /** Of who sends digests. */
  notifier: ['sns:Publish'],
  /** Of who tells other systems. */
  events: ['events:PutEvents'],
  /** Of who puts the page of each sweep into a bucket. */
  report: ['s3:PutObject'],
  /** To know oneself, which needs no permission. */
  identity: ['sts:GetCallerIdentity'],
} as const;

export type IamAction = (typeof iamActions)[keyof typeof iamActions][number];
