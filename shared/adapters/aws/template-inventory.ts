import type { EC2Client } from '@aws-sdk/client-ec2';
import type { TemplateReference } from '#core/launch-template.ts';
import type { MachineImage } from '#core/machine-image.ts';
import type { Reading } from '#core/reading.ts';
import { batched } from './batched.ts';
import { describeTemplate } from './describe-template.ts';
import { imagesAtOnce, listImages } from './list-images.ts';
import type { DescribedVersion } from './template-schema.ts';

/** What a region of an account answers of launch templates and what they name: each once for all clusters of it. */
export interface TemplateInventory {
  readonly template: (
    template: Omit<TemplateReference, 'version'>,
    versions: readonly string[],
  ) => Promise<Reading<readonly DescribedVersion[]>>;
  readonly image: (id: string) => Promise<Reading<MachineImage | undefined>>;
}

export function makeTemplateInventory(ec2: EC2Client): TemplateInventory {
  const templates = new Map<string, Promise<Reading<readonly DescribedVersion[]>>>();
  return {
    template(template, versions) {
      const wanted = [...new Set(versions)].sort();
      const key = JSON.stringify([template.id ?? template.name, wanted]);
      const answer = templates.get(key) ?? describeTemplate(ec2, template, wanted);
      templates.set(key, answer);
      return answer;
    },
    image: batched(imagesAtOnce, (ids) => listImages(ec2, ids)),
  };
}
