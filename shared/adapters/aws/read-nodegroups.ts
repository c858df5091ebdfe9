import { DescribeNodegroupCommand, type EKSClient, paginateListNodegroups } from '@aws-sdk/client-eks';
import { z } from 'zod';
import { facets } from '#core/facets.ts';
import type { Reading } from '#core/reading.ts';
import type { Listed, NodegroupSnapshot } from '#core/snapshot.ts';
import { NodegroupAnswer } from './eks-schema.ts';
import { unlessGone } from './gone.ts';
import { readListed } from './listed.ts';
import { allPages } from './pages.ts';
import { parseAnswer, text } from './parse-answer.ts';

const NodegroupsPage = z.object({ nodegroups: z.array(text) });

/** The node groups that are to stay, so many of them. */
export function readNodegroups(
  client: EKSClient,
  clusterName: string,
  most: number,
): Promise<Reading<readonly Listed<NodegroupSnapshot>[]>> {
  return readListed(facets.nodegroups.calls, most, {
    names: () =>
      allPages(
        paginateListNodegroups({ client }, { clusterName }),
        (page) => parseAnswer(NodegroupsPage, page).nodegroups,
      ),
    async detail(name) {
      const answer = await unlessGone(client.send(new DescribeNodegroupCommand({ clusterName, nodegroupName: name })));
      const nodegroup = answer && parseAnswer(NodegroupAnswer, answer);
      // Of one that is going nothing has to be mended; an add-on that goes may leave behind what it ran.
      return nodegroup && nodegroup.status !== 'DELETING' ? { name, ...nodegroup } : undefined;
    },
  });
}
