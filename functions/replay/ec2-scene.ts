import type { Ec2List } from '#adapters/recording/ec2-lists.ts';
import type { JsonObject } from '#adapters/recording/recording.ts';
import { AwsError } from './aws-error.ts';
import type { Scene } from './operation.ts';
import { type Page, pageOf } from './pages.ts';
import { isEnabled } from './scene.ts';

/** What EC2 lists of a kind in the target that is called. */
export function ec2ListOf(scene: Scene, list: Ec2List): readonly JsonObject[] {
  const { caller, night } = scene;
  // EC2 has a name of its own for a credential that is nobody's, or nobody's there.
  if (!isEnabled(scene)) {
    throw new AwsError('AuthFailure', 401, 'AWS was not able to validate the provided access credentials');
  }
  return night.accounts[caller.account]?.ec2?.[caller.region]?.[list] ?? [];
}

interface Ec2PagedInput {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** A page as EC2 gives it. Without a size it is the whole list, or as much of it as EC2 gives at once. */
export function ec2Page(
  all: readonly JsonObject[],
  { MaxResults, NextToken }: Ec2PagedInput,
  list: readonly unknown[],
  most = 1000,
): { readonly items: Page<JsonObject>['items']; readonly NextToken: string | null } {
  if (MaxResults !== undefined && !(MaxResults >= fewest && MaxResults <= most)) {
    const wanted = `Expecting a value between ${fewest} and ${most}.`;
    throw new AwsError(
      'InvalidParameterValue',
      400,
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. ${wanted}`,
    );
  }
  const invalid = (message: string) => new AwsError('InvalidNextToken', 400, message);
  const paging = { maxResults: MaxResults, nextToken: NextToken, most, invalid };
  const { items, nextToken } = pageOf(all, { list, ...paging });
  return { items, NextToken: nextToken };
}

const fewest = 5;

/** Ids that were asked for by name: one that is not there fails the whole call, as it does for AWS. */
export function withIds(
  all: readonly JsonObject[],
  ids: readonly string[] | undefined,
  { member, error }: { readonly member: string; readonly error: string },
): readonly JsonObject[] {
  if (!ids?.length) return all;
  const missing = ids.filter((id) => !all.some((one) => one[member] === id));
  if (missing.length > 0) {
    throw new AwsError(error, 400, `The ID '${missing.join(', ')}' does not exist`);
  }
  return all.filter((one) => ids.some((id) => one[member] === id));
}
