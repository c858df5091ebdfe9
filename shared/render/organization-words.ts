import type { Obstacle, Unreadable } from '#core/reading.ts';
import { refusalWords } from './coverage-words.ts';
import { type Phrase, say } from './phrase.ts';

/** Why there is no list of the accounts to audit, and what to do about it. */
export function organizationUnlisted(because: Unreadable): Phrase {
  return say`the accounts of the organization could not be listed: ${refusalWords(because)}; ${organizationRemedy(because)}`;
}

/** What to do about an organization that could not be listed. */
export function organizationRemedy(because: Unreadable): Phrase {
  return remedies[because.obstacle](because);
}

/** What to do in place of listing, where nobody can mend it. */
const orList = say`or list the accounts with "accounts" in midwatch.yaml`;

const askAgain = ({ call }: Unreadable): Phrase => say`run again; if ${call} goes on failing, its message says why`;

const remedies: Record<Obstacle, (because: Unreadable) => Phrase> = {
  DENIED: ({ call }) =>
    say`run it in the management account or as a delegated administrator of the organization, allow ${call} for the credentials in use, ${orList}`,
  DENIED_BY_SCP: ({ call }) =>
    say`ask who owns the service control policies of the organization to allow ${call}, ${orList}`,
  THROTTLED: () => say`run again later: the whole organization shares the rate, and something else may be using it up`,
  UNREACHABLE: () =>
    say`see that this machine reaches the AWS endpoint of Organizations (network, proxy, AWS_ENDPOINT_URL), then run again`,
  NOT_CONFIGURED: () =>
    say`see "organization" in midwatch.yaml: leave it out where the account is in none, name other units or exclude fewer accounts, ${orList}`,
  NOT_READ_YET: askAgain,
  UNFINISHED: askAgain,
  REGION_DISABLED: askAgain,
  ERROR: askAgain,
};
