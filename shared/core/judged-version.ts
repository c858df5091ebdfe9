import type { Horizon } from './finding.ts';
import type { AuditContext, Judgement } from './rule.ts';
import type { ClusterSnapshot } from './snapshot.ts';
import { nextVersionOf } from './support.ts';
import { insufficientData, notApplicable } from './verdicts.ts';

/** A Kubernetes version that a rule judges at, and when a fault there would strike. */
export interface JudgedVersion {
  readonly kubernetes: string;
  readonly horizon: Extract<Horizon, 'now' | 'next-upgrade'>;
}

/** Judges at the version that the control plane runs, and at the one that it would run next, where there is one. */
export function atEachVersion(
  cluster: ClusterSnapshot,
  { catalogue, asOf }: AuditContext,
  judge: (at: JudgedVersion) => readonly Judgement[],
): readonly Judgement[] {
  const now = judge({ kubernetes: cluster.version, horizon: 'now' });
  const next = nextVersionOf(cluster, catalogue, asOf);
  if (!next.readable) return [...now, { horizon: 'next-upgrade', verdict: insufficientData(next.because) }];
  if (next.value === undefined) {
    const verdict = notApplicable(`AWS has released no version after ${cluster.version}`);
    return [...now, { horizon: 'next-upgrade', verdict }];
  }
  return [...now, ...judge({ kubernetes: next.value, horizon: 'next-upgrade' })];
}
