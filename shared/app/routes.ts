import { type Digest, digestOfEnvironment, isWorthTelling } from '#core/digest.ts';
import type { Finding } from '#core/finding.ts';
import type { Notice } from '#core/notice.ts';
import type { Severity } from '#core/severity.ts';
import type { EventPublisher } from '#ports/event-publisher.ts';
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

/** Tells other systems all that happened and was not told yet, also what is over before people hear of it. */
export async function publishTransitions(
  { name, publisher }: Events,
  untold: readonly Finding[],
): Promise<readonly Notice[]> {
  const transitions = untold.flatMap((finding) => finding.untold.map((transition) => ({ finding, transition })));
  return unlessFailed(name, () => publisher.publish(transitions));
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
    return [{ kind: 'NOT_DELIVERED', subject, detail: error instanceof Error ? error.message : String(error) }];
  }
}
