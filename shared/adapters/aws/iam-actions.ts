/** The IAM actions behind every call of these adapters, by whose role must allow them. */
export const iamActions = {
  /** In each audited account. */
  member: [
    'account:ListRegions',
    'eks:DescribeAddon',
    'eks:DescribeAddonVersions',
    'eks:DescribeCluster',
    'eks:DescribeClusterVersions',
    'eks:DescribeNodegroup',
    'eks:ListAddons',
    'eks:ListClusters',
    'eks:ListNodegroups',
  ],
  /** Of the caller: to become the member role, to know itself (which needs no permission), to send a digest. */
  caller: ['sns:Publish', 'sts:AssumeRole', 'sts:GetCallerIdentity'],
} as const;

export type IamAction = (typeof iamActions)['member' | 'caller'][number];
