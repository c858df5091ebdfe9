import { DescribeLaunchTemplateVersions$, type DescribeLaunchTemplateVersionsRequest } from '@aws-sdk/client-ec2';
import type { JsonObject } from '#adapters/recording/recording.ts';
import { AwsError } from '../../aws-error.ts';
import { ec2ListOf, ec2Page } from '../../ec2-scene.ts';
import { defineOperation } from '../../operation.ts';

/** Of one template. A recording holds the ids of images as they are resolved. */
export const describeLaunchTemplateVersions = defineOperation<DescribeLaunchTemplateVersionsRequest>(
  DescribeLaunchTemplateVersions$,
  (input, scene) => {
    const { LaunchTemplateId, LaunchTemplateName, Versions } = input;
    const ofTemplate = ec2ListOf(scene, 'launch-template-versions').filter((version) =>
      LaunchTemplateId === undefined
        ? version.LaunchTemplateName === LaunchTemplateName
        : version.LaunchTemplateId === LaunchTemplateId,
    );
    if (ofTemplate.length === 0) {
      const name = `InvalidLaunchTemplate${LaunchTemplateId === undefined ? 'Name.NotFoundException' : 'Id.NotFound'}`;
      throw new AwsError(
        name,
        400,
        `The specified launch template, ${LaunchTemplateId ?? LaunchTemplateName}, does not exist.`,
      );
    }
    const found = Versions?.length
      ? [...new Set(Versions.map((version) => versionOf(ofTemplate, version)))]
      : ofTemplate;
    const { items, NextToken } = ec2Page(
      found,
      input,
      ['versions', LaunchTemplateId, LaunchTemplateName, Versions],
      200,
    );
    return { LaunchTemplateVersions: items, NextToken };
  },
);

function versionOf(all: readonly JsonObject[], wanted: string): JsonObject {
  const newestFirst = all.toSorted((a, b) => Number(b.VersionNumber) - Number(a.VersionNumber));
  const found = newestFirst.find(({ VersionNumber, DefaultVersion }) => {
    if (wanted === '$Default') return DefaultVersion === true;
    return wanted === '$Latest' || String(VersionNumber) === wanted;
  });
  if (found) return found;
  const message = `Could not find the specified version ${wanted} for the launch template with ID ${all[0]?.LaunchTemplateId}.`;
  throw new AwsError('InvalidLaunchTemplateId.VersionNotFound', 400, message);
}
