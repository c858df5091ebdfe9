import { type EKSClient, paginateListFargateProfiles } from '@aws-sdk/client-eks';
import { z } from 'zod';
import { facets } from '#core/facets.ts';
import type { Reading } from '#core/reading.ts';
import { attempt } from './obstacle.ts';
import { allPages } from './pages.ts';
import { parseAnswer, text } from './parse-answer.ts';

const FargateProfilesPage = z.object({ fargateProfileNames: z.array(text) });

/** Their names alone: whether pods run on Fargate at all is what is asked. */
export function readFargateProfiles(client: EKSClient, clusterName: string): Promise<Reading<readonly string[]>> {
  return attempt(facets.fargateProfiles.calls[0], async () => {
    const names = await allPages(
      paginateListFargateProfiles({ client }, { clusterName }),
      (page) => parseAnswer(FargateProfilesPage, page).fargateProfileNames,
    );
    return [...new Set(names)].sort();
  });
}
