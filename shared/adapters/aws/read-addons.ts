import { DescribeAddonCommand, type EKSClient, paginateListAddons } from '@aws-sdk/client-eks';
import { z } from 'zod';
import { facets } from '#core/facets.ts';
import type { Reading } from '#core/reading.ts';
import type { AddonSnapshot, Listed } from '#core/snapshot.ts';
import { AddonAnswer } from './eks-schema.ts';
import { unlessGone } from './gone.ts';
import { readListed } from './listed.ts';
import { allPages } from './pages.ts';
import { parseAnswer, text } from './parse-answer.ts';

const AddonsPage = z.object({ addons: z.array(text) });

/** The add-ons that EKS manages, so many of them. */
export function readAddons(
  client: EKSClient,
  clusterName: string,
  most: number,
): Promise<Reading<readonly Listed<AddonSnapshot>[]>> {
  return readListed(facets.addons.calls, most, {
    names: () =>
      allPages(paginateListAddons({ client }, { clusterName }), (page) => parseAnswer(AddonsPage, page).addons),
    async detail(name) {
      const answer = await unlessGone(client.send(new DescribeAddonCommand({ clusterName, addonName: name })));
      return answer && { name, ...parseAnswer(AddonAnswer, answer) };
    },
  });
}
