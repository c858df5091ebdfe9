import type { Coverage, CoverageStatus } from '#core/coverage.ts';
import type { Obstacle, Unreadable } from '#core/reading.ts';
import type { Target } from '#core/snapshot.ts';
import { type Phrase, say } from './phrase.ts';

/** Who was looking, and at what, when something came in the way. */
interface Refusal extends Unreadable {
  readonly target: Target;
  readonly role: string | undefined;
}

/** What to do about a target that could not be seen whole; undefined where nothing was in the way of it. */
export function remedyFor({ because, account, region, role }: Coverage): Phrase | undefined {
  return because && remedyForUnreadable(because, { account, region }, role);
}

/** What to do about one call that was refused. */
export function remedyForUnreadable(because: Unreadable, target: Target, role: string | undefined): Phrase {
  return remedies[because.obstacle]({ ...because, target, role });
}

const remedies: Record<Obstacle, (refusal: Refusal) => Phrase> = {
  DENIED: (refusal) => {
    if (isInside(refusal)) return letInside(refusal);
    return refusal.call === 'sts:AssumeRole' ? letAssume(refusal) : letCall(refusal);
  },
  DENIED_BY_SCP: ({ call, target }) =>
    say`ask who owns the service control policies of the organization to allow ${call} in ${place(target)}, or leave the region out with "regions" in midwatch.yaml`,
  REGION_DISABLED: ({ target }) =>
    say`nothing to do while no cluster is expected there: ${target.region} is not enabled in account ${target.account}; leave it out with "regions" in midwatch.yaml to see it no more`,
  THROTTLED: ({ call, target }) =>
    say`run again later: AWS went on limiting ${call} in ${place(target)} after all retries; something else may be using up its rate`,
  UNREACHABLE: (refusal) => (isInside(refusal) ? reachInside : reach(refusal)),
  NOT_CONFIGURED: (refusal) => notConfigured(refusal),
  NOT_READ_YET: ({ call }) => say`nothing has to be done: the next audit that sees it asks for it, by ${call}`,
  UNFINISHED: ({ target }) =>
    say`run "midwatch audit --retry-failed" to look at ${place(target)} again; if it ends so each time, the log of the audit says why`,
  ERROR: ({ call, target }) => say`run again; if ${call} in ${place(target)} goes on failing, its message says why`,
};

function notConfigured({ call, target }: Refusal): Phrase {
  if (call === 'account:ListRegions') {
    return say`take a region of account ${target.account} out of "excludeRegions" in midwatch.yaml, or leave the whole account out`;
  }
  return say`nothing has to be done: reading the Kubernetes API is optional, and what only it can tell stays unknown; see "clusterAccess" in midwatch.yaml`;
}

/** Whether it is the Kubernetes API of a cluster that was asked, and not AWS. */
function isInside({ call }: Refusal): boolean {
  return call.startsWith('kubernetes:');
}

function letInside({ call, role }: Refusal): Phrase {
  const who = role === undefined ? say`the credentials in use` : say`the role ${role}`;
  return say`allow ${call} for ${who} in the cluster, by an access entry and the ClusterRole that "midwatch doctor" prints`;
}

const reachInside = say`see that the endpoint of the cluster can be reached; one that answers in its VPC alone is asked from there, with "clusterAccess: vpc" in midwatch.yaml`;

function reach({ call, target }: Refusal): Phrase {
  return say`see that this machine reaches the AWS endpoint of ${call} for ${target.region} (network, proxy, VPC endpoint, AWS_ENDPOINT_URL), then run again`;
}

function letAssume({ target, role }: Refusal): Phrase {
  if (role === undefined) return say`let the credentials in use assume a role in account ${target.account}`;
  return say`see that the role ${role} exists in account ${target.account} (the member role's stack makes it), and that it trusts the role or user of this audit, with the same external id`;
}

function letCall({ call, target, role }: Refusal): Phrase {
  const who = role === undefined ? say`the credentials in use` : say`the role ${role}`;
  return say`allow ${call} for ${who} in ${place(target)}: by its policy, and by its permissions boundary where it has one`;
}

/** `account 111122223333 in eu-west-1`; the region is `*` where not even the regions could be listed. */
export function place({ account, region }: Target): Phrase {
  return region === '*' ? say`account ${account} in all its regions` : say`account ${account} in ${region}`;
}

/** What was in the way, in a few words. */
export const statusWords: Record<CoverageStatus, string> = {
  COVERED: 'seen whole',
  EMPTY: 'no clusters',
  DENIED: 'access was denied',
  DENIED_BY_SCP: 'a service control policy denies it',
  REGION_DISABLED: 'the region is not enabled',
  THROTTLED: 'AWS limited the calls',
  UNREACHABLE: 'no answer',
  ERROR: 'AWS answered with an error',
};

export const obstacleWords: Record<Obstacle, string> = {
  ...statusWords,
  NOT_CONFIGURED: 'not set up to be read',
  NOT_READ_YET: 'not read yet',
  UNFINISHED: 'nobody came to it',
};

/** `eks:ListClusters: access was denied (User … is not authorized)`. */
export function refusalWords({ call, obstacle, detail }: Unreadable): Phrase {
  const words = say`${call}: ${obstacleWords[obstacle]}`;
  return detail === '' ? words : say`${words} (${detail})`;
}

/**
 * All that could not be seen of a target, with what to do about it, a line each.
 *
 * @param lead what comes before the line on the target itself; those on a resource begin with its name
 */
export function unseenLines(row: Coverage, lead: Phrase = say``): readonly string[] {
  const whole = row.because ? [say`${lead}${refusalWords(row.because)}. To do: ${remedyFor(row) ?? say``}.`] : [];
  const parts = row.unreadable.map(
    (one) => say`${one.resource}: ${refusalWords(one)}. To do: ${remedyForUnreadable(one, row, row.role)}.`,
  );
  return [...whole, ...parts].map(({ text }) => text);
}
