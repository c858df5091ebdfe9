import type { Digest } from '#core/digest.ts';
import type { Finding, Transition } from '#core/finding.ts';
import type { TransitionEvent } from '#core/transition-event.ts';
import type { EventPublisher } from '#ports/event-publisher.ts';
import type { Notifier } from '#ports/notifier.ts';

/** How telling goes on a night: well; not at all, since SNS refuses; or taken, and the answer is lost. */
export type Telling = 'well' | 'refused' | 'answer lost';

/** What people were told: in digests, and on the bus that other systems hear. */
export interface People {
  /** What a process tells them by. Who is dead tells nothing. */
  listen(telling: Telling, alive: () => void): { readonly notifier: Notifier; readonly publisher: EventPublisher };
  /** By its name, each transition that the bus heard, as it happened to a finding. */
  readonly heard: ReadonlyMap<string, HeardTransition>;
  /** What each digest told, by its id: the names of transitions. */
  readonly digests: ReadonlyMap<string, DigestHeard>;
  /** What was told otherwise than it may be, since the last time that somebody asked. */
  complaints(): readonly string[];
}

export interface HeardTransition {
  readonly finding: string;
  readonly transition: Transition;
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
  const heard = new Map<string, HeardTransition>();
  const toldIn = new Map<string, string>();
  const digests = new Map<string, DigestHeard>();
  const wrong: string[] = [];

  function hear({ finding, transition }: TransitionEvent): void {
    const name = nameOf(finding, transition);
    const before = heard.get(name);
    if (before && JSON.stringify(before.transition) !== JSON.stringify(transition)) {
      wrong.push(`${name} was published as two transitions`);
    }
    heard.set(name, { finding: finding.id, transition });
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
    heard,
    digests,
    complaints: () => wrong.splice(0),
    listen: (telling, alive) => ({
      publisher: {
        async publish(transitions) {
          alive();
          for (const one of transitions) hear(one);
          return [];
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
