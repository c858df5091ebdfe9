import { type EC2Client, paginateDescribeSubnets } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import type { Reading } from '#core/reading.ts';
import { attempt } from './obstacle.ts';
import { allPages } from './pages.ts';
import { optionalText, parseAnswer, present, text } from './parse-answer.ts';

export interface Subnet {
  readonly id: string;
  /** `eu-west-1a`; of a Local Zone `us-west-2-lax-1a`. */
  readonly zone: string;
  readonly outpost?: string;
  /** How many addresses are free at this moment. */
  readonly free: number;
}

const SubnetsPage = z.object({
  Subnets: z.array(
    z
      .object({
        SubnetId: text,
        AvailabilityZone: text,
        OutpostArn: optionalText,
        AvailableIpAddressCount: z.number(),
      })
      .transform(
        ({ SubnetId, AvailabilityZone, OutpostArn, AvailableIpAddressCount }): Subnet =>
          present({ id: SubnetId, zone: AvailabilityZone, outpost: OutpostArn, free: AvailableIpAddressCount }),
      ),
  ),
});

/** As many as EC2 gives at once. */
const pageSize = 1000;

/** All subnets of a region, in one call for most accounts: to ask by id would fail whole where one of them is gone. */
export function listSubnets(ec2: EC2Client): Promise<Reading<ReadonlyMap<string, Subnet>>> {
  return attempt('ec2:DescribeSubnets', async () => {
    const pages = paginateDescribeSubnets({ client: ec2, pageSize }, {});
    const subnets = await allPages(pages, (page) => parseAnswer(SubnetsPage, page).Subnets);
    return new Map(subnets.map((subnet) => [subnet.id, subnet]));
  });
}
