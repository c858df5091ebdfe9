import type { KubernetesAccess } from '#ports/kubernetes-reader.ts';

type Reached = Pick<KubernetesAccess, 'endpoint' | 'certificateAuthority'>;

/** How a server of a test is reached, as EKS would tell it. */
export function accessTo(server: Reached, more: Partial<KubernetesAccess> = {}): KubernetesAccess {
  const cluster = { account: '111122223333', region: 'eu-west-1', name: 'shop-prod' };
  return { cluster, isPublic: true, token: async () => 'k8s-aws-v1.token', ...server, ...more };
}
