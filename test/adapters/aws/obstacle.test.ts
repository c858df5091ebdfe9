import { describe, expect, it } from 'vitest';
import type { IamAction } from '#adapters/aws/iam-actions.ts';
import { attempt, RoleNotAssumedError, unreadableBecause } from '#adapters/aws/obstacle.ts';
import { refusal } from './answers.ts';

const scp = 'User: x is not authorized to perform: eks:ListClusters with an explicit deny in a service control policy';

function coded(code: string, message = `connect ${code} 127.0.0.1:1`): Error {
  return Object.assign(new Error(message), { code });
}

describe('an error of AWS', () => {
  it.each<[string, Error, string, IamAction?]>([
    ['AccessDeniedException', refusal('AccessDeniedException', 'no', 403), 'DENIED'],
    ['AccessDenied without a status', refusal('AccessDenied'), 'DENIED'],
    ['any 403', refusal('SomethingException', 'no', 403), 'DENIED'],
    ['any 401', refusal('SomethingException', 'no', 401), 'DENIED'],
    ['UnauthorizedOperation', refusal('UnauthorizedOperation'), 'DENIED'],
    ['a denial by a service control policy', refusal('AccessDeniedException', scp, 403), 'DENIED_BY_SCP'],
    ['an error that only speaks of one', refusal('ServerException', scp, 500), 'ERROR'],
    ['UnrecognizedClientException', refusal('UnrecognizedClientException', 'no', 403), 'REGION_DISABLED'],
    ['InvalidClientTokenId', refusal('InvalidClientTokenId', 'no', 403), 'REGION_DISABLED'],
    ['RegionDisabledException', refusal('RegionDisabledException', 'no', 403), 'REGION_DISABLED'],
    ['STS that is not activated', refusal('RegionDisabledException', 'no', 403), 'DENIED', 'sts:AssumeRole'],
    ['OptInRequired', refusal('OptInRequired', 'no', 403), 'REGION_DISABLED'],
    ['InvalidClientTokenId of STS', refusal('InvalidClientTokenId', 'no', 403), 'DENIED', 'sts:GetCallerIdentity'],
    [
      'unknown keys of the account API',
      refusal('UnrecognizedClientException', 'no', 403),
      'DENIED',
      'account:ListRegions',
    ],
    [
      'unknown keys of Organizations',
      refusal('UnrecognizedClientException', 'no', 400),
      'DENIED',
      'organizations:ListAccounts',
    ],
    ['an account without an organization', refusal('AWSOrganizationsNotInUseException', 'no', 400), 'NOT_CONFIGURED'],
    ['TooManyRequestsException', refusal('TooManyRequestsException'), 'THROTTLED'],
    ['ThrottlingException', refusal('ThrottlingException', 'no', 400), 'THROTTLED'],
    ['Throttling', refusal('Throttling'), 'THROTTLED'],
    ['any 429', refusal('SomethingException', 'no', 429), 'THROTTLED'],
    ['TimeoutError', refusal('TimeoutError'), 'UNREACHABLE'],
    ['ENOTFOUND', coded('ENOTFOUND'), 'UNREACHABLE'],
    ['ECONNREFUSED', coded('ECONNREFUSED'), 'UNREACHABLE'],
    ['ECONNRESET', coded('ECONNRESET'), 'UNREACHABLE'],
    ['EAI_AGAIN', coded('EAI_AGAIN'), 'UNREACHABLE'],
    ['a certificate that has expired', coded('CERT_HAS_EXPIRED'), 'UNREACHABLE'],
    ['a file that is missing', coded('ENOENT'), 'ERROR'],
    ['a code beside an answer', Object.assign(coded('ECONNRESET'), { $metadata: { httpStatusCode: 500 } }), 'ERROR'],
    ['ServiceUnavailableException', refusal('ServiceUnavailableException', 'no', 503), 'ERROR'],
    ['ResourceNotFoundException', refusal('ResourceNotFoundException', 'no', 404), 'ERROR'],
    ['ExpiredTokenException', refusal('ExpiredTokenException', 'no', 403), 'DENIED'],
    ['ExpiredToken without a status', refusal('ExpiredToken'), 'DENIED'],
    ['an error of our own', new Error('no'), 'ERROR'],
  ])('%s is told for what it is', (_, error, obstacle, call = 'eks:ListClusters') => {
    expect(unreadableBecause(call, error)).toMatchObject({ call, obstacle });
  });

  it('is told even where it is no Error at all', () => {
    expect(unreadableBecause('eks:ListClusters', 'oh')).toMatchObject({ obstacle: 'ERROR', detail: 'Error' });
  });

  it('of a role that could not be assumed is the reason of every call', () => {
    const because = { call: 'sts:AssumeRole', obstacle: 'DENIED', detail: 'not you' } as const;

    expect(unreadableBecause('eks:ListClusters', new RoleNotAssumedError(because))).toEqual(because);
  });
});

describe('the detail', () => {
  function detailOf(error: Error): string {
    return unreadableBecause('eks:DescribeAddon', error).detail;
  }

  it.each<[string, Error, string]>([
    ['what was said', refusal('AccessDeniedException', 'User: x is not authorized'), 'User: x is not authorized'],
    [
      'the name of an error before what it said',
      refusal('InvalidParameterException', 'bad'),
      'InvalidParameterException: bad',
    ],
    ['no name that says nothing', new Error('bad'), 'bad'],
    ['the status where nothing was said', refusal('Unknown', 'UnknownError', 502), 'HTTP 502 without a word'],
    ['the name and the status where it has one', refusal('BadException', '', 502), 'BadException: HTTP 502'],
    ['the name where there is not even a status', refusal('ServerException', ''), 'ServerException'],
    ['the code where nothing was said', coded('ECONNREFUSED', ''), 'nothing answers there (ECONNREFUSED)'],
    ['the code of what we know no words for', coded('ENETDOWN', 'oh'), 'oh (ENETDOWN)'],
    [
      'what a certificate lacks',
      coded('CERT_HAS_EXPIRED', 'certificate has expired'),
      'its certificate is not trusted: certificate has expired (CERT_HAS_EXPIRED)',
    ],
    ['that there is no way', coded('ENETUNREACH'), 'there is no way to it from here (ENETUNREACH)'],
    [
      'how long a connection was waited for',
      refusal('TimeoutError', 'x did not establish a connection with the server within the timeout of 3000 ms.'),
      'no connection within 3 seconds',
    ],
    ['that no answer came', refusal('TimeoutError', 'oh'), 'no answer in time'],
    [
      'that an answer in XML is none of AWS',
      refusal('Error', '@aws-sdk XML parse error: mismatched tags', 502),
      'HTTP 502 with what is no answer of AWS, such as the page of a proxy',
    ],
    [
      'that credentials have expired',
      refusal('ExpiredTokenException', 'old', 403),
      'the credentials have expired: old',
    ],
    [
      'no ids of requests',
      refusal('ServerException', 'oh (Service: Eks, Status Code: 500, Request ID: 683c7d50-b441)', 500),
      'ServerException: oh',
    ],
    ['no ids of requests in other words', refusal('AccessDenied', 'oh, RequestID: 1076-ab12'), 'oh'],
    [
      'no advice to programmers',
      refusal('RangeError', 'bad\n  Deserialization error: to see the raw response, inspect\nthis', 200),
      'RangeError: bad',
    ],
    ['one line', refusal('AccessDenied', 'one\r\ntwo\u2028three\tfour'), 'one two three four'],
    ['no control or direction marks', refusal('AccessDenied', 'a\u001b[31mb\u202ec\u0000'), 'a [31mb c'],
  ])('holds %s', (_, error, expected) => {
    expect(detailOf(error)).toBe(expected);
  });

  it.each([
    [300, 'x'.repeat(300)],
    [301, `${'x'.repeat(299)}…`],
  ])('of %d characters is at most 300', (length, expected) => {
    expect(detailOf(refusal('AccessDenied', 'x'.repeat(length)))).toBe(expected);
  });

  it('is never cut within a character', () => {
    const detail = detailOf(refusal('AccessDenied', '🌙'.repeat(400)));

    expect(detail).toBe(`${'🌙'.repeat(299)}…`);
  });
});

describe('an attempt', () => {
  it('that succeeds is readable', async () => {
    expect(await attempt('eks:ListClusters', async () => 1)).toEqual({ readable: true, value: 1 });
  });

  it('that throws before it waits is unreadable', async () => {
    const reading = await attempt('eks:ListClusters', () => {
      throw new Error('oh');
    });

    expect(reading).toEqual({
      readable: false,
      because: { call: 'eks:ListClusters', obstacle: 'ERROR', detail: 'oh' },
    });
  });
});
