import { type EC2Client, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import type { Reading } from '#core/reading.ts';
import { attempt } from './obstacle.ts';
import { allPages } from './pages.ts';
import { optionalText, parseAnswer, text } from './parse-answer.ts';

const GroupsPage = z.object({ SecurityGroups: z.array(z.object({ GroupId: text, GroupName: optionalText })) });

/** As many as EC2 gives at once. */
const pageSize = 1000;

/** The ids and names of all security groups of a region that the account sees, those shared with it included. */
export function listSecurityGroups(ec2: EC2Client): Promise<Reading<ReadonlySet<string>>> {
  return attempt('ec2:DescribeSecurityGroups', async () => {
    const pages = paginateDescribeSecurityGroups({ client: ec2, pageSize }, {});
    const groups = await allPages(pages, (page) => parseAnswer(GroupsPage, page).SecurityGroups);
    return new Set(
      groups.flatMap(({ GroupId, GroupName }) => (GroupName === undefined ? [GroupId] : [GroupId, GroupName])),
    );
  });
}
