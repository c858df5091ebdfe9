import type { Recording } from '#adapters/recording/recording.ts';

/** A recording with an insight on each cluster that does not pass: only such are described, and none was recorded. */
export function withInsights(recording: Recording): Recording {
  const insights = {
    'a-1': {
      id: 'a-1',
      name: 'Deprecated APIs removed in Kubernetes v1.26',
      category: 'UPGRADE_READINESS',
      kubernetesVersion: '1.26',
      insightStatus: { status: 'WARNING' },
    },
  };
  const nights = structuredClone(recording.nights);
  for (const account of nights.flatMap(({ accounts }) => Object.values(accounts))) {
    for (const cluster of Object.values(account.clusters).flatMap(Object.values)) Object.assign(cluster, { insights });
  }
  return { ...recording, nights };
}
