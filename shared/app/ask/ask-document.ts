import type { Store } from '#ports/store.ts';
import type { AskDeps, AskedStore } from './ask-deps.ts';
import { type FleetPart, type FleetPartDeps, type PartWish, readFleetPart } from './fleet-part.ts';

/** What a page about the fleet is made of. */
export interface AskDocumentDeps extends Omit<AskDeps, 'store'> {
  readonly store: AskedStore & FleetPartDeps['store'] & Pick<Store, 'coverageOf'>;
}

/** A part of the fleet by the last sweep that looked at the whole of it, as it is known now; undefined before the first. */
export async function askDocument(deps: AskDocumentDeps, wish: PartWish): Promise<FleetPart | undefined> {
  const sweep = await deps.store.latestWholeSweep();
  return sweep && readFleetPart(deps, sweep, await deps.store.coverageOf(sweep.id), wish);
}
