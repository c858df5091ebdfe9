import type { Coverage } from '#core/coverage.ts';
import type { Digest, Told } from '#core/digest/digest.ts';
import type { News } from '#core/digest/news.ts';
import { eventsOf, type TransitionEvent } from '#core/digest/transition-event.ts';
import type { AuditDocument, DocumentedCluster, DocumentedFinding, DocumentedInsufficiency } from '#core/document.ts';
import { type Finding, findingId, type Transition, type TransitionKind } from '#core/finding.ts';
import type { Step } from '#core/remediation.ts';

export const asOf = '2024-03-05T23:00:00.000Z';
export const region = 'eu-west-1';
export const accounts = { dev: '111122223333', test: '222233334444', prod: '333344445555' } as const;

export function clusterArn(name: string, account: string = accounts.prod): string {
  return `arn:aws:eks:${region}:${account}:cluster/${name}`;
}

export const prod = clusterArn('shop-prod');

export function addonStep(cluster: string, addon: string, version: string): Step {
  const which = ['--region', region, '--cluster-name', cluster, '--addon-name', addon];
  return {
    account: accounts.prod,
    command: ['aws', 'eks', 'update-addon', ...which, '--addon-version', version, '--resolve-conflicts', 'PRESERVE'],
    verify: ['aws', 'eks', 'describe-addon', ...which, '--query', 'addon.[status,addonVersion]', '--output', 'text'],
    expected: ['ACTIVE', version],
  };
}

export function nodegroupStep(cluster: string, nodegroup: string, version: string): Step {
  const which = ['--region', region, '--cluster-name', cluster, '--nodegroup-name', nodegroup];
  return {
    account: accounts.prod,
    command: ['aws', 'eks', 'update-nodegroup-version', ...which, '--kubernetes-version', version],
    verify: ['aws', 'eks', 'describe-nodegroup', ...which, '--query', 'nodegroup.[status,version]', '--output', 'text'],
    expected: ['ACTIVE', version],
  };
}

export function controlPlaneStep(cluster: string, version: string): Step {
  const which = ['--region', region, '--name', cluster];
  return {
    account: accounts.prod,
    command: ['aws', 'eks', 'update-cluster-version', ...which, '--kubernetes-version', version],
    verify: ['aws', 'eks', 'describe-cluster', ...which, '--query', 'cluster.[status,version]', '--output', 'text'],
    expected: ['ACTIVE', version],
  };
}

/** An open finding of shop-prod, first seen on this night. */
export function aFinding(overrides: Partial<Finding> = {}): Finding {
  const cluster = overrides.cluster ?? prod;
  const key = {
    rule: 'kube-proxy-version-skew',
    resource: `${cluster}/addon/kube-proxy`,
    horizon: 'now' as const,
    clusterCreatedAt: '2022-01-10T09:00:00.000Z',
    ...overrides,
  };
  const severity = overrides.severity ?? 'HIGH';
  return {
    id: findingId(key),
    cluster,
    account: accounts.prod,
    region,
    environment: 'prod',
    system: 'shop',
    status: 'OPEN',
    severity,
    evidence: {
      kubeProxy: 'v1.21.2-eksbuild.2',
      kubeProxyMinor: '1.21',
      controlPlane: '1.24',
      behind: 3,
      allowed: 2,
    },
    remediation: [addonStep('shop-prod', 'kube-proxy', 'v1.24.17-eksbuild.2')],
    firstObservedAt: asOf,
    lastObservedAt: asOf,
    revision: 1,
    untold: [],
    unpublished: [],
    lastTransition: { kind: 'OPENED', at: asOf, sweep: asOf, revision: 1, severity },
    ...key,
  };
}

/** The finding of the incident: what will break at the upgrade. */
export function aBreakage(overrides: Partial<Finding> = {}): Finding {
  return aFinding({
    rule: 'addon-version-compatibility',
    fault: 'kube-proxy-endpointslice',
    horizon: 'next-upgrade',
    severity: 'CRITICAL',
    evidence: {
      addon: 'kube-proxy',
      version: 'v1.21.2-eksbuild.2',
      kubernetes: '1.25',
      kind: 'KNOWN_BREAKAGE',
      breakage: 'kube-proxy-endpointslice',
      consequence: 'kube-proxy programs no service any more. New nodes never become Ready.',
      source: 'https://github.com/awsdocs/amazon-eks-user-guide/pull/922',
      awsUpgradesFrom: '2025-01-31T00:00:00.000Z',
    },
    ...overrides,
  });
}

/** A node group of shop-prod whose nodes are a minor behind. */
export function aLaggingNodegroup(name: string, overrides: Partial<Finding> = {}): Finding {
  const cluster = overrides.cluster ?? prod;
  return aFinding({
    rule: 'nodegroup-version-skew',
    resource: `${cluster}/nodegroup/${name}`,
    severity: 'LOW',
    evidence: { kubelet: '1.23', controlPlane: '1.24', behind: 1, allowed: 2 },
    remediation: [nodegroupStep('shop-prod', name, '1.24')],
    ...overrides,
  });
}

export function documented(finding: Finding, transition?: TransitionKind): DocumentedFinding {
  const { untold: _, unpublished: __, lastTransition: ___, revision: ____, lastToldAt: _____, ...shown } = finding;
  const about = { title: 'What should be so', reference: 'https://docs.aws.amazon.com/eks/' };
  return transition === undefined ? { ...shown, ...about } : { ...shown, transition, ...about };
}

/** What happened to a finding last, as other systems hear of it. */
export function anEvent(overrides: Partial<Finding> = {}): TransitionEvent {
  const finding = aFinding(overrides);
  const [event] = eventsOf({ ...finding, unpublished: [finding.lastTransition] }, undefined);
  if (!event) throw new Error('nothing happened');
  return event;
}

export function resolved(finding: Finding, cause: Finding['cause'] = 'MENDED'): Finding {
  return {
    ...finding,
    status: 'RESOLVED',
    resolvedAt: asOf,
    ...(cause === undefined ? {} : { cause }),
    lastTransition: {
      ...transitionOf(finding, 'RESOLVED'),
      ...(cause === undefined ? {} : { cause }),
    },
  };
}

export function aCluster(overrides: Partial<DocumentedCluster> = {}): DocumentedCluster {
  return {
    arn: prod,
    name: 'shop-prod',
    account: accounts.prod,
    region,
    environment: { name: 'prod', from: 'tag' },
    system: { name: 'shop', from: 'name' },
    version: '1.24',
    platformVersion: 'eks.8',
    endOfStandardSupport: '2024-01-31T00:00:00.000Z',
    endOfExtendedSupport: '2025-01-31T00:00:00.000Z',
    addons: [{ name: 'kube-proxy', version: 'v1.21.2-eksbuild.2', managed: true }],
    nodegroups: [{ name: 'workers', version: '1.24', releaseVersion: '1.24.17-20240227', amiType: 'AL2_x86_64' }],
    unread: [],
    firstObservedAt: '2023-01-10T23:00:00.000Z',
    ...overrides,
  };
}

export function aCoverage(overrides: Partial<Coverage> = {}): Coverage {
  return { account: accounts.prod, region, asOf, status: 'COVERED', clusters: 1, unreadable: [], ...overrides };
}

export function anInsufficiency(overrides: Partial<DocumentedInsufficiency> = {}): DocumentedInsufficiency {
  return {
    rule: 'kube-proxy-version-skew',
    resource: `${prod}/addon/kube-proxy`,
    horizon: 'now',
    reason: 'eks:DescribeAddon: DENIED (User is not authorized)',
    since: asOf,
    cluster: prod,
    account: accounts.prod,
    region,
    ...overrides,
  };
}

/** An audit in which everything was seen and nothing is wrong. */
export function aDocument(
  overrides: Partial<Omit<AuditDocument, 'audit'>> & { readonly audit?: Partial<AuditDocument['audit']> } = {},
): AuditDocument {
  return {
    schemaVersion: 1,
    coverage: [aCoverage()],
    clusters: [aCluster()],
    findings: [],
    insufficientData: [],
    suppressed: [],
    ...overrides,
    audit: {
      id: '2024-03-05T23:00:00.000Z-0001',
      asOf,
      durationSeconds: 4.2,
      calls: 57,
      baseline: false,
      notices: [],
      ...overrides.audit,
    },
  };
}

export function transitionOf({ severity }: Finding, kind: TransitionKind): Transition {
  return { kind, at: asOf, sweep: asOf, revision: 1, severity };
}

export function told(finding: Finding, kind: TransitionKind = 'OPENED', more: Partial<News> = {}): Told {
  return { finding, transition: { ...transitionOf(finding, kind), ...more } };
}

/** A digest of a sweep that has nothing to tell. */
export function aDigest(overrides: Partial<Digest> = {}): Digest {
  return {
    id: asOf,
    sweep: { id: asOf, asOf, startedAt: asOf, baseline: false },
    worse: [],
    better: [],
    over: [],
    repeated: [],
    coverageLost: [],
    coverageRegained: [],
    catalogueChanges: [],
    notices: [],
    suppressed: [],
    open: [],
    ...overrides,
  };
}
