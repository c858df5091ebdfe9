import { z } from 'zod';
import type { Instant } from '#core/days.ts';
import type { Deprecation, InsightDetail, ListedInsight } from '#core/snapshot.ts';
import { optionalInstant, optionalText, present, text } from './parse-answer.ts';

/** What ListInsights tells of an insight: the id by which it is described, and when EKS looked, however lately. */
export type InsightSummary = Omit<ListedInsight, 'detail' | 'isStale'> & { readonly id: string };

/** What DescribeInsight tells of a client: when it last asked, however lately. */
export interface ApiClientAnswer {
  readonly userAgent: string;
  readonly lastRequestedAt?: Instant;
}

/** The part of `DescribeInsight` we use. */
export interface InsightAnswered extends Omit<InsightDetail, 'deprecations'> {
  readonly deprecations: readonly (Omit<Deprecation, 'clients'> & { readonly clients: readonly ApiClientAnswer[] })[];
}

/** One page of `ListInsights`. One without a status is one of which EKS cannot tell; one without a name hides no other. */
export const InsightsPage = z
  .object({
    insights: z.array(
      z.object({
        id: text,
        name: optionalText,
        category: optionalText,
        kubernetesVersion: optionalText,
        lastRefreshTime: optionalInstant,
        insightStatus: z.object({ status: optionalText, reason: optionalText }).nullish(),
      }),
    ),
  })
  .transform(({ insights }): readonly InsightSummary[] =>
    insights.map(
      ({
        id,
        name: title = 'an insight without a name',
        category = 'UNKNOWN',
        kubernetesVersion,
        lastRefreshTime,
        insightStatus,
      }) =>
        present({
          id,
          name: [category, title, ...(kubernetesVersion === undefined ? [] : [kubernetesVersion])].join('/'),
          category,
          title,
          kubernetesVersion,
          status: insightStatus?.status ?? 'UNKNOWN',
          reason: insightStatus?.reason,
          refreshedAt: lastRefreshTime,
        }),
    ),
  );

const Client = z
  .object({ userAgent: optionalText, lastRequestTime: optionalInstant })
  .transform(
    ({ userAgent, lastRequestTime }): ApiClientAnswer =>
      present({ userAgent: userAgent ?? 'a client without a name', lastRequestedAt: lastRequestTime }),
  );

const ApiUse = z
  .object({ usage: text, replacedWith: optionalText, clientStats: z.array(Client).nullish() })
  .transform(({ usage: api, replacedWith, clientStats }): InsightAnswered['deprecations'][number] =>
    present({ api, replacedBy: replacedWith, clients: sortedBy(clientStats ?? [], ({ userAgent }) => userAgent) }),
  );

/** The part of `DescribeInsight` we use. APIs that nobody asks for are listed too, and are left out. */
export const InsightAnswer = z
  .object({
    insight: z.object({
      categorySpecificSummary: z
        .object({
          deprecationDetails: z.array(ApiUse).nullish(),
          addonCompatibilityDetails: z.array(z.object({ name: optionalText })).nullish(),
        })
        .nullish(),
    }),
  })
  .transform(({ insight: { categorySpecificSummary: summary } }): InsightAnswered => {
    const used = (summary?.deprecationDetails ?? []).filter(({ clients }) => clients.length > 0);
    const addons = (summary?.addonCompatibilityDetails ?? []).flatMap(({ name }) => name ?? []);
    return { deprecations: sortedBy(used, ({ api }) => api), addons: [...new Set(addons)].sort() };
  });

/** AWS promises no order: the same answer must give the same snapshot. */
function sortedBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : Number(keyOf(a) > keyOf(b))));
}
