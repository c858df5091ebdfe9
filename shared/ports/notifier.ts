import type { Digest } from '#core/digest/digest.ts';

export interface Notifier {
  /** Sends one digest. The same digest sent twice carries the same id. @throws when it was not accepted. */
  notify(digest: Digest): Promise<void>;
}
