import type { Period } from '#ports/paged-store.ts';
import { gotWanted, Problem } from './problem.ts';

/** The period that two days or instants stand for, both of them with it. @throws {Problem} where it ends before it begins */
export function periodOf({
  from,
  to,
}: {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): Period {
  const period = {
    from: instantOf(from ?? '0000-01-01', 'T00:00:00.000Z'),
    to: instantOf(to ?? '9999-12-31', 'T23:59:59.999Z'),
  };
  if (period.from <= period.to) return period;
  throw new Problem(400, `to: ${gotWanted(to ?? '', `an instant that is not before ${period.from}`)}`);
}

/** As it is stored, whatever its zone. */
function instantOf(text: string, timeOfDay: string): string {
  return new Date(text.includes('T') ? text : `${text}${timeOfDay}`).toISOString();
}
