import type { TransitionEvent } from '#core/digest/transition-event.ts';

/** Tells other systems what happened, one event for each transition. */
export interface EventPublisher {
  /**
   * Publishes each event, whatever becomes of the others, and gives back those that were not taken. One that is
   * published twice carries the same id.
   */
  publish(events: readonly TransitionEvent[]): Promise<readonly RefusedEvent[]>;
}

/** An event that was not taken, after all attempts. */
export interface RefusedEvent {
  readonly event: TransitionEvent;
  readonly because: string;
}
