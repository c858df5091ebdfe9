import { DescribeInsightCommand, type EKSClient, paginateListInsights } from '@aws-sdk/client-eks';
import type { Instant } from '#core/days.ts';
import { isQuiet, isStale } from '#core/insight.ts';
import { type Reading, readable } from '#core/reading.ts';
import type { ApiClient, InsightDetail, ListedInsight } from '#core/snapshot.ts';
import { unlessGone } from './gone.ts';
import {
  type ApiClientAnswer,
  InsightAnswer,
  type InsightAnswered,
  type InsightSummary,
  InsightsPage,
} from './insight-schema.ts';
import { attempt } from './obstacle.ts';
import { allPages } from './pages.ts';
import { parseAnswer, present } from './parse-answer.ts';

const nothing: Reading<InsightDetail> = readable({ deprecations: [], addons: [] });

/**
 * Reads what AWS itself says of a cluster: all that it looked at, and what is behind that which does not pass.
 *
 * Times that move each day though nothing changes are left out: two equal nights give two equal readings.
 *
 * @param most of a sample, how many are looked at, which are then described whatever they say
 */
export async function readInsights(
  client: EKSClient,
  clusterName: string,
  asOf: Instant,
  most = Number.POSITIVE_INFINITY,
): Promise<Reading<readonly ListedInsight[]>> {
  // Without a filter it is every category and every status.
  const listed = await attempt('eks:ListInsights', () =>
    allPages(paginateListInsights({ client }, { clusterName }), (page) => parseAnswer(InsightsPage, page)),
  );
  if (!listed.readable) return listed;
  const insights = await Promise.all(
    eachOnce(listed.value)
      .slice(0, most)
      .map(async ({ id, refreshedAt, ...summary }) => {
        const insight = isStale(refreshedAt, asOf)
          ? present({ ...summary, isStale: true, refreshedAt })
          : { ...summary, isStale: false };
        if (insight.status === 'PASSING' && most === Number.POSITIVE_INFINITY) return { ...insight, detail: nothing };
        const detail = await attempt('eks:DescribeInsight', () => describeInsight(client, clusterName, id, asOf));
        return detail.readable && detail.value === undefined ? [] : { ...insight, detail: detail as typeof nothing };
      }),
  );
  return readable(insights.flat());
}

/** Undefined for one that was taken back between being listed and being described. */
async function describeInsight(
  client: EKSClient,
  clusterName: string,
  id: string,
  asOf: Instant,
): Promise<InsightDetail | undefined> {
  const answer = await unlessGone(client.send(new DescribeInsightCommand({ clusterName, id })));
  return answer && lasting(parseAnswer(InsightAnswer, answer), asOf);
}

function lasting({ deprecations, addons }: InsightAnswered, asOf: Instant): InsightDetail {
  const clientOf = ({ userAgent, lastRequestedAt }: ApiClientAnswer): ApiClient =>
    lastRequestedAt !== undefined && isQuiet(lastRequestedAt, asOf)
      ? { userAgent, quietSince: lastRequestedAt }
      : { userAgent };
  return {
    deprecations: deprecations.map(({ clients, ...api }) => ({ ...api, clients: clients.map(clientOf) })),
    addons,
  };
}

const statuses = ['ERROR', 'WARNING', 'UNKNOWN', 'PASSING'];

/** In the order of names, each once: of two that cannot be told apart tomorrow, the worse. */
function eachOnce(insights: readonly InsightSummary[]): readonly InsightSummary[] {
  const inOrder = insights.toSorted(
    (a, b) =>
      (a.name < b.name ? -1 : Number(a.name > b.name)) || statuses.indexOf(a.status) - statuses.indexOf(b.status),
  );
  return inOrder.filter(({ name }, index) => name !== inOrder[index - 1]?.name);
}
