import type { Recording } from '#adapters/recording/recording.ts';

/** A recording with a node of no node group in each cluster: only the images of such are described, and none was recorded. */
export function withUnmanagedNodes(recording: Recording): Recording {
  const nights = structuredClone(recording.nights);
  for (const { asOf, accounts } of nights) {
    const image = { ImageId: 'ami-04e9c1f73a5d28b60', Name: 'amazon-eks-node-1.24-v20240129', CreationDate: asOf };
    for (const account of Object.values(accounts)) {
      const ec2 = Object.entries(account.clusters).map(([region, clusters]) => {
        const instances = Object.keys(clusters).map((name, index) => ({
          InstanceId: `i-${index}`,
          ImageId: image.ImageId,
          Tags: [{ Key: `kubernetes.io/cluster/${name}`, Value: 'owned' }],
        }));
        const before = account.ec2?.[region];
        const images = [...(before?.images ?? []), image];
        return [region, { ...before, instances: [{ Instances: instances }], images }];
      });
      Object.assign(account, { ec2: Object.fromEntries(ec2) });
    }
  }
  return { ...recording, nights };
}
