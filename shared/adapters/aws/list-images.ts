import { type EC2Client, paginateDescribeImages } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { kubernetesOf, type MachineImage } from '#core/images/machine-image.ts';
import type { Reading } from '#core/reading.ts';
import { attempt } from './obstacle.ts';
import { allPages } from './pages.ts';
import { optionalText, parseAnswer, present, text } from './parse-answer.ts';

/** EC2 writes its instants as texts here. */
const optionalInstantText = optionalText.transform((value) => {
  const time = value === undefined ? Number.NaN : Date.parse(value);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
});

const ImagesPage = z.object({
  Images: z.array(
    z
      .object({
        ImageId: text,
        Name: optionalText,
        Description: optionalText,
        State: optionalText,
        Platform: optionalText,
        CreationDate: optionalInstantText,
        DeprecationTime: optionalInstantText,
      })
      .transform(
        ({ ImageId, Name, Description, State, Platform, CreationDate, DeprecationTime }): MachineImage =>
          present({
            id: ImageId,
            name: Name,
            kubernetes: kubernetesOf(Name, Description),
            state: State,
            isWindows: Platform?.toLowerCase() === 'windows',
            createdAt: CreationDate,
            deprecatedAt: DeprecationTime,
          }),
      ),
  ),
});

/** As many values as EC2 takes in one filter. */
export const imagesAtOnce = 200;

/** Images by their ids, deprecated ones included. By a filter: a list of ids fails whole where one of them is gone. */
export function listImages(
  ec2: EC2Client,
  ids: readonly string[],
): Promise<Reading<ReadonlyMap<string, MachineImage>>> {
  return attempt('ec2:DescribeImages', async () => {
    const byId = [{ Name: 'image-id', Values: [...ids] }];
    const pages = paginateDescribeImages({ client: ec2 }, { Filters: byId, IncludeDeprecated: true });
    const images = await allPages(pages, (page) => parseAnswer(ImagesPage, page).Images);
    return new Map(images.map((image) => [image.id, image]));
  });
}
