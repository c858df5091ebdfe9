import {
  DescribeAddonVersions$,
  type DescribeAddonVersionsRequest,
  DescribeClusterVersions$,
  type DescribeClusterVersionsRequest,
} from '@aws-sdk/client-eks';
import type { JsonObject } from '#adapters/recording/recording.ts';
import type { Json } from '#core/json.ts';
import { invalidParameter } from '../aws-error.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { pageOf } from '../pages.ts';
import { catalogueOf } from '../scene.ts';

const mostAPage = 100;

/** The reads of what AWS publishes. */
export const eksCatalogue: readonly Operation[] = [
  defineOperation<DescribeClusterVersionsRequest>(DescribeClusterVersions$, (input, scene) => {
    const { maxResults, nextToken, ...filter } = input;
    const versions = catalogueOf(scene).clusterVersions.filter((version) => isAskedFor(version, filter));
    const paging = { maxResults, nextToken, most: mostAPage, invalid: invalidParameter };
    const { items, nextToken: next } = pageOf(versions, { list: ['cluster-versions', filter], ...paging });
    return { clusterVersions: items, nextToken: next };
  }),

  defineOperation<DescribeAddonVersionsRequest>(DescribeAddonVersions$, (input, scene) => {
    const { maxResults, nextToken, ...filter } = input;
    const addons = catalogueOf(scene)
      .addons.filter((addon) => isWanted(addon, filter))
      .flatMap((addon) => fitting(addon, filter.kubernetesVersion));
    const paging = { maxResults, nextToken, most: mostAPage, invalid: invalidParameter };
    const { items, nextToken: next } = pageOf(addons, { list: ['addon-versions', filter], ...paging });
    return { addons: items, nextToken: next };
  }),
];

/**
 * Unsupported versions are listed only for who asks for them: by `includeAll`, by their name or by that status.
 *
 * `status` is the older name of `versionStatus`, and is written in small letters with a hyphen.
 */
function isAskedFor(version: JsonObject, filter: DescribeClusterVersionsRequest): boolean {
  const status = filter.versionStatus ?? filter.status?.toUpperCase().replace('-', '_');
  const named = filter.clusterVersions?.length ? filter.clusterVersions : undefined;
  if (filter.clusterType !== undefined && version.clusterType !== filter.clusterType) return false;
  if (filter.defaultOnly && version.defaultVersion !== true) return false;
  if (named && !named.includes(`${version.clusterVersion}`)) return false;
  if (status !== undefined) return version.versionStatus === status;
  return filter.includeAll === true || named !== undefined || version.versionStatus !== 'UNSUPPORTED';
}

function isWanted(addon: JsonObject, { addonName, owners, publishers, types }: DescribeAddonVersionsRequest): boolean {
  const among = (wanted: readonly string[] | undefined, value: Json | undefined) =>
    !wanted?.length || wanted.includes(`${value}`);
  return (
    (addonName === undefined || addon.addonName === addonName) &&
    among(owners, addon.owner) &&
    among(publishers, addon.publisher) &&
    among(types, addon.type)
  );
}

/** An add-on with the versions that fit one Kubernetes version, and what is said of that version only. */
function fitting(addon: JsonObject, kubernetes: string | undefined): readonly JsonObject[] {
  if (kubernetes === undefined) return [addon];
  const addonVersions = objects(addon.addonVersions).flatMap((version) => {
    const compatibilities = objects(version.compatibilities).filter((one) => one.clusterVersion === kubernetes);
    return compatibilities.length > 0 ? [{ ...version, compatibilities }] : [];
  });
  return addonVersions.length > 0 ? [{ ...addon, addonVersions }] : [];
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value : [];
}
