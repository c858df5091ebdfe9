import type { Instant } from './days.ts';

/** What came of asking for an image by its id: none where it is gone, or no longer shared with the account. */
export interface ImageSight {
  readonly image?: MachineImage;
}

/** A machine image that AWS returned when it was asked for it by its id. */
export interface MachineImage {
  readonly id: string;
  /** Somebody's words. */
  readonly name?: string;
  /** `available` where instances can be launched from it. */
  readonly state?: string;
  readonly isWindows: boolean;
  readonly createdAt?: Instant;
  /** The day from which it is to be used no more; it may lie ahead. */
  readonly deprecatedAt?: Instant;
}

/** An image is there when instances can be launched from it, or soon can. */
export function isLaunchable({ state }: MachineImage): boolean {
  return state === undefined || ['available', 'pending'].includes(state);
}
