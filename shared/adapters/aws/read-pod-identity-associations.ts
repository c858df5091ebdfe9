import { type EKSClient, paginateListPodIdentityAssociations } from '@aws-sdk/client-eks';
import { z } from 'zod';
import { mayBeGivenBeside } from '#core/addons/addon-permissions.ts';
import { facets } from '#core/facets.ts';
import { type Reading, readable } from '#core/reading.ts';
import type { AddonSnapshot, Listed } from '#core/snapshot.ts';
import { attempt } from './obstacle.ts';
import { allPages } from './pages.ts';
import { optionalText, parseAnswer, text } from './parse-answer.ts';

const AssociationsPage = z.object({
  associations: z.array(z.object({ namespace: text, serviceAccount: text, ownerArn: optionalText })),
});

/** Whose pods have one that no add-on owns, as `namespace/service account`. Asked only where an add-on may have been given its permissions beside it, or not all of them are known. */
export async function readPodIdentityAssociations(
  client: EKSClient,
  clusterName: string,
  addons: Reading<readonly Listed<AddonSnapshot>[]>,
  most: number,
): Promise<Reading<readonly string[]>> {
  const mayHave =
    addons.readable && addons.value.some(({ detail }) => detail.readable && mayBeGivenBeside(detail.value));
  if (!mayHave && most === Number.POSITIVE_INFINITY) return readable([]);
  return attempt(facets.podIdentityAssociations.calls[0], async () => {
    const associations = await allPages(
      paginateListPodIdentityAssociations({ client }, { clusterName }),
      (page) => parseAnswer(AssociationsPage, page).associations,
    );
    const beside = associations.filter(({ ownerArn }) => ownerArn === undefined);
    return [...new Set(beside.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`))].sort();
  });
}
