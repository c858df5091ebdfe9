import { createHash } from 'node:crypto';
import type { Finding } from '#core/finding.ts';

type NamedFinding = Pick<Finding, 'id' | 'cluster'>;

/** Where the dashboard has the page of a cluster. */
export function clusterAddress(clusterArn: string): string {
  return `/clusters/${encodeURIComponent(clusterArn)}`;
}

/** Where the dashboard has the page of a finding. */
export function findingAddress({ cluster, id }: NamedFinding): string {
  return `${clusterAddress(cluster)}/findings/${encodeURIComponent(id)}`;
}

/** What a finding is called on a page that stands alone. */
export function findingAnchor({ id }: Pick<NamedFinding, 'id'>): string {
  return `finding-${createHash('sha256').update(id).digest('hex').slice(0, 16)}`;
}
