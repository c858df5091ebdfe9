import { type Phrase, say } from './phrase.ts';

/** What has to follow the name of a cluster, by its ARN, to tell it from others: ` in eu-west-1`, mostly nothing. */
export type Whereabouts = (cluster: string) => Phrase;

/** Where there is but one cluster, its name is enough. */
export const byNameAlone: Whereabouts = () => say``;

/** Of clusters that have the same name the region is told, and the account where that is the same as well. */
export function whereaboutsAmong(clusters: Iterable<string>): Whereabouts {
  const all = [...new Set(clusters)].map(placedOf);
  const namesakes = Map.groupBy(all, ({ name }) => name);
  const places = new Map(
    [...namesakes.values()]
      .filter((alike) => alike.length > 1)
      .flatMap((alike) => {
        const inRegion = Map.groupBy(alike, ({ region }) => region);
        return alike.map(({ arn, region, account }) => {
          const isAlone = inRegion.get(region)?.length === 1;
          return [arn, isAlone ? say` in ${region}` : say` in ${region} of account ${account}`] as const;
        });
      }),
  );
  return (cluster) => places.get(cluster) ?? say``;
}

/** Of all that a document tells, of which clusters it is. */
interface OfClusters {
  readonly clusters: readonly { readonly arn: string }[];
  readonly findings: readonly OfCluster[];
  readonly insufficientData: readonly OfCluster[];
  readonly suppressed: readonly OfCluster[];
}

interface OfCluster {
  readonly cluster: string;
}

/** The same among all clusters of which a document tells. */
export function whereaboutsIn({ clusters, findings, insufficientData, suppressed }: OfClusters): Whereabouts {
  const told = [...findings, ...insufficientData, ...suppressed].map(({ cluster }) => cluster);
  return whereaboutsAmong([...clusters.map(({ arn }) => arn), ...told]);
}

function placedOf(arn: string) {
  const [, , , region = '', account = ''] = arn.split(':');
  return { arn, name: arn.split(':cluster/')[1], region, account };
}
