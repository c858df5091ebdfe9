/** What a healthy AWS answers, in the SDK's own objects; a case states only what differs. */

export const target = { account: '111122223333', region: 'eu-west-1' };
export const asOf = '2026-11-25T02:00:00.000Z';
export const arn = 'arn:aws:eks:eu-west-1:111122223333:cluster/shop-prod';
export const createdAt = new Date('2023-05-04T10:20:30.456Z');

export function aCluster(differences: object = {}) {
  return {
    cluster: {
      name: 'shop-prod',
      arn,
      createdAt,
      version: '1.33',
      status: 'ACTIVE',
      platformVersion: 'eks.20',
      kubernetesNetworkConfig: { serviceIpv4Cidr: '10.100.0.0/16', ipFamily: 'ipv4' },
      upgradePolicy: { supportType: 'STANDARD' },
      tags: { Environment: 'prod' },
      ...differences,
    },
  };
}

export function anAddon(differences: object = {}) {
  return {
    addon: {
      addonName: 'vpc-cni',
      clusterName: 'shop-prod',
      status: 'ACTIVE',
      addonVersion: 'v1.19.2-eksbuild.5',
      modifiedAt: new Date('2026-03-01T00:00:00.000Z'),
      ...differences,
    },
  };
}

export function aNodegroup(differences: object = {}) {
  return {
    nodegroup: {
      nodegroupName: 'workers',
      version: '1.33',
      releaseVersion: '1.33.5-20261101',
      amiType: 'AL2023_x86_64_STANDARD',
      status: 'ACTIVE',
      modifiedAt: new Date('2026-11-02T00:00:00.000Z'),
      ...differences,
    },
  };
}

/** What a list shows of an insight that passed this night. */
export function anInsight(differences: object = {}) {
  return {
    id: '38ea7a64-a14f-4e0e-95c7-8dbcab3c3616',
    name: 'Kubelet version skew',
    category: 'UPGRADE_READINESS',
    kubernetesVersion: '1.34',
    lastRefreshTime: new Date('2026-11-24T20:00:00.000Z'),
    lastTransitionTime: new Date('2026-10-01T20:00:00.000Z'),
    description: 'Checks for kubelet versions of worker nodes.',
    insightStatus: { status: 'PASSING', reason: 'Node kubelet versions match the cluster control plane version.' },
    ...differences,
  };
}

export function anUpdate(differences: object = {}) {
  return {
    update: {
      id: 'by its own name',
      type: 'VersionUpdate',
      status: 'Successful',
      params: [
        { type: 'Version', value: '1.33' },
        { type: 'PlatformVersion', value: 'eks.20' },
      ],
      createdAt: new Date('2026-11-02T00:00:00.000Z'),
      errors: [],
      ...differences,
    },
  };
}

export function refusal(name: string, message = 'no', httpStatusCode?: number): Error {
  return Object.assign(new Error(message), { name, ...(httpStatusCode ? { $metadata: { httpStatusCode } } : {}) });
}
