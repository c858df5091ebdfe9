import type { Digest } from '#core/digest/digest.ts';
import type { TransitionEvent } from '#core/digest/transition-event.ts';
import type { Finding, Transition } from '#core/finding.ts';
import type { EventPublisher } from '#ports/event-publisher.ts';
import type { Notifier } from '#ports/notifier.ts';

/** How telling goes on a night: well; not at all, since SNS refuses; or taken, and the answer is lost. */
export type Telling = 'well' | 'refused' | 'answer lost';

/** What people were told: in digests, and on the bus that other systems hear. */
export interface People {
  /** What a process tells them by. Who is dead tells nothing. */
  listen(telling: Telling, takes: Taking, alive: () => void): Listeners;
  /** By its name, each transition that the bus was ever given, as it happened to a finding. */
  readonly given: ReadonlyMap<string, HeardTransition>;
  /** The names of those that it took. */
  readonly heard: ReadonlySet<string>;
  /** What each digest told, by its id: the names of transitions. */
  readonly digests: ReadonlyMap<string, DigestHeard>;
  /** What was told otherwise than it may be, since the last time that somebody asked. */
  complaints(): readonly string[];
}

export interface Listeners {
  readonly notifier: Notifier;
  readonly publisher: EventPublisher;
}

/** Whether the bus takes an event, by its id. */
export type Taking = (id: string) => boolean;

export interface HeardTransition {
  readonly finding: string;
  readonly transition: Transition;
  /** Whether the event said, when it was given last, that people accept the finding. */
  readonly isAccepted: boolean;
}

export interface DigestHeard {
  readonly told: Set<string>;
  /** The findings that were told again. */
  readonly repeated: Set<string>;
}

/** The identity of a transition. */
export function nameOf({ id }: Pick<Finding, 'id'>, { revision }: Pick<Transition, 'revision'>): string {
  return `${id}#${revision}`;
}

export function makePeople(): People {
  const given = new Map<string, HeardTransition>();
  const heard = new Set<string>();
  const toldIn = new Map<string, string>();
  const digests = new Map<string, DigestHeard>();
  const wrong: string[] = [];

  function hear({ finding, transition, suppression }: TransitionEvent): void {
    const name = nameOf(finding, transition);
    const before = given.get(name);
    if (before && JSON.stringify(before.transition) !== JSON.stringify(transition)) {
      wrong.push(`${name} was published as two transitions`);
    }
    const status = transition.kind === 'RESOLVED' ? 'RESOLVED' : 'OPEN';
    if (finding.status !== status || finding.severity !== transition.severity) {
      wrong.push(`${name} was published of a finding that is ${finding.status} and ${finding.severity}`);
    }
    given.set(name, { finding: finding.id, transition, isAccepted: suppression !== undefined });
  }

  function receive({ id, worse, better, over, repeated }: Digest): void {
    const digest = digests.get(id) ?? { told: new Set(), repeated: new Set() };
    digests.set(id, digest);
    for (const { finding, transition } of [...worse, ...better, ...over]) {
      const name = nameOf(finding, transition);
      const earlier = toldIn.get(name);
      if (earlier !== undefined && earlier !== id) wrong.push(`${name} was told in ${earlier} and in ${id}`);
      toldIn.set(name, id);
      digest.told.add(name);
    }
    for (const finding of repeated) digest.repeated.add(finding.id);
  }

  return {
    given,
    heard,
    digests,
    complaints: () => wrong.splice(0),
    listen: (telling, takes, alive) => ({
      publisher: {
        async publish(events) {
          alive();
          for (const event of events) hear(event);
          for (const { id, finding, transition } of events) if (takes(id)) heard.add(nameOf(finding, transition));
          return events.flatMap((event) => (takes(event.id) ? [] : [{ event, because: 'not tonight' }]));
        },
      },
      notifier: {
        async notify(digest) {
          alive();
          if (telling === 'refused') throw new Error('SNS refuses');
          receive(digest);
          if (telling === 'answer lost') throw new Error('SNS took it, and the answer was lost');
        },
      },
    }),
  };
}
