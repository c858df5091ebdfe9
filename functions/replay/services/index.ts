import * as accountClient from '@aws-sdk/client-account';
import * as eksClient from '@aws-sdk/client-eks';
import * as kmsClient from '@aws-sdk/client-kms';
import * as organizationsClient from '@aws-sdk/client-organizations';
import * as ssmClient from '@aws-sdk/client-ssm';
import * as stsClient from '@aws-sdk/client-sts';
import { awsJsonService } from '../aws-json.ts';
import { awsQueryService } from '../aws-query.ts';
import { ec2QueryService } from '../ec2-query.ts';
import { restJsonService } from '../rest-json.ts';
import type { Service } from '../service.ts';
import { account } from './account.ts';
import { ec2 } from './ec2/index.ts';
import { eksCatalogue } from './eks-catalogue.ts';
import { eksClusters } from './eks-clusters.ts';
import { kms } from './kms.ts';
import { organizations } from './organizations.ts';
import { ssm } from './ssm.ts';
import { sts } from './sts.ts';

const invalidToken = 'The security token included in the request is invalid.';

/** How those of the JSON protocols refuse, which differ in the status alone. */
function refusals(status: number) {
  return {
    refused: ['AccessDeniedException', status, ''],
    'refused-by-scp': ['AccessDeniedException', status, ''],
    'region-disabled': ['UnrecognizedClientException', status, invalidToken],
  } as const;
}

/** The services that a recording is served by, under the names by which requests are signed. */
export const services: Readonly<Record<string, Service>> = {
  eks: restJsonService(eksClient, [...eksClusters, ...eksCatalogue], {
    throttled: ['TooManyRequestsException', 429, 'Too Many Requests'],
    ...refusals(403),
    'server-error': ['ServerException', 500, 'Internal server error'],
    'not-found': ['ResourceNotFoundException', 404, 'The resource was not found.'],
  }),
  ec2: ec2QueryService(ec2, {
    throttled: ['RequestLimitExceeded', 503, 'Request limit exceeded.'],
    refused: ['UnauthorizedOperation', 403, ''],
    'refused-by-scp': ['UnauthorizedOperation', 403, ''],
    'region-disabled': ['AuthFailure', 401, 'AWS was not able to validate the provided access credentials'],
    'server-error': ['InternalError', 500, 'An internal error has occurred'],
    'not-found': ['InvalidID', 400, 'The ID does not exist'],
  }),
  account: restJsonService(accountClient, account, {
    throttled: ['TooManyRequestsException', 429, 'Rate exceeded'],
    ...refusals(403),
    'server-error': ['InternalServerException', 500, 'Internal server error'],
    'not-found': ['ResourceNotFoundException', 404, 'The resource was not found.'],
  }),
  kms: awsJsonService(kmsClient, kms, {
    throttled: ['ThrottlingException', 400, 'You have exceeded the rate at which you may call KMS.'],
    ...refusals(400),
    'server-error': ['KMSInternalException', 500, 'An internal error occurred.'],
    'not-found': ['NotFoundException', 400, 'The key does not exist.'],
  }),
  organizations: awsJsonService(organizationsClient, organizations, {
    throttled: ['TooManyRequestsException', 400, 'You have sent too many requests in too short a period of time.'],
    ...refusals(400),
    'server-error': [
      'ServiceException',
      500,
      "Organizations can't complete your request because of an internal error.",
    ],
    'not-found': ['ParentNotFoundException', 400, "We can't find a root or OU with the ParentId that you specified."],
  }),
  ssm: awsJsonService(ssmClient, ssm, {
    throttled: ['ThrottlingException', 400, 'Rate exceeded'],
    ...refusals(400),
    'server-error': ['InternalServerError', 500, 'Internal server error'],
    'not-found': ['ParameterNotFound', 400, 'The parameter was not found.'],
  }),
  sts: awsQueryService(stsClient, sts, 'https://sts.amazonaws.com/doc/2011-06-15/', {
    throttled: ['Throttling', 400, 'Rate exceeded'],
    refused: ['AccessDenied', 403, ''],
    'refused-by-scp': ['AccessDenied', 403, ''],
    'region-disabled': ['InvalidClientTokenId', 403, invalidToken],
    'server-error': ['InternalFailure', 500, 'The request processing has failed because of an unknown error.'],
    'not-found': ['NoSuchEntity', 404, 'The resource was not found.'],
  }),
};
