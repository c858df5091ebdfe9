import type { ClusterAnswer } from '#core/answer.ts';
import { compareFindings } from '#core/finding.ts';
import { insufficienciesOf } from '../audit-document.ts';
import { answerFindings, readLastSweeps } from './answered-findings.ts';
import type { AskDeps } from './ask-deps.ts';
import { cataloguesOf, fleetCluster } from './ask-fleet.ts';

/** Comes after every instant that is written in the usual way. */
const afterAll = '~';

/** What is known of one cluster today, and what is open on it; undefined where it is not known, or gone. */
export async function askCluster(deps: AskDeps, arn: string): Promise<ClusterAnswer | undefined> {
  const { store } = deps;
  const cluster = await store.knownCluster(arn);
  if (!cluster) return undefined;
  const last = await readLastSweeps(deps);
  const open = (await store.findingsOf(arn)).filter(({ status }) => status === 'OPEN');
  const catalogues = await cataloguesOf(deps, [cluster]);
  const coverage = await store.coverageBefore(cluster, afterAll);
  const { asOf } = last;
  return {
    ...(asOf === undefined ? {} : { asOf }),
    cluster: fleetCluster(deps, { cluster, catalogue: catalogues.get(cluster.region), marks: open }, asOf ?? ''),
    findings: await answerFindings(deps, last, open.toSorted(compareFindings)),
    insufficientData: await insufficienciesOf(store, cluster),
    ...(coverage ? { coverage } : {}),
  };
}
