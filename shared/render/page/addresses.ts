import type { DocumentedCluster } from '#core/document.ts';
import type { Finding } from '#core/finding.ts';

/** Where a page leads to. */
export interface Addresses {
  /** Where a cluster is told of; none where nothing is told of it. */
  readonly ofCluster: (cluster: DocumentedCluster) => string | undefined;
  /** Where a finding is told of. */
  readonly ofFinding: (finding: Pick<Finding, 'id' | 'cluster'>) => string;
}
