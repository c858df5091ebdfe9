import type { Told } from '#core/digest.ts';

/** Tells other systems what happened, one event for each transition. */
export interface EventPublisher {
  /** Publishes all of them. One that is published twice carries the same id. @throws when one was not accepted. */
  publish(transitions: readonly Told[]): Promise<void>;
}
