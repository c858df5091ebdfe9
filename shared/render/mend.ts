import type { Examination, TargetExamination } from '#core/examination.ts';
import type { Obstacle, Unreadable } from '#core/reading.ts';
import { place, remedyForUnreadable } from './coverage-words.ts';
import { mendsInside } from './mend-inside.ts';
import { organizationRemedy } from './organization-words.ts';
import { listed, type Phrase, say } from './phrase.ts';

/** One thing that stands in the way of an audit, wherever it does, and what mends it there. */
export interface Mend {
  /** Whether an audit is incomplete by it: a region that is switched off is as somebody wants it. */
  readonly isFault: boolean;
  /** Set where an audit is whole without: what only the Kubernetes API of a cluster shows. */
  readonly isOptional?: true;
  /** The accounts whose credentials the commands need. */
  readonly accounts: readonly string[];
  readonly where: readonly Phrase[];
  readonly actions: readonly string[];
  readonly obstacle: Obstacle;
  /** What AWS said the first time. */
  readonly detail: string;
  readonly remedy: Phrase;
  /** The same in each account. */
  readonly commands: readonly (readonly string[])[];
  /** A statement to add to a policy, or the part of one that is missing; in a cluster, what `kubectl apply -f -` takes. */
  readonly policy?: Readonly<Record<string, unknown>>;
}

/** What stands in the way, by what mends it; the list of accounts first, since all else depends on it. */
export function mendsOf(examination: Examination): readonly Mend[] {
  const { organization, caller } = examination;
  const first = organization === undefined ? [] : [mendOfOrganization(organization, caller.account)];
  const ofTargets = [...Map.groupBy(obstaclesIn(examination), keyOf).values()].map((alike) =>
    mendOf(alike, examination),
  );
  return [...first, ...ofTargets, ...examination.targets.flatMap((target) => mendsInside(target, examination))];
}

/** What AWS did not let us see of one account, in the same way: for want of a role, of a statement, of a region. */
interface InTheWay {
  readonly kind: 'JOIN' | 'ALLOW' | 'SCP' | 'ENABLE' | 'OTHER';
  readonly account: string;
  readonly role: string | undefined;
  readonly actions: readonly string[];
  readonly targets: readonly TargetExamination[];
  readonly because: Unreadable;
}

function obstaclesIn({ targets }: Examination): readonly InTheWay[] {
  const refusals = targets.flatMap((target) =>
    [target.because, ...target.unreadable].flatMap((because) => (because ? [{ target, because }] : [])),
  );
  const alike = Map.groupBy(refusals, ({ target: { account, role = '', region }, because }) => {
    const kind = kindOf(because);
    const itself = kind === 'ENABLE' ? region : kind === 'OTHER' ? `${because.obstacle} ${because.call}` : '';
    return [account, role, kind, itself].join(' ');
  });
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { account, role } = first.target;
    return {
      kind: kindOf(first.because),
      account,
      role,
      actions: [...new Set(group.map(({ because }) => because.call))].sort(),
      targets: [...new Set(group.map(({ target }) => target))],
      because: first.because,
    };
  });
}

function kindOf({ call, obstacle }: Unreadable): InTheWay['kind'] {
  if (obstacle === 'DENIED') return call === 'sts:AssumeRole' ? 'JOIN' : 'ALLOW';
  if (obstacle === 'DENIED_BY_SCP') return 'SCP';
  return obstacle === 'REGION_DISABLED' ? 'ENABLE' : 'OTHER';
}

/** Accounts that one mend serves. */
function keyOf({ kind, role, actions, targets, because }: InTheWay): string {
  const region = kind === 'ENABLE' ? targets[0]?.region : '';
  return [kind, nameOf(role), actions, region, kind === 'OTHER' ? because.obstacle : ''].join(' ');
}

/** The name of a role, with its path where it has one, is the same in all accounts. */
function nameOf(role: string | undefined): string {
  return role?.split(':role/')[1] ?? '';
}

function mendOf(alike: readonly InTheWay[], examination: Examination): Mend {
  const [first] = alike as readonly [InTheWay, ...InTheWay[]];
  return {
    isFault: first.kind !== 'ENABLE',
    accounts: alike.map(({ account }) => account),
    where: alike.flatMap(({ targets }) => targets.map((target) => place(target))),
    actions: first.actions,
    obstacle: first.because.obstacle,
    detail: first.because.detail,
    ...mends[first.kind](first, examination),
  };
}

type Cure = Pick<Mend, 'remedy' | 'commands' | 'policy'>;

const mends: Record<InTheWay['kind'], (first: InTheWay, examination: Examination) => Cure> = {
  JOIN: ({ role }, examination) => ({
    remedy: say`make the role ${nameOf(role)} there by its stack, with the credentials of the account; it trusts ${examination.auditorArn} alone${whoAsked(examination)}`,
    commands: [deployMember(examination)],
  }),
  ALLOW: ({ role, actions }, examination) => ({
    remedy:
      role === undefined
        ? say`add this statement to the policy of ${examination.caller.arn ?? 'the credentials in use'}, and let its permissions boundary allow the same where it has one`
        : say`deploy the stack of the role ${nameOf(role)} anew, with the credentials of the account, or add this statement to its policy, and let its permissions boundary allow the same where it has one`,
    commands: role === undefined ? [] : [deployMember(examination)],
    policy: allow(actions),
  }),
  SCP: ({ role, actions }, { caller }) => ({
    remedy: say`ask who owns the service control policies of the organization to let ${role === undefined ? say`the credentials in use` : say`the role ${nameOf(role)}`} call ${listed(actions)}, by this condition in the statement that denies it: no policy of the account can`,
    commands: [],
    policy: { Condition: { ArnNotLike: { 'aws:PrincipalArn': principalOf(role, caller.arn) } } },
  }),
  ENABLE: ({ targets }) => {
    const region = targets[0]?.region ?? '';
    return {
      remedy: say`nothing, while no cluster is expected there; else enable it with the credentials of the account; with "excludeRegions" in midwatch.yaml it is looked at no more`,
      commands: [['aws', 'account', 'enable-region', '--region-name', region]],
    };
  },
  OTHER: ({ because, targets: [target], role }) => ({
    remedy: target ? remedyForUnreadable(because, target, role) : say``,
    commands: [],
  }),
};

function mendOfOrganization(because: Unreadable, account: string): Mend {
  return {
    isFault: true,
    accounts: [account],
    where: [say`the organization`],
    actions: [because.call],
    obstacle: because.obstacle,
    detail: because.detail,
    remedy: organizationRemedy(because),
    commands: [],
    ...(because.obstacle === 'DENIED' ? { policy: allow([because.call]) } : {}),
  };
}

function allow(actions: readonly string[]): NonNullable<Mend['policy']> {
  return { Effect: 'Allow', Action: actions, Resource: '*' };
}

function deployMember({ deployment, auditorArn }: Examination): readonly string[] {
  return ['npx', 'cdk', 'deploy', `${deployment}-member`, '--parameters', `AuditorRoleArn=${auditorArn}`];
}

function whoAsked({ caller: { arn }, auditorArn }: Examination): Phrase {
  if (arn === undefined || nameOf(arnOfRole(arn)) === nameOf(auditorArn)) return say``;
  return say`, and this was asked by ${arn}: run doctor as that role`;
}

/** What policies know a session by: the role that it is one of. */
function arnOfRole(arn: string): string {
  return arn.replace(/^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');
}

function principalOf(role: string | undefined, caller: string | undefined): string {
  if (role !== undefined) return role.replace(/:\d{12}:/, ':*:');
  return caller === undefined ? '' : arnOfRole(caller);
}
