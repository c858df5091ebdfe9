import type { Finding } from '#core/finding.ts';
import type { Lease, Sweep } from '#core/sweep.ts';
import type { Condition } from './table.ts';

/** Lets a sweep write unless a younger one wrote last. */
export function unlessYounger({ startedAt }: Sweep): Condition {
  return {
    expression: 'attribute_not_exists(pk) OR startedAt <= :startedAt',
    values: { ':startedAt': startedAt },
  };
}

/** As above; and of one sweep only what goes on from what is stored: a save that comes twice brings nothing back. */
export function unlessYoungerOrSame({ startedAt }: Sweep, { revision }: Finding): Condition {
  return {
    expression:
      'attribute_not_exists(pk) OR startedAt < :startedAt OR (startedAt = :startedAt AND revision < :revision)',
    values: { ':startedAt': startedAt, ':revision': revision },
  };
}

/** Lets a sweep write where nobody has written since the given revision was read. */
export function ifUnchanged({ startedAt }: Sweep, { revision }: Finding): Condition {
  return {
    expression: 'revision = :revision AND startedAt <= :startedAt',
    values: { ':startedAt': startedAt, ':revision': revision },
  };
}

/** Lets who comes first take the lease, and another holder once it has run out. */
export function ifLeaseFree({ holder }: Lease, now: string): Condition {
  return {
    expression: 'attribute_not_exists(pk) OR (leasedUntil < :now AND holder <> :holder)',
    values: { ':now': now, ':holder': holder },
  };
}

/** Lets a sweep extend its own lease. */
export function ifLeased({ id }: Sweep): Condition {
  return { expression: 'sweep = :sweep', values: { ':sweep': id } };
}

export const ifAbsent: Condition = { expression: 'attribute_not_exists(pk)' };
