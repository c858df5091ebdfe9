import { DescribeInsightCommand, EKSClient, ListInsightsCommand } from '@aws-sdk/client-eks';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { readInsights } from '#adapters/aws/read-insights.ts';
import { anInsight, asOf, refusal } from './answers.ts';

const eks = mockClient(EKSClient);
const client = new EKSClient({});

beforeEach(() => {
  eks.reset();
  eks.on(DescribeInsightCommand).resolves({ insight: {} });
});

const failing = { status: 'ERROR', reason: 'Deprecated API usage detected within the last 30 days.' } as const;
const deprecated = { name: 'Deprecated APIs removed in Kubernetes v1.34', insightStatus: failing };
const detail = { readable: true, value: { deprecations: [], addons: [] } };

function list(...insights: readonly object[]): void {
  eks.on(ListInsightsCommand).resolves({ insights: [...insights] as never });
}

const read = () => readInsights(client, 'shop-prod', asOf);

describe('an insight that passes', () => {
  it('is what the list says of it, without the times that move each day, and is not described', async () => {
    list(anInsight());

    expect(await read()).toEqual({
      readable: true,
      value: [
        {
          name: 'UPGRADE_READINESS/Kubelet version skew/1.34',
          category: 'UPGRADE_READINESS',
          title: 'Kubelet version skew',
          kubernetesVersion: '1.34',
          status: 'PASSING',
          reason: 'Node kubelet versions match the cluster control plane version.',
          isStale: false,
          detail,
        },
      ],
    });
    expect(eks.commandCalls(DescribeInsightCommand)).toEqual([]);
  });

  it.each<[string, Date | undefined, object]>([
    ['36 hours ago is of today', new Date('2026-11-23T14:00:00.000Z'), { isStale: false }],
    [
      'a second earlier is not, and says when that was',
      new Date('2026-11-23T13:59:59.000Z'),
      { isStale: true, refreshedAt: '2026-11-23T13:59:59.000Z' },
    ],
    ['at a time that AWS does not tell is not', undefined, { isStale: true }],
  ])('that EKS looked at %s', async (_, lastRefreshTime, expected) => {
    list(anInsight({ lastRefreshTime }));

    const { isStale, refreshedAt } = (
      (await read()) as { value: readonly { isStale: boolean; refreshedAt?: string }[] }
    ).value[0]!;

    expect({ isStale, ...(refreshedAt === undefined ? {} : { refreshedAt }) }).toEqual(expected);
  });

  it('is known by category and title where it is about no version', async () => {
    list(anInsight({ kubernetesVersion: undefined, insightStatus: undefined }));

    expect(await read()).toMatchObject({
      value: [{ name: 'UPGRADE_READINESS/Kubelet version skew', status: 'UNKNOWN' }],
    });
  });
});

it('one without a name or a category hides no other', async () => {
  list(anInsight({ id: 'b', name: null, category: null }), anInsight());

  expect(await read()).toMatchObject({
    value: [
      { name: 'UNKNOWN/an insight without a name/1.34', category: 'UNKNOWN', title: 'an insight without a name' },
      { name: 'UPGRADE_READINESS/Kubelet version skew/1.34' },
    ],
  });
});

describe('an insight that does not pass', () => {
  it('is described: which API is asked for, what replaces it, and who has been quiet for how long', async () => {
    list(anInsight(deprecated));
    const client = (userAgent: string | undefined, lastRequestTime?: string) => ({
      ...(userAgent === undefined ? {} : { userAgent }),
      numberOfRequestsLast30Days: 12,
      ...(lastRequestTime === undefined ? {} : { lastRequestTime: new Date(lastRequestTime) }),
    });
    const deprecationDetails = [
      { usage: '/apis/policy/v1beta1/podsecuritypolicies', clientStats: [client(undefined)] },
      { usage: '/apis/policy/v1beta1/nobody', clientStats: [] },
      {
        usage: '/apis/batch/v1beta1/cronjobs',
        replacedWith: '/apis/batch/v1/cronjobs',
        stopServingVersion: '1.34',
        clientStats: [
          client('kubectl/v1.21', '2026-11-18T02:00:00.000Z'),
          client('argocd/v2.9', '2026-11-18T01:59:59.000Z'),
        ],
      },
    ];
    const addonCompatibilityDetails = [
      { name: 'vpc-cni', compatibleVersions: ['v1.20.4-eksbuild.1'] },
      { name: 'coredns' },
    ];
    eks
      .on(DescribeInsightCommand, { clusterName: 'shop-prod', id: anInsight().id })
      .resolves({ insight: { categorySpecificSummary: { deprecationDetails, addonCompatibilityDetails } } });

    expect(await read()).toMatchObject({
      value: [
        {
          status: 'ERROR',
          detail: {
            value: {
              deprecations: [
                {
                  api: '/apis/batch/v1beta1/cronjobs',
                  replacedBy: '/apis/batch/v1/cronjobs',
                  // Exactly a week ago is not over a week ago.
                  clients: [
                    { userAgent: 'argocd/v2.9', quietSince: '2026-11-18T01:59:59.000Z' },
                    { userAgent: 'kubectl/v1.21' },
                  ],
                },
                {
                  api: '/apis/policy/v1beta1/podsecuritypolicies',
                  clients: [{ userAgent: 'a client without a name' }],
                },
              ],
              addons: ['coredns', 'vpc-cni'],
            },
          },
        },
      ],
    });
  });

  it('may have nothing behind it', async () => {
    list(anInsight(deprecated));

    expect(await read()).toMatchObject({ value: [{ status: 'ERROR', detail }] });
  });

  it('keeps what the list said of it where it may not be described', async () => {
    list(anInsight(deprecated));
    eks.on(DescribeInsightCommand).rejects(refusal('AccessDeniedException', 'not you'));

    expect(await read()).toMatchObject({
      value: [
        {
          status: 'ERROR',
          detail: { because: { call: 'eks:DescribeInsight', obstacle: 'DENIED', detail: 'not you' } },
        },
      ],
    });
  });

  it('is left out where it was taken back before it was described', async () => {
    list(anInsight(deprecated), anInsight());
    eks.on(DescribeInsightCommand).rejects(refusal('ResourceNotFoundException'));

    expect(await read()).toMatchObject({ value: [{ title: 'Kubelet version skew' }] });
  });
});

describe('all insights', () => {
  it('are read of every page and every category, in the order of their names, each once and the worse of two', async () => {
    const page = (insights: readonly object[], nextToken?: string) => ({ insights: [...insights] as never, nextToken });
    const rollback = anInsight({ category: 'ROLLBACK_READINESS' });
    eks.on(ListInsightsCommand).resolves(page([anInsight()], 'more'));
    eks
      .on(ListInsightsCommand, { clusterName: 'shop-prod', nextToken: 'more' })
      .resolves(page([rollback, anInsight({ id: 'two', insightStatus: { status: 'WARNING' } })]));

    const insights = await read();

    expect(insights).toMatchObject({
      value: [
        { category: 'ROLLBACK_READINESS', status: 'PASSING' },
        { category: 'UPGRADE_READINESS', status: 'WARNING' },
      ],
    });
    expect(eks.commandCalls(ListInsightsCommand)[0]?.args[0].input).not.toHaveProperty('filter');
  });

  it('are but one in a sample, which is described though it passes', async () => {
    list(anInsight(), anInsight({ name: 'Cluster health issues', id: 'health' }));

    expect(await readInsights(client, 'shop-prod', asOf, 1)).toMatchObject({
      value: [{ title: 'Cluster health issues' }],
    });
    expect(eks.commandCalls(DescribeInsightCommand).map(({ args }) => args[0].input.id)).toEqual(['health']);
  });
});
