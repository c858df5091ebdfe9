import { rankOf } from '#core/fleet/system.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { Notice } from '#core/notice.ts';
import type { Settings } from '#core/settings.ts';

/** As much of a cluster as tells where it belongs. */
type Placed = Pick<KnownCluster, 'name' | 'placement'>;

/** Says of which clusters drift is off, and why: it must not be off in silence. */
export function placementNotices(clusters: readonly Placed[], settings: Settings): readonly Notice[] {
  const unplaced = clusters.filter(({ placement }) => !placement.environment).map(({ name }) => name);
  const placed = clusters.flatMap(({ name, placement: { environment } }) =>
    environment && rankOf(environment.name, settings) === undefined ? [{ name, environment: environment.name }] : [],
  );
  const unknown = [...Map.groupBy(placed, ({ environment }) => environment)].map(
    ([environment, members]): Notice => ({
      kind: 'UNKNOWN_ENVIRONMENT',
      subject: environment,
      detail: members.map(({ name }) => name).join(', '),
    }),
  );
  const none: Notice = { kind: 'NO_ENVIRONMENT', subject: unplaced.join(', '), detail: '' };
  return unplaced.length === 0 ? unknown : [...unknown, none];
}
