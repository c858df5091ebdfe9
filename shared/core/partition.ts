/** The partition of a region, which its ARNs start with. */
export function partitionOf(region: string): string {
  const prefixes: readonly (readonly [string, string])[] = [
    ['cn-', 'aws-cn'],
    ['us-gov-', 'aws-us-gov'],
    ['us-iso-', 'aws-iso'],
    ['us-isob-', 'aws-iso-b'],
    ['eu-isoe-', 'aws-iso-e'],
    ['us-isof-', 'aws-iso-f'],
    ['eusc-', 'aws-eusc'],
  ];
  return prefixes.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

/** The ARN that EKS gives a cluster of this name. */
export function clusterArn(
  { account, region }: { readonly account: string; readonly region: string },
  name: string,
): string {
  return `arn:${partitionOf(region)}:eks:${region}:${account}:cluster/${name}`;
}
