import { describe, expect, it } from 'vitest';
import type { MadeCall } from '#adapters/aws/connection.ts';
import type { FaultAnswer } from '#adapters/recording/fault.ts';
import { faultAnswerOf, faultsOf } from '../../../functions/record/faults-of.ts';

function aCall(parts: Partial<MadeCall> = {}): MadeCall {
  return {
    service: 'eks',
    operation: 'DescribeAddon',
    account: '111122223333',
    region: 'eu-west-1',
    input: {},
    ...parts,
  };
}

function outcome(answer: FaultAnswer | undefined, parts: Partial<MadeCall> = {}) {
  return { call: aCall(parts), answer };
}

const [dev, prod] = ['111122223333', '333344445555'];
const of = (clusterName: string, addonName = 'coredns') => ({ input: { clusterName, addonName } });

describe('faults are as wide as they may be', () => {
  it.each([
    ['what was answered is none', [outcome(undefined)], []],
    [
      'all calls of an operation',
      [outcome('refused'), outcome('refused', { account: prod }), outcome(undefined, { operation: 'ListAddons' })],
      [{ service: 'eks', operation: 'DescribeAddon', answer: 'refused' }],
    ],
    [
      'all of an account',
      [outcome('refused'), outcome('refused', { region: 'us-east-1' }), outcome(undefined, { account: prod })],
      [{ service: 'eks', operation: 'DescribeAddon', account: dev, answer: 'refused' }],
    ],
    [
      'two answers, each where it was given',
      [outcome('refused', of('a')), outcome('throttled', of('b')), outcome(undefined, of('c'))],
      [
        {
          service: 'eks',
          operation: 'DescribeAddon',
          account: dev,
          region: 'eu-west-1',
          cluster: 'a',
          answer: 'refused',
        },
        {
          ...{ service: 'eks', operation: 'DescribeAddon', account: dev, region: 'eu-west-1', cluster: 'b' },
          answer: 'throttled',
        },
      ],
    ],
    [
      'one of the add-ons of a cluster',
      [outcome('cut', of('a')), outcome(undefined, of('a', 'vpc-cni'))],
      [
        {
          ...{ service: 'eks', operation: 'DescribeAddon', account: dev, region: 'eu-west-1', cluster: 'a' },
          ...{ part: 'coredns', answer: 'cut' },
        },
      ],
    ],
    [
      'the account whose role could not be assumed',
      [prod, dev].map((id) =>
        outcome(id === prod ? 'refused' : undefined, {
          ...{ service: 'sts', operation: 'AssumeRole', account: undefined },
          input: { RoleArn: `arn:aws:iam::${id}:role/midwatch-member` },
        }),
      ),
      [{ service: 'sts', operation: 'AssumeRole', account: prod, answer: 'refused' }],
    ],
    [
      'a call that failed once and was answered once',
      [outcome(undefined, of('a')), outcome('server-error', of('a'))],
      [
        {
          ...{ service: 'eks', operation: 'DescribeAddon', account: dev, region: 'eu-west-1', cluster: 'a' },
          ...{ part: 'coredns', answer: 'server-error' },
        },
      ],
    ],
  ])('%s', (_what, outcomes, faults) => {
    expect(faultsOf(outcomes)).toEqual(faults);
  });
});

function anError(name: string, parts: object = {}): Error {
  return Object.assign(new Error('no'), { name }, parts);
}

it.each([
  ['not-found', anError('ResourceNotFoundException')],
  ['refused', anError('AccessDeniedException')],
  [
    'refused-by-scp',
    Object.assign(new Error('an explicit deny in a service control policy'), { name: 'AccessDenied' }),
  ],
  ['region-disabled', anError('UnrecognizedClientException')],
  ['throttled', anError('ThrottlingException')],
  ['cut', anError('Error', { code: 'ECONNRESET' })],
  ['server-error', anError('ServerException')],
] as const)('%s is told by its error', (answer, error) => {
  expect(faultAnswerOf(aCall(), error)).toBe(answer);
});

it.each([
  ['ec2', anError('InvalidLaunchTemplateId.NotFound')],
  ['ec2', anError('InvalidLaunchTemplateName.NotFoundException')],
  ['ec2', anError('InvalidLaunchTemplateId.VersionNotFound')],
  ['kms', anError('NotFoundException')],
  ['kms', Object.assign(new Error('no resource-based policy allows it'), { name: 'AccessDeniedException' })],
])('what %s does not have, or does not show, is no fault: a replay has it no more than AWS', (service, error) => {
  expect(faultAnswerOf(aCall({ service, input: { KeyId: 'alias/disks' } }), error)).toBeUndefined();
});

it.each([
  ['kms', anError('AccessDeniedException')],
  ['kms', Object.assign(new Error('no identity-based policy allows it'), { name: 'AccessDeniedException' })],
  ['ec2', Object.assign(new Error('no resource-based policy allows it'), { name: 'UnauthorizedOperation' })],
])('what %s refuses is one', (service, error) => {
  expect(faultAnswerOf(aCall({ service, input: { KeyId: 'alias/disks' } }), error)).toBe('refused');
});

it('a key of another account is hidden where it is of another than the one that asks', () => {
  const [error, input] = [anError('AccessDeniedException'), { KeyId: `arn:aws:kms:eu-west-1:${prod}:key/1` }];

  expect(faultAnswerOf(aCall({ service: 'kms', account: dev, input }), error)).toBeUndefined();
  expect(faultAnswerOf(aCall({ service: 'kms', account: prod, input }), error)).toBe('refused');
});
