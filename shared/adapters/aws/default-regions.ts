/**
 * The regions that every account has, and that none can switch off: those that AWS launched before 20 March 2019, and
 * those of the partitions of China and GovCloud. There will be no more of them.
 *
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html, read on 2026-11-27
 */
export const defaultRegions: readonly string[] = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'cn-north-1',
  'cn-northwest-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-gov-east-1',
  'us-gov-west-1',
  'us-west-1',
  'us-west-2',
];
