import { InsightSummary$, type InsightsFilter } from '@aws-sdk/client-eks';
import { NormalizedSchema } from '@smithy/core/schema';
import type { JsonObject, RecordedCluster } from '#adapters/recording/recording.ts';

/** What a list shows of insights. */
export function summariesOf(insights: RecordedCluster['insights'], filter: InsightsFilter = {}): readonly JsonObject[] {
  const members = new Set([...NormalizedSchema.of(InsightSummary$).structIterator()].map(([name]) => name));
  return Object.values(insights)
    .filter((insight) => passes(insight, filter))
    .map((insight) => Object.fromEntries(Object.entries(insight).filter(([member]) => members.has(member))));
}

function passes(insight: JsonObject, { categories, kubernetesVersions, statuses }: InsightsFilter): boolean {
  const { status } = Object(insight.insightStatus);
  return [
    [categories, insight.category],
    [kubernetesVersions, insight.kubernetesVersion],
    [statuses, status],
  ].every(([wanted, value]) => wanted === undefined || (wanted as readonly unknown[]).includes(value));
}
