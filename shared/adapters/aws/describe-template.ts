import { type EC2Client, paginateDescribeLaunchTemplateVersions } from '@aws-sdk/client-ec2';
import type { LaunchTemplate, TemplateReference } from '#core/nodes/launch-template.ts';
import type { Reading } from '#core/reading.ts';
import { attempt } from './obstacle.ts';
import { allPages } from './pages.ts';
import { parseAnswer } from './parse-answer.ts';
import { messageOf, nameOf } from './sdk-error.ts';
import { type DescribedVersion, TemplateVersionsPage } from './template-schema.ts';

const defaultVersion = '$Default';
const latestVersion = '$Latest';

/** Versions of one launch template and its default, in one call; what AWS has no longer is left out. */
export function describeTemplate(
  ec2: EC2Client,
  template: Omit<TemplateReference, 'version'>,
  versions: readonly string[],
): Promise<Reading<readonly DescribedVersion[]>> {
  const wanted = [...new Set([...versions, defaultVersion])];
  return attempt('ec2:DescribeLaunchTemplateVersions', () => versionsOf(ec2, template, wanted));
}

/** One version that is gone fails the whole call: then each is asked for by itself. */
async function versionsOf(
  ec2: EC2Client,
  template: Omit<TemplateReference, 'version'>,
  versions: readonly string[],
): Promise<readonly DescribedVersion[]> {
  try {
    return await resolved(ec2, template, versions);
  } catch (error) {
    if (/^InvalidLaunchTemplate(Id|Name)\.NotFound/.test(nameOf(error))) return [];
    if (!/VersionNotFound/.test(nameOf(error))) throw error;
    if (versions.length === 1) return [];
    const each = await Promise.all(versions.map((version) => versionsOf(ec2, template, [version])));
    return each.flat();
  }
}

/** A parameter that may not be read keeps from us the image alone, and not all the rest. */
async function resolved(
  ec2: EC2Client,
  { id, name }: Omit<TemplateReference, 'version'>,
  versions: readonly string[],
): Promise<readonly DescribedVersion[]> {
  const which = id === undefined ? { LaunchTemplateName: name } : { LaunchTemplateId: id };
  const ask = (ResolveAlias: boolean) =>
    allPages(
      paginateDescribeLaunchTemplateVersions({ client: ec2 }, { ...which, Versions: [...versions], ResolveAlias }),
      (page) => parseAnswer(TemplateVersionsPage, page),
    );
  try {
    return await ask(true);
  } catch (error) {
    if (!/\bssm\b|systems manager|parameter store/i.test(messageOf(error))) throw error;
    return ask(false);
  }
}

/** What a node group takes of its template: the version in use, the default, and in what they differ. */
export function templateInUse(described: readonly DescribedVersion[], { version }: TemplateReference): LaunchTemplate {
  const byDefault = described.find(({ isDefault }) => isDefault);
  const inUse = numbered(described, version);
  return {
    ...(inUse ? { inUse: inUse.version } : {}),
    ...(byDefault ? { byDefault: byDefault.version } : {}),
    differing: inUse && byDefault ? differing(inUse.data, byDefault.data) : [],
  };
}

/** Of a version that is named by its number, or by what AWS calls the default and the newest one. */
function numbered(described: readonly DescribedVersion[], version: string): DescribedVersion | undefined {
  if (version === defaultVersion) return described.find(({ isDefault }) => isDefault);
  // Where it was asked for, none is newer among those that came.
  if (version === latestVersion) return described.toSorted((a, b) => b.version.number - a.version.number)[0];
  return described.find((one) => String(one.version.number) === version);
}

function differing(one: DescribedVersion['data'], other: DescribedVersion['data']): readonly string[] {
  const parts = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return parts.filter((part) => JSON.stringify(one[part]) !== JSON.stringify(other[part])).sort();
}
