import { DescribeUpdateCommand, type EKSClient, paginateListUpdates } from '@aws-sdk/client-eks';
import { z } from 'zod';
import type { StoredUpdates } from '#core/history/stored-updates.ts';
import { type Reading, readable } from '#core/reading.ts';
import { allOf, type Listed } from '#core/snapshot.ts';
import { isUnderWay, type Update } from '#core/update.ts';
import { UpdateAnswer } from './eks-schema.ts';
import { isThere, unlessGone } from './gone.ts';
import { attempt } from './obstacle.ts';
import { allPages } from './pages.ts';
import { parseAnswer, text } from './parse-answer.ts';

const UpdatesPage = z.object({ updateIds: z.array(text) });

/** Whose updates they are: the control plane's where it names neither an add-on nor a node group. */
export interface Updated {
  readonly name: string;
  readonly addonName?: string;
  readonly nodegroupName?: string;
}

/**
 * The updates that EKS lists, by id, so many of them; undefined where what they are about is gone.
 *
 * What is stored is not described again unless it was under way.
 */
export async function readUpdates(
  client: EKSClient,
  whose: Updated,
  { updates }: StoredUpdates,
  most: number,
): Promise<Reading<readonly Listed<Update>[] | undefined>> {
  const listed = await attempt('eks:ListUpdates', () =>
    unlessGone(
      allPages(paginateListUpdates({ client }, { ...whose }), (page) => parseAnswer(UpdatesPage, page).updateIds),
    ),
  );
  if (!listed.readable || !listed.value) return listed as Reading<undefined>;
  const ended = new Map(updates.filter((one) => !isUnderWay(one)).map((one) => [one.id, one]));
  const details = await Promise.all(
    [...new Set(listed.value)]
      .sort()
      .slice(0, most)
      .map(async (id) => ({
        name: id,
        detail: await attempt('eks:DescribeUpdate', async () => ended.get(id) ?? describeUpdate(client, whose, id)),
      })),
  );
  // EKS forgets old ones, and may do so just now.
  return readable(details.filter(isThere));
}

/** The updates of an add-on or node group as a whole. Where there can be none but those that are stored, nobody is asked. */
export async function readUpdatesOfPart(
  client: EKSClient,
  whose: Updated,
  stored: StoredUpdates,
  most: number,
): Promise<Reading<readonly Update[] | undefined>> {
  if (!stored.areStale) return readable(stored.updates);
  const reading = await readUpdates(client, whose, stored, most);
  return reading.readable && reading.value ? allOf(readable(reading.value)) : (reading as Reading<undefined>);
}

async function describeUpdate(client: EKSClient, whose: Updated, updateId: string): Promise<Update | undefined> {
  const answer = await unlessGone(client.send(new DescribeUpdateCommand({ ...whose, updateId })));
  return answer && { id: updateId, ...parseAnswer(UpdateAnswer, answer) };
}
