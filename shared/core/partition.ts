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

/** The ARNs of clusters, by which they are asked for. */
export const clusterArnPattern = /^arn:aws[a-z-]*:eks:[a-z0-9-]+:\d{12}:cluster\/[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
