import { expect, it } from 'vitest';
import { type Obstacle, obstacles } from '#core/reading.ts';
import { organizationUnlisted } from '#render/organization-words.ts';

const call = 'organizations:ListAccounts';
const words = (obstacle: Obstacle): string => organizationUnlisted({ call, obstacle, detail: 'no' }).text;

it('says by which call, why not, and what to do', () => {
  expect(words('DENIED')).toBe(
    'the accounts of the organization could not be listed: organizations:ListAccounts: access was denied (no); ' +
      'run it in the management account or as a delegated administrator of the organization, allow ' +
      'organizations:ListAccounts for the credentials in use, or list the accounts with "accounts" in midwatch.yaml',
  );
});

it.each<[Obstacle, RegExp]>([
  ['DENIED_BY_SCP', /service control policies of the organization to allow organizations:ListAccounts, or list the/],
  ['THROTTLED', /run again later/],
  ['UNREACHABLE', /AWS_ENDPOINT_URL/],
  ['NOT_CONFIGURED', /see "organization" in midwatch\.yaml/],
  ['ERROR', /run again; if organizations:ListAccounts goes on failing, its message says why$/],
])('has its own advice for %s', (obstacle, advice) => {
  expect(words(obstacle)).toMatch(advice);
});

it.each(obstacles)('has words for %s', (obstacle) => {
  expect(words(obstacle)).toMatch(/^the accounts of the organization could not be listed: .+ \(no\); ./);
});
