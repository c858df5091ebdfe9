import { askCluster } from '#app/ask/ask-cluster.ts';
import { askFindings } from '#app/ask/ask-findings.ts';
import { askFleet } from '#app/ask/ask-fleet.ts';
import { askHistory } from '#app/ask/ask-history.ts';
import { askSweep, askSweeps } from '#app/ask/ask-sweeps.ts';
import {
  clusterAnswerJson,
  findingsJson,
  fleetJson,
  historyJson,
  sweepAnswerJson,
  sweepsJson,
} from '#render/answer-json.ts';
import { ClusterJson, FindingsJson, FleetJson, HistoryJson, SweepJson, SweepsJson } from '#shared/answer-schema.ts';
import { ClusterArn, FindingsQuery, HistoryQuery, NoQuery, PagedQuery, SweepId } from './parameters.ts';
import { periodOf } from './period.ts';
import { type Answered, defineRoute, type Route } from './route.ts';

/** Every question there is. Of two that a path fits, the first is meant. */
export const routes: readonly Route[] = [
  defineRoute({
    path: '/v1/findings',
    operationId: 'listFindings',
    summary: 'What is wrong now',
    description:
      'What is open, the worst first, then by rule; what is over, by when it ended, the last first. What people accepted is among them, with the reason.',
    params: {},
    query: FindingsQuery,
    answer: FindingsJson,
    ask: async (deps, { query: { limit: _, page: __, ...question }, wish }) =>
      answered(await askFindings(deps, question, wish), findingsJson),
  }),
  defineRoute({
    path: '/v1/fleet',
    operationId: 'listFleet',
    summary: 'The fleet as systems, environments and components',
    description: 'Clusters by system. A system may go on in the next part of the answer.',
    params: {},
    query: PagedQuery,
    answer: FleetJson,
    ask: async (deps, { wish }) => answered(await askFleet(deps, wish), fleetJson),
  }),
  defineRoute({
    path: '/v1/clusters/{cluster}/history',
    operationId: 'getClusterHistory',
    summary: 'What happened to a cluster, and what it was',
    params: { cluster: ClusterArn },
    query: HistoryQuery,
    answer: HistoryJson,
    ask: async (deps, { params, query, wish }) =>
      answered(await askHistory(deps, params.cluster, periodOf(query), wish), historyJson),
  }),
  defineRoute({
    path: '/v1/clusters/{cluster}',
    operationId: 'getCluster',
    summary: 'One cluster, its components and its calendar',
    params: { cluster: ClusterArn },
    query: NoQuery,
    answer: ClusterJson,
    ask: async (deps, { params }) => answered(await askCluster(deps, params.cluster), clusterAnswerJson),
  }),
  defineRoute({
    path: '/v1/sweeps',
    operationId: 'listSweeps',
    summary: 'The sweeps that were concluded',
    params: {},
    query: PagedQuery,
    answer: SweepsJson,
    ask: async (deps, { wish }) => answered(await askSweeps(deps, wish), sweepsJson),
  }),
  defineRoute({
    path: '/v1/sweeps/{sweep}',
    operationId: 'getSweep',
    summary: 'What one sweep could see',
    params: { sweep: SweepId },
    query: PagedQuery,
    answer: SweepJson,
    ask: async (deps, { params, wish }) => answered(await askSweep(deps, params.sweep, wish), sweepAnswerJson),
  }),
];

function answered<T extends object>(
  answer: (T & { readonly next?: string }) | undefined,
  toJson: (answer: T) => object,
): Answered | undefined {
  return answer && { body: toJson(answer), next: answer.next };
}
