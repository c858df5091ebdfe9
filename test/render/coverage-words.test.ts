import { describe, expect, it } from 'vitest';
import type { Coverage } from '#core/coverage.ts';
import { type Obstacle, obstacles } from '#core/reading.ts';
import { place, refusalWords, remedyFor, remedyForUnreadable } from '#render/coverage-words.ts';
import { aCoverage } from '../support/document-builders.ts';

const target = { account: '111122223333', region: 'eu-west-1' };
const role = 'arn:aws:iam::111122223333:role/midwatch-member';

const remedy = (obstacle: Obstacle, call: string, by?: string): string =>
  remedyForUnreadable({ call, obstacle, detail: '' }, target, by).text;

describe('what to do about what could not be looked at', () => {
  it.each<[Obstacle, string, string | undefined, string]>([
    [
      'DENIED',
      'eks:ListClusters',
      role,
      'allow eks:ListClusters for the role arn:aws:iam::111122223333:role/midwatch-member in account 111122223333 in eu-west-1: by its policy, and by its permissions boundary where it has one',
    ],
    [
      'DENIED',
      'eks:ListClusters',
      undefined,
      'allow eks:ListClusters for the credentials in use in account 111122223333 in eu-west-1: by its policy, and by its permissions boundary where it has one',
    ],
    [
      'DENIED',
      'sts:AssumeRole',
      role,
      "see that the role arn:aws:iam::111122223333:role/midwatch-member exists in account 111122223333 (the member role's stack makes it), and that it trusts the role or user of this audit, with the same external id",
    ],
    ['DENIED', 'sts:AssumeRole', undefined, 'let the credentials in use assume a role in account 111122223333'],
    [
      'DENIED_BY_SCP',
      'eks:ListClusters',
      role,
      'ask who owns the service control policies of the organization to allow eks:ListClusters in account 111122223333 in eu-west-1, or leave the region out with "regions" in midwatch.yaml',
    ],
    [
      'REGION_DISABLED',
      'eks:ListClusters',
      role,
      'nothing to do while no cluster is expected there: eu-west-1 is not enabled in account 111122223333; leave it out with "regions" in midwatch.yaml to see it no more',
    ],
    [
      'THROTTLED',
      'eks:DescribeAddon',
      role,
      'run again later: AWS went on limiting eks:DescribeAddon in account 111122223333 in eu-west-1 after all retries; something else may be using up its rate',
    ],
    [
      'UNREACHABLE',
      'eks:ListClusters',
      role,
      'see that this machine reaches the AWS endpoint of eks:ListClusters for eu-west-1 (network, proxy, VPC endpoint, AWS_ENDPOINT_URL), then run again',
    ],
    [
      'DENIED',
      'kubernetes:ListNodes',
      role,
      'allow kubernetes:ListNodes for the role arn:aws:iam::111122223333:role/midwatch-member in the cluster, by an access entry and the ClusterRole that "midwatch doctor" prints',
    ],
    [
      'DENIED',
      'kubernetes:ListNodes',
      undefined,
      'allow kubernetes:ListNodes for the credentials in use in the cluster, by an access entry and the ClusterRole that "midwatch doctor" prints',
    ],
    [
      'UNREACHABLE',
      'kubernetes:ListNodes',
      role,
      'see that the endpoint of the cluster can be reached; one that answers in its VPC alone is asked from there, with "clusterAccess: vpc" in midwatch.yaml',
    ],
    [
      'NOT_CONFIGURED',
      'account:ListRegions',
      role,
      'take a region of account 111122223333 out of "excludeRegions" in midwatch.yaml, or leave the whole account out',
    ],
    [
      'NOT_CONFIGURED',
      'kubernetes:ListDaemonSets',
      role,
      'nothing has to be done: reading the Kubernetes API is optional, and what only it can tell stays unknown; see "clusterAccess" in midwatch.yaml',
    ],
    [
      'NOT_READ_YET',
      'eks:ListNodegroups',
      role,
      'nothing has to be done: the next audit that sees it asks for it, by eks:ListNodegroups',
    ],
    [
      'ERROR',
      'eks:DescribeCluster',
      role,
      'run again; if eks:DescribeCluster in account 111122223333 in eu-west-1 goes on failing, its message says why',
    ],
  ])('is said for %s of %s by %s', (obstacle, call, by, words) => {
    expect(remedy(obstacle, call, by)).toBe(words);
  });

  it('is said for every obstacle', () => {
    for (const obstacle of obstacles) expect(remedy(obstacle, 'eks:ListClusters', role)).not.toBe('');
  });

  it('is nothing for a target that was seen', () => {
    const denied: Coverage = aCoverage({
      status: 'DENIED',
      role,
      because: { call: 'eks:ListClusters', obstacle: 'DENIED', detail: '' },
    });

    expect(remedyFor(aCoverage())).toBeUndefined();
    expect(remedyFor(denied)?.text).toContain(`allow eks:ListClusters for the role ${role}`);
  });
});

describe('the words of a refusal', () => {
  it('hold what the other side said, where it said something', () => {
    const refusal = { call: 'eks:ListAddons', obstacle: 'DENIED' as const, detail: '' };

    expect(refusalWords(refusal).text).toBe('eks:ListAddons: access was denied');
    expect(refusalWords({ ...refusal, detail: 'no\nway' }).text).toBe('eks:ListAddons: access was denied (no\\nway)');
  });

  it('speak of all regions where they could not be listed', () => {
    expect(place({ ...target, region: '*' }).text).toBe('account 111122223333 in all its regions');
  });
});
