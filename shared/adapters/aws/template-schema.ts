import { z } from 'zod';
import type { TemplateVersion } from '#core/nodes/launch-template.ts';
import { optionalText, present } from './parse-answer.ts';
import { kindsOfUserData } from './user-data.ts';

const texts = z.array(z.string()).nullish();

const Data = z.object({
  ImageId: optionalText,
  KeyName: optionalText,
  UserData: z.string().nullish(),
  SecurityGroupIds: texts,
  SecurityGroups: texts,
  NetworkInterfaces: z.array(z.object({ Groups: texts })).nullish(),
  BlockDeviceMappings: z
    .array(
      z.object({
        DeviceName: optionalText,
        Ebs: z.object({ VolumeSize: z.number().nullish(), KmsKeyId: optionalText }).nullish(),
      }),
    )
    .nullish(),
  MetadataOptions: z.object({ HttpPutResponseHopLimit: z.number().nullish(), HttpTokens: optionalText }).nullish(),
});

export interface DescribedVersion {
  readonly version: TemplateVersion;
  readonly isDefault: boolean;
  /** The template's data as they came, to compare two versions by: not to be kept. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** One page of `DescribeLaunchTemplateVersions`. */
export const TemplateVersionsPage = z
  .object({
    LaunchTemplateVersions: z.array(
      z
        .object({
          VersionNumber: z.number(),
          DefaultVersion: z.boolean().nullish(),
          LaunchTemplateData: z.record(z.string(), z.unknown()),
        })
        .transform(
          ({ VersionNumber, DefaultVersion, LaunchTemplateData: data }): DescribedVersion => ({
            version: versionOf(VersionNumber, Data.parse(data)),
            isDefault: DefaultVersion === true,
            data,
          }),
        ),
    ),
  })
  .transform(({ LaunchTemplateVersions }) => LaunchTemplateVersions);

/** Whether AWS keeps a key for the account: it is always there, and to ask for one that nobody has used yet makes it. */
export function isKeptByAws(key: string): boolean {
  return /(?:^|:)alias\/aws\//.test(key);
}

function versionOf(number: number, data: z.infer<typeof Data>): TemplateVersion {
  const devices = data.BlockDeviceMappings ?? [];
  const ofInterfaces = (data.NetworkInterfaces ?? []).flatMap(({ Groups }) => Groups ?? []);
  return present({
    number,
    image: data.ImageId,
    keyPair: data.KeyName,
    securityGroups: inOrder([...(data.SecurityGroupIds ?? []), ...(data.SecurityGroups ?? []), ...ofInterfaces]),
    kmsKeys: inOrder(devices.flatMap(({ Ebs }) => Ebs?.KmsKeyId ?? [])).filter((key) => !isKeptByAws(key)),
    disks: devices.flatMap(({ DeviceName: device, Ebs }) =>
      device === undefined ? [] : [present({ device, sizeGiB: Ebs?.VolumeSize ?? undefined })],
    ),
    metadata: present({
      hopLimit: data.MetadataOptions?.HttpPutResponseHopLimit ?? undefined,
      tokens: data.MetadataOptions?.HttpTokens,
    }),
    userData: kindsOfUserData(data.UserData ?? undefined),
  });
}

function inOrder(all: readonly string[]): readonly string[] {
  return [...new Set(all.map((one) => one.trim()).filter((one) => one !== ''))].sort();
}
