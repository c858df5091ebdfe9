import type { Examination, TargetExamination } from '#core/examination.ts';

const asOf = '2026-11-26T02:00:00.000Z';
const member = (account: string) => `arn:aws:iam::${account}:role/midwatch-member`;
export const [dev, test, prod, hub] = ['111122223333', '222233334444', '333344445555', '999988887777'] as const;
const lists = ['account:ListRegions', 'eks:ListClusters'];
const all = [
  ...lists,
  ...['eks:DescribeCluster', 'eks:ListAddons', 'eks:DescribeAddon', 'eks:ListNodegroups', 'eks:DescribeNodegroup'],
  ...['eks:DescribeClusterVersions', 'eks:DescribeAddonVersions'],
];
const denied = (call: string, detail = 'because no identity-based policy allows it') =>
  ({ call, obstacle: 'DENIED', detail }) as const;

/** A target of which all may be seen. */
export function aTarget(overrides: Partial<TargetExamination> = {}): TargetExamination {
  const { account = dev } = overrides;
  return {
    account,
    region: 'eu-west-1',
    asOf,
    status: 'COVERED',
    clusters: 2,
    role: member(account),
    unreadable: [],
    example: { name: 'shop-dev', placement: {} },
    answered: all,
    unasked: [],
    ...overrides,
  };
}

/** An examination in which nothing is in the way. */
export function anExamination(overrides: Partial<Examination> = {}): Examination {
  return {
    asOf,
    durationSeconds: 1.5,
    calls: 42,
    caller: { account: hub, arn: `arn:aws:sts::${hub}:assumed-role/midwatch-auditor/me` },
    auditorArn: `arn:aws:iam::${hub}:role/midwatch-auditor`,
    deployment: 'midwatch',
    notices: [],
    targets: [aTarget()],
    ...overrides,
  };
}

const { example: _, ...withoutExample } = aTarget();
const empty = { ...withoutExample, status: 'EMPTY', clusters: 0, answered: lists } as const;
/** A target whose one cluster has no node group to ask about. */
export const withoutGroups = aTarget({
  answered: all.filter((action) => action !== 'eks:DescribeNodegroup'),
  unasked: ['eks:DescribeNodegroup'],
});

/** A fleet in which something of each kind is in the way. */
export const ailing = anExamination({
  organization: denied('organizations:ListAccounts'),
  notices: [{ kind: 'UNKNOWN_ENVIRONMENT', subject: 'blue', detail: 'shop-blue' }],
  targets: [
    aTarget({ unreadable: [{ ...denied('eks:DescribeAddon'), resource: 'shop-dev/coredns' }] }),
    { ...empty, region: 'eu-west-2' },
    { ...empty, region: 'eu-west-3' },
    aTarget({
      account: test,
      unreadable: [
        { ...denied('eks:DescribeAddon'), resource: 'shop-test/coredns' },
        { call: 'eks:ListNodegroups', obstacle: 'DENIED_BY_SCP', detail: 'an explicit deny', resource: 'shop-test' },
      ],
    }),
    {
      ...withoutExample,
      account: test,
      region: 'ap-east-1',
      status: 'REGION_DISABLED',
      clusters: 0,
      because: { call: 'eks:ListClusters', obstacle: 'REGION_DISABLED', detail: 'The token is invalid' },
      answered: lists.slice(0, 1),
    },
    {
      ...withoutExample,
      account: prod,
      region: '*',
      status: 'DENIED',
      clusters: 0,
      because: denied('sts:AssumeRole'),
      role: member(prod),
      answered: [],
    },
  ],
});
