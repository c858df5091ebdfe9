import type { Finding } from '#core/finding.ts';
import type { Sweep } from '#core/sweep.ts';
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

export const ifAbsent: Condition = { expression: 'attribute_not_exists(pk)' };
