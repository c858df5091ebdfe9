import { ListRegions$, type ListRegionsRequest } from '@aws-sdk/client-account';
import { AwsError } from '../aws-error.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { pageOf } from '../pages.ts';
import { accountOf } from '../scene.ts';

const mostAPage = 50;

/** The account service, which is global: it answers whatever region signs. */
export const account: readonly Operation[] = [
  defineOperation<ListRegionsRequest>(ListRegions$, (input, scene) => {
    const { MaxResults: maxResults, NextToken: nextToken, AccountId, RegionOptStatusContains: statuses } = input;
    // Of another account only the organization's own may ask, and a recording has no organization.
    if (AccountId !== undefined && AccountId !== scene.caller.account) throw refused(scene.caller.principalArn);
    const regions = accountOf(scene).regions.filter(
      ({ RegionOptStatus }) => !statuses?.length || statuses.some((status) => status === RegionOptStatus),
    );
    const paging = { maxResults, nextToken, most: mostAPage, invalid: invalid };
    const { items, nextToken: next } = pageOf(regions, { list: ['regions', statuses], ...paging });
    return { Regions: items, NextToken: next };
  }),
];

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', 400, message);
}

function refused(principalArn: string): AwsError {
  const message = `User: ${principalArn} is not authorized to perform: account:ListRegions`;
  return new AwsError('AccessDeniedException', 403, message);
}
