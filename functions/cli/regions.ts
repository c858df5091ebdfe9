import { partition } from '@aws-sdk/core/client';
import type { AwsReader } from '#ports/aws-reader.ts';
import { UsageError } from './io.ts';

/**
 * Refuses a region that there is not: behind a mistyped name nothing is wrong, and nothing is looked at.
 *
 * The SDK names the regions of its day. A younger one is known by being enabled in the account.
 *
 * @throws {UsageError}
 */
export async function assertKnownRegions(
  reader: Pick<AwsReader, 'listRegions'>,
  account: string,
  regions: readonly string[],
): Promise<void> {
  const strange = [...new Set(regions)].filter((region) => !isKnownToSdk(region));
  if (strange.length === 0) return;
  const enabled = await reader.listRegions(account);
  const unknown = strange.filter((region) => !enabled.readable || !enabled.value.includes(region));
  if (unknown.length === 0) return;
  const wanted = enabled.readable
    ? `one that is enabled in ${account}: ${enabled.value.join(', ')}`
    : 'one like eu-west-1';
  throw new UsageError(`unknown region: got ${unknown.join(', ')}, wanted ${wanted}`);
}

/** For a name that only looks like a region the SDK knows the partition, and not the place. */
function isKnownToSdk(region: string): boolean {
  return 'description' in partition(region);
}
