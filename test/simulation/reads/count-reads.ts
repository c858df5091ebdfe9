import type { AskDeps } from '#app/ask/ask-deps.ts';
import { askDocument } from '#app/ask/ask-document.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';
import { makeApi } from '../../../functions/api/app.ts';
import { knowledge } from '../../support/sweeps.ts';
import type { FleetHistory } from './fleet-history.ts';

/** What an answer took: the requests to the table, by what was asked. */
export type Reads = Readonly<Record<string, number>>;

/** Counts what the first part of each answer takes, and one from the middle of the longest. */
export async function countReads({ store, arns, requests }: FleetHistory): Promise<Reads> {
  const deps: AskDeps = { store, rules: [...clusterRules, ...fleetRules], knowledge: knowledge() };
  const api = makeApi({
    ...deps,
    onError: (error) => {
      throw error;
    },
  });
  const arn = arns[Math.floor(arns.length / 2)];
  const reads: Record<string, number> = {};

  async function count(question: string, path: string): Promise<string> {
    requests();
    const response = await api.request(path);
    const body = (await response.json()) as { readonly next?: string };
    if (response.status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`);
    reads[question] = requests().length;
    return body.next ?? '';
  }

  const next = await count('findings', '/v1/findings');
  await count('findings, the next part', `/v1/findings?page=${next}`);
  await count('findings of an environment', '/v1/findings?environment=prod&severity=HIGH');
  await count('findings of a rule', '/v1/findings?rule=cluster-health');
  await count('findings on a cluster', `/v1/findings?cluster=${arn}`);
  await count('fleet', '/v1/fleet');
  await count('cluster', `/v1/clusters/${arn}`);
  const entries = await count('history', `/v1/clusters/${arn}/history`);
  await count('history, the next part', `/v1/clusters/${arn}/history?page=${entries}`);
  await count('history of a month', `/v1/clusters/${arn}/history?from=2023-09-05&to=2023-10-05`);
  await count('sweeps', '/v1/sweeps');
  await count('sweep', '/v1/sweeps/sweep-70');
  requests();
  await askDocument({ ...deps, store }, { part: 1, size: 90 });
  reads['a part of the fleet, for a page'] = requests().length;
  return reads;
}
