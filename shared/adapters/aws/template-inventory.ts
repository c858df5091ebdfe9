import type { EC2Client } from '@aws-sdk/client-ec2';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { MachineImage } from '#core/images/machine-image.ts';
import type { KmsKey, TemplateReference } from '#core/nodes/launch-template.ts';
import type { Reading } from '#core/reading.ts';
import { batched } from './batched.ts';
import { describeKmsKey } from './describe-kms-key.ts';
import { describeTemplate } from './describe-template.ts';
import { imagesAtOnce, listImages } from './list-images.ts';
import { listKeyPairs } from './list-key-pairs.ts';
import { listSecurityGroups } from './list-security-groups.ts';
import { once } from './once.ts';
import type { DescribedVersion } from './template-schema.ts';

/** What a region of an account answers of launch templates and what they name: each once for all clusters of it. */
export interface TemplateInventory {
  readonly template: (
    template: Omit<TemplateReference, 'version'>,
    versions: readonly string[],
  ) => Promise<Reading<readonly DescribedVersion[]>>;
  /** An image by its id; undefined where it is gone, or no longer shared with the account. */
  readonly image: (id: string) => Promise<Reading<MachineImage | undefined>>;
  readonly keyPairs: () => Promise<Reading<ReadonlySet<string>>>;
  readonly securityGroups: () => Promise<Reading<ReadonlySet<string>>>;
  readonly kmsKey: (key: string) => Promise<Reading<KmsKey>>;
}

export function makeTemplateInventory(account: string, ec2: EC2Client, kms: KMSClient): TemplateInventory {
  const templates = new Map<string, Promise<Reading<readonly DescribedVersion[]>>>();
  const keys = new Map<string, Promise<Reading<KmsKey>>>();
  return {
    template: (template, versions) => {
      const wanted = [...new Set(versions)].sort();
      const key = JSON.stringify([template.id ?? template.name, wanted]);
      return kept(templates, key, () => describeTemplate(ec2, template, wanted));
    },
    image: batched(imagesAtOnce, (ids) => listImages(ec2, ids)),
    keyPairs: once(() => listKeyPairs(ec2)),
    securityGroups: once(() => listSecurityGroups(ec2)),
    kmsKey: (key) => kept(keys, key, () => describeKmsKey(kms, key, account)),
  };
}

function kept<T>(answers: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const answer = answers.get(key) ?? read();
  answers.set(key, answer);
  return answer;
}
