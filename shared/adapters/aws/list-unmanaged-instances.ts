import { type EC2Client, paginateDescribeInstances } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import type { Reading } from '#core/reading.ts';
import { attempt } from './obstacle.ts';
import { allPages } from './pages.ts';
import { optionalText, parseAnswer, text } from './parse-answer.ts';

/** By the name of the cluster, then by the id of the image: the ids of the instances that run it. */
export type UnmanagedInstances = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

const Instance = z.object({
  InstanceId: text,
  ImageId: text,
  Operator: z.object({ Managed: z.boolean().nullish() }).nullish(),
  Tags: z.array(z.object({ Key: optionalText, Value: z.string().nullish() })).nullish(),
});

const InstancesPage = z.object({ Reservations: z.array(z.object({ Instances: z.array(Instance).nullish() })) });

/** By which the nodes of a cluster are known, to itself and to its load balancers. */
const ofCluster = 'kubernetes.io/cluster/';

/** What EKS puts on the instances of its node groups, and on those that it runs itself in Auto Mode. */
const managedByEks = ['eks:nodegroup-name', 'eks:kubernetes-node-pool-name', 'eks:kubernetes-node-class-name'];

/** As many as EC2 gives at once. */
const pageSize = 1000;

/**
 * The instances of a region that are nodes of some cluster and belong to no node group: Karpenter's and self-managed ones.
 *
 * In one call for all clusters. Those that AWS runs, in Auto Mode, are its own affair.
 */
export function listUnmanagedInstances(ec2: EC2Client): Promise<Reading<UnmanagedInstances>> {
  return attempt('ec2:DescribeInstances', async () => {
    const Filters = [
      { Name: 'tag-key', Values: [`${ofCluster}*`] },
      { Name: 'instance-state-name', Values: ['pending', 'running'] },
    ];
    const pages = paginateDescribeInstances({ client: ec2, pageSize }, { Filters });
    const reservations = await allPages(pages, (page) => parseAnswer(InstancesPage, page).Reservations);
    const unmanaged = reservations.flatMap(({ Instances }) => Instances ?? []).filter(isUnmanaged);
    const byCluster = Map.groupBy(unmanaged.flatMap(placesOf), ({ cluster }) => cluster);
    return new Map([...byCluster].map(([cluster, places]) => [cluster, byImage(places)]));
  });
}

type Instance = z.output<typeof Instance>;

function isUnmanaged({ Operator, Tags }: Instance): boolean {
  return !Operator?.Managed && !(Tags ?? []).some(({ Key }) => Key !== undefined && managedByEks.includes(Key));
}

interface Place {
  readonly cluster: string;
  readonly image: string;
  readonly instance: string;
}

function placesOf({ InstanceId: instance, ImageId: image, Tags }: Instance): readonly Place[] {
  return (Tags ?? []).flatMap(({ Key }) =>
    Key?.startsWith(ofCluster) ? [{ cluster: Key.slice(ofCluster.length), image, instance }] : [],
  );
}

function byImage(places: readonly Place[]): ReadonlyMap<string, readonly string[]> {
  const images = Map.groupBy(places, ({ image }) => image);
  return new Map([...images].map(([image, all]) => [image, all.map(({ instance }) => instance).sort()]));
}
