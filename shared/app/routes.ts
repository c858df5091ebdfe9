import { type Digest, digestOfEnvironment, isWorthTelling } from '#core/digest/digest.ts';
import { eventId, eventsOf, type TransitionEvent } from '#core/digest/transition-event.ts';
import type { Finding, Transition } from '#core/finding.ts';
import type { Notice } from '#core/notice.ts';
import type { Severity } from '#core/severity.ts';
import type { Suppression } from '#core/suppression.ts';
import type { EventPublisher, RefusedEvent } from '#ports/event-publisher.ts';
import type { Notifier } from '#ports/notifier.ts';

/** Somebody who is told beside those who are told everything. */
export interface Route {
  /** What people call it, where it fails. */
  readonly name: string;
  readonly notifier: Notifier;
  readonly minimumSeverity: Severity;
  /** Tells of this environment alone; absent for all that the fleet has to tell. */
  readonly environment?: string;
}

/** Other systems that hear of each transition. */
export interface Events {
  readonly name: string;
  readonly publisher: EventPublisher;
}

/** What became of what other systems were told. */
export interface Published {
  /** By the id of each finding of which something was taken, what still is unpublished of it. */
  readonly left: ReadonlyMap<string, readonly Transition[]>;
  readonly notices: readonly Notice[];
}

/**
 * Tells other systems all that happened and they have not heard of: also what is over by now, is too mild for people,
 * or is accepted by them. What the bus does not take stays unpublished, and those who are told everything hear of it. Where there is no
 * bus, nothing is kept for one.
 */
export async function publishTransitions(
  events: Events | undefined,
  findings: readonly Finding[],
  suppressionOf: (finding: Finding) => Suppression | undefined,
): Promise<Published> {
  const all = findings.flatMap((finding) => eventsOf(finding, suppressionOf(finding)));
  const refused = events && all.length > 0 ? await refusedBy(events, all) : [];
  const missed = new Set(refused.map(({ event }) => event.id));
  const left = findings.flatMap((finding) => {
    const unpublished = finding.unpublished.filter((transition) => missed.has(eventId(finding, transition)));
    return unpublished.length < finding.unpublished.length ? [[finding.id, unpublished] as const] : [];
  });
  const notices = events && refused.length > 0 ? [undeliveredNotice(events, refused, all.length)] : [];
  return { left: new Map(left), notices };
}

async function refusedBy({ publisher }: Events, events: readonly TransitionEvent[]): Promise<readonly RefusedEvent[]> {
  try {
    return await publisher.publish(events);
  } catch (error) {
    return events.map((event) => ({ event, because: textOf(error) }));
  }
}

function undeliveredNotice({ name }: Events, refused: readonly RefusedEvent[], of: number): Notice {
  const reasons = Map.groupBy(refused, ({ because }) => because);
  const why = [...reasons].map(([because, { length }]) => `${length} ${because}`).join(', ');
  const detail = `${refused.length} of ${of} events were not taken, and wait for the next sweep: ${why}`;
  return { kind: 'NOT_DELIVERED', subject: name, detail };
}

/**
 * Tells each route what is worth telling there, and says which could not be told.
 *
 * Those who are told everything are told last, with a notice of it: a route that is broken holds nobody else up, and
 * nothing is lost unseen.
 */
export async function tellRoutes(routes: readonly Route[], digest: Digest): Promise<readonly Notice[]> {
  const failed = await Promise.all(
    routes.map(async ({ name, notifier, minimumSeverity, environment }): Promise<readonly Notice[]> => {
      const own = environment === undefined ? digest : digestOfEnvironment(digest, environment);
      if (!isWorthTelling(own, minimumSeverity)) return [];
      return unlessFailed(name, () => notifier.notify(own));
    }),
  );
  return failed.flat();
}

async function unlessFailed(subject: string, tell: () => Promise<void>): Promise<readonly Notice[]> {
  try {
    await tell();
    return [];
  } catch (error) {
    return [{ kind: 'NOT_DELIVERED', subject, detail: textOf(error) }];
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
