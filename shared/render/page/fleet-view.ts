import type { AuditDocument, DocumentedCluster } from '#core/document.ts';

/** The clusters of one system, by environment, in the order of promotion; what has no system stands by itself. */
export interface SystemView {
  readonly name: string;
  readonly columns: readonly { readonly environment: string; readonly clusters: readonly DocumentedCluster[] }[];
}

/** Systems with the worst first: those of which most is wrong are seen before all others. */
export function systemsOf(
  { clusters }: Pick<AuditDocument, 'clusters'>,
  environments: readonly string[],
  weigh: (cluster: DocumentedCluster) => number,
): readonly SystemView[] {
  const bySystem = Map.groupBy(clusters, ({ system, arn }) => system?.name ?? arn);
  const worst = (all: readonly DocumentedCluster[]): number => Math.max(...all.map(weigh));
  return [...bySystem.values()]
    .toSorted((a, b) => worst(b) - worst(a))
    .map((all) => {
      const [first] = all;
      const byEnvironment = Map.groupBy(all, ({ environment }) => environment?.name ?? '');
      const rank = (name: string): number => {
        const place = environments.indexOf(name);
        return place === -1 ? environments.length : place;
      };
      return {
        name: first?.system?.name ?? first?.name ?? '',
        columns: [...byEnvironment]
          .map(([environment, own]) => ({ environment, clusters: own }))
          .toSorted((a, b) => rank(a.environment) - rank(b.environment)),
      };
    });
}
